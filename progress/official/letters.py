"""What stands around a report: who writes, where, who signs and who receives it."""

from __future__ import annotations

from datetime import date

from accounts.models import User
from agencies.models import Agency, AgencyPeriod, Kind
from progress.models import ReportSnapshot
from progress.reports import in_sentence

FIELDS = (
    "superior", "issuer", "symbol", "place", "signer_capacity", "signed_for",
    "signer_title", "signer_name", "recipients",
)  # fmt: skip
# A place writes nothing: its People's Committee does, and has no superior on paper.
PLACES = {
    Kind.PROVINCE, Kind.DISTRICT, Kind.WARD, Kind.COMMUNE, Kind.TOWNSHIP,
    Kind.SPECIAL_ZONE,
}  # fmt: skip
COMMITTEE = "Ủy ban nhân dân"


def default_letter(agency: Agency, *, on: date, by: User | None) -> dict[str, str]:
    """As this person issued the unit's last report; else what the tree says."""
    mine = ReportSnapshot.objects.filter(agency=agency, issued_by=by).first()
    if mine is not None:
        return mine.content["letter"]
    unit = AgencyPeriod.objects.on(on).filter(agency=agency).first()
    above = unit and AgencyPeriod.objects.on(on).filter(agency=unit.parent).first()
    issuer = authority(unit) if unit else agency.code
    is_committee = issuer.startswith(COMMITTEE)
    return dict.fromkeys(FIELDS, "") | {
        "superior": authority(above) if above and not is_committee else "",
        "issuer": issuer,
        "symbol": "BC-UBND" if is_committee else "BC",
        "recipients": "Như trên;\nLưu: VT.",
    }


def authority(unit: AgencyPeriod) -> str:
    """Who writes for a unit: of a place its committee, of an office the office itself."""
    if unit.name.startswith("UBND "):
        return f"{COMMITTEE} {unit.name.removeprefix('UBND ')}"
    if unit.kind in PLACES and not unit.name.startswith(COMMITTEE):
        return f"{COMMITTEE} {in_sentence(unit.name)}"
    return unit.name
