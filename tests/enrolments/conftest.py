import pytest

from agencies.models import AgencyRole
from tests.enrolments.factories import District
from tests.factories import AgencyFactory, AgencyRoleFactory, UserFactory


@pytest.fixture
def district(db):
    return District()


@pytest.fixture
def desk(db, client):
    """Châu Đức with two communes, its coordinator, and a commune of another district."""
    chau_duc = AgencyFactory(code="CD", name="Huyện Châu Đức", kind="cap_huyen")
    units = {
        "CD": chau_duc,
        "SR": AgencyFactory(code="SR", name="Xã Suối Rao", parent=chau_duc),
        "HL": AgencyFactory(code="HL", name="Xã Hòa Long", parent=chau_duc),
        "X": AgencyFactory(code="X", name="Xã Láng Dài"),
    }
    owner = UserFactory(staff_code="DPV")
    AgencyRoleFactory(user=owner, agency=chau_duc, role=AgencyRole.Role.COORDINATOR)
    client.force_login(owner)
    return units | {"owner": owner, "client": client}
