"""A text that a person marks, in QTI: extendedTextInteraction and a scorer's rubric."""

import re
from html import escape
from typing import Any
from xml.etree.ElementTree import Element

from questions.formats.qti.item import AssessmentItem
from questions.formats.qti.paper import Paper

UNSEEN = ("max_words",)
TAG = "extendedTextInteraction"
RUBRIC = "rubric"
ROW = re.compile(r"(?P<name>.+) \((?P<weight>[1-9][0-9]?|100)\)")


def fits(item: AssessmentItem) -> bool:
    return item.only(TAG)


def read(item: AssessmentItem) -> dict[str, Any]:
    rows = [row for block in item.rubrics for row in _rows(item, block)]
    guide = item.rich(*item.rubrics)
    declaration = item.declarations.get(
        item.interactions[0].get("responseIdentifier", "")
    )
    for text in declaration.correct if declaration else ():
        guide += f"<p>{escape(' '.join(str(text).split()), quote=False)}</p>"
    explanation = item.explanation({})
    return {
        "text": item.text(),
        "explanation": explanation,
        "rubric": rows,
        "guide": guide,
        "max_words": None,
    }


def _rows(item: AssessmentItem, block: Element) -> list[dict[str, Any]]:
    """The criteria that our writer lists; other lists stay in the guide."""
    found = []
    for parent in list(block.iter()):
        for listed in [e for e in parent if e.get("class") == RUBRIC]:
            rows = [ROW.fullmatch(item.plain(line)) for line in listed.iter("li")]
            if rows and all(rows):
                found += [{"name": r["name"], "weight": int(r["weight"])} for r in rows]
                parent.remove(listed)
    return found


def write(value: dict[str, Any], paper: Paper) -> None:
    paper.text(value["text"])
    paper.interaction(TAG)
    paper.declare("string", [])
    if not value["rubric"] and not value["guide"]:
        return
    block = paper.child(paper.body, "rubricBlock", view="scorer")
    paper.rich(block, value["guide"])
    if value["rubric"]:
        rows = paper.child(block, "ol")
        rows.set("class", RUBRIC)
        for row in value["rubric"]:
            paper.child(rows, "li", f"{row['name']} ({row['weight']})")
