"""The holder asks for another paper, without going to the desk."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from certificates.models import Certificate, RegisterEntry, ReplacementRequest
from certificates.services.requesting import RequestRefusedError, record_request
from certificates.terms import due_on


@transaction.atomic
def ask_for_another(
    *,
    certificate: Certificate,
    cause: str,
    says: str = "",
    should_say: str = "",
    note: str = "",
    by: User,
    at: datetime,
) -> ReplacementRequest:
    """Write down what the holder asks today, due in the working days of its kind.

    An error says what stands there and what should. Safe twice: a certificate has one
    open request. Raises RequestRefusedError.
    """
    if by.pk != certificate.holder_id:
        raise RequestRefusedError(_("Chỉ người được cấp giấy mới đề nghị ở đây."))
    if certificate.status == Certificate.Status.PENDING:
        raise RequestRefusedError(_("Tờ giấy này còn đang được tạo."))
    is_error = cause == RegisterEntry.Cause.ERROR
    if is_error and not (says.strip() and should_say.strip()):
        raise RequestRefusedError(_("Giấy ghi sai thì nêu chỗ sai và chữ đúng."))
    today = timezone.localdate(at)
    return record_request(
        certificate=certificate,
        cause=cause,
        received_on=today,
        due_on=due_on(certificate, today),
        says=says if is_error else "",
        should_say=should_say if is_error else "",
        note=note,
        by=by,
        at=at,
    )
