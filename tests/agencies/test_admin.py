"""An administrator looks at the tree and makes coordinators in /cms/."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from agencies.models import AgencyRole
from tests.factories import AgencyFactory, AgencyRoleFactory, UserFactory

TREE, ROLES, ADD = "agencies:index", "agency_roles:index", "agency_roles:add"

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(as_user):
    return as_user(UserFactory(staff_code="quantri", is_superuser=True))


@pytest.fixture
def trainer(as_user):
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return as_user(user)


def grant(client, **changes):
    data = {
        "staff_code": "DP1", "agency_name": "UBND huyện Châu Đức", "role": "coordinator",
        "since": "01/02/2022", "until": "",
    }  # fmt: skip
    return client.post(reverse(ADD), data | changes)


def test_tree__shows_the_names_of_the_day(admin):
    AgencyFactory(name="Xã Kim Long", period=(None, date(2025, 1, 1)))
    AgencyFactory(name="Thị trấn Kim Long", period=(date(2025, 1, 1), None))
    today = admin.get(reverse(TREE)).content.decode()
    assert "Thị trấn Kim Long" in today
    assert "Xã Kim Long" not in today
    then = admin.get(reverse(TREE), {"on": "31/12/2024"}).content.decode()
    assert "Xã Kim Long" in then
    assert "Thị trấn Kim Long" not in then


def test_tree__is_for_looking_only(admin):
    agency = AgencyFactory(name="Xã Suối Rao")
    page = admin.get(reverse(TREE)).content.decode()
    assert reverse("agencies:add") not in page
    edit = admin.get(reverse("agencies:edit", args=[agency.periods.get().pk]))
    assert edit.status_code == 302
    assert edit.url == reverse("wagtailadmin_home")


def test_tree__queries_do_not_grow_with_the_agencies(
    admin, django_assert_max_num_queries
):
    top = AgencyFactory()
    for _ in range(20):
        AgencyFactory(parent=top)
    admin.get(reverse(TREE))
    with django_assert_max_num_queries(15):
        admin.get(reverse(TREE))


def test_coordinator__is_made_from_a_staff_code_and_a_name(admin):
    user = UserFactory(staff_code="dp1")
    agency = AgencyFactory(name="Huyện Châu Đức", kind="cap_huyen")
    assert grant(admin).url == reverse(ROLES)
    role = AgencyRole.objects.get()
    assert (role.user, role.agency, role.role) == (user, agency, "coordinator")
    assert (role.period.lower, role.period.upper) == (date(2022, 2, 1), None)
    assert role.granted_by.staff_code == "quantri"
    grant(admin)
    assert AgencyRole.objects.count() == 1
    assert "Huyện Châu Đức" in admin.get(reverse(ROLES)).content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"staff_code": "AI"}, "Không có cán bộ"),
        ({"agency_name": "Xã Không Có"}, "Không có đơn vị tên"),
        ({"since": "31/02/2022"}, ""),
        ({"until": "31/01/2022"}, "Ngày cuối đứng trước"),
    ],
)
def test_bad_grant__is_refused_in_words(admin, changes, sentence):
    UserFactory(staff_code="DP1")
    AgencyFactory(name="Huyện Châu Đức")
    response = grant(admin, **changes)
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert not AgencyRole.objects.exists()


def test_role__is_ended_and_never_deleted(admin):
    role = AgencyRoleFactory(period=(date(2022, 1, 1), None))
    admin.post(reverse("agency_roles:edit", args=[role.pk]), {"until": "30/6/2022"})
    role.refresh_from_db()
    assert role.period.upper == date(2022, 7, 1)
    admin.post(reverse("agency_roles:delete", args=[role.pk]))
    assert AgencyRole.objects.filter(pk=role.pk).exists()


def test_trainer__neither_looks_nor_grants(trainer):
    UserFactory(staff_code="DP1")
    AgencyFactory(name="Huyện Châu Đức")
    for name in (TREE, ROLES, ADD):
        assert trainer.get(reverse(name)).status_code == 302
    grant(trainer)
    assert not AgencyRole.objects.exists()
