"""Whom a class is for: people come and go, and the class follows."""

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase

from agencies.models import Membership
from agencies.reorganising import Step
from agencies.services.reorganise import reorganise
from enrolments import tasks
from enrolments.models import Audience, Enrolment
from enrolments.services import enrol, move_member
from enrolments.services.audiences import Outcome, apply_audience, members_of
from enrolments.services.exceptions import end_enrolments
from tests.factories import (
    AgencyFactory,
    MembershipFactory,
    TrainingClassFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    top = AgencyFactory(code="CD", kind="cap_huyen")
    return {
        "CD": top,
        "SR": AgencyFactory(code="SR", parent=top),
        "HL": AgencyFactory(code="HL"),
    }


@pytest.fixture
def group(tree):
    made = TrainingClassFactory()
    Audience.objects.create(training_class=made, agency=tree["CD"])
    return made


def working(unit, position="Công chức một cửa"):
    return MembershipFactory(agency=unit, position=position).user


def run(group) -> Outcome:
    return apply_audience(training_class=group, at=timezone.now())


def test_people_below_are_enrolled__and_again_changes_nothing(tree, group):
    inside, _outside = working(tree["SR"]), working(tree["HL"])
    assert run(group) == Outcome(enrolled=1)
    assert run(group) == Outcome()
    row = group.enrolments.get()
    assert (row.learner, row.source) == (inside, "audience")


def test_who_joins_later_is_enrolled__who_leaves_is_closed_with_the_reason(tree, group):
    person = working(tree["HL"])
    run(group)
    today = timezone.localdate()
    move_member(user=person, agency=tree["SR"], position="", on=today)
    assert run(group) == Outcome(enrolled=1)
    move_member(user=person, agency=tree["HL"], position="", on=today)
    assert run(group) == Outcome(closed=1)
    row = group.enrolments.get()
    assert row.ended_reason == "left"
    assert row.ended_note == "Không còn thuộc đối tượng của lớp."
    move_member(user=person, agency=tree["SR"], position="", on=today)
    assert run(group) == Outcome(reopened=1)
    assert group.enrolments.get().ended_at is None


def test_the_unit_that_lost_somebody__answers_for_what_was_done(tree, group):
    person = working(tree["SR"])
    run(group)
    move_member(user=person, agency=tree["HL"], position="", on=timezone.localdate())
    run(group)
    assert group.enrolments.get().answering_agency == tree["SR"]


def test_by_position__in_any_spelling(tree, group):
    Audience.objects.update(positions="một cửa; văn thư")
    wanted = {
        working(tree["SR"], "Công chức MỘT CỬA").pk,
        working(tree["SR"], "Văn thư").pk,
    }
    working(tree["SR"], "Lái xe")
    assert members_of(group, on=timezone.localdate()) == wanted


def test_a_unit_alone_or_with_all_below(tree, group):
    own = working(tree["CD"]).pk
    below = working(tree["SR"]).pk
    assert members_of(group, on=timezone.localdate()) == {own, below}
    Audience.objects.update(is_with_below=False)
    assert members_of(group, on=timezone.localdate()) == {own}


def test_what_others_decided_is_left_alone(tree, group):
    by_hand = working(tree["HL"])
    enrol(learner=by_hand, training_class=group, at=timezone.now())
    exempt = working(tree["SR"])
    run(group)
    rows = group.enrolments.filter(learner=exempt)
    end_enrolments(
        enrolments=rows,
        why=Enrolment.EndedReason.EXEMPT,
        note="Đã có chứng chỉ",
        by=by_hand,
        at=timezone.now(),
    )
    assert run(group) == Outcome()
    assert rows.get().ended_reason == "exempt"
    assert group.enrolments.get(learner=by_hand).ended_at is None


def test_the_locked_account_is_not_enrolled(tree, group):
    person = working(tree["SR"])
    person.is_active = False
    person.save()
    assert run(group) == Outcome()


def test_a_closed_class_and_one_without_audience__are_left_alone(tree, group):
    working(tree["SR"])
    group.closed_at = timezone.now()
    group.save()
    assert run(group) == Outcome()
    assert run(TrainingClassFactory()) == Outcome()


def test_the_task_does_all_open_classes(tree, group):
    working(tree["SR"])
    tasks.apply_audiences()
    assert group.enrolments.count() == 1


@pytest.mark.parametrize("people", [3, 30])
def test_queries_do_not_grow_with_people(
    tree, group, people, django_assert_max_num_queries
):
    for _person in range(people):
        working(tree["SR"])
    with django_assert_max_num_queries(12):
        run(group)


def test_a_unit_that_was_merged__closes_nobody(tree, group):
    """The people went with their unit; whom the class is for now is a person's decision."""
    Audience.objects.update(agency=tree["SR"])
    person = working(tree["SR"])
    run(group)
    merged = Step(2, "absorb", "SR", "HL", "", "", "")
    reorganise(steps=[merged], effective_on=timezone.localdate(), at=timezone.now())
    assert run(group) == Outcome()
    assert group.enrolments.get(learner=person).ended_at is None


class Moves(HypothesisTestCase):
    """Whatever the order of moves and runs, afterwards the class has whom it is for."""

    @settings(max_examples=25, deadline=None)
    @given(
        st.lists(
            st.tuples(st.integers(0, 2), st.sampled_from(["CD", "SR", "HL", "run"])),
            max_size=12,
        )
    )
    def test_any_order(self, steps):
        top = AgencyFactory(code="CD")
        units = {
            "CD": top,
            "SR": AgencyFactory(code="SR", parent=top),
            "HL": AgencyFactory(code="HL"),
        }
        group = TrainingClassFactory()
        Audience.objects.create(training_class=group, agency=top)
        people = [MembershipFactory(agency=units["HL"]).user for _i in range(3)]
        today = timezone.localdate()
        for who, where in steps:
            if where == "run":
                run(group)
            else:
                move_member(
                    user=people[who], agency=units[where], position="", on=today
                )
        run(group)
        inside = (
            Membership.objects.on(today).main().filter(agency__code__in=["CD", "SR"])
        )
        opened = group.enrolments.current()
        assert set(opened.values_list("learner", flat=True)) == set(
            inside.values_list("user", flat=True)
        )
        assert run(group) == Outcome()
