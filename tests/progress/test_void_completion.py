"""A completion taken back by a decision: the row stays, the enrolment follows."""

import datetime as dt

import pytest
from django.utils import timezone

from certificates.models import Certificate
from progress.models import Completion
from progress.services import Result, record_completion, void_completion
from tests.factories import (
    CourseFactory,
    EnrolmentFactory,
    LessonFactory,
    MembershipFactory,
    ModuleFactory,
    TrainingClassFactory,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LATER = NOW + dt.timedelta(hours=1)
PASS, FAIL = Result(80, 100, passed=True), Result(20, 100, passed=False)


@pytest.fixture
def enrolment():
    """In a course of one activity."""
    course = CourseFactory()
    LessonFactory(module=ModuleFactory(course=course))
    row = EnrolmentFactory(training_class=TrainingClassFactory(course=course))
    MembershipFactory(user=row.learner)
    return row


def finish(enrolment, *, result=PASS, at=NOW, occasion="first") -> Completion:
    course = enrolment.training_class.course
    activity = course.get_descendants().last().specific.activitypage_ptr
    return record_completion(
        enrolment=enrolment, activity=activity, occasion=occasion, result=result, at=at
    )


def void(completion, at=LATER) -> Completion:
    return void_completion(completion=completion, reason="Đáp án sai", at=at)


def test_void__the_only_completion__opens_the_enrolment_again(enrolment):
    void(finish(enrolment))
    enrolment.refresh_from_db()
    assert (enrolment.passed_at, enrolment.completed_at) == (None, None)
    assert (enrolment.ended_at, enrolment.ended_reason) == (None, "")
    assert (enrolment.rule, enrolment.answering_agency) == (None, None)
    row = Completion.objects.get()
    assert (row.voided_at, row.void_reason) == (LATER, "Đáp án sai")


def test_void__twice__keeps_the_first_reason(enrolment):
    completion = finish(enrolment)
    void(completion)
    again = void_completion(completion=completion, reason="Khác", at=LATER)
    assert again.void_reason == "Đáp án sai"


def test_void__the_certificate_stays_as_it_is(enrolment):
    completion = finish(enrolment)
    paper = Certificate.objects.get()
    before = Certificate.objects.values().get()
    void(completion)
    enrolment.refresh_from_db()
    assert enrolment.certificate == paper
    assert Certificate.objects.values().get() == before


def test_void__passed_again_later__keeps_the_paper_there_is(enrolment):
    void(finish(enrolment))
    finish(enrolment, at=LATER, occasion="again")
    enrolment.refresh_from_db()
    assert enrolment.passed_at == LATER
    assert enrolment.certificate == Certificate.objects.get()


def test_void__another_pass_stands__changes_nothing_else(enrolment):
    first = finish(enrolment)
    finish(enrolment, at=LATER, occasion="second")
    void(first)
    enrolment.refresh_from_db()
    assert (enrolment.passed_at, enrolment.completed_at) == (NOW, NOW)


def test_void__a_fail_stands__takes_the_pass_and_leaves_the_completion(enrolment):
    finish(enrolment, result=FAIL)
    passed = finish(enrolment, at=LATER, occasion="second")
    void(passed)
    enrolment.refresh_from_db()
    assert (enrolment.passed_at, enrolment.completed_at) == (None, NOW)


def test_void__class_closed__is_not_opened_again(enrolment):
    completion = finish(enrolment)
    group = enrolment.training_class
    group.closed_at = NOW
    group.save()
    void(completion)
    enrolment.refresh_from_db()
    assert (enrolment.passed_at, enrolment.completed_at) == (None, NOW)


def test_void__of_an_enrolment_that_never_passed__is_recorded_only(enrolment):
    void(finish(enrolment, result=FAIL))
    enrolment.refresh_from_db()
    assert (enrolment.passed_at, enrolment.completed_at) == (None, None)
