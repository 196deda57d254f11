"""A legal text as a reader meets it: valid for the class, and valid today.

All texts fit in one cached map, so a page with twenty citations asks no more than a
page with one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.cache import cache

from legal.models import CACHE_KEY, LegalBasis


@dataclass(frozen=True)
class Citation:
    """What of a legal text the callouts show."""

    pk: int
    code: str
    name: str
    title: str
    issued_on: date | None
    in_force_from: date | None
    in_force_to: date | None
    successor: str
    successor_from: date | None
    amended_by: tuple[str, ...]

    def status_on(self, day: date) -> str:
        basis = LegalBasis(
            in_force_from=self.in_force_from, in_force_to=self.in_force_to
        )
        return basis.status_on(day)

    def as_shown(self) -> dict[str, str | None]:
        """What a completion keeps of it."""
        return {
            "code": self.code,
            "from": self.in_force_from.isoformat() if self.in_force_from else None,
            "to": self.in_force_to.isoformat() if self.in_force_to else None,
        }


def all_citations() -> dict[int, Citation]:
    """Every legal text by primary key, from the cache."""
    found = cache.get(CACHE_KEY)
    if found is None:
        texts = LegalBasis.objects.select_related("replaced_by").prefetch_related(
            "amended_by"
        )
        found = {text.pk: _citation(text) for text in texts}
        cache.set(CACHE_KEY, found, 3600)
    return found


def _citation(text: LegalBasis) -> Citation:
    successor = text.replaced_by
    return Citation(
        pk=text.pk,
        code=text.code,
        name=str(text),
        title=text.title,
        issued_on=text.issued_on,
        in_force_from=text.in_force_from,
        in_force_to=text.in_force_to,
        successor=str(successor) if successor else "",
        successor_from=successor.in_force_from if successor else None,
        amended_by=tuple(str(other) for other in text.amended_by.all()),
    )
