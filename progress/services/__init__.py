"""The verbs of progress: the one door to write its rows."""

from progress.services.issuing import ReportRefusedError, issue_report
from progress.services.recording import (
    IDLE,
    Result,
    record_completion,
    record_visit,
    void_completion,
)

__all__ = [
    "IDLE",
    "ReportRefusedError",
    "Result",
    "issue_report",
    "record_completion",
    "record_visit",
    "void_completion",
]
