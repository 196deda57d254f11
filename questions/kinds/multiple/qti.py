"""Several right options in QTI: choiceInteraction with many choices."""

from typing import Any

from django.utils.translation import gettext as _

from questions.formats.qti import choices
from questions.formats.qti.choices import Choices
from questions.formats.qti.item import AssessmentItem, Refused
from questions.formats.qti.paper import Paper

UNSEEN = ()


def fits(item: AssessmentItem) -> bool:
    return choices.fits(item, several=True)


def read(item: AssessmentItem) -> dict[str, Any]:
    asked = Choices(item)
    key = asked.declaration.correct
    right = [n for n in asked.names if (n in key if key else asked.score(n) > 0)]
    if not right or asked.score(*right) <= 0:
        raise Refused(_("choiceInteraction: không có phương án nào được điểm."))
    is_partial = _is_partial(asked, right)
    return asked.value(right) | {"is_partial": is_partial}


def _is_partial(asked: Choices, right: list[str]) -> bool:
    """Whether a choice that is not quite right earns something; says what differs."""
    full = asked.score(*right)
    fewer = [asked.score(*(n for n in right if n != left)) for left in right]
    more = [asked.score(*right, n) for n in asked.names if n not in right]
    if asked.interaction.get("maxChoices") == str(len(right)):
        more = []
    if len(right) > 1 and all(s == full - full / len(right) for s in fewer + more):
        return True
    if all(score <= 0 for score in fewer[: len(right) - 1] + more):
        return False
    asked.item.lose(
        _(
            "trọng số của phương án: ở đây mỗi đáp án được và mỗi lựa chọn sai mất như nhau"
        )
    )
    return any(score > 0 for score in fewer)


def write(value: dict[str, Any], paper: Paper) -> None:
    paper.text(value["text"])
    options = value["options"]
    right = choices.write(paper, options, is_multiple=True)
    declaration = paper.declare("identifier", right, cardinality="multiple")
    if value["is_partial"]:
        names = [f"choice_{number}" for number, _o in enumerate(options, 1)]
        points = {name: 1 if name in right else -1 for name in names}
        paper.map(declaration, points, most=len(right))
        paper.score_by("map_response")
    else:
        paper.score_by("match_correct")
