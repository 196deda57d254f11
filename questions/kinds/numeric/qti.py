"""A number in QTI: textEntryInteraction of a float, the unit behind it."""

from decimal import Decimal
from typing import Any

from questions.formats.qti.item import AssessmentItem
from questions.formats.qti.paper import (
    RESPONSE,
    Paper,
    about,
    condition,
    digits,
    one,
    scored,
)
from questions.formats.qti.typed import NUMBERS, number_key

UNSEEN = ()
RANK = -1  # looks like another kind, with something more
TAG = "textEntryInteraction"
LONGEST_UNIT = 20


def fits(item: AssessmentItem) -> bool:
    if not item.only(TAG):
        return False
    asked = item.interactions[0]
    unit = item.after(asked)
    return (
        item.declaration(asked).base_type in NUMBERS
        and len(unit) <= LONGEST_UNIT
        and unit == " ".join((asked.tail or "").split())
    )


def read(item: AssessmentItem) -> dict[str, Any]:
    asked = item.interactions[0]
    declaration = item.declaration(asked)
    key = number_key(item, declaration, {})
    unit = " ".join((asked.tail or "").split())
    asked.tail = None
    right, name = (key.value,), declaration.identifier
    explanation = item.explanation({name: right}, {})
    return {
        "text": item.text(),
        "explanation": explanation,
        "value": key.value,
        "tolerance": key.tolerance,
        "unit": unit,
    }


def equal_to(paper: Paper, identifier: str, value: Decimal, tolerance: Decimal) -> Any:
    """The test whether a response is within the tolerance."""
    attributes = {"toleranceMode": "exact"}
    if tolerance:
        width = digits(tolerance)
        attributes = {"toleranceMode": "absolute", "tolerance": f"{width} {width}"}
    test = about("equal", identifier, **attributes)
    paper.child(test, "baseValue", digits(value), baseType="float")
    return test


def write(value: dict[str, Any], paper: Paper) -> None:
    paper.text(value["text"])
    line = paper.child(paper.body, "p")
    entry = paper.child(line, TAG, responseIdentifier=RESPONSE, expectedLength="20")
    entry.tail = f" {value['unit']}" if value["unit"] else None
    paper.declare("float", [digits(value["value"])])
    test = equal_to(paper, RESPONSE, value["value"], value["tolerance"])
    paper.rules([condition(test, scored(one()))])
