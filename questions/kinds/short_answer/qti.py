"""A few words in QTI: textEntryInteraction of a string at the end of the question."""

from typing import Any
from xml.etree.ElementTree import Element

from questions.formats.qti.item import AssessmentItem
from questions.formats.qti.paper import (
    RESPONSE,
    Paper,
    about,
    condition,
    legal,
    one,
    scored,
)
from questions.formats.qti.scalars import pattern_of
from questions.formats.qti.typed import accepted
from questions.kinds.texts import pieces

UNSEEN = ()
RANK = -1  # looks like another kind, with something more
TAGS = ("textEntryInteraction", "extendedTextInteraction")


def fits(item: AssessmentItem) -> bool:
    """A longer text with a key is a short answer too: nobody has to mark it."""
    if not any(map(item.only, TAGS)):
        return False
    asked = item.interactions[0]
    declaration = item.declaration(asked)
    if asked.tag != TAGS[0]:
        return declaration.mapping is not None
    return declaration.base_type == "string" and not item.after(asked)


def read(item: AssessmentItem) -> dict[str, Any]:
    declaration = item.declaration(item.interactions[0])
    texts, is_folded = accepted(item, declaration, {})
    right = {declaration.identifier: declaration.correct}
    explanation = item.explanation(right, {})
    return {
        "text": item.text(),
        "explanation": explanation,
        "accepted": texts,
        "is_folded": is_folded,
    }


def literal(text: str) -> str:
    """An accepted text as a learner may type it, "…" for a wildcard."""
    return "…".join(pieces(text))


def has_wildcard(text: str) -> bool:
    return len(pieces(text)) > 1


def test_of(paper: Paper, identifier: str, text: str, *, is_folded: bool) -> Element:
    """The test whether a response is an accepted text; `*` in it is anything."""
    if has_wildcard(text):
        return about("patternMatch", identifier, pattern=legal(pattern_of(text)))
    case = "false" if is_folded else "true"
    test = about("stringMatch", identifier, caseSensitive=case)
    paper.child(test, "baseValue", literal(text), baseType="string")
    return test


def write(value: dict[str, Any], paper: Paper) -> None:
    paper.text(value["text"])
    line = paper.child(paper.body, "p")
    paper.child(line, TAGS[0], responseIdentifier=RESPONSE, expectedLength="40")
    texts, is_folded = value["accepted"], value["is_folded"]
    declaration = paper.declare("string", [literal(texts[0])])
    if any(map(has_wildcard, texts)):
        tests = Element("or")
        tests.extend(test_of(paper, RESPONSE, t, is_folded=is_folded) for t in texts)
        paper.rules([condition(tests, scored(one()))])
    else:
        points = {literal(text): 1 for text in texts}
        paper.map(declaration, points, most=1, is_folded=is_folded)
        paper.score_by("map_response")
