"""What was asked about a paper, as its holder reads it there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts.models import User
from certificates.models import Certificate, ReplacementRequest


@dataclass(frozen=True)
class Asked:
    """The last request about a paper, open or closed; another waits until it is closed."""

    certificate: Certificate
    last: ReplacementRequest | None
    user: User
    on: date

    @property
    def is_open(self) -> bool:
        return self.last is not None and self.last.is_open

    @property
    def is_late(self) -> bool:
        return self.is_open and self.last.is_late(on=self.on)

    @property
    def is_theirs(self) -> bool:
        return self.certificate.holder_id == self.user.pk

    @property
    def may_ask(self) -> bool:
        """Whether this person may ask now: theirs, standing, nothing open."""
        return self.is_theirs and self.certificate.is_ready and not self.is_open

    @property
    def may_take_back(self) -> bool:
        return self.is_theirs and self.is_open


def asked_of(certificate: Certificate, *, user: User, on: date) -> Asked:
    requests = certificate.requests.select_related("settled_by").order_by("pk")
    return Asked(certificate, requests.last(), user, on)
