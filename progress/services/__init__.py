"""The verbs of progress: the one door to write its rows."""

from progress.services.issuing import ReportRefusedError, issue_report
from progress.services.pacing import TalkRefusedError, lay_aside, take_back
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
    "TalkRefusedError",
    "issue_report",
    "lay_aside",
    "record_completion",
    "record_visit",
    "take_back",
    "void_completion",
]
