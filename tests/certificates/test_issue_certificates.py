"""The command that issues and draws what is due or left behind."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from certificates.models import Certificate
from courses.models import CoursePage
from tests.certificates.factories import an_award
from tests.factories import CourseFactory, EnrolmentFactory, TrainingClassFactory

pytestmark = pytest.mark.django_db
ON_CLOSING = CoursePage.IssueWhen.ON_CLOSING


@pytest.fixture
def issue(capsys):
    def run(*options) -> dict:
        capsys.readouterr()
        call_command("issue_certificates", "--json", *options)
        return json.loads(capsys.readouterr().out)

    return run


def test_due__is_issued_and_drawn_once(issue):
    enrolment = EnrolmentFactory(passed=True)
    EnrolmentFactory(completed=True)
    assert issue("--wait") == {"issued": 1, "drawn": 1, "pending": 0}
    assert issue("--wait") == {"issued": 0, "drawn": 0, "pending": 0}
    enrolment.refresh_from_db()
    assert enrolment.certificate.is_ready
    assert enrolment.certificate.award == enrolment.uid


def test_left_behind__is_queued_again(
    issue, queued, django_capture_on_commit_callbacks
):
    certificate = an_award()
    with django_capture_on_commit_callbacks(execute=True):
        assert issue() == {"issued": 0, "drawn": 0, "pending": 1}
    assert ("certificates.render_certificates", [certificate.pk]) in queued


def test_class__leaves_other_classes_alone(issue):
    mine, other = EnrolmentFactory(passed=True), EnrolmentFactory(passed=True)
    an_award()
    answer = issue("--wait", "--class", mine.training_class.code)
    assert answer == {"issued": 1, "drawn": 1, "pending": 0}
    other.refresh_from_db()
    assert other.certificate is None


def test_class__unknown():
    with pytest.raises(CommandError) as error:
        call_command("issue_certificates", "--class", "KHONG-CO")
    assert error.value.returncode == 2


@pytest.mark.parametrize(
    ("closing", "issued"),
    [
        ({}, 0),
        ({"closed_at": timezone.now()}, 0),
        ({"decision_number": "31/QĐ-TTPVHCC", "decision_on": "2022-11-21"}, 0),
        (
            {
                "closed_at": timezone.now(),
                "decision_number": "31/QĐ-TTPVHCC",
                "decision_on": "2022-11-21",
            },
            1,
        ),
    ],
)
def test_on_closing__waits_for_the_decision(issue, closing, issued):
    course = CourseFactory(certificate_when=ON_CLOSING)
    group = TrainingClassFactory(course=course, **closing)
    EnrolmentFactory(passed=True, training_class=group)
    assert issue("--wait")["issued"] == issued


def test_facts__are_those_of_the_day_it_was_earned(issue):
    passed_at = timezone.now() - timedelta(days=3)
    EnrolmentFactory(passed=True, passed_at=passed_at, completed_at=passed_at)
    issue("--wait")
    facts = Certificate.objects.get().facts
    assert str(timezone.localdate(passed_at).year) in facts["to"]
    assert facts["to"].startswith(f"{timezone.localdate(passed_at).day:02d}/")
    assert facts["issued_on"] == timezone.localdate().isoformat()
