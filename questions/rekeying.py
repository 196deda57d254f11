"""A corrected key put into a definition that an attempt froze. Pure.

The frozen wording and the order in which it was shown stay; what marking reads is
taken from the corrected question. Texts tell what belongs together: ids too, where
the wording of an option changed but not whether it is right.
"""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from questions.kinds import Definition
from questions.kinds.base import same_text


class Mismatch(Exception):
    """The frozen question and the corrected one are not the same; says what differs."""


def rekeyed(frozen: Definition, corrected: Definition) -> Definition:
    """The frozen definition with the key of the corrected one.

    Equal to `frozen` when all that marking reads is the same already. Raises Mismatch, with a sentence
    for the trainer, when what was shown then cannot be told from the new wording.
    """
    kind = frozen["kind"]
    if kind != corrected["kind"]:
        raise Mismatch(_("Câu hỏi đã đổi sang dạng khác."))
    if not can_rekey(kind):
        raise Mismatch(_("Dạng câu này do người chấm, không có đáp án để sửa."))
    if not _same(frozen["text"], corrected["text"]):
        raise Mismatch(_("Lời câu hỏi đã đổi so với lúc làm bài."))
    return frozen | KEYS[kind](frozen, corrected)


def can_rekey(kind: str) -> bool:
    """Whether a machine marks this kind by a key."""
    return kind in KEYS


def _same(one: str, other: str) -> bool:
    return same_text(one) == same_text(other)


def _rules(corrected: Definition, *names: str) -> Definition:
    """Rules of marking that the corrected question has."""
    return {name: corrected[name] for name in names if name in corrected}


# --- options ----------------------------------------------------------------------


def _right_options(frozen: Definition, corrected: Definition) -> list[str]:
    """Ids of the frozen options that are right by the corrected key."""
    was, now = _ids(frozen["key"]), _ids(corrected["key"])
    by_text = {same_text(o["html"]): o["id"] in now for o in corrected["options"]}
    by_id = {o["id"]: o["id"] in now for o in corrected["options"]}
    right = []
    for option in frozen["options"]:
        is_right = by_text.get(same_text(option["html"]))
        if is_right is None:  # reworded: harmless when its being right did not change
            is_right = by_id.get(option["id"])
            if is_right is not (option["id"] in was):
                raise Mismatch(_("Một phương án đã đổi lời hoặc không còn."))
        if is_right:
            right.append(option["id"])
    if not right:
        raise Mismatch(_("Đáp án đúng không có trong các phương án đã cho xem."))
    return right


def _ids(key: str | list[str]) -> set[str]:
    return {key} if isinstance(key, str) else set(key)


def _single(frozen: Definition, corrected: Definition) -> Definition:
    right = _right_options(frozen, corrected)
    if len(right) > 1:
        raise Mismatch(_("Hai phương án đã cho xem đều ứng với đáp án đúng."))
    return {"key": right[0]}


def _multiple(frozen: Definition, corrected: Definition) -> Definition:
    right = _right_options(frozen, corrected)
    same = set(right) == set(frozen["key"])
    key = frozen["key"] if same else right
    return {"key": key} | _rules(corrected, "partial")


def _true_false(frozen: Definition, corrected: Definition) -> Definition:
    return {"key": corrected["key"]}


# --- typed ------------------------------------------------------------------------


def _numeric(frozen: Definition, corrected: Definition) -> Definition:
    if not _same(frozen["unit"], corrected["unit"]):
        raise Mismatch(_("Đơn vị của đáp số đã đổi so với lúc làm bài."))
    return _rules(corrected, "value", "tolerance")


def _short_answer(frozen: Definition, corrected: Definition) -> Definition:
    return _rules(corrected, "accepted", "folded")


def _fill_in(frozen: Definition, corrected: Definition) -> Definition:
    now = {gap["id"]: gap for gap in corrected["gaps"]}
    if [gap["id"] for gap in frozen["gaps"]] != list(now):
        raise Mismatch(_("Số chỗ trống đã đổi so với lúc làm bài."))
    return {"gaps": [_gap(gap, now[gap["id"]]) for gap in frozen["gaps"]]}


def _gap(frozen: Definition, corrected: Definition) -> Definition:
    if frozen["mode"] != corrected["mode"]:
        raise Mismatch(_("Cách trả lời một chỗ trống đã đổi so với lúc làm bài."))
    shown = {same_text(option["text"]) for option in frozen.get("options", [])}
    if shown and not {same_text(text) for text in corrected["accepted"]} <= shown:
        raise Mismatch(_("Đáp án đúng không có trong các lựa chọn đã cho xem."))
    return frozen | _rules(corrected, "accepted", "tolerance", "folded")


# --- rows -------------------------------------------------------------------------


def _ordering(frozen: Definition, corrected: Definition) -> Definition:
    """The new order of the same steps; equal steps are interchangeable."""
    shown = {item["id"]: same_text(item["html"]) for item in frozen["items"]}
    texts = {item["id"]: same_text(item["html"]) for item in corrected["items"]}
    wanted = [texts[i] for i in corrected["key"]]
    if sorted(shown.values()) != sorted(wanted):
        raise Mismatch(_("Các bước đã đổi so với lúc làm bài."))
    if [shown[i] for i in frozen["key"]] == wanted:
        key = frozen["key"]
    else:
        left = list(frozen["key"])
        key = [_take(left, lambda i, text=text: shown[i] == text) for text in wanted]
    return {"key": key} | _rules(corrected, "partial")


def _take(items: list[str], matches: Callable[[str], bool]) -> str:
    found = next(item for item in items if matches(item))
    items.remove(found)
    return found


def _matching(frozen: Definition, corrected: Definition) -> Definition:
    wanted = _right_texts(corrected)
    rights = {same_text(right["text"]): right["id"] for right in frozen["rights"]}
    key = {}
    for left in frozen["lefts"]:
        text = wanted.get(same_text(left["html"]))
        if text is None:
            raise Mismatch(_("Một vế trái đã đổi lời hoặc không còn."))
        if text not in rights:
            raise Mismatch(_("Vế phải đúng không có trong các vế đã cho xem."))
        key[left["id"]] = rights[text]
    return {"key": key}


def _right_texts(definition: Definition) -> dict[str, str]:
    """What belongs to each left text."""
    texts = {right["id"]: same_text(right["text"]) for right in definition["rights"]}
    key = definition["key"]
    return {same_text(x["html"]): texts[key[x["id"]]] for x in definition["lefts"]}


KEYS: dict[str, Callable[[Definition, Definition], Definition]] = {
    "single": _single,
    "multiple": _multiple,
    "true_false": _true_false,
    "numeric": _numeric,
    "short_answer": _short_answer,
    "ordering": _ordering,
    "matching": _matching,
    "fill_in": _fill_in,
}
