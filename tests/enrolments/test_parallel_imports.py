"""Two people press the button at once: nobody is created or placed twice."""

from datetime import date

import pytest
from django.utils import timezone

from accounts.models import User
from agencies.models import Membership
from enrolments.roster import read_roster
from enrolments.services import import_roster, move_member
from tests.factories import AgencyFactory, MembershipFactory, UserFactory
from tests.parallel import at_once

ON = date(2022, 11, 21)

pytestmark = pytest.mark.django_db(transaction=True)


def test_same_roster__twice_at_once_creates_everybody_once():
    AgencyFactory(code="SR")
    lines = [
        "staff_code;full_name;agency_code",
        *(f"M{i};Lê Văn {i};SR" for i in range(60)),
    ]
    roster = read_roster("\n".join(lines).encode(), on=ON)

    def load():
        return import_roster(roster=roster, effective_on=ON, at=timezone.now())

    reports = at_once(load, load, load)
    assert sorted(r.created for r in reports) == [0, 0, 60]
    assert User.objects.count() == Membership.objects.count() == 60


def test_same_person__moved_to_two_agencies_at_once_is_in_one_of_them():
    user = UserFactory()
    MembershipFactory(user=user, period=(date(2020, 1, 1), None))
    agencies = [AgencyFactory() for _ in range(4)]
    at_once(*(
        lambda agency=agency: move_member(user=user, agency=agency, position="", on=ON)
        for agency in agencies
    ))  # fmt: skip
    assert Membership.objects.on(ON).main().get(user=user).agency in agencies
    assert user.memberships.count() == 2
