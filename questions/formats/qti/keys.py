"""Which rules score an item: its own, a published template's, or its plain key."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement

from django.utils.translation import gettext as _

from questions.formats.qti.expressions import OPERATORS
from questions.formats.qti.processing import (
    LEAVES,
    SCORE,
    TEMPLATES,
    Declaration,
    Rules,
)

STRUCTURE = {
    "responseProcessing", "responseCondition", "responseIf", "responseElseIf",
    "responseElse", "responseProcessingFragment", "setOutcomeValue", "exitResponse",
}  # fmt: skip
MOST_ELEMENTS = 3000  # they are run again for every answer that is tried
KNOWN = STRUCTURE | set(LEAVES) | set(OPERATORS)


def rules_of(
    root: Element, declarations: Mapping[str, Declaration]
) -> tuple[Rules, list[str]]:
    """The rules to ask for scores, and what is lost when they are not the file's own."""
    element, lost = _processing(root)
    if element is None or not _scores(element):
        element = _with_key(element, declarations)
    rules = Rules(
        declarations=declarations,
        outcomes=list(root.iterfind("outcomeDeclaration")),
        processing=element,
    )
    return rules, lost


def _processing(root: Element) -> tuple[Element | None, list[str]]:
    element = root.find("responseProcessing")
    if element is None:
        return None, []
    address = element.get("template") or element.get("templateLocation") or ""
    name = address.rstrip("/").rpartition("/")[2].removesuffix(".xml")
    if name in TEMPLATES:
        has_response = root.find("responseDeclaration[@identifier='RESPONSE']")
        return (None if has_response is None else TEMPLATES[name]), []
    unknown = [e.tag for e in element.iter() if e.tag not in KNOWN]
    if sum(1 for _e in element.iter()) > MOST_ELEMENTS:
        unknown.insert(0, element.tag)
    if name and not len(element):
        unknown.insert(0, name)
    if unknown:
        said = _("cách chấm %(name)s không dùng được; lấy đáp án ghi trong câu")
        return None, [said % {"name": unknown[0][:80]}]
    return (element, []) if len(element) else (None, [])


def _scores(element: Element) -> bool:
    return any(e.get("identifier") == SCORE for e in element.iter("setOutcomeValue"))


def _with_key(
    element: Element | None, declarations: Mapping[str, Declaration]
) -> Element:
    """Each response adds 1 when it is the key, or what its mapping says."""
    rules = Element("responseProcessing")
    rules.extend(element if element is not None else ())
    for name, declaration in declarations.items():
        if declaration.correct:
            condition = SubElement(rules, "responseCondition")
            branch = SubElement(condition, "responseIf")
            match = SubElement(branch, "match")
            SubElement(match, "variable", identifier=name)
            SubElement(match, "correct", identifier=name)
            one = _added(branch, "baseValue", baseType="float")
            one.text = "1"
        elif declaration.mapping is not None:
            _added(rules, "mapResponse", identifier=name)
    return rules


def _added(parent: Element, tag: str, **attributes: str) -> Element:
    """SCORE = SCORE + …"""
    target = SubElement(parent, "setOutcomeValue", identifier=SCORE)
    total = SubElement(target, "sum")
    SubElement(total, "variable", identifier=SCORE)
    return SubElement(total, tag, attributes)
