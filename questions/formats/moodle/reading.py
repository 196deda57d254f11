"""A <question> of Moodle XML while it is read: its texts, its pictures, its losses."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from html import escape
from typing import Any
from xml.etree.ElementTree import Element, tostring

from django.utils.translation import gettext as _

from questions.formats import html
from questions.formats.draft import loss_of_marks
from questions.formats.moodle.pictures import Pictures, modernise

EXTRAS = "data-lms"  # an attribute of <question>; Moodle reads `type` alone
MARKDOWN = re.compile(r"[*_`#\[\]]|^[ \t]*(?:\d+\.|[-+])\s", re.MULTILINE)


class Refused(Exception):
    """The question cannot become one of ours; the message is for the user."""


@dataclass(frozen=True)
class MoodleAnswer:
    """An <answer>: its share of the points in per cent, its node, what is said to it."""

    fraction: Decimal
    node: Element
    feedback: Element | None


def raw_text(node: Element | None) -> str:
    """What stands in <text>; markup that nobody put into CDATA is taken as HTML."""
    if node is None:
        return ""
    text = node.find("text")
    holder = node if text is None and node.tag != "file" else text
    if holder is None:
        return ""
    inner = (tostring(child, encoding="unicode") for child in holder)
    return (holder.text or "") + ("".join(inner) if text is not None else "")


def one_line(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def decimal_of(text: str) -> Decimal | None:
    """A number as Moodle writes it, or as people type it: 28.81, 28,81, 3E2."""
    try:
        number = Decimal(text.strip().replace(",", ".").replace("−", "-"))
    except InvalidOperation:
        return None
    is_sane = number.is_finite() and abs(number.adjusted()) <= 15
    return Decimal(f"{number:f}") if is_sane else None


class Source:
    """One question of the file."""

    def __init__(self, element: Element) -> None:
        self.element = element
        modernise(element)
        self.type = (element.get("type") or "").strip().lower()
        self.extras = _extras(element)
        self.pictures = Pictures()
        self._losses: dict[str, None] = {}

    @property
    def losses(self) -> tuple[str, ...]:
        return tuple(self._losses)

    def lose(self, *sentences: str) -> None:
        self._losses.update(dict.fromkeys(sentences))

    def own(self, name: str, kind: type) -> Any:
        """Of what our own export adds; None when it is not there or of another type."""
        value = self.extras.get(name)
        return value if type(value) is kind else None

    def line(self, path: str) -> str:
        """A short plain value: <usecase>1</usecase>, <name><text>…</text></name>."""
        node = self.element.find(path)
        return one_line(raw_text(node))

    def is_on(self, path: str) -> bool:
        return self.line(path).lower() in ("1", "true", "yes")

    def html(self, node: Element | None) -> str:
        """The node's text as HTML, whatever its format says it is."""
        text = raw_text(node)
        if len(text) > html.MAX_LENGTH and "data:image" not in text:
            text = text[: html.MAX_LENGTH + 1]  # `clean` says that it was cut
        form = "" if node is None else (node.get("format") or "html")
        if form == "plain_text":
            return _lines(escape(text, quote=False))
        if form == "markdown":
            if MARKDOWN.search(text):
                self.lose(_("Giữ nguyên dấu Markdown, không chuyển thành định dạng."))
            return _lines(escape(text, quote=False))
        if form == "moodle_auto_format" and not re.search(r"<(p|br|div|ul|ol)\b", text):
            return _lines(text)
        return text

    def rich(self, node: Element | None) -> str:
        return self.rich_html(self.html(node), node)

    def rich_html(self, text: str, node: Element | None) -> str:
        """The canonical rich text of HTML that stands in the node, with its files."""
        names = self.pictures.of(node, text)
        clean, lost = html.clean(names.text, names)
        self.lose(*lost)
        return clean

    def plain(self, node: Element | None) -> str:
        """The words of HTML in one line, for fields that have no marks."""
        words, lost = html.plain(self.html(node))
        self.lose(*lost)
        return words

    def words(self, node: Element | None) -> str:
        """Text that is no HTML, in one line."""
        return one_line(raw_text(node))

    def answers(self) -> Iterator[MoodleAnswer]:
        """The answers that are not blank."""
        for node in self.element.findall("answer"):
            if raw_text(node).strip():
                fraction = decimal_of(node.get("fraction") or "0") or Decimal(0)
                yield MoodleAnswer(fraction, node, node.find("feedback"))

    def lose_marks(self, texts: list[str]) -> None:
        """Moodle minds tone marks, unless the question was ours."""
        if not self.own("folded", bool):
            self.lose(*loss_of_marks(texts))

    def lose_feedback(self, answers: list[MoodleAnswer]) -> None:
        """For kinds that say nothing to a single answer."""
        if any(raw_text(answer.feedback).strip() for answer in answers):
            self.lose(_("Bỏ lời phản hồi của từng đáp án."))


def _extras(element: Element) -> dict[str, Any]:
    try:
        extras = json.loads(element.get(EXTRAS) or "{}")
    except (ValueError, RecursionError):
        return {}
    return extras if isinstance(extras, dict) else {}


def _lines(text: str) -> str:
    parts = re.split(r"\n\s*\n", text.strip().replace("\r\n", "\n"))
    return "".join(f"<p>{part.replace(chr(10), '<br>')}</p>" for part in parts)
