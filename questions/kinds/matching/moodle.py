"""Pairs to match, as Moodle's matching; without a left side it is a distractor."""

from html import escape
from typing import Any

from django.utils.translation import gettext as _

from questions.formats.moodle.reading import Refused, Source
from questions.formats.moodle.writing import Target

TYPES = ("matching", "match")  # the first is what we write


def read(source: Source) -> dict[str, Any]:
    pairs, distractors = [], []
    for node in source.element.findall("subquestion"):
        left, right = source.plain(node), source.words(node.find("answer"))
        if left and right:
            pairs.append({"left": left, "right": right})
        elif right:
            distractors.append(right)
        elif left:
            source.lose(_("Bỏ vế trái không có vế phải: %(text)s.") % {"text": left})
    if len(pairs) < 2:
        raise Refused(_("Cần ít nhất hai cặp để ghép."))
    return {"pairs": pairs, "distractors": distractors}


def write(value: dict[str, Any], target: Target) -> None:
    target.leaf("shuffleanswers", "true")
    lone = [{"left": "", "right": text} for text in value["distractors"]]
    for pair in [*value["pairs"], *lone]:
        node = target.rich("subquestion", escape(pair["left"], quote=False))
        target.words("answer", pair["right"], node)
