"""Work on results that leaves the request."""

from celery import shared_task
from django.utils import timezone

from progress.awards import award
from progress.due import due_awards

PORTION = 500  # a class that closed; the next round takes the rest


@shared_task(name="progress.award_due")
def award_due() -> None:
    """Certificates that became due by a decision, or that a fault had left behind."""
    for enrolment in due_awards()[:PORTION]:
        award(enrolment=enrolment, at=timezone.now())
