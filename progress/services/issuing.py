"""Official reports: numbered without gaps, stored as issued, never changed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from progress.models import ReportSnapshot
from progress.official import Query, build
from progress.services.numbering import fingerprint, lock_numbers, next_number


class ReportRefusedError(ValueError):
    """The report cannot be issued; the message says why."""


@transaction.atomic
def issue_report(
    *, query: Query, letter: dict[str, str], by: User, at: datetime
) -> ReportSnapshot:
    """Store what the report says today under the year's next number.

    `letter` has what only people know: symbol, place, signer, who receives it. The very
    same report is issued once: a second call returns the first. Raises
    ReportRefusedError for a day that has not come and for a report about nobody. Of a
    day that is not over, what happens later that day is not in it.
    """
    today = timezone.localdate(at)
    if query.as_at > today:
        raise ReportRefusedError(_("Ngày lấy số liệu chưa tới."))
    lock_numbers()
    content = build(query).as_json() | {"letter": letter}
    if not content["rows"]:
        raise ReportRefusedError(
            _("Báo cáo không có dòng nào, chưa có gì để ban hành.")
        )
    digest = fingerprint(content)
    same = ReportSnapshot.objects.filter(
        year=today.year, sha256=digest, query=query.as_json()
    ).first()
    if same is not None:
        return same
    return ReportSnapshot.objects.create(
        year=today.year,
        number=next_number(today.year),
        kind=query.kind,
        title=content["title"],
        agency=query.agency,
        training_class=query.training_class,
        as_at=query.as_at,
        query=query.as_json(),
        content=content,
        sha256=digest,
        issued_by=by,
        issued_at=at,
    )
