"""One frozen gap and what was put into it. Pure."""

from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from questions.kinds.base import Mismatch, same_text
from questions.kinds.texts import accepts, readable
from questions.numbers import readings

TEXT, CHOICE, NUMBER = "text", "choice", "number"
MODES = [
    (TEXT, _("Gõ chữ")),
    (CHOICE, _("Chọn trong danh sách")),
    (NUMBER, _("Điền số")),
]

Gap = dict[str, Any]


def choice_id(text: str) -> str:
    """Equal texts are one choice, and an id that tells nothing of the key."""
    return sha256(same_text(text).encode()).hexdigest()[:12]


def is_right_in(gap: Gap, given: str) -> bool:
    """Whether what was typed or chosen fits the gap; any text, never raises."""
    accepted = gap["accepted"]
    if gap["mode"] == CHOICE:
        return given in {choice_id(text) for text in accepted}
    if gap["mode"] == NUMBER:
        tolerance = Decimal(gap["tolerance"])
        wanted = {number for text in accepted for number in readings(text)}
        found = readings(given)
        return any(abs(n - right) <= tolerance for n in found for right in wanted)
    return any(accepts(text, given, is_folded=gap["folded"]) for text in accepted)


def right_in(gap: Gap) -> str:
    """The answer as the result shows it."""
    first = next(iter(gap["accepted"]), "")
    return readable(first) if gap["mode"] == TEXT else first


def corrected_gap(frozen: Gap, corrected: Gap) -> Gap:
    """The gap with the key of the corrected one; raises Mismatch."""
    if frozen["mode"] != corrected["mode"]:
        said = gettext("Cách trả lời một chỗ trống đã đổi so với lúc làm bài.")
        raise Mismatch(said)
    shown = {same_text(option["text"]) for option in frozen.get("options", [])}
    if shown and not {same_text(text) for text in corrected["accepted"]} <= shown:
        said = gettext("Đáp án đúng không có trong các lựa chọn đã cho xem.")
        raise Mismatch(said)
    names = ("accepted", "tolerance", "folded")
    return frozen | {n: corrected[n] for n in names if n in corrected}
