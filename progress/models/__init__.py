"""Facts of learning, official reports as issued, and indicators beside training."""

from progress.models.facts import Completion, Visit
from progress.models.indicators import Indicator, IndicatorValue
from progress.models.reports import ReportKind, ReportSchedule, ReportSnapshot
from progress.models.sums import Balance, Change, Fold, Stint, Tally

__all__ = [
    "Balance",
    "Change",
    "Completion",
    "Fold",
    "Indicator",
    "IndicatorValue",
    "ReportKind",
    "ReportSchedule",
    "ReportSnapshot",
    "Stint",
    "Tally",
    "Visit",
]
