"""How a paper stands on a day, for its holder: valid, near its end, or past it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from certificates.models import Certificate

AHEAD = timedelta(days=60)  # so long before its end the holder is told


@dataclass(frozen=True)
class Standing:
    """A paper on a day."""

    certificate: Certificate
    on: date

    @property
    def is_expired(self) -> bool:
        return self.certificate.is_ready and self.certificate.is_expired(on=self.on)

    @property
    def days_left(self) -> int | None:
        """Days until the last one it is valid, in its last sixty; 0 on that day."""
        until = self.certificate.valid_until
        if not self.certificate.is_ready or until is None:
            return None
        return (until - self.on).days if self.on <= until <= self.on + AHEAD else None
