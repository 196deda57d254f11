"""What a paper must say of itself besides its wording: what it replaces, until when it holds.

On either side, frozen with the other facts. No database, no clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from accounts.formats import vdate
from certificates.rules import CERTIFICATE, COMPLETION
from certificates.wording import english_date

COMPLETION_HEADING = "Giấy chứng nhận hoàn thành khóa học"
REISSUED, REPLACED = "Cấp lại, thay", "Thay"
ENGLISH = {
    COMPLETION_HEADING: "Certificate of course completion",
    REISSUED: "Reissued; replaces",
    REPLACED: "Replaces",
}


class Remark(NamedTuple):
    """One sentence, on the Vietnamese and on the English side."""

    vietnamese: str
    english: str


def heading_of(kind: str) -> dict[str, str]:
    """The name of a paper that has one of its own, whatever its template is called."""
    if kind != COMPLETION:
        return {}
    english = ENGLISH[COMPLETION_HEADING]
    return {"heading": COMPLETION_HEADING, "english_heading": english}


def replacing(facts: Mapping[str, Any], *, kind: str, serial: str, verb: str) -> Remark:
    """Cấp lại, thay giấy số 0001/2022/TTPVHCC cấp ngày 21/11/2022."""
    day = date.fromisoformat(facts["issued_on"])
    what = "chứng chỉ" if kind == CERTIFICATE else "giấy"
    return Remark(
        f"{verb} {what} số {serial} cấp ngày {vdate(day)}.",
        f"{ENGLISH[verb]} No. {serial} of {english_date(day)}.",
    )


def remarked(
    facts: Mapping[str, Any], replaces: Remark | None = None
) -> dict[str, Any]:
    """The facts with what must be read on the paper after the wording's own note.

    A paper that replaces another names that one, not the one before it.
    """
    own = facts.get("note", "").removesuffix(facts.get("remark", "")).rstrip()
    said = [replaces] if replaces else []
    if until := facts.get("valid_until"):
        said.append(_lasting(date.fromisoformat(until)))
    if not said and not facts.get("remark"):
        return {**facts}
    remark = " ".join(sentence.vietnamese for sentence in said)
    return {
        **facts,
        "note": f"{own} {remark}".strip(),
        "remark": remark,
        "english_remark": " ".join(sentence.english for sentence in said),
    }


def _lasting(until: date) -> Remark:
    return Remark(
        f"Có giá trị đến hết ngày {vdate(until)}.",
        f"Valid through {english_date(until)}.",
    )
