"""What every format reads into and writes from: drafts of questions, nothing checked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from html import escape
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from accounts.collation import fold


@dataclass(frozen=True, kw_only=True)
class QuestionDraft:
    """A question outside the bank.

    `value` is the raw JSON of the kind's block. Rich text in it is plain HTML of the
    few tags an author has; a picture is `<img src="picture:NAME" alt="…">` with its
    bytes under NAME in `pictures`. `legal` are codes of legal bases, `category` the
    names from the root down ("" stands nowhere), `difficulty` 1 easy … 3 hard.
    """

    code: str
    kind: str
    value: dict[str, Any]
    citation: str = ""
    legal: list[str] = field(default_factory=list)
    valid_from: date | None = None
    valid_to: date | None = None
    category: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    difficulty: int = 2
    pictures: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Item:
    """One question of a file, as far as it could be read.

    `place` says where it stands, for a person ("dòng 12", "câu 3"). `losses` are
    sentences on what the bank cannot hold; a `refusal` says why there is no draft.
    """

    place: str
    draft: QuestionDraft | None = None
    losses: tuple[str, ...] = ()
    refusal: str = ""


class UnusableFile(Exception):
    """The file cannot be read as this format at all; the message is for the user."""


class Format:
    """A way in and out of the bank: bytes to items, drafts to bytes. Pure."""

    name: ClassVar[str]
    label: ClassVar[Any]
    extension: ClassVar[str]
    content_type: ClassVar[str]

    def read(self, content: bytes) -> list[Item]:
        """Every question of the file, in its order; raises UnusableFile."""
        raise NotImplementedError

    def write(self, drafts: Iterable[QuestionDraft]) -> tuple[bytes, list[Item]]:
        """The file, and the items that went with a loss or not at all."""
        raise NotImplementedError


def loss_of_marks(texts: Iterable[str]) -> tuple[str, ...]:
    """What is lost where a file minds tone marks but not case: ours minds neither.

    Nothing, when none of the accepted texts has marks to mind.
    """
    if all(fold(text) == text.casefold() for text in texts):
        return ()
    return (
        _("Tệp chỉ không phân biệt chữ hoa; ở đây gõ thiếu dấu cũng được tính đúng."),
    )


def paragraphs(text: str) -> str:
    """Plain text as rich text: a blank line starts a paragraph."""
    parts = [" ".join(part.split()) for part in text.strip().split("\n\n")]
    return "".join(f"<p>{escape(part, quote=False)}</p>" for part in parts if part)
