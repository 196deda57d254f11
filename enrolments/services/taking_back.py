"""Letters that wait and are not needed any more: taken back, with the reason in the log."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.formats import vdate
from enrolments.models import Reminder, ReminderStep, TrainingClass
from enrolments.querysets import end_of

State = Reminder.State


def why_needless(row: Reminder, *, at: datetime) -> str:
    """Why a letter is not sent any more; "" for one that is still wanted."""
    learning = row.enrolment
    if row.training_class.closed_at is not None:
        return class_closed(row.training_class)
    if learning is not None and (learning.completed_at or learning.ended_at):
        return _("Không cần nữa: đã hoàn thành hoặc thôi học.")
    if row.audience == ReminderStep.Audience.LEARNER and sent_today(row, at=at):
        return _("Hôm nay học viên đã nhận một thư khác về lớp này.")
    return ""


def class_closed(group: TrainingClass) -> str:
    return _("Lớp đã bế giảng ngày %(day)s.") % {"day": vdate(group.closed_at)}


def sent_today(row: Reminder, *, at: datetime) -> bool:
    """Whether another letter about the class went to this learner on that day."""
    others = Reminder.objects.filter(
        training_class=row.training_class_id,
        recipient=row.recipient_id,
        audience=row.audience,
        state=State.SENT,
        sent_at__gte=end_of(timezone.localdate(at) - timedelta(days=1)),
    )
    return others.exclude(pk=row.pk).exists()


def take_back(waiting: QuerySet[Reminder], *, reason: str) -> int:
    """Take back those that still wait; what a worker is sending at the moment goes."""
    rows = waiting.filter(state=State.PENDING).select_for_update(
        skip_locked=True, of=("self",)
    )
    held = [row.pk for row in rows.only("pk")]
    found = Reminder.objects.filter(pk__in=held)
    return found.update(state=State.DROPPED, error=reason[:300])


def replaced_by(letters: Iterable[Reminder], *, on: date) -> QuerySet[Reminder]:
    """Letters of earlier steps that still wait beside these, written that day."""
    return Reminder.objects.filter(
        send_on__lt=on,
        enrolment__in=[row.enrolment_id for row in letters if row.enrolment_id],
        audience=ReminderStep.Audience.LEARNER,
    )


def replaced(on: date) -> str:
    return _("Thay bằng thư nhắc ngày %(day)s.") % {"day": vdate(on)}
