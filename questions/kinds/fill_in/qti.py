"""A text with gaps in QTI: inline interactions; gapMatchInteraction on the way in."""

import re
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from questions.formats.qti.item import AssessmentItem, Refused, replace
from questions.formats.qti.paper import GAP, Paper, condition, digits, one, scored
from questions.formats.qti.processing import Answers
from questions.formats.qti.typed import NUMBERS, accepted, best_answer, number_key
from questions.kinds.matching.qti import right_pairs
from questions.kinds.numeric.qti import equal_to
from questions.kinds.short_answer.qti import literal, test_of
from questions.numbers import readings

UNSEEN = ()
ENTRY, CHOICE, MATCH = (
    "textEntryInteraction",
    "inlineChoiceInteraction",
    "gapMatchInteraction",
)
Gap = dict[str, Any]


def fits(item: AssessmentItem) -> bool:
    tags = {element.tag for element in item.interactions}
    return bool(tags) and (tags <= {ENTRY, CHOICE} or item.only(MATCH))


def read(item: AssessmentItem) -> dict[str, Any]:
    _hide_brackets(item)
    gaps, answers = (_dropped if item.only(MATCH) else _inline)(item)
    explanation = item.explanation(answers, {})
    return {"text": item.text(), "explanation": explanation, "gaps": gaps}


def _hide_brackets(item: AssessmentItem) -> None:
    """What looks like a gap of ours in a stranger's text is none."""
    for element in item.body.iter():
        for where in ("text", "tail"):
            words = getattr(element, where) or ""
            if GAP.search(words):
                setattr(element, where, GAP.sub(r"[\1]", words))
                item.lose(_("đổi [[số]] trong câu thành [số]"))


def _gap(mode: str, texts: list[str], **more: Any) -> Gap:
    empty = {"wrong": [], "tolerance": Decimal(0), "is_folded": True}
    return {"mode": mode, "accepted": texts, **empty, **more}


# --- inline ------------------------------------------------------------------------


def _inline(item: AssessmentItem) -> tuple[list[Gap], Answers]:
    asked = item.interactions
    declarations = [item.declaration(element) for element in asked]
    names = [declaration.identifier for declaration in declarations]
    if len(set(names)) < len(names):
        raise Refused(_("textEntryInteraction: hai ô cùng một responseIdentifier."))
    right = {d.identifier: best_answer(item, d) for d in declarations}
    gaps = [_read_gap(item, element, right) for element in asked]
    full = item.score(right)
    parts = {item.score({name: right[name]}) for name in names}
    if parts != {full / len(names)}:
        item.lose(_("cách chấm của tệp: ở đây mỗi ô đúng được phần điểm bằng nhau"))
    for place, element in enumerate(asked, 1):
        replace(element, "span", text=f"[[{place}]]")
    return gaps, right


def _read_gap(item: AssessmentItem, element: Element, right: Answers) -> Gap:
    declaration = item.declaration(element)
    if element.tag == CHOICE:
        return _read_choice(item, element, right)
    if declaration.base_type in NUMBERS:
        key = number_key(item, declaration, right)
        text = digits(key.value).replace(".", ",")
        return _gap("number", [text], tolerance=key.tolerance)
    texts, is_folded = accepted(item, declaration, right)
    return _gap("text", texts, is_folded=is_folded)


def _read_choice(item: AssessmentItem, element: Element, right: Answers) -> Gap:
    name = item.declaration(element).identifier
    choices = list(element.iter("inlineChoice"))
    scores = [item.score({**right, name: (c.get("identifier", ""),)}) for c in choices]
    best = max(scores, default=Decimal(0))
    if best <= item.score({**right, name: ()}) or scores.count(best) > 1:
        raise Refused(_("inlineChoiceInteraction: cần đúng một lựa chọn được điểm."))
    texts = [item.plain(choice) for choice in choices]
    key = texts.pop(scores.index(best))
    return _gap("choice", [key], wrong=texts)


# --- gapMatch ----------------------------------------------------------------------


def _dropped(item: AssessmentItem) -> tuple[list[Gap], Answers]:
    """Words dropped into a text: each gap becomes a choice among all the words."""
    asked = item.interactions[0]
    if asked.find("gapImg") is not None:
        raise Refused(_("gapImg: kéo hình vào chỗ trống không có trong ngân hàng."))
    declaration = item.declaration(asked)
    words = {e.get("identifier", ""): item.plain(e) for e in asked.iter("gapText")}
    pairs = right_pairs(item, declaration)
    key = {gap: word for word, gap in pairs}
    places = list(asked.iter("gap"))
    names = [place.get("identifier", "") for place in places]
    if set(names) != set(key) or not set(key.values()) <= set(words):
        raise Refused(_("gapMatchInteraction: mỗi chỗ trống cần đúng một từ."))
    for number, place in enumerate(places, 1):
        replace(place, "span", text=f"[[{number}]]")
    for word in asked.findall("gapText"):
        asked.remove(word)
    asked.tag = "div"
    answer = {declaration.identifier: tuple(" ".join(pair) for pair in pairs)}
    gaps = []
    for name in names:
        right = words[key[name]]
        wrong = [text for text in dict.fromkeys(words.values()) if text != right]
        gaps.append(_gap("choice", [right], wrong=wrong))
    return gaps, answer


# --- out ---------------------------------------------------------------------------


def write(value: dict[str, Any], paper: Paper) -> None:
    elements, rules = {}, []
    for number, gap in enumerate(value["gaps"], 1):
        name = f"RESPONSE_{number}"
        elements[str(number)] = WRITERS[gap["mode"]](paper, name, gap)
        rules.append(condition(_test(paper, name, gap), scored(one(), is_added=True)))
    paper.text(value["text"], elements)
    paper.rules(rules)


def _numbers(gap: Gap) -> list[Decimal]:
    """The accepted numbers, each as a Vietnamese reader takes it: a comma is a point."""
    found = []
    for text in gap["accepted"]:
        wanted = re.sub(r"[ .]", "", text).replace(",", ".")
        read = sorted(readings(text), key=lambda number: digits(number) != wanted)
        found += read[:1]
    return found


def _write_text(paper: Paper, name: str, gap: Gap) -> Element:
    paper.declare("string", [literal(gap["accepted"][0])], identifier=name)
    return Element(ENTRY, responseIdentifier=name, expectedLength="20")


def _write_number(paper: Paper, name: str, gap: Gap) -> Element:
    paper.declare("float", map(digits, _numbers(gap)[:1]), identifier=name)
    return Element(ENTRY, responseIdentifier=name, expectedLength="20")


def _write_choice(paper: Paper, name: str, gap: Gap) -> Element:
    """The right one does not always stand first."""
    texts = sorted([*gap["accepted"], *gap["wrong"]], key=str.casefold)
    names = [f"choice_{n}" for n, _t in enumerate(texts, 1)]
    right = names[texts.index(gap["accepted"][0])]
    paper.declare("identifier", [right], identifier=name)
    element = Element(CHOICE, responseIdentifier=name, shuffle="true")
    for choice, text in zip(names, texts, strict=True):
        paper.child(element, "inlineChoice", text, identifier=choice)
    return element


WRITERS = {"text": _write_text, "number": _write_number, "choice": _write_choice}


def _test(paper: Paper, name: str, gap: Gap) -> Element:
    """Any of the accepted texts or numbers, or the right choice."""
    if gap["mode"] == "choice":
        test = Element("match")
        paper.child(test, "variable", identifier=name)
        paper.child(test, "correct", identifier=name)
        return test
    either = Element("or")
    if gap["mode"] == "number":
        tests = [
            equal_to(paper, name, number, gap["tolerance"]) for number in _numbers(gap)
        ]
    else:
        folded = gap["is_folded"]
        tests = [
            test_of(paper, name, text, is_folded=folded) for text in gap["accepted"]
        ]
    either.extend(tests)
    return either
