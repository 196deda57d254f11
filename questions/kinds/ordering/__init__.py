"""Steps to put in order. Exact: one step out of place and nothing is right."""

from random import Random
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from questions.kinds.base import (
    Answer,
    Definition,
    Kind,
    Shown,
    explanation_text,
    field_of,
    has_repeats,
    plain_html,
    question_text,
    refused,
)

UP, DOWN = "len", "xuong"


class OrderingBlock(blocks.StructBlock):
    text = question_text()
    items = blocks.ListBlock(
        blocks.CharBlock(label=_("Bước"), max_length=500),
        label=_("Các bước theo thứ tự đúng"),
        min_num=2,
        max_num=12,
        help_text=_("Ghi theo thứ tự đúng; học viên luôn thấy thứ tự đã xáo trộn."),
    )
    explanation = explanation_text()

    class Meta:
        icon = "list-ol"
        label = _("Sắp thứ tự")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if has_repeats(cleaned["items"]) and len(set(cleaned["items"])) == 1:
            raise refused(items=_("Các bước giống hệt nhau thì không có gì để sắp."))
        return cleaned


def disordered(items: list[dict], shuffle: Random | None) -> list[dict]:
    """Any order but the right one: shown as written, the question answers itself."""
    rng = shuffle or Random("|".join(item["html"] for item in items))  # noqa: S311
    shown = rng.sample(items, len(items))
    same = [i["html"] for i in shown] == [i["html"] for i in items]
    return [*shown[1:], shown[0]] if same else shown


class Ordering(Kind):
    """Answer: {"positions": {item id: 1 … n}}, gaps and repeats kept as typed."""

    name = "ordering"
    label = _("Sắp thứ tự")
    instruction = _("sắp thứ tự")
    block = OrderingBlock
    outcome_template = "questions/outcomes/rows.html"

    def freeze(self, value: blocks.StructValue, shuffle: Random | None) -> Definition:
        items = [
            {"id": item.id, "html": plain_html(item.value)}
            for item in value["items"].bound_blocks
        ]
        key = [item["id"] for item in items]
        return {"items": disordered(items, shuffle), "key": key}

    def public(self, definition: Definition) -> Shown:
        return {"items": definition["items"]}

    def controls(self, shown: Shown, answer: Answer) -> dict[str, Any]:
        positions = self.positions(shown, answer)
        rows = [
            item | {"position": positions.get(item["id"])} for item in shown["items"]
        ]
        if sorted(positions.values()) == list(range(1, len(rows) + 1)):
            rows.sort(key=lambda row: row["position"])
        return {"rows": rows, "places": range(1, len(rows) + 1)}

    def positions(self, shown: Shown, answer: Answer) -> dict[str, int]:
        """The places given to the items of this question, whatever the JSON is."""
        given = field_of(answer, "positions", dict) or {}
        known = {item["id"] for item in shown["items"]}
        return {i: n for i, n in given.items() if i in known and type(n) is int}

    def read(self, shown: Shown, form: QueryDict, prefix: str) -> Answer:
        places = {str(n): n for n in range(1, len(shown["items"]) + 1)}
        typed = {i["id"]: form.get(f"{prefix}-{i['id']}") for i in shown["items"]}
        positions = {i: places[text] for i, text in typed.items() if text in places}
        for name, step in ((UP, -1), (DOWN, 1)):
            if moved := form.get(f"{prefix}-{name}"):
                positions = self.moved(shown, positions, moved, step)
        return {"positions": positions} if positions else None

    def moved(
        self, shown: Shown, positions: dict[str, int], item_id: str, step: int
    ) -> dict[str, int]:
        """All places after one row went up or down; blank ones keep their row."""
        rows = self.controls(shown, {"positions": positions})["rows"]
        place = {row["id"]: row["position"] or n for n, row in enumerate(rows, 1)}
        order = sorted(place, key=place.__getitem__)
        if item_id in order:
            old = order.index(item_id)
            order.insert(min(max(old + step, 0), len(order)), order.pop(old))
        return {i: n for n, i in enumerate(order, 1)}

    def mark(self, definition: Definition, answer: Answer, max_points: int) -> int:
        """Equal steps are interchangeable: texts are compared, not ids."""
        positions = self.positions(definition, answer)
        html = {item["id"]: item["html"] for item in definition["items"]}
        if sorted(positions.values()) != list(range(1, len(html) + 1)):
            return 0
        given = [html[i] for i in sorted(positions, key=positions.__getitem__)]
        return max_points if given == [html[i] for i in definition["key"]] else 0

    def outcome(self, definition: Definition, answer: Answer) -> dict[str, Any]:
        positions = self.positions(definition, answer)
        html = {item["id"]: item["html"] for item in definition["items"]}
        wanted: dict[str, set[int]] = {}
        for place, item_id in enumerate(definition["key"], 1):
            wanted.setdefault(html[item_id], set()).add(place)
        rows = [
            {
                "html": html[i],
                "given": positions.get(i),
                "right": place,
                "is_right": positions.get(i) in wanted[html[i]],
            }
            for place, i in enumerate(definition["key"], 1)
        ]
        return {"rows": rows}
