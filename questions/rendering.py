"""Context of the templates that show a question, running or marked."""

from datetime import date
from typing import Any

from django.utils.safestring import mark_safe

from questions import pictures
from questions.kinds import KINDS, Answer, Definition, Shown, Shows
from questions.kinds.base import EVERYTHING

__all__ = ["FIELD", "Shows", "controls", "outcome"]

FIELD = "tra-loi"
IN_FORCE = ("in_force_from", "in_force_to")


def _html(text: str) -> str:
    """Rendered already, and escaped when it was frozen."""
    return mark_safe(pictures.shown(text))  # noqa: S308


def _safe(value: Any) -> Any:
    """Mark the rendered parts of a definition: whatever stands under "html"."""
    if isinstance(value, dict):
        safe = {key: _safe(item) for key, item in value.items()}
        if isinstance(html := value.get("html"), str):
            safe["html"] = _html(html)
        return safe
    return [_safe(item) for item in value] if isinstance(value, list) else value


def controls(shown: Shown, answer: Answer, prefix: str = FIELD) -> dict[str, Any]:
    """What the form of a running attempt needs; `shown` is `definitions.public()`."""
    kind = KINDS[shown["kind"]]
    given = _safe(kind.controls(shown, answer))
    return given | {
        "template": kind.template,
        "instruction": kind.instruction,
        "kind": kind.name,
        "text": _html(given.get("text", shown["text"])),
        "field": prefix,
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _source(definition: Definition) -> dict[str, Any]:
    return {
        "citation": definition["citation"],
        "valid_from": _day(definition["valid_from"]),
        "valid_to": _day(definition["valid_to"]),
        "legal": [
            row | {name: _day(row[name]) for name in IN_FORCE}
            for row in definition["legal"]
        ],
    }


def outcome(
    definition: Definition, answer: Answer, shows: Shows = EVERYTHING
) -> dict[str, Any]:
    """What the result shows: given beside right, explanation, source, validity.

    What `shows` leaves out is not in the context, so no template can tell it.
    """
    kind = KINDS[definition["kind"]]
    given = _safe(kind.outcome(definition, answer, shows))
    result = given | {
        "template": kind.outcome_template,
        "instruction": kind.instruction,
        "kind": kind.name,
        "is_answered": answer is not None,
        "text": _html(given.get("text", definition["text"])),
        "shows": shows,
    }
    if shows.explanation:
        result["explanation"] = _html(definition["explanation"])
    return result | (_source(definition) if shows.source else {})
