"""Bringing legal bases in from a file, with who replaces and amends whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from legal.importing import LegalRow
from legal.models import LegalBasis

FIELDS = [
    "number", "kind", "title", "issuer", "issued_on", "in_force_from", "in_force_to",
]  # fmt: skip


@dataclass
class Count:
    """How many texts an import made, changed and found as they are."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0


@transaction.atomic
def import_legal_bases(*, rows: Sequence[LegalRow], update: bool = True) -> Count:
    """Make the texts that are missing; with `update`, bring the others up to the file.

    Safe to run twice. Without `update` a text that exists keeps what was edited.
    """
    known = {basis.code: basis for basis in LegalBasis.objects.all()}
    new = [row for row in rows if row.code not in known]
    for row in new:
        known[row.code] = LegalBasis.objects.create(code=row.code, **_facts(row))
    for row in new:
        _relate(row, known)
    fresh = {row.code for row in new}
    old = [row for row in rows if row.code not in fresh]
    changed = sum(_update(row, known) for row in old) if update else 0
    return Count(len(new), changed, len(old) - changed)


def _facts(row: LegalRow) -> dict:
    return {name: getattr(row, name) for name in FIELDS}


def _update(row: LegalRow, known: dict[str, LegalBasis]) -> bool:
    """Bring one existing text up to the file; say whether anything changed."""
    basis = known[row.code]
    differs = any(getattr(basis, name) != value for name, value in _facts(row).items())
    if differs:
        for name, value in _facts(row).items():
            setattr(basis, name, value)
        basis.save()
    return _relate(row, known) or differs


def _relate(row: LegalRow, known: dict[str, LegalBasis]) -> bool:
    """Set who replaces and who amends this text; say whether anything changed."""
    basis = known[row.code]
    successor = known.get(row.replaced_by)
    amending = {known[code].pk for code in row.amended_by}
    if basis.replaced_by == successor and amending == _amending(basis):
        return False
    basis.amended_by.set(amending)
    basis.replaced_by = successor
    basis.save()  # last: it empties the cache of citations
    return True


def _amending(basis: LegalBasis) -> set[int]:
    return set(basis.amended_by.values_list("pk", flat=True))
