"""Context of the templates that show a question, running or marked. Pure."""

from datetime import date
from typing import Any

from django.utils.safestring import mark_safe

from questions.kinds import KINDS, Answer, Definition, Shown

FIELD = "tra-loi"


def _safe(value: Any) -> Any:
    """Mark the rendered parts of a definition: they were escaped when frozen."""
    if isinstance(value, dict):
        safe = {key: _safe(item) for key, item in value.items()}
        if isinstance(html := value.get("html"), str):
            safe["html"] = mark_safe(html)  # noqa: S308
        return safe
    return [_safe(item) for item in value] if isinstance(value, list) else value


def controls(shown: Shown, answer: Answer, prefix: str = FIELD) -> dict[str, Any]:
    """What the form of a running attempt needs; `shown` is `definitions.public()`."""
    kind = KINDS[shown["kind"]]
    return _safe(kind.controls(shown, answer)) | {
        "template": kind.template,
        "instruction": kind.instruction,
        "kind": kind.name,
        "text": mark_safe(shown["text"]),  # noqa: S308
        "field": prefix,
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _legal(row: dict[str, str | None]) -> dict[str, Any]:
    dates = {name: _day(row[name]) for name in ("in_force_from", "in_force_to")}
    return row | dates


def outcome(definition: Definition, answer: Answer) -> dict[str, Any]:
    """What the result shows: given beside right, explanation, source, validity."""
    kind = KINDS[definition["kind"]]
    return _safe(kind.outcome(definition, answer)) | {
        "template": kind.outcome_template,
        "instruction": kind.instruction,
        "kind": kind.name,
        "is_answered": answer is not None,
        "text": mark_safe(definition["text"]),  # noqa: S308
        "explanation": mark_safe(definition["explanation"]),  # noqa: S308
        "citation": definition["citation"],
        "valid_from": _day(definition["valid_from"]),
        "valid_to": _day(definition["valid_to"]),
        "legal": [_legal(row) for row in definition["legal"]],
    }
