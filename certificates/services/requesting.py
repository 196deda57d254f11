"""Requests for another paper: written down when they come, settled by a line."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from certificates.causes import why_not
from certificates.log_actions import REQUEST, WITHDRAW, log_step
from certificates.models import Certificate, RegisterEntry, ReplacementRequest
from certificates.services.exceptions import RegisterRefusedError


class RequestRefusedError(RegisterRefusedError):
    """The request cannot be written down, or not be withdrawn."""


@transaction.atomic
def record_request(
    *,
    certificate: Certificate,
    cause: str,
    received_on: date,
    due_on: date,
    says: str = "",
    should_say: str = "",
    note: str = "",
    by: User,
    at: datetime,
) -> ReplacementRequest:
    """Write down that another paper was asked for, and until when it is due.

    Safe twice: a certificate has one open request. Raises RequestRefusedError.
    """
    paper = Certificate.objects.select_for_update(no_key=True).get(pk=certificate.pk)
    if found := paper.requests.open().first():
        return found
    if not paper.is_current:
        raise RequestRefusedError(_("Giấy này đã được thay thế hoặc thu hồi."))
    if why := why_not(paper, cause):
        raise RequestRefusedError(why)
    if received_on > timezone.localdate(at):
        raise RequestRefusedError(_("Ngày nhận đề nghị chưa tới."))
    if received_on < timezone.localdate(paper.issued_at):
        raise RequestRefusedError(_("Ngày nhận đề nghị trước ngày cấp giấy."))
    asked = ReplacementRequest.objects.create(
        certificate=paper,
        cause=cause,
        received_on=received_on,
        due_on=due_on,
        says=says.strip(),
        should_say=should_say.strip(),
        note=note.strip(),
        by=by,
        at=at,
    )
    log_step(paper, REQUEST, by=by, at=at, due=asked.due)
    return asked


def settle_requests(line: RegisterEntry) -> None:
    """What was asked of that certificate is done: a line says so."""
    line.certificate.requests.open().update(settled_by=line)


@transaction.atomic
def withdraw_request(
    *, certificate: Certificate, reason: str, by: User, at: datetime
) -> ReplacementRequest:
    """Take back the open request about a paper; it stays on record with its reason.

    Safe twice: the first withdrawal stands. Raises RequestRefusedError without a
    reason, or where nothing is asked.
    """
    paper = Certificate.objects.select_for_update(no_key=True).get(pk=certificate.pk)
    found = paper.requests.open().first()
    if found is None:
        last = paper.requests.order_by("pk").last()
        if last and last.withdrawn_at:
            return last
        raise RequestRefusedError(_("Giấy này không có đề nghị nào đang chờ."))
    if not reason.strip():
        raise RequestRefusedError(_("Rút đề nghị phải có lý do."))
    found.withdrawn_at, found.withdrawn_by = at, by
    found.withdrawn_why = reason.strip()
    found.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    log_step(paper, WITHDRAW, by=by, at=at, why=found.withdrawn_why)
    return found
