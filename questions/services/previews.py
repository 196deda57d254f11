"""What an import would do, for the page: at once for a small file, else by a worker."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import translation

from accounts.models import User
from questions.formats import format_named
from questions.formats.draft import UnusableFile
from questions.import_files import KeptFile, find
from questions.importing import counts, names_of, plan, read_items
from questions.models import QuestionCategory
from questions.services.queueing import ask
from questions.soundness import Planned, State

TASK = "questions.plan_kept"
# 10,000 questions in 21 MB take 3 s to read and 7 s to compare with the bank.
QUICK_BYTES, QUICK_ITEMS = 5 * 2**20, 1000
FRESH = timedelta(minutes=10)
SHOWN = 300
ORDER = [State.REFUSED, State.LOSSY, State.IMPORTED, State.UNCHANGED]

Preview = dict[str, Any]  # rows, more, counts and new; or unusable, a sentence


def name_of(settings: dict[str, Any]) -> str:
    return "preview-{format}-{category}-{language}".format(**settings)


def preview_kept(
    *, kept: KeptFile, settings: dict[str, Any], at: datetime
) -> Preview | None:
    """The preview, None while a worker makes it; raises NobodyListens.

    `settings` are the format, the category's pk and the language of the sentences.
    """
    name = name_of(settings)
    found = kept.noted(name)
    if found and at - datetime.fromisoformat(found["at"]) < FRESH:
        return found
    if kept.weight <= QUICK_BYTES:
        preview = _previewed(kept, settings, most=QUICK_ITEMS)
        if preview is not None:
            return preview
    kept.forget(name)
    arguments = [kept.uid, kept.owner, settings]
    ask(kept=kept, what=name, task=TASK, arguments=arguments, at=at)
    return None


def plan_kept(*, uid: str, owner: int, settings: dict[str, Any], at: datetime) -> None:
    """What the worker does; safe twice."""
    kept = find(uid, owner=owner)
    if kept is None or kept.noted(name_of(settings)):
        return
    with translation.override(settings["language"]):
        preview = _previewed(kept, settings)
    kept.note(name_of(settings), preview | {"at": at.isoformat()})


def _previewed(
    kept: KeptFile, settings: dict[str, Any], *, most: int | None = None
) -> Preview | None:
    """None when there are more items than `most`."""
    try:
        items = read_items(kept.content, format_named(settings["format"]))
    except UnusableFile as error:
        return {"unusable": str(error)}
    if most is not None and len(items) > most:
        return None
    base = names_of(QuestionCategory.objects.get(pk=settings["category"]))
    by = User.objects.get(pk=kept.owner)
    return _outlined(plan(items, base=base, by=by)[0])


def _outlined(planned: Sequence[Planned]) -> Preview:
    """What a person should look at first stands first."""
    numbered = sorted(enumerate(planned), key=lambda pair: ORDER.index(pair[1].state))
    found = counts(planned)
    return {
        "rows": [
            one.as_json() | {"number": number, "can_be_seen": one.value is not None}
            for number, one in numbered[:SHOWN]
        ],
        "more": max(0, len(planned) - SHOWN),
        "counts": found,
        "new": found[State.IMPORTED] + found[State.LOSSY],
    }
