"""Steps in QTI: orderInteraction."""

from typing import Any

from django.utils.translation import gettext as _

from questions.formats.qti.item import AssessmentItem, Refused
from questions.formats.qti.paper import Paper

UNSEEN = ("is_partial",)
TAG = "orderInteraction"


def fits(item: AssessmentItem) -> bool:
    return item.only(TAG)


def read(item: AssessmentItem) -> dict[str, Any]:
    asked = item.interactions[0]
    declaration = item.declaration(asked)
    steps = {e.get("identifier", ""): e for e in asked.iter("simpleChoice")}
    order = declaration.correct
    if sorted(map(str, order)) != sorted(steps) or len(steps) < 2:
        raise Refused(
            _("orderInteraction: đáp án không xếp đủ các bước, mỗi bước một lần.")
        )
    name = declaration.identifier
    swapped = (*order[:-2], order[-1], order[-2])
    full, almost = item.score({name: order}), item.score({name: swapped})
    if full <= 0:
        raise Refused(_("orderInteraction: thứ tự đúng không được điểm."))
    if almost > 0:
        item.lose(_("cách chấm từng phần của tệp, thay bằng cách của ngân hàng"))
    explanation = item.explanation({name: order}, {})
    return {
        "items": [item.plain(steps[str(step)]) for step in order],
        "is_partial": almost > 0,
        "explanation": explanation,
        "text": item.text(),
    }


def write(value: dict[str, Any], paper: Paper) -> None:
    """In the file the steps stand in another order than the right one."""
    paper.text(value["text"])
    interaction = paper.interaction(TAG, shuffle="true")
    names = {f"step_{number}": text for number, text in enumerate(value["items"], 1)}
    shown = [*list(names)[1:], *list(names)[:1]]
    for name in shown:
        paper.child(interaction, "simpleChoice", names[name], identifier=name)
    paper.declare("identifier", names, cardinality="ordered")
    paper.score_by("match_correct")
