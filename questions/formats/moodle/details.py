"""What is around a question in Moodle XML: its category, tags, number, our extras."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from questions.formats.draft import QuestionDraft
from questions.formats.moodle.reading import Source, decimal_of, one_line, raw_text
from questions.formats.moodle.writing import Target

CONTEXT = re.compile(r"\$\w+\$(?:/|$)")
TOP = "$course$/top"
# What Moodle itself puts into every choice question; nobody wrote it.
STOCK = {
    "your answer is correct.",
    "your answer is partially correct.",
    "your answer is incorrect.",
    "câu trả lời của bạn đúng",
    "câu trả lời của bạn đúng một phần.",
    "câu trả lời của bạn sai.",
}


def path_names(path: str) -> tuple[str, ...]:
    """ "$course$/top/Thủ tục/Thu//chi" → ("Thủ tục", "Thu/chi")."""
    path = CONTEXT.sub("", path.strip(), count=1)
    parts = [one_line(part) for part in re.split(r"(?<!/)/(?!/)", path)]
    names = [part.replace("//", "/") for part in parts if part]
    return tuple(names[1:] if names[:1] == ["top"] else names)


def names_path(names: tuple[str, ...]) -> str:
    return "/".join([TOP, *(name.replace("/", "//") for name in names)])


def draft(
    source: Source, kind: str, value: dict[str, Any], category: tuple[str, ...]
) -> QuestionDraft:
    """The question with all that is around it; losses are noted in the source."""
    _lose_rules(source)
    tags = source.element.findall("tags/tag")
    names = [source.words(tag) for tag in tags]
    legal = source.own("legal", list) or []
    own = source.own("category", list)
    return QuestionDraft(
        code=source.line("idnumber"),
        kind=kind,
        value=value,
        citation=source.own("citation", str) or "",
        legal=[code for code in legal if isinstance(code, str)],
        valid_from=_day(source.own("valid_from", str)),
        valid_to=_day(source.own("valid_to", str)),
        category=_strings(own) if own else category,
        tags=tuple(dict.fromkeys(name for name in names if name)),
        difficulty=_difficulty(source),
        pictures=source.pictures.used_in("".join(_texts(value))),
    )


def add_extras(one: QuestionDraft, target: Target) -> None:
    """What Moodle has no place for."""
    around = {
        "citation": one.citation,
        "legal": list(one.legal),
        "valid_from": one.valid_from.isoformat() if one.valid_from else "",
        "valid_to": one.valid_to.isoformat() if one.valid_to else "",
        "difficulty": one.difficulty if one.difficulty != 2 else 0,
    }
    if path_names(names_path(one.category)) != one.category:  # a name ends in "/"
        around["category"] = list(one.category)
    target.extras |= {name: value for name, value in around.items() if value}


def _texts(value: Any) -> Iterator[str]:
    """Every text in a block's value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def _strings(values: list[Any]) -> tuple[str, ...]:
    return tuple(value for value in values if isinstance(value, str))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _difficulty(source: Source) -> int:
    level = source.own("difficulty", int)
    return level if level in (1, 2, 3) else 2


def _lose_rules(source: Source) -> None:
    """Rules that Moodle keeps with the question and we with the quiz, or not at all."""
    grade = decimal_of(source.line("defaultgrade"))
    if grade is not None and grade != Decimal(1) and source.type != "cloze":
        given = {"points": f"{grade.normalize():f}".replace(".", ",")}
        said = _("Điểm mặc định %(points)s: số điểm đặt ở bài kiểm tra, không ở câu.")
        source.lose(said % given)
    if source.is_on("hidden"):
        source.lose(_("Câu này đang ẩn ở Moodle; nhập vào thì thành câu thường."))
    if any(raw_text(hint).strip() for hint in source.element.findall("hint")):
        source.lose(_("Bỏ gợi ý khi làm lại."))
    if any(_is_written(source, f"{name}feedback") for name in _COMMON):
        source.lose(_("Bỏ lời phản hồi chung cho câu đúng, đúng một phần hoặc sai."))


_COMMON = ("correct", "partiallycorrect", "incorrect")


def _is_written(source: Source, path: str) -> bool:
    words = re.sub(r"<[^>]*>", "", source.line(path)).strip()
    return bool(words) and words.casefold() not in STOCK
