"""Which report is built by what."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import translation

from progress.models import ReportKind
from progress.official.attendance import attendance
from progress.official.content import Content
from progress.official.marks import marks
from progress.official.people import participants, recognition
from progress.official.query import Query
from progress.official.targets import targets
from progress.official.units import by_agency, by_level

BUILDERS: dict[str, Callable[[Query], Content]] = {
    ReportKind.PARTICIPANTS: participants,
    ReportKind.ATTENDANCE: attendance,
    ReportKind.MARKS: marks,
    ReportKind.AGENCIES: by_agency,
    ReportKind.LEVELS: by_level,
    ReportKind.TARGETS: targets,
    ReportKind.RECOGNITION: recognition,
}
NEEDS_CLASS = {ReportKind.ATTENDANCE, ReportKind.MARKS, ReportKind.RECOGNITION}


def build(query: Query) -> Content:
    """Count the report now, from the facts as at its day."""
    with translation.override("vi"):
        return BUILDERS[query.kind](query)
