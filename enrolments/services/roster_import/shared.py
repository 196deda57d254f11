"""What two rows of one file cannot both have."""

from __future__ import annotations

from django.utils.translation import gettext as _

from enrolments.services.roster_import.verdicts import Planned, Verdict


def refuse_shared(rows: list[Planned]) -> list[Planned]:
    """Two rows of a file cannot have one code, nor share an address."""
    for name in ("staff_code", "email", "phone"):
        seen: dict[str, int] = {}
        for planned in rows:
            said = (
                planned.staff_code
                if name == "staff_code"
                else planned.after.get(name, "")
            )
            if not said or planned.verdict in {Verdict.REFUSED, Verdict.SKIPPED}:
                continue
            if said.casefold() in seen:
                planned.verdict = Verdict.REFUSED
                planned.reasons.insert(
                    0,
                    _("“%(value)s” đã có ở dòng %(row)s.")
                    % {"value": said, "row": seen[said.casefold()]},
                )
            seen.setdefault(said.casefold(), planned.row)
    return rows
