"""One right option in QTI: choiceInteraction with one choice."""

from typing import Any

from django.utils.translation import gettext as _

from questions.formats.qti import choices
from questions.formats.qti.choices import Choices
from questions.formats.qti.item import AssessmentItem, Refused
from questions.formats.qti.paper import Paper

UNSEEN = ()


def fits(item: AssessmentItem) -> bool:
    return choices.fits(item, several=False)


def read(item: AssessmentItem) -> dict[str, Any]:
    asked = Choices(item)
    scores = {name: asked.score(name) for name in asked.names}
    best = max(scores.values())
    right = [name for name, score in scores.items() if score == best]
    if best <= 0:
        raise Refused(_("choiceInteraction: không có phương án nào được điểm."))
    if len(right) > 1:
        raise Refused(_("choiceInteraction: nhiều phương án cùng được trọn điểm."))
    if any(score not in (0, best) for score in scores.values()):
        item.lose(_("phương án được một phần điểm hoặc bị trừ điểm trở thành 0 điểm"))
    return asked.value(right)


def write(value: dict[str, Any], paper: Paper) -> None:
    paper.text(value["text"])
    right = choices.write(paper, value["options"], is_multiple=False)
    paper.declare("identifier", right)
    paper.score_by("match_correct")
