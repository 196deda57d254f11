"""A statement in QTI: choiceInteraction of "Đúng" and "Sai"."""

from typing import Any

from django.utils.translation import gettext as _

from questions.formats.qti import choices
from questions.formats.qti.choices import TAG, Choices
from questions.formats.qti.item import AssessmentItem, Refused
from questions.formats.qti.paper import Paper
from questions.kinds.base import same_text

UNSEEN = ()
RANK = -1  # looks like another kind, with something more
SIDES = {"đúng": "true", "true": "true", "sai": "false", "false": "false"}
WORDS = {"true": "Đúng", "false": "Sai"}  # of the file, whatever language it is read in


def _sides(item: AssessmentItem) -> list[str]:
    """ "true" or "false" of each option, "" for any other text."""
    elements = item.interactions[0].iter("simpleChoice")
    texts = (same_text("".join(element.itertext())) for element in elements)
    return [SIDES.get(text.rstrip("."), "") for text in texts]


def fits(item: AssessmentItem) -> bool:
    return (
        item.only(TAG)
        and not choices.is_multiple(item)
        and sorted(_sides(item)) == ["false", "true"]
    )


def read(item: AssessmentItem) -> dict[str, Any]:
    asked, sides = Choices(item), _sides(item)
    scores = {s: asked.score(n) for s, n in zip(sides, asked.names, strict=True)}
    if max(scores.values()) <= 0 or scores["true"] == scores["false"]:
        raise Refused(_("choiceInteraction: không có phương án nào được điểm."))
    right = max(scores, key=scores.__getitem__)
    value = asked.value([asked.names[sides.index(right)]])
    said = {s: o["feedback"] for s, o in zip(sides, value.pop("options"), strict=True)}
    return value | {
        "is_true": right,
        "feedback_true": said["true"],
        "feedback_false": said["false"],
    }


def write(value: dict[str, Any], paper: Paper) -> None:
    paper.text(value["text"])
    options = [
        {
            "text": text,
            "is_right": side == value["is_true"],
            "feedback": value[f"feedback_{side}"],
        }
        for side, text in WORDS.items()
    ]
    right = choices.write(
        paper, options, is_multiple=False, names=list(WORDS), is_shuffled=False
    )
    paper.declare("identifier", right)
    paper.score_by("match_correct")
