"""Steps to put in order: all or nothing, or by how many keep the right order."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from random import Random
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from questions.kinds.base import (
    Answer,
    Definition,
    Kind,
    Mismatch,
    Shown,
    Shows,
    field_of,
    has_repeats,
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

UP, DOWN = "len", "xuong"


class OrderingBlock(RichStructBlock):
    text = question_text()
    items = blocks.ListBlock(
        blocks.CharBlock(label=_("Bước"), max_length=500),
        label=_("Các bước theo thứ tự đúng"),
        min_num=2,
        max_num=12,
        help_text=_("Ghi theo thứ tự đúng; học viên luôn thấy thứ tự đã xáo trộn."),
    )
    is_partial = blocks.BooleanBlock(
        label=_("Chấm từng phần"),
        required=False,
        help_text=_(
            "Tính theo dãy dài nhất các bước còn đúng thứ tự trước sau: đặt lạc một "
            "bước thì mất một phần điểm. Không đánh dấu thì phải đúng hết mới có điểm."
        ),
    )
    explanation = explanation_text()

    class Meta:
        icon = "list-ol"
        label = _("Sắp thứ tự")

    def verify(self, value: Any) -> None:
        super().verify(value)
        if has_repeats(value["items"]) and len(set(value["items"])) == 1:
            raise refused(items=_("Các bước giống hệt nhau thì không có gì để sắp."))


def disordered(items: list[dict], rng: Random) -> list[dict]:
    """Any order but the right one: shown as written, the question answers itself."""
    shown = rng.sample(items, len(items))
    same = [i["html"] for i in shown] == [i["html"] for i in items]
    return [*shown[1:], shown[0]] if same else shown


def longest_kept(given: Sequence[str], right: Sequence[str]) -> int:
    """How many steps stand in the right order among each other: the length of the
    longest common subsequence."""
    row = [0] * (len(right) + 1)
    for step in given:
        above = row
        row = [0]
        for column, wanted in enumerate(right):
            both = above[column] + 1 if step == wanted else 0
            row.append(max(both, row[column], above[column + 1]))
    return row[-1]


def _take(items: list[str], matches: Callable[[str], bool]) -> str:
    found = next(item for item in items if matches(item))
    items.remove(found)
    return found


class Ordering(Kind):
    """Answer: {"positions": {item id: 1 … n}}, gaps and repeats kept as typed."""

    name = "ordering"
    label = _("Sắp thứ tự")
    instruction = _("sắp thứ tự")
    block = OrderingBlock
    key_fields = ("key", "partial")
    outcome_template = "questions/outcomes/rows.html"

    def freeze(self, value: blocks.StructValue, pictures: Pictures) -> Definition:
        items = [
            {"id": item.id, "html": plain_html(item.value)}
            for item in value["items"].bound_blocks
        ]
        order = Random("|".join(item["html"] for item in items))  # noqa: S311
        return {
            "items": disordered(items, order),
            "key": [item["id"] for item in items],
            "partial": bool(value["is_partial"]),
        }

    def shuffled(self, definition: Definition, rng: Random) -> Definition:
        items = {item["id"]: item for item in definition["items"]}
        return {"items": disordered([items[i] for i in definition["key"]], rng)}

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
        """All or nothing, or (steps that kept their order − 1) of (steps − 1) parts.

        Equal steps are interchangeable: texts are compared, not ids. By parts, one
        step out of place costs one part, the reverse of everything earns nothing, and
        a place given to two steps counts for neither. Chance earns about 1/2 of four
        steps and 1/3 of eight, so short lists are better marked all or nothing.
        """
        positions = self.positions(definition, answer)
        html = {item["id"]: item["html"] for item in definition["items"]}
        right = [html[i] for i in definition["key"]]
        places = list(positions.values())
        if definition.get("partial"):
            alone = {i: n for i, n in positions.items() if places.count(n) == 1}
            given = [html[i] for i in sorted(alone, key=alone.__getitem__)]
            kept = longest_kept(given, right)
            return share(Fraction(kept - 1, max(len(right) - 1, 1)), max_points)
        if sorted(places) != list(range(1, len(right) + 1)):
            return 0
        given = [html[i] for i in sorted(positions, key=positions.__getitem__)]
        return max_points if given == right else 0

    def outcome(
        self, definition: Definition, answer: Answer, shows: Shows
    ) -> dict[str, Any]:
        """In the right order with the key; without it, in the order shown."""
        positions = self.positions(definition, answer)
        html = {item["id"]: item["html"] for item in definition["items"]}
        if not shows.key:
            rows = [{"html": html[i], "given": positions.get(i)} for i in html]
            return {"rows": rows}
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

    def rekeyed(self, frozen: Definition, corrected: Definition) -> Definition:
        """The new order of the same steps; equal steps are interchangeable."""
        shown = {item["id"]: same_text(item["html"]) for item in frozen["items"]}
        texts = {item["id"]: same_text(item["html"]) for item in corrected["items"]}
        wanted = [texts[i] for i in corrected["key"]]
        if sorted(shown.values()) != sorted(wanted):
            raise Mismatch(gettext("Các bước đã đổi so với lúc làm bài."))
        left = key = list(frozen["key"])
        if [shown[i] for i in key] != wanted:
            key = [
                _take(left, lambda i, text=text: shown[i] == text) for text in wanted
            ]
        return self.rules(corrected) | {"key": key}
