"""Writing lines into the register: added at the end, chained, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import User
from certificates.chain import digest, link
from certificates.entry_content import content_of
from certificates.models import Certificate, Register, RegisterEntry


@dataclass(frozen=True)
class Draft:
    """A line that is to be written."""

    certificate: Certificate
    action: str
    at: datetime
    by: User | None = None
    decision_number: str = ""
    decision_on: date | None = None
    ground: str = ""
    note: str = ""


def write_lines(register: Register, drafts: Sequence[Draft]) -> list[RegisterEntry]:
    """Add lines to a register whose row the caller has locked, and save the register."""
    entries = []
    for draft in drafts:
        entry = RegisterEntry(
            register=register,
            position=register.lines + 1,
            action=draft.action,
            certificate=draft.certificate,
            at=draft.at,
            by=draft.by,
            decision_number=draft.decision_number,
            decision_on=draft.decision_on,
            ground=draft.ground,
            note=draft.note,
            facts_sha256=digest(draft.certificate.facts),
            previous=register.head,
        )
        entry.hash = link(entry.previous, content_of(entry))
        register.lines, register.head = entry.position, entry.hash
        entries.append(entry)
    RegisterEntry.objects.bulk_create(entries, batch_size=500)
    register.save(update_fields=["next_number", "lines", "head"])
    return entries
