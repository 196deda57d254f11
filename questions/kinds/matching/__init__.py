"""Pairs to match. Equal texts on the right are one choice; some may fit nothing."""

from fractions import Fraction
from hashlib import sha256
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
    plain_html,
    same_text,
    share,
)
from questions.kinds.rich import (
    Pictures,
    RichStructBlock,
    explanation_text,
    question_text,
    refused,
)


class PairBlock(blocks.StructBlock):
    left = blocks.CharBlock(label=_("Vế trái"), max_length=300)
    right = blocks.CharBlock(label=_("Vế phải"), max_length=300)


class MatchingBlock(RichStructBlock):
    text = question_text()
    pairs = blocks.ListBlock(
        PairBlock(label=_("Cặp")),
        label=_("Các cặp đúng"),
        min_num=2,
        max_num=12,
        help_text=_("Hai vế phải giống nhau được coi là một, chọn cái nào cũng đúng."),
    )
    distractors = blocks.ListBlock(
        blocks.CharBlock(label=_("Vế phải thừa"), max_length=300),
        label=_("Vế phải thừa, không ghép với vế nào"),
        default=[],
        max_num=6,
    )
    explanation = explanation_text()

    class Meta:
        icon = "link"
        label = _("Ghép cặp")

    def verify(self, value: Any) -> None:
        super().verify(value)
        if has_repeats(pair["left"] for pair in value["pairs"]):
            raise refused(pairs=_("Hai vế trái giống nhau. Sửa hoặc bỏ một cặp."))


def right_id(text: str | None) -> str:
    """Equal texts are one choice, and an id that tells nothing of the pair."""
    return sha256(same_text(text or "").encode()).hexdigest()[:12]


def _right_texts(definition: Definition) -> dict[str, str]:
    """What belongs to each left text."""
    texts = {right["id"]: same_text(right["text"]) for right in definition["rights"]}
    key = definition["key"]
    return {same_text(x["html"]): texts[key[x["id"]]] for x in definition["lefts"]}


class Matching(Kind):
    """Answer: {"pairs": {left id: right id}}. Each right pair earns its part."""

    name = "matching"
    label = _("Ghép cặp")
    instruction = _("ghép cặp")
    block = MatchingBlock
    part_label = _("Cặp")
    outcome_template = "questions/outcomes/rows.html"

    def freeze(self, value: blocks.StructValue, pictures: Pictures) -> Definition:
        pairs = list(value["pairs"].bound_blocks)
        texts = [pair.value["right"] for pair in pairs] + list(value["distractors"])
        rights = {right_id(text): (text or "").strip() for text in texts}
        ordered = sorted(rights.items(), key=lambda item: collation_key(item[1]))
        return {
            "lefts": [{"id": p.id, "html": plain_html(p.value["left"])} for p in pairs],
            "rights": [{"id": i, "text": t} for i, t in ordered],
            "key": {p.id: right_id(p.value["right"]) for p in pairs},
        }

    def shuffled(self, definition: Definition, rng: Random) -> Definition:
        return {name: mixed(definition[name], rng) for name in ("lefts", "rights")}

    def public(self, definition: Definition) -> Shown:
        return {"lefts": definition["lefts"], "rights": definition["rights"]}

    def chosen(self, answer: Answer) -> dict[str, str]:
        pairs = field_of(answer, "pairs", dict) or {}
        return {left: r for left, r in pairs.items() if isinstance(r, str)}

    def controls(self, shown: Shown, answer: Answer) -> dict[str, Any]:
        chosen = self.chosen(answer)
        rows = [left | {"chosen": chosen.get(left["id"])} for left in shown["lefts"]]
        return {"rows": rows, "choices": shown["rights"]}

    def read(self, shown: Shown, form: QueryDict, prefix: str) -> Answer:
        known = {right["id"] for right in shown["rights"]}
        picked = {
            left["id"]: form.get(f"{prefix}-{left['id']}") for left in shown["lefts"]
        }
        pairs = {left: right for left, right in picked.items() if right in known}
        return {"pairs": pairs} if pairs else None

    def mark(self, definition: Definition, answer: Answer, max_points: int) -> int:
        chosen, key = self.chosen(answer), definition["key"]
        hits = sum(chosen.get(left) == right for left, right in key.items())
        return share(Fraction(hits, len(key)), max_points)

    def outcome(
        self, definition: Definition, answer: Answer, shows: Shows
    ) -> dict[str, Any]:
        chosen, key = self.chosen(answer), definition["key"]
        texts = {right["id"]: right["text"] for right in definition["rights"]}
        rows = [
            {"html": left["html"], "given": texts.get(chosen.get(left["id"]))}
            for left in definition["lefts"]
        ]
        if shows.key:
            for row, left in zip(rows, definition["lefts"], strict=True):
                row["right"] = texts[key[left["id"]]]
                row["is_right"] = chosen.get(left["id"]) == key[left["id"]]
        return {"rows": rows}

    def rekeyed(self, frozen: Definition, corrected: Definition) -> Definition:
        wanted = _right_texts(corrected)
        rights = {same_text(right["text"]): right["id"] for right in frozen["rights"]}
        key = {}
        for left in frozen["lefts"]:
            text = wanted.get(same_text(left["html"]))
            if text is None:
                raise Mismatch(gettext("Một vế trái đã đổi lời hoặc không còn."))
            if text not in rights:
                said = gettext("Vế phải đúng không có trong các vế đã cho xem.")
                raise Mismatch(said)
            key[left["id"]] = rights[text]
        return {"key": key}

    def chance(self, definition: Definition) -> Fraction | None:
        """Each left side one of the rights."""
        return Fraction(1, len(definition["rights"]))
