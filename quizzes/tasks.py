from celery import shared_task
from django.utils import timezone

from quizzes import services


@shared_task(name="quizzes.submit_overdue")
def submit_overdue() -> None:
    services.submit_overdue(at=timezone.now())
