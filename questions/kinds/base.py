"""What every kind of question answers for, and the pieces that kinds share."""

import re
from collections.abc import Iterable
from fractions import Fraction
from html import escape
from random import Random
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.rich_text import RichText, expand_db_html

Definition = dict[str, Any]  # a frozen question: our own JSON, see definitions.py
Shown = dict[str, Any]  # the part of it that a learner may see while answering
Answer = Any  # JSON as a learner gave it; never trusted

TEXT = ["bold", "italic", "superscript", "subscript", "ol", "ul"]


class Kind:
    """A way of asking: its block for authors, its marking, its templates.

    `freeze` makes the kind's part of a frozen definition; all other methods work on
    that JSON only, so that an attempt never depends on what was edited later.
    """

    name: ClassVar[str]
    label: ClassVar[Any]
    instruction: ClassVar[Any]
    block: ClassVar[type[blocks.StructBlock]]
    outcome_template: ClassVar[str]

    @property
    def template(self) -> str:
        """The controls of a running attempt."""
        return f"questions/kinds/{self.name}.html"

    def freeze(self, value: blocks.StructValue, shuffle: Random | None) -> Definition:
        """The kind's part of the definition, in the order shown."""
        raise NotImplementedError

    def public(self, definition: Definition) -> Shown:
        """The part that may be shown before the attempt is submitted: never the key."""
        raise NotImplementedError

    def controls(self, shown: Shown, answer: Answer) -> dict[str, Any]:
        """Context of the template; built from what is public, so it cannot leak."""
        raise NotImplementedError

    def read(self, shown: Shown, form: QueryDict, prefix: str) -> Answer:
        """The answer that a posted form gives; None when nothing was answered."""
        raise NotImplementedError

    def mark(self, definition: Definition, answer: Answer, max_points: int) -> int:
        """Points in hundredths, 0 … max_points; whatever JSON the answer is."""
        raise NotImplementedError

    def outcome(self, definition: Definition, answer: Answer) -> dict[str, Any]:
        """Context of the result: what was given beside what is right."""
        raise NotImplementedError


def question_text() -> blocks.RichTextBlock:
    return blocks.RichTextBlock(label=_("Câu hỏi"), features=TEXT)


def explanation_text() -> blocks.RichTextBlock:
    return blocks.RichTextBlock(
        label=_("Giải thích"),
        features=TEXT,
        required=False,
        help_text=_("Học viên chỉ thấy sau khi nộp bài."),
    )


def refused(**errors: Any) -> blocks.StructBlockValidationError:
    """A block's clean() says per field, in a sentence, what to change."""
    return blocks.StructBlockValidationError(
        block_errors={name: ValidationError(text) for name, text in errors.items()}
    )


def same_text(text: str) -> str:
    """Two texts that a reader cannot tell apart are one."""
    return " ".join(text.casefold().split())


def has_repeats(texts: Iterable[str]) -> bool:
    known = [same_text(text) for text in texts]
    return len(set(known)) < len(known)


def rich_html(value: RichText | None) -> str:
    """HTML as a reader gets it; a single paragraph loses its <p>, to fit a legend."""
    html = expand_db_html(value.source) if value else ""
    html = re.sub(r' data-block-key="[^"]*"', "", html).strip()
    one = re.fullmatch(r"<p>((?:(?!</?p>).)*)</p>", html, re.DOTALL)
    return one[1] if one else html


def plain_html(text: str) -> str:
    return escape(text.strip(), quote=False)


def shuffled(items: list, shuffle: Random | None) -> list:
    """In an order of the attempt's own, or as written."""
    return shuffle.sample(items, len(items)) if shuffle else list(items)


def share(part: Fraction, max_points: int) -> int:
    """A part of the points, half a hundredth rounded up; never outside 0 … max."""
    exact = min(max(part, Fraction(0)), Fraction(1)) * max_points
    return int(exact + Fraction(1, 2))


def field_of(answer: Answer, name: str, kind: type) -> Any:
    """One field of an answer when it has that type, else None."""
    value = answer.get(name) if isinstance(answer, dict) else None
    return value if isinstance(value, kind) else None
