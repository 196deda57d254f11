"""People of a list with their enrolments, a column for each class."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from agencies.models import Agency
from enrolments.models import Enrolment, TrainingClass
from progress.rollup import assigned
from progress.trainees import detailed


@dataclass(frozen=True)
class Trainee:
    """A person of a list with an enrolment, or None, for each class in order."""

    user: User
    unit_name: str
    position: str
    groups: list[TrainingClass]
    cells: list[Enrolment | None]

    @property
    def pairs(self) -> list[tuple[TrainingClass, Enrolment | None]]:
        return list(zip(self.groups, self.cells, strict=True))


def with_cells(
    users: Iterable[User], *, agency: Agency, on: date, classes: list[TrainingClass]
) -> list[Trainee]:
    """Put beside each person the enrolments that the subtree answers for. One query."""
    listed = list(users)
    rows = detailed(assigned(agency=agency, on=on), on).filter(learner__in=listed)
    found = {(row.learner_id, row.training_class_id): row for row in rows}
    trainees = []
    for user in listed:
        cells = [found.get((user.pk, group.pk)) for group in classes]
        shown = next((cell for cell in cells if cell), None)
        trainees.append(
            Trainee(
                user=user,
                unit_name=(shown and shown.unit_name) or "",
                position=shown.position_on if shown else "",
                groups=classes,
                cells=cells,
            )
        )
    return trainees
