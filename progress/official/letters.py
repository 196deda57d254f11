"""What stands around a report: who writes, where, who signs and who receives it."""

from __future__ import annotations

from datetime import date

from accounts.models import User
from agencies.models import Agency, AgencyPeriod
from progress.models import ReportSnapshot

FIELDS = (
    "superior", "issuer", "symbol", "place", "signer_title", "signer_name", "recipients",
)  # fmt: skip


def default_letter(agency: Agency, *, on: date, by: User | None) -> dict[str, str]:
    """As this person issued the unit's last report; else what the tree says."""
    mine = ReportSnapshot.objects.filter(agency=agency, issued_by=by).first()
    if mine is not None:
        return mine.content["letter"]
    unit = AgencyPeriod.objects.on(on).filter(agency=agency).first()
    above = unit and AgencyPeriod.objects.on(on).filter(agency=unit.parent).first()
    return dict.fromkeys(FIELDS, "") | {
        "superior": above.name if above else "",
        "issuer": unit.name if unit else agency.code,
        "symbol": "BC",
        "recipients": "Như trên;\nLưu: VT.",
    }
