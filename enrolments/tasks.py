"""Work on rosters and classes that leaves the request."""

from celery import current_app, shared_task
from django.utils import timezone

from enrolments.models import Reminder, TrainingClass
from enrolments.services import roster_import
from enrolments.services.audiences import apply_audience
from enrolments.services.reminding import day_to_write, plan_reminders
from enrolments.services.roster_import.sweeping import forget_old, stuck
from enrolments.services.sending import send_reminder as send_one


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


@shared_task(name="enrolments.plan_reminders")
def plan_todays_reminders() -> None:
    """Write down what is due today, and let the workers send it."""
    plan_reminders(at=timezone.now())
    send_pending_reminders()


@shared_task(name="enrolments.send_pending_reminders")
def send_pending_reminders() -> None:
    """Whatever still waits: planned, asked for by hand, or refused for the moment."""
    now = timezone.now()
    today = timezone.localdate(now)
    if day_to_write(today) != today:
        return
    for pk in Reminder.objects.to_try(at=now).values_list("pk", flat=True)[:1000]:
        current_app.send_task("enrolments.send_reminder", args=[pk])


@shared_task(name="enrolments.send_reminder")
def send_reminder(pk: int) -> None:
    send_one(pk=pk, at=timezone.now())
