"""In GIFT: Moodle's `{>…}` is read; written are pairs of place and step.

Every program reads pairs; the plug-in that reads `{>…}` is not everywhere.
"""

import re
from typing import Any

from django.utils.translation import gettext as _

from questions.formats.gift.source import Refused, Source, Target
from questions.kinds.matching.gift import written

SETTING = re.compile(
    r"[0-9]+|ALL|RANDOM|CONTIGUOUS|EXACT|H|HORI|HORIZONTAL|V|VERT|VERTICAL|SHOW|HIDE"
    r"|TRUE|FALSE|YES|NO|NONE|ABC|IIII|ALL_OR_NOTHING|ABS|ABSOLUTE|ABSOLUTE_POSITION"
    r"|REL|RELATIVE(_[A-Z_]+)?|LONGEST_[A-Z_]+"
)
WHOLE = {"ALL_OR_NOTHING", "EXACT"}


def fits(body: str) -> bool:
    return body.startswith(">")


def read(body: str, source: Source) -> dict[str, Any]:
    first, *lines = body.removeprefix(">").split("\n")
    words, said = first.split(), set()
    while words and SETTING.fullmatch(words[0]):
        said.add(words.pop(0))
    items = [source.plain(line) for line in [" ".join(words), *lines] if line.strip()]
    if len(items) < 2:
        raise Refused(_("Cần ít nhất hai bước, mỗi bước một dòng."))
    return {"items": items, "is_partial": not said & WHOLE}


def revive(
    kind: str, seen: dict[str, Any], old: dict[str, Any]
) -> dict[str, Any] | None:
    """The steps of the pairs that `write` made, edited since; None for another kind."""
    if kind == "ordering":
        return seen
    if kind != "matching" or not all(p["left"].isdecimal() for p in seen["pairs"]):
        return None
    pairs = sorted(seen["pairs"], key=lambda pair: int(pair["left"]))
    return {
        "text": seen["text"],
        "explanation": seen["explanation"],
        "items": [pair["right"] for pair in pairs],
        "is_partial": old["is_partial"],
    }


def write(value: dict[str, Any], target: Target) -> tuple[str, str, str]:
    target.lose(_("Phần mềm khác đọc câu sắp thứ tự thành câu ghép số với bước."))
    pairs = [(str(place), item) for place, item in enumerate(value["items"], 1)]
    return target.question_text(value["text"]), written(pairs, (), target), ""
