"""Work on rosters and classes that leaves the request."""

from celery import shared_task
from django.utils import timezone

from enrolments.models import TrainingClass
from enrolments.services import roster_import
from enrolments.services.audiences import apply_audience
from enrolments.services.roster_import.sweeping import forget_old, stuck


@shared_task(name="enrolments.apply_roster")
def apply_roster(uid: str) -> None:
    """Portion after portion; a worker killed in between is followed by another."""
    while roster_import.apply_portion(uid=uid, at=timezone.now()):
        pass


@shared_task(name="enrolments.undo_roster")
def undo_roster(uid: str) -> None:
    while roster_import.undo_portion(uid=uid, at=timezone.now()):
        pass


@shared_task(name="enrolments.sweep_rosters")
def sweep_rosters() -> None:
    """Go on with what was cut short, and forget files that are no longer needed."""
    for roster in stuck(at=timezone.now()):
        work = undo_roster if roster.state == roster.State.UNDOING else apply_roster
        work(str(roster.uid))
    forget_old(at=timezone.now())


@shared_task(name="enrolments.apply_audiences")
def apply_audiences() -> None:
    """People who joined a unit are enrolled by the rule, people who left are closed."""
    groups = TrainingClass.objects.filter(closed_at=None, audiences__isnull=False)
    for group in groups.distinct():
        apply_audience(training_class=group, at=timezone.now())
