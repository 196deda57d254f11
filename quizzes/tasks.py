from celery import shared_task
from django.utils import timezone

from quizzes import services
from quizzes.marks import regrading
from quizzes.models import KeyCorrection, QuizPage


@shared_task(name="quizzes.submit_overdue")
def submit_overdue() -> None:
    services.submit_overdue(at=timezone.now())


@shared_task(name="quizzes.settle_used_up")
def settle_used_up() -> None:
    services.settle_used_up(at=timezone.now())


@shared_task(name="quizzes.settle_finished")
def settle_finished(quiz_id: int) -> None:
    services.settle_finished(quiz=QuizPage.objects.get(pk=quiz_id), at=timezone.now())


@shared_task(name="quizzes.regrade")
def regrade(correction_id: int) -> None:
    correction = KeyCorrection.objects.get(pk=correction_id)
    regrading.regrade(correction=correction, at=timezone.now())


@shared_task(name="quizzes.regrade_unfinished")
def regrade_unfinished() -> None:
    regrading.regrade_unfinished(at=timezone.now())
