"""Work on results that leaves the request."""

from celery import shared_task
from django.utils import timezone

from progress.awards import award
from progress.due import due_awards
from progress.models import Change, Fold
from progress.services.scheduling import send_due
from progress.sums.keeping import fold

UNFOLDED = 2_000  # changes that reading adds up in no time
PORTION = 500  # a class that closed; the next round takes the rest


@shared_task(name="progress.award_due")
def award_due() -> None:
    """Certificates that became due by a decision, or that a fault had left behind."""
    for enrolment in due_awards()[:PORTION]:
        award(enrolment=enrolment, at=timezone.now())


@shared_task(name="progress.send_scheduled_reports")
def send_scheduled_reports() -> None:
    """Reports whose day has come; one whose mail fails is tried again the next hour."""
    send_due(at=timezone.now())


@shared_task(name="progress.fold_sums")
def fold_sums() -> None:
    """Keep reading cheap: a new day, or many changes, go into the balances."""
    today = timezone.localdate()
    is_old = not Fold.objects.filter(folded_to=today).exists()
    if is_old or Change.objects.count() > UNFOLDED:
        fold(today=today)
