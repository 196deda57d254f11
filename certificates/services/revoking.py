"""Withdrawing a certificate by decision: a new line in the book, nothing is erased."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from certificates.log_actions import REVOKE, log_step
from certificates.models import Certificate, Register, RegisterEntry
from certificates.services.book import Draft, write_lines
from certificates.services.credentials import queue_status_list
from certificates.services.exceptions import RevocationRefusedError
from certificates.services.requesting import settle_requests


@transaction.atomic
def revoke_certificate(
    *,
    certificate: Certificate,
    decision_number: str,
    decision_on: date,
    ground: str,
    note: str = "",
    by: User,
    at: datetime,
) -> RegisterEntry:
    """Withdraw a certificate; its number stays used and its line stays in the book.

    Safe twice: the first withdrawal stands. Locks the certificate, then the register.
    Raises RevocationRefusedError for one that was replaced, or a decision that has no
    number or is dated before the award or in the future.
    """
    line = Certificate.objects.select_for_update(no_key=True).get(pk=certificate.pk)
    if line.status == Certificate.Status.REVOKED:
        return line.entries.get(action=RegisterEntry.Action.REVOKED)
    _refuse(line, decision_number, decision_on, at)
    register = Register.objects.select_for_update().get(pk=line.register_id)
    line.status = Certificate.Status.REVOKED
    line.save(update_fields=["status"])
    draft = Draft(
        line,
        RegisterEntry.Action.REVOKED,
        at,
        by,
        decision_number.strip(),
        decision_on,
        ground,
        note.strip(),
    )
    queue_status_list(register)
    written = write_lines(register, [draft])[0]
    settle_requests(written)
    log_step(line, REVOKE, by=by, at=at, number=written.decision_number)
    return written


def _refuse(line: Certificate, number: str, decided_on: date, at: datetime) -> None:
    if line.status == Certificate.Status.SUPERSEDED:
        raise RevocationRefusedError(
            _("Giấy này đã được thay thế: thu hồi giấy thay thế nó.")
        )
    if not number.strip():
        raise RevocationRefusedError(_("Thu hồi phải có số quyết định."))
    if decided_on > timezone.localdate(at):
        raise RevocationRefusedError(_("Ngày quyết định chưa tới."))
    if decided_on < timezone.localdate(line.issued_at):
        raise RevocationRefusedError(_("Ngày quyết định trước ngày cấp giấy."))
