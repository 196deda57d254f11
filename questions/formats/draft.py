"""A question on its way into the bank, before anything was checked."""

from dataclasses import dataclass, field
from datetime import date
from html import escape
from typing import Any


@dataclass(frozen=True, kw_only=True)
class QuestionDraft:
    """`value` is the raw JSON of the kind's block, `legal` codes of legal bases."""

    code: str
    kind: str
    value: dict[str, Any]
    citation: str = ""
    legal: list[str] = field(default_factory=list)
    valid_from: date | None = None
    valid_to: date | None = None


def paragraphs(text: str) -> str:
    """Plain text as rich text: a blank line starts a paragraph."""
    parts = [" ".join(part.split()) for part in text.strip().split("\n\n")]
    return "".join(f"<p>{escape(part, quote=False)}</p>" for part in parts if part)
