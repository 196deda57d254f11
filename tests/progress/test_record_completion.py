import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.utils import timezone

from certificates.models import Certificate
from progress.models import Completion
from progress.services import Result, record_completion
from tests.factories import (
    CourseFactory,
    EnrolmentFactory,
    LessonFactory,
    MembershipFactory,
    ModuleFactory,
    TrainingClassFactory,
)
from tests.parallel import alone

pytestmark = pytest.mark.django_db


@pytest.fixture
def lessons():
    course = CourseFactory()
    module = ModuleFactory(course=course)
    return [LessonFactory(module=module) for _ in range(2)]


def enrol(lesson):
    course = lesson.get_parent().get_parent().specific
    return EnrolmentFactory(training_class=TrainingClassFactory(course=course))


def finish(enrolment, lesson, *, at=None, result=None, occasion="material 1"):
    return record_completion(
        enrolment=enrolment,
        activity=lesson.activitypage_ptr,
        occasion=occasion,
        result=result,
        at=at or timezone.now(),
    )


def test_enrolment_stays_open__while_a_required_activity_is_missing(lessons):
    enrolment = enrol(lessons[0])
    finish(enrolment, lessons[0])
    enrolment.refresh_from_db()
    assert (enrolment.completed_at, enrolment.passed_at) == (None, None)
    assert not Certificate.objects.exists()


def test_last_activity_completes_passes_and_asks_for_the_certificate(lessons):
    enrolment = enrol(lessons[0])
    membership = MembershipFactory(user=enrolment.learner)
    now = timezone.now()
    for lesson in lessons:
        finish(enrolment, lesson, at=now)
    enrolment.refresh_from_db()
    assert enrolment.completed_at == enrolment.passed_at == now
    assert enrolment.answering_agency == membership.agency
    assert [a["title"] for a in enrolment.rule["required"]] == [
        x.title for x in lessons
    ]
    assert enrolment.certificate.award == enrolment.uid
    assert enrolment.certificate.facts["name"] == enrolment.learner.full_name


def test_the_same_occasion_twice_is_one_fact(lessons):
    enrolment = enrol(lessons[0])
    first = finish(enrolment, lessons[0])
    assert finish(enrolment, lessons[0]) == first
    assert Completion.objects.count() == 1


@pytest.mark.parametrize(
    ("result", "passes"),
    [
        (Result(score=750, max_score=1500, passed=True), True),
        (Result(score=740, max_score=1500, passed=True), False),
        (Result(score=300, max_score=1500, passed=False), False),
    ],
)
def test_course_is_passed_only_with_enough_marks(lessons, result, passes):
    enrolment = enrol(lessons[0])
    finish(enrolment, lessons[0])
    finish(enrolment, lessons[1], result=result, occasion="attempt")
    enrolment.refresh_from_db()
    assert enrolment.completed_at
    assert bool(enrolment.passed_at) is passes
    assert bool(enrolment.certificate) is passes


def test_a_better_result_later_passes_a_completed_enrolment(lessons):
    enrolment = enrol(lessons[0])
    first = timezone.now()
    finish(enrolment, lessons[0], at=first)
    bad, good = Result(0, 1500, False), Result(1500, 1500, True)
    finish(enrolment, lessons[1], at=first, result=bad, occasion="attempt 1")
    later = first + dt.timedelta(hours=1)
    finish(enrolment, lessons[1], at=later, result=good, occasion="regrade 1")
    enrolment.refresh_from_db()
    assert (enrolment.completed_at, enrolment.passed_at) == (first, later)


def test_course_without_certificate_gives_none():
    lesson = LessonFactory(
        module=ModuleFactory(course=CourseFactory(certificate=False))
    )
    enrolment = enrol(lesson)
    finish(enrolment, lesson)
    enrolment.refresh_from_db()
    assert enrolment.passed_at
    assert enrolment.certificate is None


@pytest.mark.django_db(transaction=True)
def test_twenty_parallel_completions_take_twenty_numbers_without_gap(lessons):
    lessons[1].delete()
    lesson = lessons[0]
    course = lesson.get_parent().get_parent().specific
    group = TrainingClassFactory(course=course)
    enrolments = [EnrolmentFactory(training_class=group) for _ in range(20)]

    with ThreadPoolExecutor(8) as pool:
        calls = [partial(finish, row, lesson) for row in enrolments + enrolments]
        list(pool.map(alone, calls))
    numbers = sorted(Certificate.objects.values_list("number", flat=True))
    assert numbers == list(range(1, 21))
