"""In GIFT: `{}`, an answer that nobody but a person can mark."""

from typing import Any

from django.utils.translation import gettext as _

from questions.formats.gift.source import Source, Target

HIDDEN = ("rubric", "guide", "max_words")


def fits(body: str) -> bool:
    return not body


def read(body: str, source: Source) -> dict[str, Any]:
    return {"rubric": [], "guide": "", "max_words": None}


def write(value: dict[str, Any], target: Target) -> tuple[str, str, str]:
    if value["rubric"] or value["guide"] or value["max_words"]:
        target.lose(
            _("Phần mềm khác không đọc được tiêu chí, hướng dẫn chấm và số chữ tối đa.")
        )
    return target.question_text(value["text"]), "", ""
