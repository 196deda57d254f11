"""A role reaches down and nowhere else: random trees, random roles, every day."""

from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from wagtail.models import Locale, Page

from accounts.models import User
from agencies.ancestry import Link, lineage
from agencies.days import Days
from agencies.models import Agency, AgencyPeriod, Membership
from agencies.querysets import has_a_role, may_coordinate, people_visible_to, reach
from agencies.services import grant_role
from enrolments.models import Enrolment
from tests.agencies.trees import LENGTH, day, histories, spans, store
from tests.factories import (
    AgencyFactory,
    AgencyRoleFactory,
    EnrolmentFactory,
    MembershipFactory,
    TrainingClassFactory,
    UserFactory,
)


@st.composite
def roles(draw) -> list[tuple[int, int, int, str]]:
    """Who holds a role where, from day to day: (agency, first, after, role)."""
    starts = draw(
        st.lists(st.tuples(st.integers(0, 6), st.integers(0, LENGTH - 1)), max_size=3)
    )
    kinds = st.sampled_from(["coordinator", "head"])
    return [
        (a, start, draw(st.integers(start + 1, LENGTH)), draw(kinds))
        for a, start in starts
    ]


def plainly_below(parents, agencies) -> dict[tuple[str, str], list[Days]]:
    """Who stood under whom by the plain computation: (descendant, ancestor) to days."""
    links = {
        agency.code: [
            Link(Days(day(first), day(after)), None if p is None else agencies[p].code)
            for first, after, p in spans(own)
        ]
        for agency, own in zip(agencies, parents, strict=True)
    }
    return lineage(links).spans


class AnyTree(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.coordinator = UserFactory(staff_code="DP")
        cls.administrator = UserFactory(staff_code="QT", is_superuser=True)
        Locale.objects.get_or_create(language_code="vi")
        if Page.get_first_root_node() is None:  # a test with real commits took it away
            Page.add_root(title="Root", slug="root")
        cls.training_class = TrainingClassFactory()

    @settings(max_examples=25, deadline=None)
    @given(histories(), roles(), st.integers(0, LENGTH - 1), st.integers(0, LENGTH - 1))
    def test_nothing_of_a_neighbour__is_visible(self, parents, held, number, asked):
        """Roles as of one day, the tree as of another: exactly what climbing finds."""
        agencies = store(parents)
        held = [
            row
            for row in held
            if row[0] < len(agencies) and parents[row[0]][row[1]] != -1
        ]
        people = self.one_person_each(agencies)
        self.give(held, agencies)
        below = plainly_below(parents, agencies)
        on, today = day(asked), day(number)

        def reached(*kinds: str) -> set[str]:
            tops = {
                agencies[a].code
                for a, first, after, kind in held
                if first <= number < after and kind in kinds
            }
            return {
                low
                for (low, high), times in below.items()
                if high in tops and any(days.has(on) for days in times)
            }

        def seen(rows, name="agency__code", verb="visible_to"):
            found = getattr(rows, verb)(self.coordinator, on=on, today=today)
            return set(found.values_list(name, flat=True))

        codes = reached("coordinator", "head")
        assert seen(Agency.objects, "code") == codes
        assert seen(AgencyPeriod.objects) == codes
        assert seen(Membership.objects) == codes
        assert seen(Enrolment.objects, "learner__staff_code") == codes
        visible = people_visible_to(
            User.objects, self.coordinator, on=on, today=today
        ).exclude(pk=self.coordinator.pk)
        assert {person.staff_code for person in visible} == codes
        everyone = people_visible_to(User.objects, self.administrator, on=on)
        assert everyone.count() == User.objects.count() > len(people)
        codes = reached("coordinator")
        assert seen(Agency.objects, "code", "writable_by") == codes
        assert seen(Enrolment.objects, "learner__staff_code", "writable_by") == codes
        for agency in agencies:
            may = may_coordinate(self.coordinator, agency, on=on, today=today)
            assert may is (agency.code in codes)

    def one_person_each(self, agencies):
        people = User.objects.bulk_create(
            User(staff_code=agency.code, full_name=agency.code) for agency in agencies
        )
        pairs = list(zip(people, agencies, strict=True))
        Membership.objects.bulk_create(
            Membership(user=p, agency=a, period=DateRange(None, None)) for p, a in pairs
        )
        Enrolment.objects.bulk_create(
            Enrolment(learner=p, training_class=self.training_class) for p in people
        )
        return people

    def give(self, held, agencies):
        for agency, first, after, kind in held:
            grant_role(
                user=self.coordinator,
                agency=agencies[agency],
                role=kind,
                since=day(first),
                until=day(after - 1),
            )


TODAY = timezone.localdate

pytestmark = pytest.mark.django_db


def test_membership__gives_no_sight_of_colleagues():
    post = MembershipFactory()
    MembershipFactory(agency=post.agency)
    assert not Membership.objects.visible_to(post.user, on=TODAY()).exists()
    assert not has_a_role(post.user)


def test_role_that_is_over__shows_nothing():
    role = AgencyRoleFactory(period=(None, TODAY()))
    assert not Agency.objects.visible_to(role.user, on=TODAY()).exists()


def test_role_that_is_over__does_not_open_the_days_it_was_held():
    role = AgencyRoleFactory(period=(None, TODAY()))
    yesterday = TODAY() - timedelta(days=1)
    enrolment = EnrolmentFactory(learner=MembershipFactory(agency=role.agency).user)
    assert not Agency.objects.visible_to(role.user, on=yesterday).exists()
    assert not Membership.objects.visible_to(role.user, on=yesterday).exists()
    assert not Enrolment.objects.visible_to(role.user, on=yesterday).exists()
    assert not reach(role.user, on=yesterday).exists()
    assert not may_coordinate(role.user, role.agency, on=yesterday)
    assert enrolment in Enrolment.objects.visible_to(
        role.user, on=yesterday, today=yesterday
    )


def test_head__reads_and_does_not_write():
    role = AgencyRoleFactory(role="head")
    post = MembershipFactory(agency=role.agency)
    EnrolmentFactory(learner=post.user)
    for rows in (Agency.objects, Enrolment.objects):
        assert rows.visible_to(role.user, on=TODAY()).exists()
        assert not rows.writable_by(role.user, on=TODAY()).exists()
    assert not may_coordinate(role.user, role.agency, on=TODAY())


def test_learner__may_not_change_his_or_her_own_enrolment():
    own = EnrolmentFactory(learner=MembershipFactory().user)
    assert not Enrolment.objects.writable_by(own.learner, on=TODAY()).exists()


def test_learner__sees_only_his_or_her_own_enrolment():
    post = MembershipFactory()
    own = EnrolmentFactory(learner=post.user)
    EnrolmentFactory(learner=MembershipFactory(agency=post.agency).user)
    assert list(Enrolment.objects.visible_to(post.user, on=TODAY())) == [own]


def test_person_who_left_the_units__is_out_of_sight_since_then():
    role = AgencyRoleFactory()
    post = MembershipFactory(agency=role.agency, period=(None, date(2022, 11, 21)))
    MembershipFactory(
        user=post.user, agency=AgencyFactory(), period=(date(2022, 11, 21), None)
    )
    for on, visible in ((date(2022, 11, 20), True), (date(2022, 11, 21), False)):
        people = people_visible_to(User.objects, role.user, on=on)
        assert people.filter(pk=post.user.pk).exists() is visible
