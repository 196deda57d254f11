"""A role reaches down and nowhere else: random trees, random roles, every day."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from wagtail.models import Locale, Page

from accounts.models import User
from agencies.models import Agency, AgencyPeriod, Membership
from agencies.querysets import has_a_role, people_visible_to
from agencies.services import grant_role
from enrolments.models import Enrolment
from tests.agencies.trees import LENGTH, above, day, histories, store
from tests.factories import (
    AgencyFactory,
    AgencyRoleFactory,
    EnrolmentFactory,
    MembershipFactory,
    TrainingClassFactory,
    UserFactory,
)


@st.composite
def roles(draw) -> list[tuple[int, int, int]]:
    """Who holds the role where, from day to day: (agency, first, after)."""
    starts = draw(
        st.lists(st.tuples(st.integers(0, 6), st.integers(0, LENGTH - 1)), max_size=3)
    )
    return [(a, start, draw(st.integers(start + 1, LENGTH))) for a, start in starts]


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
    @given(histories(), roles(), st.integers(0, LENGTH - 1))
    def test_nothing_of_a_neighbour__is_visible(self, parents, held, number):
        agencies = store(parents)
        held = [
            (a, first, after)
            for a, first, after in held
            if a < len(agencies) and parents[a][first] != -1
        ]
        people = self.one_person_each(agencies)
        self.give(held, agencies)
        holding = {a for a, first, after in held if first <= number < after}
        reached = {
            i for i in range(len(agencies)) if above(parents, i, number) & holding
        }
        on = day(number)

        def seen(rows, name="agency__code"):
            return set(
                rows.visible_to(self.coordinator, on=on).values_list(name, flat=True)
            )

        codes = {agencies[i].code for i in reached}
        assert seen(Agency.objects, "code") == codes
        assert seen(AgencyPeriod.objects) == codes
        assert seen(Membership.objects) == codes
        assert seen(Enrolment.objects, "learner__staff_code") == codes
        visible = people_visible_to(User.objects, self.coordinator, on=on)
        assert set(visible) == {people[i] for i in reached} | {self.coordinator}
        everyone = people_visible_to(User.objects, self.administrator, on=on)
        assert everyone.count() == User.objects.count()

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
        for agency, first, after in held:
            grant_role(
                user=self.coordinator,
                agency=agencies[agency],
                role="coordinator",
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
