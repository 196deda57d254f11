"""Aiken: a question on a line, options `A.` or `A)`, then `ANSWER: B`.

It holds plain words and one right option, and nothing beside. What a question has
more is left out and said; what is no choice is refused.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from string import ascii_uppercase

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questions.formats.decoding import decode
from questions.formats.draft import Format, Item, QuestionDraft, UnusableFile
from questions.formats.html import plain

OPTION = re.compile(r"([A-Za-z])[.)][ \t]+(.*)")
BARE_OPTION = re.compile(r"([A-Za-z])[.)]")
ANSWER = re.compile(r"(?:ANSWER|ĐÁP ÁN)[ \t]*:(.*)", re.IGNORECASE)
LETTERS = re.compile(r"[A-Za-z](?:[ \t]*[,;][ \t]*[A-Za-z])*\.?")
NEUTRAL = "– "  # before a question that itself begins like an option


@dataclass
class _Question:
    """The lines of one question, as far as they were read."""

    line: int = 0
    text: list[str] = field(default_factory=list)
    options: list[list[str]] = field(default_factory=list)
    refusal: str = ""

    def refuse(self, sentence: str) -> None:
        self.refusal = self.refusal or sentence

    @property
    def next_letter(self) -> str:
        return ascii_uppercase[min(len(self.options), 25)]


def _at(line: int, sentence: str) -> str:
    return _("dòng %(line)s: %(sentence)s") % {"line": line, "sentence": sentence}


def _html(text: str) -> str:
    return f"<p>{escape(text, quote=False)}</p>"


def _draft(question: _Question, right: set[int]) -> QuestionDraft:
    options = [
        {"text": _html(" ".join(lines)), "is_right": n in right, "feedback": ""}
        for n, lines in enumerate(question.options)
    ]
    value = {"text": _html(" ".join(question.text)), "explanation": ""}
    more = {"is_partial": False} if len(right) > 1 else {}
    kind = "multiple" if more else "single"
    return QuestionDraft(code="", kind=kind, value=value | {"options": options} | more)


def _check(question: _Question, letters: str, line: int) -> set[int]:
    """The places of the right options; what is wrong is refused in the question."""
    named = letters.strip()
    if not question.text:
        question.refuse(_at(line, _("ANSWER đứng một mình, không có câu hỏi ở trên.")))
    elif len(question.options) < 2:
        question.refuse(_at(line, _("Cần ít nhất hai phương án trước ANSWER.")))
    elif not LETTERS.fullmatch(named):
        question.refuse(_at(line, _("Sau ANSWER: phải là chữ cái của một phương án.")))
    places = {ascii_uppercase.index(c) for c in re.findall("[A-Z]", named.upper())}
    unknown = [n for n in sorted(places) if n >= len(question.options)]
    if unknown:
        said = _("ANSWER là %(letter)s nhưng không có phương án %(letter)s.")
        question.refuse(_at(line, said % {"letter": ascii_uppercase[unknown[0]]}))
    return places


class _Reader:
    """Walks over the lines and gives an item for each question."""

    def __init__(self) -> None:
        self.question = _Question()
        self.after_blank = True

    def close(self, right: set[int] | None, line: int) -> Iterator[Item]:
        """End the question that is open; `right` is None where ANSWER is missing."""
        question, self.question = self.question, _Question()
        if not (question.text or question.options or question.refusal):
            return
        if right is None:
            question.refuse(_at(line, _("Thiếu dòng ANSWER: trước dòng này.")))
        place = _("dòng %(line)s") % {"line": question.line}
        if question.refusal:
            yield Item(place=place, refusal=question.refusal)
        else:
            yield Item(place=place, draft=_draft(question, right or set()))

    def _option(self, letter: str, text: str, line: int) -> None:
        question = self.question
        question.line = question.line or line
        if not question.text:
            question.refuse(_at(line, _("Phương án đứng trước câu hỏi.")))
        if letter.upper() != question.next_letter:
            said = _("Phương án %(letter)s đứng sai thứ tự, ở đây phải là %(next)s.")
            letters = {"letter": letter, "next": question.next_letter}
            question.refuse(_at(line, said % letters))
        if not text.strip():
            question.refuse(_at(line, _("Phương án %(a)s trống.") % {"a": letter}))
        question.options.append([" ".join(text.split())])

    def _is_option(self, letter: str) -> bool:
        """A small letter counts only where the next option is due."""
        due = self.question.text and letter.upper() == self.question.next_letter
        return letter.isupper() or bool(due)

    def _words(self, text: str, line: int) -> Iterator[Item]:
        if self.question.options and self.after_blank:
            yield from self.close(None, line)
        question = self.question
        question.line = question.line or line
        if question.options:
            question.options[-1].append(text)
        else:
            question.text.append(text)

    def feed(self, bare: str, line: int) -> Iterator[Item]:
        answer = ANSWER.fullmatch(bare)
        option = OPTION.fullmatch(bare) or BARE_OPTION.fullmatch(bare)
        if answer:
            self.question.line = self.question.line or line
            yield from self.close(_check(self.question, answer[1], line), line)
        elif option and self._is_option(option[1]):
            self._option(option[1], option[2] if option.lastindex == 2 else "", line)
        elif bare:
            yield from self._words(" ".join(bare.split()), line)
        self.after_blank = not bare


def _read(text: str) -> Iterator[Item]:
    reader, lines = _Reader(), text.split("\n")
    for number, line in enumerate(lines, 1):
        yield from reader.feed(line.strip(), number)
    yield from reader.close(None, len(lines))


# --- the way back --------------------------------------------------------------------


def _missing(draft: QuestionDraft) -> list[str]:
    """What the format has no place for."""
    options = draft.value["options"]
    parts = {
        _("lời giải thích"): draft.value["explanation"],
        _("nhận xét cho phương án"): any(row["feedback"] for row in options),
        _("mã câu"): draft.code,
        _("nhóm"): draft.category,
        _("thẻ"): draft.tags,
        _("độ khó"): draft.difficulty != 2,
        _("trích dẫn và căn cứ"): draft.citation or draft.legal,
        _("thời hạn của đáp án"): draft.valid_from or draft.valid_to,
    }
    return [
        _("Aiken không ghi được %(part)s.") % {"part": part}
        for part, there in parts.items()
        if there
    ]


def _words(html: str, losses: dict[str, None]) -> str:
    words, lost = plain(html)
    losses |= dict.fromkeys(lost)
    if html != _html(words) and not lost:
        losses[_("Các đoạn được gộp thành một dòng.")] = None
    return words


def _question_line(html: str, losses: dict[str, None]) -> str:
    words = _words(html, losses)
    if OPTION.match(words) or BARE_OPTION.fullmatch(words) or ANSWER.match(words):
        losses[_("Thêm gạch đầu dòng để câu hỏi không lẫn với phương án.")] = None
        return NEUTRAL + words
    return words


class Refused(Exception):
    """The question cannot go into this format; the message says why."""


def _written(draft: QuestionDraft) -> tuple[str, tuple[str, ...]]:
    if draft.kind != "single":
        raise Refused(_("Aiken chỉ có câu chọn một đáp án."))
    losses = dict.fromkeys(_missing(draft))
    lines = [_question_line(draft.value["text"], losses)]
    rows = list(zip(ascii_uppercase, draft.value["options"], strict=False))
    texts = [_words(row["text"], losses) for _letter, row in rows]
    lines += [text and f"{ascii_uppercase[n]}. {text}" for n, text in enumerate(texts)]
    right = next(letter for letter, row in rows if row["is_right"])
    if not all(lines):
        raise Refused(_("Aiken không ghi được câu hỏi hay phương án chỉ có hình."))
    return "\n".join([*lines, f"ANSWER: {right}"]), tuple(losses)


class Aiken(Format):
    """The simplest format: plain words, one right option."""

    name = "aiken"
    label = gettext_lazy("Aiken")
    extension = "txt"
    content_type = "text/plain; charset=utf-8"

    def read(self, content: bytes) -> list[Item]:
        text = decode(content)
        if not any(map(ANSWER.fullmatch, map(str.strip, text.split("\n")))):
            raise UnusableFile(_("Tệp không có dòng ANSWER: nào, không phải Aiken."))
        return list(_read(text))

    def write(self, drafts: Iterable[QuestionDraft]) -> tuple[bytes, list[Item]]:
        blocks, items = [], []
        for number, draft in enumerate(drafts, 1):
            place = draft.code or _("câu %(number)s") % {"number": number}
            try:
                block, losses = _written(draft)
            except Refused as refused:
                items.append(Item(place=place, draft=draft, refusal=str(refused)))
                continue
            blocks.append(block)
            if losses:
                items.append(Item(place=place, draft=draft, losses=losses))
        return "\n\n".join([*blocks, ""]).encode(), items
