"""The verbs of the bank."""

from questions.services.imports import ImportReport, import_questions, undo_import
from questions.services.kept import import_kept, start_import
from questions.services.previews import plan_kept, preview_kept
from questions.services.queueing import NobodyListens
from questions.services.shelves import ensure_category, upsert_question
from questions.services.sweeping import sweep_imports, sweep_pictures

__all__ = [
    "ImportReport",
    "NobodyListens",
    "ensure_category",
    "import_kept",
    "import_questions",
    "plan_kept",
    "preview_kept",
    "start_import",
    "sweep_imports",
    "sweep_pictures",
    "undo_import",
    "upsert_question",
]
