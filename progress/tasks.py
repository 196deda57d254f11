"""Work on results that leaves the request."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from progress.awards import award_all
from progress.due import due_awards
from progress.models import Change, Export, Fold
from progress.services import exports
from progress.services.scheduling import send_due
from progress.sums.keeping import fold

UNFOLDED = 2_000  # changes that reading adds up in no time
GRACE = timedelta(minutes=1)  # for what was queued to be begun
PORTION = 500  # a class that closed; the next round takes the rest


@shared_task(name="progress.award_due")
def award_due() -> None:
    """Certificates that became due by a decision, or that a fault had left behind."""
    award_all(enrolments=list(due_awards()[:PORTION]), clock=timezone.now)


@shared_task(name="progress.award_class")
def award_class(group_id: int) -> None:
    """Whoever of one class is due; what is cut short the next round of all goes on with."""
    due = list(due_awards().filter(training_class=group_id))
    award_all(enrolments=due, clock=timezone.now)


@shared_task(name="progress.send_scheduled_reports")
def send_scheduled_reports() -> None:
    """Reports whose day has come; one whose mail fails is tried again the next hour."""
    send_due(at=timezone.now())


@shared_task(name="progress.fold_sums")
def fold_sums() -> None:
    """Keep reading cheap: a new day, another tree, or many changes go into the sums."""
    today = timezone.localdate()
    is_old = not Fold.objects.filter(folded_to=today).exclude(tree=None).exists()
    if is_old or Change.objects.count() > UNFOLDED:
        fold(today=today)


@shared_task(name="progress.make_export", time_limit=1500)
def make_export(uid: str) -> None:
    """A million lines take minutes; a second delivery meanwhile finds it locked."""
    exports.make_export(uid=uid, at=timezone.now())


@shared_task(name="progress.sweep_exports")
def sweep_exports() -> None:
    """Go on with files that were never queued or cut short; forget the old ones."""
    now = timezone.now()
    exports.forget_exports(at=now)
    for row in Export.objects.unfinished().filter(asked_at__lt=now - GRACE):
        exports.queue(row)
