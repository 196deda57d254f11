"""A text with gaps: typed words, a choice or a number. Each gap earns an equal part."""

import re
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from accounts.collation import collation_key
from questions.kinds.base import (
    Answer,
    Definition,
    Kind,
    Mismatch,
    Shown,
    Shows,
    field_of,
    has_repeats,
    mixed,
    share,
)
from questions.kinds.fill_in.gaps import (
    CHOICE,
    MODES,
    NUMBER,
    TEXT,
    choice_id,
    corrected_gap,
    is_right_in,
    right_in,
)
from questions.kinds.numeric import exact
from questions.kinds.rich import (
    CheckedBlock,
    Pictures,
    RichStructBlock,
    explanation_text,
    question_text,
    refused,
    source_of,
)
from questions.kinds.short_answer import folded_switch
from questions.kinds.texts import has_words
from questions.numbers import readings

PLACE = re.compile(r"\[\[(\d{1,3})\]\]")


class GapBlock(CheckedBlock):
    mode = blocks.ChoiceBlock(label=_("Cách trả lời"), choices=MODES, default=TEXT)
    accepted = blocks.ListBlock(
        blocks.CharBlock(label=_("Đáp án"), max_length=300),
        label=_("Đáp án"),
        min_num=1,
        max_num=20,
        help_text=_("Chọn trong danh sách thì ghi một đáp án; gõ chữ thì dùng được *."),
    )
    wrong = blocks.ListBlock(
        blocks.CharBlock(label=_("Lựa chọn sai"), max_length=300),
        label=_("Lựa chọn sai, khi chọn trong danh sách"),
        default=[],
        max_num=10,
    )
    tolerance = blocks.DecimalBlock(
        label=_("Sai số cho phép, khi điền số"),
        default=Decimal(0),
        min_value=Decimal(0),
        max_digits=24,
        decimal_places=8,
    )
    is_folded = folded_switch()

    def verify(self, value: Any) -> None:
        CHECKS[value["mode"]](value)


def _check_text(gap: Any) -> None:
    if not all(has_words(t, is_folded=gap["is_folded"]) for t in gap["accepted"]):
        raise refused(accepted=_("Mỗi đáp án cần có ít nhất một chữ hoặc chữ số."))


def _check_choice(gap: Any) -> None:
    if len(gap["accepted"]) != 1:
        raise refused(accepted=_("Chọn trong danh sách thì chỉ có một đáp án."))
    if not gap["wrong"]:
        raise refused(wrong=_("Thêm ít nhất một lựa chọn sai."))
    if has_repeats([*gap["accepted"], *gap["wrong"]]):
        raise refused(wrong=_("Hai lựa chọn giống nhau. Sửa hoặc bỏ một lựa chọn."))


def _check_number(gap: Any) -> None:
    if not all(readings(text) for text in gap["accepted"]):
        raise refused(accepted=_("Đáp án phải là số, ví dụ 28,81."))


CHECKS = {TEXT: _check_text, CHOICE: _check_choice, NUMBER: _check_number}


class FillInBlock(RichStructBlock):
    text = question_text(
        help_text=_("Viết [[1]], [[2]] … vào chỗ trống, mỗi số một lần.")
    )
    gaps = blocks.ListBlock(
        GapBlock(label=_("Chỗ trống")),
        label=_("Các chỗ trống theo thứ tự [[1]], [[2]] …"),
        min_num=1,
        max_num=20,
    )
    explanation = explanation_text()

    class Meta:
        icon = "form"
        label = _("Điền chỗ trống")

    def verify(self, value: Any) -> None:
        super().verify(value)
        found = Counter(int(n) for n in PLACE.findall(source_of(value["text"])))
        if found != Counter(range(1, len(value["gaps"]) + 1)):
            raise refused(
                text=_(
                    "Câu hỏi phải có [[1]], [[2]] … đúng bằng số chỗ trống ghi dưới "
                    "đây, mỗi số một lần và không tô đậm một phần."
                )
            )


def frozen_gap(number: int, gap: Any) -> Definition:
    accepted = [text.strip() for text in gap["accepted"] if text]
    frozen = {"id": str(number), "mode": gap["mode"], "accepted": accepted}
    if gap["mode"] == CHOICE:
        texts = {choice_id(t): t.strip() for t in [*accepted, *gap["wrong"]] if t}
        ordered = sorted(texts.items(), key=lambda item: collation_key(item[1]))
        return frozen | {"options": [{"id": i, "text": t} for i, t in ordered]}
    if gap["mode"] == NUMBER:
        return frozen | {"tolerance": exact(gap["tolerance"])}
    return frozen | {"folded": bool(gap["is_folded"])}


class FillIn(Kind):
    """Answer: {"gaps": {gap id: as typed, or the id of the option}}."""

    name = "fill_in"
    label = _("Điền chỗ trống")
    instruction = _("điền chỗ trống")
    block = FillInBlock
    part_label = _("Chỗ trống")
    outcome_template = "questions/outcomes/rows.html"

    def freeze(self, value: blocks.StructValue, pictures: Pictures) -> Definition:
        return {"gaps": [frozen_gap(n, gap) for n, gap in enumerate(value["gaps"], 1)]}

    def shuffled(self, definition: Definition, rng: Random) -> Definition:
        gaps = [
            gap | {"options": mixed(gap["options"], rng)} if "options" in gap else gap
            for gap in definition["gaps"]
        ]
        return {"gaps": gaps}

    def public(self, definition: Definition) -> Shown:
        names = ("id", "mode", "options")
        gaps = [{n: gap[n] for n in names if n in gap} for gap in definition["gaps"]]
        return {"gaps": gaps}

    def given(self, answer: Answer) -> dict[str, str]:
        gaps = field_of(answer, "gaps", dict) or {}
        return {i: text for i, text in gaps.items() if isinstance(text, str)}

    def controls(self, shown: Shown, answer: Answer) -> dict[str, Any]:
        """The text in parts: words and controls in the order they are read."""
        given = self.given(answer)
        gaps = {gap["id"]: gap for gap in shown["gaps"]}
        parts: list[dict[str, Any]] = []
        for index, part in enumerate(PLACE.split(shown["text"])):
            if index % 2 == 0:
                parts.append({"html": part})
            elif (gap := gaps.pop(part, None)) is not None:
                parts.append({"gap": gap | {"given": given.get(part, "")}})
        # A draft in preview may have gaps that its text does not name yet.
        parts += [{"gap": gap | {"given": ""}} for gap in gaps.values()]
        return {"text": "", "parts": parts}

    def read(self, shown: Shown, form: QueryDict, prefix: str) -> Answer:
        gaps = {}
        for gap in shown["gaps"]:
            text = form.get(f"{prefix}-{gap['id']}", "").strip()[:300]
            known = {option["id"] for option in gap.get("options", [])}
            if text and (text in known or gap["mode"] != CHOICE):
                gaps[gap["id"]] = text
        return {"gaps": gaps} if gaps else None

    def mark(self, definition: Definition, answer: Answer, max_points: int) -> int:
        given, gaps = self.given(answer), definition["gaps"]
        hits = sum(is_right_in(gap, given.get(gap["id"], "")) for gap in gaps)
        return share(Fraction(hits, max(len(gaps), 1)), max_points)

    def outcome(
        self, definition: Definition, answer: Answer, shows: Shows
    ) -> dict[str, Any]:
        given = self.given(answer)
        rows = []
        for gap in definition["gaps"]:
            typed = given.get(gap["id"], "")
            texts = {option["id"]: option["text"] for option in gap.get("options", [])}
            label = gettext("Chỗ trống %(number)s") % {"number": gap["id"]}
            row = {"html": label, "given": texts.get(typed) if texts else typed}
            if shows.key:
                row |= {"right": right_in(gap), "is_right": is_right_in(gap, typed)}
            rows.append(row)
        blanks = PLACE.sub(r"(\1)&nbsp;……", definition["text"])
        return {"text": blanks, "rows": rows}

    def rekeyed(self, frozen: Definition, corrected: Definition) -> Definition:
        now = {gap["id"]: gap for gap in corrected["gaps"]}
        if [gap["id"] for gap in frozen["gaps"]] != list(now):
            raise Mismatch(gettext("Số chỗ trống đã đổi so với lúc làm bài."))
        return {"gaps": [corrected_gap(gap, now[gap["id"]]) for gap in frozen["gaps"]]}
