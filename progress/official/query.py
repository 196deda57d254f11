"""What a report was asked: enough to count it again years later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from agencies.models import Agency
from enrolments.models import TrainingClass
from progress.models import ReportKind


@dataclass(frozen=True)
class Query:
    """Kind, unit, class (None is all of them) and the day up to which facts count.

    `roll_to`: the day whose tree old units are rolled up in; None leaves them as they
    stood.
    """

    kind: str
    agency: Agency
    training_class: TrainingClass | None
    as_at: date
    roll_to: date | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": str(self.kind),
            "agency": self.agency.code,
            "class": self.training_class.code if self.training_class else None,
            "as_at": self.as_at.isoformat(),
            "roll_to": self.roll_to.isoformat() if self.roll_to else None,
        }

    @classmethod
    def of(cls, stored: dict[str, Any]) -> Query:
        """Read back what `as_json` kept."""
        code, rolled = stored["class"], stored.get("roll_to")
        return cls(
            kind=ReportKind(stored["kind"]),
            agency=Agency.objects.get(code=stored["agency"]),
            training_class=TrainingClass.objects.get(code=code) if code else None,
            as_at=date.fromisoformat(stored["as_at"]),
            roll_to=date.fromisoformat(rolled) if rolled else None,
        )
