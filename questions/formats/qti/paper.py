"""Build one assessment item: kinds say what is asked, this keeps the order of parts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from decimal import Decimal
from xml.etree.ElementTree import Element, SubElement

from bs4 import BeautifulSoup, NavigableString, Tag

from questions.formats.html import PICTURE, clean
from questions.formats.qti.dialect import Dialect
from questions.formats.qti.processing import SCORE, TEMPLATES

RESPONSE, FEEDBACK, EXPLANATION = "RESPONSE", "FEEDBACK", "EXPLANATION"
BLOCKS = {"p", "ul", "ol"}
GAP = re.compile(r"\[\[([0-9]+)\]\]")
# XML 1.0 has no place for them, not even escaped.
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """The text without the characters that XML forbids."""
    return FORBIDDEN.sub("", text)


def digits(number: Decimal) -> str:
    """A number as QTI's float: plain digits with a point."""
    return f"{Decimal(number):f}"


class Paper:
    """An item in the making, in 2.x names."""

    def __init__(
        self,
        *,
        identifier: str,
        title: str,
        kind: str,
        pictures: Mapping[str, str],
        dialect: Dialect,
    ) -> None:
        self.dialect = dialect
        self.root = Element(
            "assessmentItem",
            identifier=legal(identifier),
            title=legal(title),
            adaptive="false",
            timeDependent="false",
        )
        self.root.set("xml:lang", "vi")
        self.pictures = pictures
        self.body = Element("itemBody", {"class": f"kind-{kind}"})
        self.responses: list[Element] = []
        self.outcomes: list[Element] = []
        self.feedback: list[Element] = []
        self.processing: Element | None = None

    def child(
        self, parent: Element, tag: str, text: str | None = None, **attributes: str
    ) -> Element:
        clean = {key: legal(value) for key, value in attributes.items()}
        element = SubElement(parent, tag, clean)
        element.text = None if text is None else legal(text)
        return element

    # --- texts ---------------------------------------------------------------------

    def rich(
        self,
        parent: Element,
        html: str,
        gaps: Mapping[str, Element] | None = None,
    ) -> None:
        """The tree of the bank's HTML below `parent`; [[1]] becomes gaps["1"]."""
        canonical, _lost = clean(html)
        self._grow(parent, BeautifulSoup(canonical, "html.parser"), gaps or {})

    def _grow(self, parent: Element, node: Tag, gaps: Mapping[str, Element]) -> None:
        for inner in node.children:
            if isinstance(inner, Tag):
                attributes = self._attributes(inner)
                self._grow(SubElement(parent, inner.name, attributes), inner, gaps)
            elif isinstance(inner, NavigableString):
                self._say(parent, legal(str(inner)), gaps)

    def _attributes(self, tag: Tag) -> dict[str, str]:
        if tag.name != "img":
            return {}
        name = str(tag.get("src", "")).removeprefix(PICTURE)
        source = self.pictures.get(name, "")
        return {"src": source, "alt": legal(str(tag.get("alt", "")))}

    def _say(self, parent: Element, text: str, gaps: Mapping[str, Element]) -> None:
        parts = GAP.split(text)
        for position, part in enumerate(parts):
            if position % 2 and part in gaps:
                parent.append(gaps[part])
            elif len(parent):
                part = f"[[{part}]]" if position % 2 else part
                parent[-1].tail = (parent[-1].tail or "") + part
            else:
                part = f"[[{part}]]" if position % 2 else part
                parent.text = (parent.text or "") + part

    def text(self, html: str, gaps: Mapping[str, Element] | None = None) -> None:
        """The question at the head of the body."""
        self.rich(self.body, html, gaps)

    def says(self, name: str, html: str, *, is_multiple: bool) -> None:
        """What is said to who chose an option."""
        if not html:
            return
        if not self.has_feedback:
            cardinality = "multiple" if is_multiple else "single"
            self.outcome(FEEDBACK, cardinality, "identifier")
        self._modal(FEEDBACK, name, html)

    def explains(self, html: str) -> None:
        """What everybody reads afterwards."""
        if html:
            outcome = self.outcome(EXPLANATION, "single", "identifier")
            default = SubElement(outcome, "defaultValue")
            self.child(default, "value", "shown")
            self._modal(EXPLANATION, "shown", html)

    def _modal(self, outcome: str, name: str, html: str) -> None:
        element = Element(
            "modalFeedback",
            outcomeIdentifier=outcome,
            identifier=name,
            showHide="show",
        )
        self.rich(element, html)
        self.feedback.append(element)

    # --- responses and scores ------------------------------------------------------

    def interaction(self, tag: str, **attributes: str) -> Element:
        """The block that asks for RESPONSE."""
        return self.child(self.body, tag, responseIdentifier=RESPONSE, **attributes)

    def declare(
        self,
        base_type: str,
        correct: Iterable[str],
        *,
        cardinality: str = "single",
        identifier: str = RESPONSE,
    ) -> Element:
        element = Element(
            "responseDeclaration",
            identifier=identifier,
            cardinality=cardinality,
            baseType=base_type,
        )
        right = list(correct)
        if right:
            values = SubElement(element, "correctResponse")
            for text in right:
                self.child(values, "value", text)
        self.responses.append(element)
        return element

    def map(
        self,
        declaration: Element,
        entries: Mapping[str, int],
        *,
        most: int | None = None,
        is_folded: bool | None = None,
    ) -> None:
        """What each key earns; never below zero, nor above `most`."""
        mapping = SubElement(declaration, "mapping")
        if most is not None:
            mapping.set("lowerBound", "0")
            mapping.set("upperBound", str(most))
        mapping.set("defaultValue", "0")
        for key, points in entries.items():
            entry = self.child(mapping, "mapEntry", mapKey=key, mappedValue=str(points))
            if is_folded is not None:
                entry.set("caseSensitive", "false" if is_folded else "true")

    def outcome(self, name: str, cardinality: str, base_type: str) -> Element:
        element = Element(
            "outcomeDeclaration",
            identifier=name,
            cardinality=cardinality,
            baseType=base_type,
        )
        self.outcomes.append(element)
        return element

    @property
    def has_feedback(self) -> bool:
        return any(o.get("identifier") == FEEDBACK for o in self.outcomes)

    def score_by(self, template: str) -> None:
        """A published template; written out when feedback is to be chosen too."""
        if self.has_feedback:
            self.rules(list(TEMPLATES[template]))
        else:
            address = self.dialect.template(template)
            self.processing = Element("responseProcessing", template=address)

    def rules(self, elements: Sequence[Element]) -> None:
        """Rules of our own."""
        self.processing = Element("responseProcessing")
        self.processing.extend(deepcopy(list(elements)))
        if self.has_feedback:
            rule = SubElement(self.processing, "setOutcomeValue", identifier=FEEDBACK)
            SubElement(rule, "variable", identifier=RESPONSE)

    def item(self) -> Element:
        """All parts in the order that the schema demands."""
        score = Element(
            "outcomeDeclaration",
            identifier=SCORE,
            cardinality="single",
            baseType="float",
        )
        default = SubElement(score, "defaultValue")
        SubElement(default, "value").text = "0"
        parts = [*self.responses, score, *self.outcomes, self.body]
        if self.processing is not None:
            parts.append(self.processing)
        self.root.extend([*parts, *self.feedback])
        return self.root


def condition(test: Element, *then: Element) -> Element:
    """responseCondition: if the test, then the rules."""
    element = Element("responseCondition")
    branch = SubElement(element, "responseIf")
    branch.append(test)
    branch.extend(then)
    return element


def scored(value: Element, *, is_added: bool = False) -> Element:
    """SCORE = value, or SCORE = SCORE + value."""
    rule = Element("setOutcomeValue", identifier=SCORE)
    target = rule
    if is_added:
        target = SubElement(rule, "sum")
        SubElement(target, "variable", identifier=SCORE)
    target.append(value)
    return rule


def about(test: str, identifier: str, **attributes: str) -> Element:
    """A test of a response: its variable is the first operand."""
    element = Element(test, attributes)
    SubElement(element, "variable", identifier=identifier)
    return element


def one() -> Element:
    element = Element("baseValue", baseType="float")
    element.text = "1"
    return element
