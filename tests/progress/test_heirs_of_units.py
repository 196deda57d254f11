"""What was finished at a unit that has ended counts with its successor from that day."""

import datetime as dt
from http import HTTPStatus

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from agencies.models import Agency, AgencyHeir, Membership
from agencies.reorganising import Step
from agencies.services.reorganise import reorganise
from enrolments.models import Enrolment
from enrolments.services import move_member
from progress.reports import whole_tree
from progress.sums.keeping import differences
from tests.factories import (
    AgencyFactory,
    AgencyRoleFactory,
    EnrolmentFactory,
    MembershipFactory,
    TrainingClassFactory,
)
from tests.progress.province import TODAY, noon

DAY = TODAY - dt.timedelta(days=5)
BEFORE, LATER = DAY - dt.timedelta(days=1), DAY + dt.timedelta(days=2)

pytestmark = pytest.mark.django_db


@pytest.fixture
def units():
    """A district of two communes; three passed at the first one, one is learning there."""
    top = AgencyFactory(code="T", name="Tỉnh T", kind="tinh")
    district = AgencyFactory(code="H", name="Huyện H", kind="cap_huyen", parent=top)
    made = {"T": top, "H": district}
    for code in "AB":
        made[code] = AgencyFactory(code=code, name=f"Xã {code}", parent=district)
    group = TrainingClassFactory(opens_on=TODAY - dt.timedelta(days=30))
    done = noon(TODAY - dt.timedelta(days=10))
    for number in range(4):
        user = MembershipFactory(agency=made["A"]).user
        row = EnrolmentFactory(
            learner=user,
            training_class=group,
            enrolled_at=noon(TODAY - dt.timedelta(days=20)),
        )
        if number:
            row.completed_at = row.passed_at = row.ended_at = done
            row.ended_reason, row.answering_agency = "completed", made["A"]
            row.save()
    return made


def rearrange(*rows, on=DAY):
    steps = [Step(n, *row) for n, row in enumerate(rows, 2)]
    reorganise(steps=steps, effective_on=on, at=timezone.now())
    call_command("check_agencies")
    assert differences() == []


def counts(code, on=TODAY):
    """Assigned and passed of a unit with all below it."""
    rows = whole_tree(agency=Agency.objects.get(code="T"), on=on)
    found = {row.code: (row.figures.assigned, row.figures.passed) for row in rows}
    return found.get(code)


def test_one_successor_has_them__from_that_day_on(units):
    rearrange(("absorb", "A", "B", "", "", ""))
    assert counts("A", BEFORE) == (4, 3)
    assert counts("B", BEFORE) == (0, 0)
    assert counts("B", DAY) == counts("B") == (4, 3)
    assert counts("H") == counts("T") == (4, 3)


def test_and_the_one_after_it(units):
    rearrange(("merge", "A", "M", "Xã M", "xa", "H"))
    rearrange(("absorb", "M", "B", "", "", ""), on=LATER)
    assert counts("M", DAY) == (4, 3)
    assert counts("B", DAY) == (0, 0)
    assert counts("M", LATER) is None
    assert counts("B", LATER) == counts("H") == (4, 3)


def test_who_moved_away_before__leaves_what_was_finished_there(units):
    user = Enrolment.objects.passed().first().learner
    elsewhere = AgencyFactory(code="E", name="Xã E", parent=units["T"])
    move_member(user=user, agency=elsewhere, position="", on=BEFORE)
    rearrange(("absorb", "A", "B", "", "", ""))
    assert counts("B") == (4, 3)
    assert counts("E") == (0, 0)


def test_a_split_unit__where_its_people_were_placed(units):
    rearrange(
        ("split", "A", "S1", "Xã S1", "xa", "H"),
        ("split", "A", "S2", "Xã S2", "xa", "H"),
    )
    assert counts("H", BEFORE) == (4, 3)
    assert counts("H") == (0, 0)
    first, *others = Enrolment.objects.passed()
    for row in others:
        place = Agency.objects.get(code="S2")
        move_member(user=row.learner, agency=place, position="", on=DAY)
    place = Agency.objects.get(code="S1")
    move_member(user=first.learner, agency=place, position="", on=LATER)
    assert counts("S2", DAY) == (2, 2)
    assert counts("S1", DAY) == (0, 0)
    assert counts("S1", LATER) == (1, 1)
    assert counts("H") == (3, 3)
    assert differences() == []


def test_a_dissolved_unit__keeps_who_has_left_as_well(units):
    rearrange(("dissolve", "A", "", "", "", ""))
    Membership.objects.all().delete()
    assert differences() == []
    assert counts("T") == (0, 0)
    assert counts("A", BEFORE) == (3, 3)


def test_the_successors_coordinator_finds_them(units, client):
    role = AgencyRoleFactory(agency=units["B"])
    mine = Enrolment.objects.visible_to
    assert mine(role.user, on=TODAY).count() == 0
    rearrange(("absorb", "A", "B", "", "", ""))
    assert mine(role.user, on=TODAY).count() == 4
    assert mine(role.user, on=BEFORE, today=TODAY).count() == 0
    assert Enrolment.objects.within(units["B"], on=TODAY).count() == 4
    client.force_login(role.user)
    page = client.get(reverse("coordinate_agency", args=["B"])).content.decode()
    for row in Enrolment.objects.all():
        assert row.learner.full_name in page


def test_a_wrong_heir_is_found(units):
    rearrange(("absorb", "A", "B", "", "", ""))
    AgencyHeir.objects.update(heir=units["T"])
    with pytest.raises(CommandError):
        call_command("check_agencies")
    assert differences()


def test_the_ended_units_page_says_who_followed(units, client):
    district, other = AgencyRoleFactory(agency=units["H"]), AgencyRoleFactory()
    rearrange(("absorb", "A", "B", "", "", ""))
    for name in ("coordinate_agency", "coordinate_people", "coordinate_quick"):
        address = reverse(name, args=["A"])
        client.force_login(district.user)
        page = client.get(address)
        text = page.content.decode()
        assert page.status_code == HTTPStatus.GONE
        assert f'href="{reverse(name, args=["B"])}' in text
        last = f"{BEFORE.day}/{BEFORE.month}/{BEFORE.year}"
        assert client.get(address, {"as_at": last}).status_code == HTTPStatus.OK
        client.force_login(other.user)
        assert client.get(address).status_code == HTTPStatus.NOT_FOUND
    client.force_login(district.user)
    address = reverse("coordinate_export", args=["A", "agencies", "csv"])
    assert client.get(address).status_code == HTTPStatus.NOT_FOUND
