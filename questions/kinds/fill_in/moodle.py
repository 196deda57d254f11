"""A text with gaps, as Moodle's cloze; gapselect and ddwtos are read too."""

import re
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from questions.formats.moodle import cloze
from questions.formats.moodle.reading import Refused, Source, decimal_of
from questions.formats.moodle.writing import Target
from questions.numbers import readings

TYPES = ("cloze", "multianswer", "gapselect", "ddwtos")  # the first is what we write
PLACE = re.compile(r"\[\[(\d{1,3})\]\]")
Gap = dict[str, Any]


# --- in ---------------------------------------------------------------------------


def read(source: Source) -> dict[str, Any]:
    node = source.element.find("questiontext")
    html = source.html(node)
    is_cloze = source.type in ("cloze", "multianswer")
    html, gaps = _cloze(source, html) if is_cloze else _selected(source, html)
    if not gaps:
        raise Refused(_("Không tìm thấy chỗ trống nào trong câu."))
    return {"text": source.rich_html(html, node), "gaps": gaps}


def _cloze(source: Source, html: str) -> tuple[str, list[Gap]]:
    html = PLACE.sub(r"[ \1 ]", html)
    found = list(cloze.GAP.finditer(html))
    if len({match[1] or "1" for match in found}) > 1:
        source.lose(_("Các chỗ trống có trọng số khác nhau, ở đây bằng nhau."))
    gaps = [_gap(source, match[2], match[3]) for match in found]
    order = _order(source, len(gaps))
    numbers = iter(order)
    html = cloze.GAP.sub(lambda _match: f"[[{next(numbers)}]]", html)
    pairs = zip(order, gaps, strict=True)
    return html, [gap for _number, gap in sorted(pairs, key=lambda pair: pair[0])]


def _order(source: Source, count: int) -> list[int]:
    """The numbers of the gaps as they stand in the text: our author's own, or 1, 2 …"""
    plain = list(range(1, count + 1))
    own = source.own("order", list) or plain
    is_whole = all(type(number) is int for number in own) and sorted(own) == plain
    return own if is_whole else plain


def _gap(source: Source, name: str, body: str) -> Gap:
    parts = cloze.alternatives(body, is_number=name in cloze.NUMBER)
    if any(part.has_feedback for part in parts):
        source.lose(_("Bỏ lời phản hồi ở từng chỗ trống."))
    if any(0 < part.share < 100 for part in parts):
        source.lose(_("Bỏ các đáp án chỉ được một phần điểm."))
    rights = [part for part in parts if part.share >= 100 and part.text]
    if not rights:
        raise Refused(_("Có chỗ trống không có đáp án nào được 100%."))
    texts = list(dict.fromkeys(part.text for part in rights))
    if name in cloze.CHOICE:
        return _choice_gap(source, parts, texts)
    if name in cloze.NUMBER:
        return _number_gap(source, rights)
    if name not in cloze.TEXT | cloze.EXACT:
        raise Refused(
            _("Chỗ trống dạng “%(name)s” của Moodle chưa có ở đây.") % {"name": name}
        )
    if name in cloze.TEXT:
        source.lose_marks(texts)
    return _new_gap("text", texts, is_folded=name in cloze.TEXT)


def _new_gap(mode: str, accepted: list[str], **more: Any) -> Gap:
    plain = {"wrong": [], "tolerance": Decimal(0), "is_folded": True}
    return {"mode": mode, "accepted": accepted} | plain | more


def _choice_gap(
    source: Source, parts: list[cloze.Alternative], texts: list[str]
) -> Gap:
    if len(texts) > 1:
        raise Refused(_("Có chỗ trống mà hai lựa chọn cùng được 100%."))
    if any(part.is_marked_up for part in parts):
        source.lose(_("Bỏ định dạng của chữ trong các lựa chọn."))
    others = [part.text for part in parts if part.share < 100]
    wrong = [text for text in dict.fromkeys(others) if text and text != texts[0]]
    if not wrong:
        raise Refused(_("Có chỗ trống chỉ có một lựa chọn."))
    return _new_gap("choice", texts, wrong=wrong)


def _number_gap(source: Source, rights: list[cloze.Alternative]) -> Gap:
    if any(decimal_of(part.text) is None for part in rights):
        raise Refused(_("Có chỗ trống cần một con số nhưng đáp án không phải số."))
    if len({part.tolerance for part in rights}) > 1:
        source.lose(_("Các đáp số có sai số khác nhau; giữ sai số đầu tiên."))
    typed = source.own("typed", dict) or {}
    accepted = [
        str(typed.get(part.text) or part.text.replace(".", ",")) for part in rights
    ]
    return _new_gap("number", accepted, tolerance=rights[0].tolerance)


def _selected(source: Source, html: str) -> tuple[str, list[Gap]]:
    """gapselect and ddwtos: [[2]] is filled by the second word of the list."""
    nodes = [
        *source.element.findall("selectoption"),
        *source.element.findall("dragbox"),
    ]
    words = [(node.findtext("group") or "1", source.plain(node)) for node in nodes]
    keys = [int(number) for number in PLACE.findall(html)]
    if any(not 1 <= key <= len(words) for key in keys):
        raise Refused(_("Có chỗ trống trỏ đến một từ không có trong danh sách."))
    gaps = []
    for key in keys:
        group, right = words[key - 1]
        others = [word for other, word in words if other == group and word != right]
        wrong = list(dict.fromkeys(others))
        gaps.append(_new_gap("choice", [right], wrong=wrong))
    numbers = iter(range(1, len(keys) + 1))
    return PLACE.sub(lambda _match: f"[[{next(numbers)}]]", html), gaps


# --- out --------------------------------------------------------------------------


def question_text(value: dict[str, Any], target: Target) -> str:
    """The whole question stands in its text."""
    order = [int(number) for number in PLACE.findall(value["text"])]
    if order != sorted(order):
        target.extras["order"] = order
    typed: dict[str, str] = {}
    pieces = PLACE.split(value["text"])
    for index in range(0, len(pieces), 2):
        pieces[index] = cloze.outside(pieces[index])
    for index in range(1, len(pieces), 2):
        pieces[index] = _written(value["gaps"][int(pieces[index]) - 1], typed)
    if typed:
        target.extras["typed"] = typed
    texts = [gap for gap in value["gaps"] if gap["mode"] == "text"]
    target.fold(is_folded=any(gap["is_folded"] for gap in texts))
    return "".join(pieces)


def _written(gap: Gap, typed: dict[str, str]) -> str:
    if gap["mode"] == "number":
        numbers = [_number(text, typed) for text in gap["accepted"]]
        tolerance = f"{gap['tolerance'] or Decimal(0):f}"
        answers = "~".join(f"={number}:{tolerance}" for number in numbers)
        return f"{{1:NUMERICAL:{answers}}}"
    rights = [f"={cloze.encoded(text)}" for text in gap["accepted"]]
    if gap["mode"] == "choice":
        wrong = [cloze.encoded(text) for text in gap["wrong"]]
        return f"{{1:MULTICHOICE:{'~'.join([*rights, *wrong])}}}"
    name = "SHORTANSWER" if gap["is_folded"] else "SHORTANSWER_C"
    return f"{{1:{name}:{'~'.join(rights)}}}"


def _number(text: str, typed: dict[str, str]) -> str:
    """As Moodle reads it; "1.534" is Vietnamese, one thousand and more."""
    found = readings(text) or {Decimal(0)}
    number = max(found, key=abs) if "." in text else min(found, key=abs)
    shown = f"{number:f}"
    if shown.replace(".", ",") != text:
        typed[shown] = text
    return shown


def write(value: dict[str, Any], target: Target) -> None:
    """Nothing beside the text."""
