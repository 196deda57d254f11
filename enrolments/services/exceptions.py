"""One learner treated otherwise than the class: later, not at all, or no more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.formats import vdate
from accounts.models import User
from agencies.models import Membership
from enrolments.models import Enrolment, Extension

Reason = Enrolment.EndedReason


class ExceptionRefusedError(ValueError):
    """The exception makes no sense; the message says why."""


@transaction.atomic
def extend(
    *,
    enrolments: Iterable[Enrolment],
    due_on: date,
    reason: str,
    by: User,
    at: datetime,
) -> int:
    """Give a later deadline, each with its own row; return how many got one.

    Who has that deadline already, or is through, gets none. Raises
    ExceptionRefusedError for a day that is over, and without a reason.
    """
    refuse_without(reason)
    if due_on < timezone.localdate(at):
        raise ExceptionRefusedError(
            _("Hạn mới %(day)s đã qua. Chọn một ngày chưa tới.")
            % {"day": vdate(due_on)}
        )
    rows = [e for e in open_ones(enrolments) if e.deadline != due_on]
    Extension.objects.bulk_create(
        Extension(
            enrolment=e, due_on=due_on, reason=reason, granted_by=by, granted_at=at
        )
        for e in rows
    )
    return len(rows)


@transaction.atomic
def end_enrolments(
    *,
    enrolments: Iterable[Enrolment],
    why: Enrolment.EndedReason,
    note: str,
    by: User,
    at: datetime,
) -> int:
    """Exempt or withdraw learners with a reason; who is through stays as he or she is.

    The unit they work in that day goes on answering for them. Raises
    ExceptionRefusedError without a reason.
    """
    refuse_without(note)
    rows = open_ones(enrolments)
    units = main_units(rows, on=timezone.localdate(at))
    for row in rows:
        row.ended_at, row.ended_reason = at, why
        row.ended_by, row.ended_note = by, note
        row.answering_agency_id = units.get(row.learner_id)
    Enrolment.objects.bulk_update(
        rows, ["ended_at", "ended_reason", "ended_by", "ended_note", "answering_agency"]
    )
    return len(rows)


@transaction.atomic
def reinstate(*, enrolments: Iterable[Enrolment], by: User, at: datetime) -> int:
    """Take an exemption or a withdrawal back, while the class is open."""
    pks = [row.pk for row in enrolments]
    rows = Enrolment.objects.filter(
        pk__in=pks,
        ended_reason__in=[Reason.EXEMPT, Reason.WITHDRAWN],
        training_class__closed_at=None,
    )
    return rows.update(
        ended_at=None,
        ended_reason="",
        ended_by=None,
        ended_note="",
        answering_agency=None,
    )


def open_ones(enrolments: Iterable[Enrolment]) -> list[Enrolment]:
    """Those still learning, locked in one order."""
    pks = [row.pk for row in enrolments]
    rows = Enrolment.objects.current().filter(
        pk__in=pks, completed_at=None, training_class__closed_at=None
    )
    found = rows.with_deadline().order_by("pk").select_for_update(of=("self",))
    return list(found)


def main_units(rows: Iterable[Enrolment], *, on: date) -> dict[int, int]:
    posts = Membership.objects.on(on).main()
    posts = posts.filter(user__in=[row.learner_id for row in rows])
    return dict(posts.values_list("user", "agency"))


def refuse_without(reason: str) -> None:
    if not reason.strip():
        raise ExceptionRefusedError(_("Ghi lý do, để người xem sau hiểu vì sao."))
