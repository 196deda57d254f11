"""Facts of learning, reports as issued, files on their way, indicators beside training."""

from progress.models.exports import Export
from progress.models.facts import Completion, Visit
from progress.models.indicators import Indicator, IndicatorValue
from progress.models.pace import QuickFinish, QuickFinishTalk
from progress.models.reports import ReportKind, ReportSchedule, ReportSnapshot
from progress.models.sums import (
    Balance,
    BranchBalance,
    BranchTally,
    Change,
    Fold,
    Stint,
    Tally,
)

__all__ = [
    "Balance",
    "BranchBalance",
    "BranchTally",
    "Change",
    "Completion",
    "Export",
    "Fold",
    "Indicator",
    "IndicatorValue",
    "QuickFinish",
    "QuickFinishTalk",
    "ReportKind",
    "ReportSchedule",
    "ReportSnapshot",
    "Stint",
    "Tally",
    "Visit",
]
