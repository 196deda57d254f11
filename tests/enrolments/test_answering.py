"""Which agency an enrolment counts for, on any day, whatever happens later."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from enrolments.models import Enrolment
from enrolments.services import ClassClosedError, enrol, move_member
from tests.factories import (
    AgencyFactory,
    EnrolmentFactory,
    MembershipFactory,
    TrainingClassFactory,
    UserFactory,
)

MOVED = date(2022, 11, 21)
BEFORE = MOVED - timedelta(days=1)

pytestmark = pytest.mark.django_db


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=timezone.get_default_timezone())


@pytest.fixture
def tree():
    """Province → two districts → a commune each."""
    province = AgencyFactory(code="T")
    districts = [AgencyFactory(code=f"H{i}", parent=province) for i in (1, 2)]
    communes = [AgencyFactory(code=f"X{i}", parent=districts[i - 1]) for i in (1, 2)]
    return [province, *districts, *communes]


@pytest.fixture
def enrolment(tree):
    """An enrolment of somebody who works in the first commune."""
    return EnrolmentFactory(learner=MembershipFactory(agency=tree[3]).user)


def counted(tree, on: date) -> list[str]:
    """The agencies that count the enrolment on a day."""
    return [a.code for a in tree if Enrolment.objects.within(a, on=on).exists()]


def move(enrolment, agency, on=MOVED):
    return move_member(user=enrolment.learner, agency=agency, position="", on=on)


def test_open_enrolment__follows_the_person(tree, enrolment):
    move(enrolment, tree[4])
    assert counted(tree, BEFORE) == ["T", "H1", "X1"]
    assert counted(tree, MOVED) == ["T", "H2", "X2"]


def test_closed_enrolment__stays_with_the_agency_that_answered(tree, enrolment):
    Enrolment.objects.update(ended_at=noon(BEFORE), answering_agency=tree[3])
    move(enrolment, tree[4])
    assert counted(tree, BEFORE) == counted(tree, MOVED) == ["T", "H1", "X1"]


def test_closing__changes_no_earlier_day(tree, enrolment):
    move(enrolment, tree[4])
    Enrolment.objects.update(ended_at=noon(MOVED), answering_agency=tree[4])
    assert counted(tree, BEFORE) == ["T", "H1", "X1"]


def test_person_without_a_unit__is_counted_nowhere(tree):
    EnrolmentFactory()
    assert counted(tree, MOVED) == []


def test_second_post__does_not_count(tree, enrolment):
    MembershipFactory(user=enrolment.learner, agency=tree[4], is_main=False)
    assert counted(tree, MOVED) == ["T", "H1", "X1"]


def test_move__twice_is_once(tree, enrolment):
    assert move(enrolment, tree[4]) == move(enrolment, tree[4])
    assert enrolment.learner.memberships.count() == 2


def test_move__to_an_agency_that_is_gone_is_refused(enrolment):
    gone = AgencyFactory(period=(None, MOVED))
    with pytest.raises(ValueError, match="không tồn tại"):
        move(enrolment, gone)


def test_enrol__twice_is_once():
    learner, training_class = UserFactory(), TrainingClassFactory()
    first = enrol(learner=learner, training_class=training_class, at=noon(BEFORE))
    again = enrol(learner=learner, training_class=training_class, at=noon(MOVED))
    assert first == again
    assert Enrolment.objects.get().enrolled_at == noon(BEFORE)


def test_enrol__in_a_closed_class_is_refused():
    training_class = TrainingClassFactory(closed_at=noon(BEFORE))
    with pytest.raises(ClassClosedError, match=training_class.code):
        enrol(learner=UserFactory(), training_class=training_class, at=noon(MOVED))
