"""Facts of learning, official reports as issued, and indicators beside training."""

from progress.models.facts import Completion, Visit
from progress.models.indicators import Indicator, IndicatorValue
from progress.models.reports import ReportKind, ReportSchedule, ReportSnapshot

__all__ = [
    "Completion",
    "Indicator",
    "IndicatorValue",
    "ReportKind",
    "ReportSchedule",
    "ReportSnapshot",
    "Visit",
]
