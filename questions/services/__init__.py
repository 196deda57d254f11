"""The verbs of the bank."""

from questions.services.imports import ImportReport, import_questions, undo_import
from questions.services.kept import import_kept, start_import
from questions.services.shelves import ensure_category, upsert_question

__all__ = [
    "ImportReport",
    "ensure_category",
    "import_kept",
    "import_questions",
    "start_import",
    "undo_import",
    "upsert_question",
]
