"""Requests for another paper: written down when they come, settled by a line."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from certificates.models import Certificate, RegisterEntry, ReplacementRequest
from certificates.services.exceptions import RegisterRefusedError


class RequestRefusedError(RegisterRefusedError):
    """The request cannot be written down."""


@transaction.atomic
def record_request(
    *,
    certificate: Certificate,
    cause: str,
    received_on: date,
    due_on: date,
    note: str = "",
    by: User,
    at: datetime,
) -> ReplacementRequest:
    """Write down that another paper was asked for, and until when it is due.

    Safe twice: a certificate has one open request. Raises RequestRefusedError.
    """
    paper = Certificate.objects.select_for_update(no_key=True).get(pk=certificate.pk)
    if found := paper.requests.filter(settled_by=None).first():
        return found
    if not paper.is_current:
        raise RequestRefusedError(_("Giấy này đã được thay thế hoặc thu hồi."))
    if received_on > timezone.localdate(at):
        raise RequestRefusedError(_("Ngày nhận đề nghị chưa tới."))
    if received_on < timezone.localdate(paper.issued_at):
        raise RequestRefusedError(_("Ngày nhận đề nghị trước ngày cấp giấy."))
    return ReplacementRequest.objects.create(
        certificate=paper,
        cause=cause,
        received_on=received_on,
        due_on=due_on,
        note=note.strip(),
        by=by,
        at=at,
    )


def settle_requests(line: RegisterEntry) -> None:
    """What was asked of that certificate is done: a line says so."""
    line.certificate.requests.filter(settled_by=None).update(settled_by=line)
