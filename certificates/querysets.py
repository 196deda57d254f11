"""Reads of the register."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.db.models.fields.json import KeyTextTransform

from accounts.collation import fold
from accounts.querysets import OutboxQuerySet
from certificates.troubles import Trouble

if TYPE_CHECKING:
    from accounts.models import User


# Nothing went wrong: the workers come to it, or are at its first try.
IN_TURN = Q(trouble="", attempts__lte=1)


# All that came after a paper, one in the place of the other; a step each.
SUCCESSORS = """
WITH RECURSIVE chain AS (
    SELECT id, 1 AS step FROM certificates_certificate WHERE replaces_id = %s
    UNION ALL
    SELECT next.id, step + 1 FROM certificates_certificate AS next
    JOIN chain ON next.replaces_id = chain.id WHERE step < 1000
) SELECT id FROM chain ORDER BY step DESC LIMIT 1
"""


class CertificateQuerySet(models.QuerySet):
    def pending(self) -> Self:
        return self.filter(status="pending")

    def ready(self) -> Self:
        return self.filter(status="ready")

    def current(self) -> Self:
        """Neither replaced nor withdrawn."""
        return self.filter(status__in=["pending", "ready"])

    def standing_for(self, award: UUID) -> Self:
        """The one certificate that an award has now, drawn or not yet."""
        return self.current().filter(award=award)

    def in_place_of(self, pk: int) -> Self:
        """The last of the papers that took a paper's place, one after the other."""
        return self.filter(pk=RawSQL(SUCCESSORS, [pk]))  # noqa: S611 - a constant

    def of(self, holder: User) -> Self:
        return self.filter(holder=holder).order_by("-issued_at", "-pk")

    def visible_to(self, user: User) -> Self:
        """One's own; all of them for who keeps the register."""
        return self if user.has_perm("certificates.view_certificate") else self.of(user)

    def matching(self, words: str) -> Self:
        """By serial, code, the name on the paper, or the holder's name or staff code.

        Names without marks. A name that was corrected since finds both its papers.
        """
        bare = fold(words)
        found = Q(serial__icontains=words) | Q(code__icontains=words)
        found |= Q(name_text__contains=bare) | Q(holder__search_text__contains=bare)
        return self.filter(found)

    def due(self, *, at: datetime) -> Self:
        """Pending, and not in the pause after a try that failed."""
        return self.pending().filter(Q(retry_at=None) | Q(retry_at__lte=at))

    def left_behind(self, *, at: datetime, before: datetime) -> Self:
        """Due, and their task was lost or failed: what was tried, or is of before."""
        lost = Q(retry_at=None, issued_at__lt=before)
        return self.due(at=at).filter(lost | Q(retry_at__isnull=False)).order_by("pk")

    def in_turn(self) -> Self:
        """Pending, and nothing went wrong; the oldest first."""
        return self.pending().filter(IN_TURN).order_by("issued_at", "pk")

    def being_made(self, *, at: datetime) -> Self:
        """Of these the ones whose first try was counted and may still be running."""
        return self.in_turn().filter(attempts=1, retry_at__gt=at)

    def troubled(self) -> Self:
        """Pending, and a try has failed or was cut short."""
        return self.pending().exclude(IN_TURN)

    def because_of(self, trouble: str) -> Self:
        """In that trouble; a try that was cut short could leave no word."""
        said = [trouble, ""] if trouble == Trouble.CUT else [trouble]
        return self.troubled().filter(trouble__in=said)

    def ending(self, first: date, last: date) -> Self:
        """Whose last day of validity is one of these; it stands in `ends`."""
        named = self.annotate(ends=KeyTextTransform("valid_until", "facts"))
        return named.filter(ends__range=(first.isoformat(), last.isoformat()))

    def reachable(self) -> Self:
        """Whose holder works here and can be written to."""
        return self.filter(holder__is_active=True, holder__email__gt="")

    def not_renewed(self) -> Self:
        """Of no course that its holder passed again since."""
        newer = self.model.objects.current().filter(
            holder=OuterRef("holder"),
            facts__course=OuterRef("facts__course"),
            issued_at__gt=OuterRef("issued_at"),
        )
        return self.filter(~Exists(newer))


class NoticeQuerySet(OutboxQuerySet):
    def failed(self) -> Self:
        """Refused for good, or for too long."""
        return self.filter(state="failed")

    def matching(self, words: str) -> Self:
        """By the paper's number, the address, or the person's name or staff code."""
        if not words:
            return self
        found = Q(entry__certificate__serial__icontains=words) | Q(to__icontains=words)
        return self.filter(found | Q(recipient__search_text__contains=fold(words)))
