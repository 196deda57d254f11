"""One assessment item as the readers of the kinds see it, whatever its version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from html import escape
from xml.etree.ElementTree import Element, tostring

from django.utils.translation import gettext as _

from questions.formats import html
from questions.formats.qti.keys import rules_of
from questions.formats.qti.processing import (
    Answers,
    Declaration,
    Rules,
    declared,
)
from questions.formats.qti.scalars import NotUnderstood

INTERACTIONS = "Interaction"
FEEDBACK = {"modalFeedback", "feedbackBlock", "feedbackInline"}
LEARNER = "candidate"


class Refused(Exception):
    """Why an item cannot be a question of the bank; the sentence is for the user."""


@dataclass(frozen=True)
class Feedback:
    """Words that are shown when an outcome has (or has not) a value."""

    element: Element
    choice: str  # the option it stands in, "" outside

    def is_shown(self, outcomes: Mapping[str, tuple]) -> bool:
        values = outcomes.get(self.element.get("outcomeIdentifier", ""), ())
        has = self.element.get("identifier", "") in values
        return has == (self.element.get("showHide", "show") == "show")


@dataclass
class AssessmentItem:
    """An item taken apart: body without feedback and rubrics, and how it is scored."""

    identifier: str
    title: str
    body: Element
    declarations: dict[str, Declaration]
    rules: Rules
    feedback: list[Feedback]
    rubrics: list[Element]
    pictures: Mapping[str, str]  # the name in the draft for a reference in the file
    losses: dict[str, None] = field(default_factory=dict)  # ordered, each once

    @property
    def interactions(self) -> list[Element]:
        return [e for e in self.body.iter() if e.tag.endswith(INTERACTIONS)]

    @property
    def hint(self) -> str:
        """The kind that our own writer names in the body's class."""
        classes = self.body.get("class", "").split()
        return next((c[5:] for c in classes if c.startswith("kind-")), "")

    def only(self, tag: str) -> bool:
        """Whether the item asks once, and so."""
        return [e.tag for e in self.interactions] == [tag]

    def declaration(self, interaction: Element) -> Declaration:
        """Of the response that the interaction fills; raises Refused."""
        name = interaction.get("responseIdentifier", "")
        if name not in self.declarations:
            raise Refused(
                _("%(tag)s: không có responseDeclaration “%(name)s”.")
                % {"tag": interaction.tag, "name": name[:80]}
            )
        return self.declarations[name]

    def lose(self, *sentences: str) -> None:
        self.losses.update(dict.fromkeys(sentences))

    # --- texts ---------------------------------------------------------------------

    def rich(self, *elements: Element) -> str:
        """The content of the elements as the bank keeps text."""
        clean, lost = html.clean("".join(map(inner, elements)), self.pictures)
        self.lose(*lost)
        return clean

    def plain(self, element: Element) -> str:
        """The words of an element for a field without marks."""
        words, lost = html.plain(inner(element))
        self.lose(*lost)
        return words

    def text(self) -> str:
        """What is asked: all of the body, the prompt where the interaction stood."""
        for interaction in self.interactions:
            prompt = interaction.find("prompt")
            replace(interaction, "div", inner_of=prompt)
        return self.rich(self.body)

    def after(self, interaction: Element) -> str:
        """The words behind an interaction, to the end of the body."""
        order = list(self.body.iter())
        inside = set(interaction.iter())
        parents = {child: parent for parent in order for child in parent}
        above, parent = [], interaction
        while parent is not self.body:
            above.append(parent)
            parent = parents[parent]
        behind = order[order.index(interaction) :]
        parts = [interaction.tail]
        for element in behind:
            if element not in inside:
                parts += [element.text, element.tail, element.get("src") or ""]
        parts += [element.tail for element in above[1:]]
        return " ".join(" ".join(part or "" for part in parts).split())

    # --- scores --------------------------------------------------------------------

    def score(self, answers: Answers) -> Decimal:
        return self.rules.score(answers)

    def explanation(self, *probes: Answers, told: Iterable[Feedback] = ()) -> str:
        """All feedback that is not told elsewhere, as the question's explanation.

        `probes` are answers, right and wrong ones: what is not shown after each of
        them was conditional, and the bank always shows it.
        """
        told = list(told)
        left = [one for one in self.feedback if one not in told]
        shown = [self.outcomes(probe) for probe in probes]
        texts: dict[str, None] = {}
        for one in left:
            if text := self.rich(one.element):
                texts[text] = None
                if not all(map(one.is_shown, shown)):
                    self.lose(_("phản hồi có điều kiện trở thành lời giải thích chung"))
        return "".join(texts)

    def outcomes(self, answers: Answers) -> Mapping[str, tuple]:
        try:
            return self.rules.run(answers)
        except NotUnderstood:
            return {}


def inner(element: Element) -> str:
    """The content of an element as HTML; an image <object> becomes <img>."""
    for found in list(element.iter("object")):
        if found.get("type", "").startswith("image/"):
            alt = "".join(found.itertext())
            _become(found, "img", {"src": found.get("data", ""), "alt": alt})
    parts = [escape(element.text or "", quote=False)]
    parts += [tostring(child, encoding="unicode", method="html") for child in element]
    return "".join(parts)


def _become(element: Element, tag: str, attributes: Mapping[str, str]) -> None:
    """The same place in the tree, another element without content."""
    tail = element.tail
    element.clear()
    element.tag, element.tail = tag, tail
    element.attrib.update(attributes)


def replace(
    element: Element, tag: str, *, text: str = "", inner_of: Element | None = None
) -> None:
    """Put a plain element in the place of another one, its tail kept."""
    children = [] if inner_of is None else list(inner_of)
    text = text or ("" if inner_of is None else inner_of.text or "")
    _become(element, tag, {})
    element.text = text
    element.extend(children)


def _take(parent: Element, child: Element) -> None:
    """Remove a child and keep the words behind it."""
    at = list(parent).index(child)
    if child.tail:
        if at:
            parent[at - 1].tail = (parent[at - 1].tail or "") + child.tail
        else:
            parent.text = (parent.text or "") + child.tail
    parent.remove(child)
    child.tail = None


def _taken(root: Element) -> tuple[list[Feedback], list[Element]]:
    """Feedback and rubrics for others than learners, taken out of the tree."""
    feedback, rubrics = [], []
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in FEEDBACK:
                _take(parent, child)
                choice = parent.get("identifier", "") if parent is not root else ""
                feedback.append(Feedback(child, choice))
            elif child.tag == "rubricBlock" and not _is_for_learners(child):
                _take(parent, child)
                rubrics.append(child)
    return feedback, rubrics


def _is_for_learners(rubric: Element) -> bool:
    return LEARNER in rubric.get("view", LEARNER).split()


def taken_apart(root: Element, pictures: Mapping[str, str]) -> AssessmentItem:
    """The item of a normalised `assessmentItem`; raises Refused, NotUnderstood."""
    body = root.find("itemBody")
    if root.tag != "assessmentItem" or body is None:
        raise Refused(_("%(tag)s: không phải câu hỏi.") % {"tag": root.tag[:80]})
    if root.find("templateDeclaration") is not None:
        raise Refused(_("templateDeclaration: câu có tham số ngẫu nhiên."))
    declarations = {
        one.identifier: one
        for one in map(declared, root.iterfind("responseDeclaration"))
    }
    feedback, rubrics = _taken(root)
    item = AssessmentItem(
        identifier=root.get("identifier", "").strip(),
        title=root.get("title", "").strip(),
        body=body,
        declarations=declarations,
        rules=Rules(declarations=declarations, outcomes=(), processing=None),
        feedback=feedback,
        rubrics=rubrics,
        pictures=pictures,
    )
    item.rules, lost = rules_of(root, declarations)
    item.lose(*lost)
    return item
