"""Where people work, in what words papers name it, and who acts for an agency."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from agencies.days import Days
from agencies.models import AgencyRole, Succession
from agencies.services import (
    Post,
    agency_named_on,
    change_last_day,
    grant_role,
    place_members,
)
from tests.factories import AgencyFactory, MembershipFactory, UserFactory

D = date(2022, 11, 21)
NOON = datetime(2022, 11, 21, 12, tzinfo=timezone.get_default_timezone())

pytestmark = pytest.mark.django_db


def posts(user) -> list[tuple]:
    rows = user.memberships.order_by("period", "pk")
    return [(r.agency.code, r.position, r.period.lower, r.period.upper) for r in rows]


def place(user, agency, position="", on=D):
    return place_members(posts=[Post(user.pk, agency.pk, position)], on=on)


class AnySequence(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.agencies = [AgencyFactory() for _ in range(3)]

    @settings(max_examples=40, deadline=None)
    @given(
        st.lists(
            st.tuples(
                st.integers(0, 2), st.sampled_from(["", "A", "B"]), st.integers(0, 9)
            ),
            max_size=7,
        )
    )
    def test_moves__change_no_day_before_them_and_nobody_is_in_two_places(self, moves):
        user = UserFactory()
        for agency, position, number in moves:
            before = self.places(user)
            on = D + timedelta(days=number)
            place(user, self.agencies[agency], position, on)
            after = self.places(user)
            assert after[:number] == before[:number]
            assert after[number][0] == self.agencies[agency].pk
            assert not place(user, self.agencies[agency], position, on)

    def places(self, user) -> list[tuple | None]:
        """Where the person mainly works on each of ten days."""
        rows = [
            (Days.of(r.period), (r.agency_id, r.position))
            for r in user.memberships.main()
        ]
        days = [D + timedelta(days=number) for number in range(10)]
        return [
            next((post for span, post in rows if span.has(day)), None) for day in days
        ]


def test_second_post_at_an_agency__ends_when_it_becomes_the_main_one():
    user, old, new = UserFactory(), AgencyFactory(), AgencyFactory()
    MembershipFactory(user=user, agency=old, position="Trưởng phòng")
    MembershipFactory(user=user, agency=new, is_main=False, position="kiêm nhiệm")
    place(user, new, "Giám đốc")
    assert posts(user) == [
        (old.code, "Trưởng phòng", None, D),
        (new.code, "kiêm nhiệm", None, D),
        (new.code, "Giám đốc", D, None),
    ]


@pytest.mark.parametrize(
    ("kind", "name", "title"),
    [
        ("xa", "Xã Suối Rao", "UBND xã Suối Rao, huyện Châu Đức"),
        ("so_nganh", "Sở Nội vụ", "Sở Nội vụ, huyện Châu Đức"),
    ],
)
def test_title__is_in_the_words_of_the_day(kind, name, title):
    district = AgencyFactory(name="Huyện Châu Đức", kind="cap_huyen")
    post = MembershipFactory(
        agency=AgencyFactory(name=name, kind=kind, parent=district),
        position="Công chức",
    )
    posting = agency_named_on(user=post.user, at=NOON)
    assert (posting.agency_title, posting.position) == (title, "Công chức")


def test_title__of_one_without_a_unit_is_none():
    assert agency_named_on(user=UserFactory(), at=NOON) is None


def grant(user, agency, since, until=None):
    return grant_role(
        user=user,
        agency=agency,
        role=AgencyRole.Role.COORDINATOR,
        since=since,
        until=until,
    )


def test_role__granted_twice_is_one_and_longer_days_are_joined():
    user, agency = UserFactory(), AgencyFactory()
    first = grant(user, agency, D, D + timedelta(days=10))
    assert grant(user, agency, D, D + timedelta(days=5)) == first
    joined = grant(user, agency, D + timedelta(days=5), D + timedelta(days=20))
    assert (joined.period.lower, joined.period.upper) == (D, D + timedelta(days=21))
    assert AgencyRole.objects.get() == joined


def test_role__for_an_agency_that_does_not_exist_yet_is_refused():
    agency = AgencyFactory(period=(D, None))
    with pytest.raises(ValueError, match="không tồn tại"):
        grant(UserFactory(), agency, D - timedelta(days=1))


def test_role__ends_with_its_last_day():
    role = grant(UserFactory(), AgencyFactory(), D)
    change_last_day(role=role, until=D)
    assert AgencyRole.objects.on(D).exists()
    assert not AgencyRole.objects.on(D + timedelta(days=1)).exists()
    with pytest.raises(ValueError, match="trước ngày đầu"):
        change_last_day(role=role, until=D - timedelta(days=1))


def test_entered_late__follows_the_unit_where_it_was_merged():
    """A move known only in December into a unit that was merged in November."""
    user, old, new = UserFactory(), AgencyFactory(), AgencyFactory()
    merged_on = D + timedelta(days=10)
    old.periods.update(period=Days(None, merged_on).range())
    Succession.objects.create(predecessor=old, successor=new, effective_on=merged_on)
    assert place(user, old, "Công chức") == {user.pk}
    assert posts(user) == [
        (old.code, "Công chức", D, merged_on),
        (new.code, "Công chức", merged_on, None),
    ]
    assert not place(user, old, "Công chức")


def test_entered_late__stays_where_a_unit_has_no_one_successor():
    user, old = UserFactory(), AgencyFactory()
    old.periods.update(period=Days(None, D + timedelta(days=10)).range())
    place(user, old, "Công chức")
    assert posts(user) == [(old.code, "Công chức", D, None)]
