"""Reports that go out by mail every week or month, to whoever asked for them."""

from __future__ import annotations

import io
import logging
from datetime import date, datetime, timedelta

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.formats import vdate
from accounts.models import User
from agencies.exports import write_xlsx
from agencies.models import Agency
from enrolments.models import TrainingClass
from progress.models import ReportKind, ReportSchedule
from progress.official import Query, build
from progress.services.schedule_days import following
from progress.units import reached

logger = logging.getLogger(__name__)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@transaction.atomic
def schedule_report(
    *,
    owner: User,
    kind: ReportKind,
    agency: Agency,
    training_class: TrainingClass | None,
    rhythm: ReportSchedule.Rhythm,
    first_on: date,
) -> ReportSchedule:
    """Send the report on that day and every week or month after it; asked twice, once."""
    return ReportSchedule.objects.update_or_create(
        owner=owner,
        kind=kind,
        agency=agency,
        training_class=training_class,
        rhythm=rhythm,
        defaults={"next_on": first_on, "is_active": True, "last_error": ""},
    )[0]


def send_due(*, at: datetime) -> int:
    """Send what is due today or was missed, each once; return how many went out."""
    today = timezone.localdate(at)
    due = ReportSchedule.objects.filter(is_active=True, next_on__lte=today)
    return sum(send_one(pk, at=at) for pk in due.values_list("pk", flat=True))


def send_one(pk: int, *, at: datetime) -> bool:
    """One schedule: moved on before its mail leaves, and taken back when it does not."""
    try:
        with transaction.atomic():
            row = lock_due(pk, timezone.localdate(at))
            if row is None:
                return False
            row.next_on = following(row, timezone.localdate(at))
            row.last_sent_at, row.last_error = at, ""
            row.is_active = may_still_read(row, at)
            row.save()
            if row.is_active:
                message_of(row, timezone.localdate(at)).send()
            return row.is_active
    except OSError as error:  # what SMTP and sockets raise
        logger.warning("schedule %s: %s", pk, error)
        ReportSchedule.objects.filter(pk=pk).update(last_error=str(error)[:300])
        return False


def lock_due(pk: int, today: date) -> ReportSchedule | None:
    rows = ReportSchedule.objects.select_related("owner", "agency", "training_class")
    due = rows.filter(pk=pk, is_active=True, next_on__lte=today)
    return due.select_for_update(of=("self",), skip_locked=True).first()


def may_still_read(row: ReportSchedule, at: datetime) -> bool:
    """A role that ended ends the mails too."""
    today = timezone.localdate(at)
    open_units = reached(row.owner, today=today, on=today)
    return row.owner.is_active and open_units.filter(descendant=row.agency).exists()


def message_of(row: ReportSchedule, today: date) -> EmailMessage:
    """The report as at yesterday's end, as a sheet, with its first sentence as words."""
    query = Query(row.kind, row.agency, row.training_class, today - timedelta(days=1))
    content = build(query)
    sheet = io.BytesIO()
    write_xlsx(content.table(), sheet)
    with translation.override(row.owner.language):
        subject = _("%(kind)s, số liệu đến hết ngày %(day)s") % {
            "kind": row.get_kind_display(),
            "day": vdate(query.as_at),
        }
        closing = _(
            "Tệp đính kèm là toàn bộ số liệu. Thư gửi tự động theo lịch anh/chị đã đặt."
        )
    words = [content.title, *content.summary, closing]
    message = EmailMessage(subject, "\n\n".join(words), to=[row.owner.email])
    message.attach(f"{row.kind}-{query.as_at}.xlsx", sheet.getvalue(), XLSX)
    return message
