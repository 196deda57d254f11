"""What single, multiple and true/false have in common in QTI: choiceInteraction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from questions.formats.qti.item import AssessmentItem, Feedback, Refused
from questions.formats.qti.paper import Paper
from questions.formats.qti.processing import Declaration

TAG = "choiceInteraction"
MULTIPLE = "multiple"
MOST = 100  # more are no question, and each is tried


@dataclass(frozen=True)
class Choice:
    """One simpleChoice: its element, name, and what the option says afterwards."""

    element: Element
    identifier: str
    feedback: tuple[Feedback, ...]


class Choices:
    """The interaction of an item with its response."""

    def __init__(self, item: AssessmentItem) -> None:
        self.item = item
        self.interaction = item.interactions[0]
        self.declaration: Declaration = item.declaration(self.interaction)
        self.elements = list(self.interaction.iter("simpleChoice"))
        self.names = [e.get("identifier", "") for e in self.elements]
        if len(self.names) < 2 or len(set(self.names)) < len(self.names):
            raise Refused(
                _("choiceInteraction: cần ít nhất hai simpleChoice khác tên.")
            )
        if len(self.names) > MOST:
            raise Refused(_("choiceInteraction: quá nhiều simpleChoice."))

    @property
    def is_multiple(self) -> bool:
        return is_multiple(self.item)

    def answer(self, names: Sequence[str]) -> dict[str, tuple]:
        return {self.declaration.identifier: tuple(names)}

    def score(self, *names: str) -> Decimal:
        return self.item.score(self.answer(names))

    def choices(self) -> list[Choice]:
        """The options in their order, each with its own feedback."""
        shown = [self.item.outcomes(self.answer([name])) for name in self.names]
        said: dict[str, list[Feedback]] = {name: [] for name in self.names}
        for one in self.item.feedback:
            if one.choice in said:
                said[one.choice].append(one)
                continue
            after = [
                name
                for name, outcomes in zip(self.names, shown, strict=True)
                if one.is_shown(outcomes)
            ]
            most = 1 if self.is_multiple else len(self.names) - 1
            for name in after if len(after) <= most else ():
                said[name].append(one)
        pairs = zip(self.elements, self.names, strict=True)
        return [Choice(element, name, tuple(said[name])) for element, name in pairs]

    def said(self, choice: Choice) -> str:
        return self.item.rich(*(one.element for one in choice.feedback))

    def value(self, right: Sequence[str]) -> dict[str, Any]:
        """Text, options and explanation of a question with these right options."""
        choices = self.choices()
        told = [one for choice in choices for one in choice.feedback]
        options = [
            {
                "text": self.item.rich(choice.element),
                "is_right": choice.identifier in right,
                "feedback": self.said(choice),
            }
            for choice in choices
        ]
        explanation = self.item.explanation(
            self.answer(right), self.answer([]), told=told
        )
        text = self.item.text()
        return {"text": text, "options": options, "explanation": explanation}


def is_multiple(item: AssessmentItem) -> bool:
    """Whether several options may be chosen."""
    interaction = item.interactions[0]
    declaration = item.declaration(interaction)
    return (
        declaration.cardinality == MULTIPLE
        and interaction.get("maxChoices", "1").strip() != "1"
    )


def fits(item: AssessmentItem, *, several: bool) -> bool:
    return item.only(TAG) and is_multiple(item) == several


def write(
    paper: Paper,
    options: Sequence[dict[str, Any]],
    *,
    is_multiple: bool,
    names: Sequence[str] = (),
    is_shuffled: bool = True,
) -> list[str]:
    """The interaction and the feedback of its options; gives the names of right ones."""
    names = names or [f"choice_{number}" for number, _o in enumerate(options, 1)]
    interaction = paper.interaction(
        TAG,
        shuffle="true" if is_shuffled else "false",
        maxChoices="0" if is_multiple else "1",
    )
    for name, option in zip(names, options, strict=True):
        element = paper.child(interaction, "simpleChoice", identifier=name)
        paper.rich(element, option["text"])
        paper.says(name, option["feedback"], is_multiple=is_multiple)
    pairs = zip(names, options, strict=True)
    return [name for name, option in pairs if option["is_right"]]
