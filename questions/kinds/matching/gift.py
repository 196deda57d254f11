"""In GIFT: `{=left -> right = -> right that fits nothing}`."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from questions.formats.gift.source import Refused, Source, Target
from questions.formats.gift.syntax import escaped, restore

RANK = 1  # words of an option or a step may hold an arrow too


def fits(body: str) -> bool:
    return "=" in body and "->" in body


def read(body: str, source: Source) -> dict[str, Any]:
    pairs, distractors = [], []
    for piece in body.split("="):
        if not piece.strip():
            continue
        left, arrow, right = piece.partition("->")
        right = " ".join(restore(right).split())
        if not arrow or not right:
            said = _("Cặp “%(text)s” thiếu dấu -> hoặc vế phải.")
            raise Refused(said % {"text": restore(piece).strip()[:60]})
        if left := source.plain(left):
            pairs.append({"left": left, "right": right})
        else:
            distractors.append(right)
    if len(pairs) < 2:
        raise Refused(_("Cần ít nhất hai cặp."))
    return {"pairs": pairs, "distractors": distractors}


def written(
    pairs: Iterable[tuple[str, str]], distractors: Iterable[str], target: Target
) -> str:
    lines = [f"={target.plain(left)} -> {escaped(right)}" for left, right in pairs]
    lines += [f"= -> {escaped(right)}" for right in distractors]
    return "\n" + "\n".join(lines) + "\n"


def write(value: dict[str, Any], target: Target) -> tuple[str, str, str]:
    pairs = [(pair["left"], pair["right"]) for pair in value["pairs"]]
    body = written(pairs, value["distractors"], target)
    return target.question_text(value["text"]), body, ""
