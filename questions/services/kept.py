"""Import a kept file: at once when it is small, by a worker when it is not."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.utils import translation

from accounts.models import User
from questions.formats import format_named
from questions.formats.draft import Item, UnusableFile
from questions.import_files import KeptFile, find
from questions.importing import names_of, read_items
from questions.models import QuestionCategory
from questions.services.imports import ImportReport, import_questions
from questions.services.previews import QUICK_BYTES
from questions.services.queueing import ask

TASK = "questions.import_kept"
LARGE = 500  # items; more are not for a request
SHOWN_REFUSALS = 200


def progress_key(uid: str) -> str:
    return f"question-import:{uid}"


def start_import(
    *,
    kept: KeptFile,
    settings: dict[str, Any],
    at: datetime,
) -> None:
    """Import the file now, or queue it; `settings` as `import_kept` takes them.

    Raises UnusableFile, and NobodyListens when a large file finds no queue.
    """
    if kept.weight <= QUICK_BYTES:
        items = read_items(kept.content, format_named(settings["format"]))
        if len(items) <= LARGE:
            _import(kept=kept, items=items, settings=settings, at=at)
            return
    arguments = [kept.uid, kept.owner, settings]
    ask(kept=kept, what="import", task=TASK, arguments=arguments, at=at)


def import_kept(
    *, uid: str, owner: int, settings: dict[str, Any], at: datetime
) -> None:
    """What the worker does; safe twice: what is there already is left alone."""
    kept = find(uid, owner=owner)
    if kept is None or kept.result is not None:
        return
    with translation.override(settings["language"]):
        try:
            items = read_items(kept.content, format_named(settings["format"]))
        except UnusableFile as error:
            kept.finish({"error": str(error)})
            return
        _import(kept=kept, items=items, settings=settings, at=at)


def _import(
    *, kept: KeptFile, items: list[Item], settings: dict[str, Any], at: datetime
) -> None:
    category = QuestionCategory.objects.get(pk=settings["category"])

    def tell(done: int, of: int) -> None:
        cache.set(progress_key(kept.uid), {"done": done, "of": of}, 3600)

    report = import_questions(
        items=items,
        base=names_of(category),
        at=at,
        by=User.objects.get(pk=kept.owner),
        is_partial=settings["is_partial"],
        is_draft=settings["is_draft"],
        progress=tell,
    )
    kept.finish(_result(report) | {"category": category.pk})


def _result(report: ImportReport) -> dict[str, Any]:
    said = [item.as_json() for item in report.items if item.notes]
    return {
        "is_written": report.is_written,
        "counts": report.counts(),
        "revisions": {str(pk): revision for pk, revision in report.revisions.items()},
        "shelves": report.shelves,
        "items": said[:SHOWN_REFUSALS],
    }
