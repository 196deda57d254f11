"""Pairs in QTI: matchInteraction, and associateInteraction on the way in."""

from collections import Counter
from typing import Any
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from questions.formats.qti.item import AssessmentItem, Refused
from questions.formats.qti.paper import Paper
from questions.formats.qti.processing import Declaration
from questions.formats.qti.scalars import number, scalar
from questions.kinds.base import same_text

UNSEEN = ()
MATCH, ASSOCIATE = "matchInteraction", "associateInteraction"
MOST = 200
Pair = tuple[str, str]


def fits(item: AssessmentItem) -> bool:
    return item.only(MATCH) or item.only(ASSOCIATE)


def right_pairs(item: AssessmentItem, declaration: Declaration) -> list[Pair]:
    """The pairs of the key, as the file writes them; raises Refused."""
    texts = list(declaration.correct_texts) or [
        entry.get("mapKey", "")
        for entry in ([] if declaration.mapping is None else declaration.mapping)
        if number(entry.get("mappedValue", "0")) > 0
    ]
    pairs = [tuple(text.split()) for text in texts[:MOST]]
    if not pairs or any(len(pair) != 2 for pair in pairs):
        raise Refused(_("responseDeclaration: đáp án không phải các cặp."))
    _check_scores(item, declaration, pairs)
    return pairs


def _check_scores(
    item: AssessmentItem, declaration: Declaration, pairs: list[Pair]
) -> None:
    """All right earns something, one less a part less; else it is said."""
    name = declaration.identifier
    values = [scalar(" ".join(pair), declaration.base_type) for pair in pairs]
    full = item.score({name: tuple(values)})
    if full <= 0:
        raise Refused(_("responseDeclaration: các cặp đúng không được điểm."))
    alone = {item.score({name: (value,)}) for value in values}
    if alone != {full / len(values)}:
        item.lose(_("cách chấm của tệp: ở đây mỗi cặp đúng được phần điểm bằng nhau"))


def read(item: AssessmentItem) -> dict[str, Any]:
    asked = item.interactions[0]
    declaration = item.declaration(asked)
    pairs = right_pairs(item, declaration)
    sets = [
        list(s.iter("simpleAssociableChoice")) for s in asked.iter("simpleMatchSet")
    ]
    if asked.tag == ASSOCIATE:
        item.lose(_("ghép tự do trong một danh sách trở thành hai cột"))
        left = {pair[0] for pair in pairs}
        choices = list(asked.iter("simpleAssociableChoice"))
        sets = [
            [c for c in choices if (c.get("identifier") in left) is side]
            for side in (True, False)
        ]
    if len(sets) != 2:
        raise Refused(_("matchInteraction: cần đúng hai simpleMatchSet."))
    lefts, rights = _columns(sets, pairs)
    key = (
        dict(pairs)
        if _names(lefts) >= {a for a, _b in pairs}
        else {b: a for a, b in pairs}
    )
    value = _value(item, lefts, rights, key)
    answer = tuple(scalar(" ".join(p), declaration.base_type) for p in pairs)
    explanation = item.explanation({declaration.identifier: answer}, {})
    return value | {"explanation": explanation, "text": item.text()}


def _names(elements: list[Element]) -> set[str]:
    return {element.get("identifier", "") for element in elements}


def _columns(
    sets: list[list[Element]], pairs: list[Pair]
) -> tuple[list[Element], list[Element]]:
    """The column whose every entry has one partner is the left one."""
    uses = Counter(name for pair in pairs for name in pair)
    for lefts, rights in (sets, sets[::-1]):
        if lefts and all(uses[name] == 1 for name in _names(lefts)):
            return lefts, rights
    raise Refused(_("matchInteraction: mỗi vế trái phải ghép với đúng một vế phải."))


def _value(
    item: AssessmentItem,
    lefts: list[Element],
    rights: list[Element],
    key: dict[str, str],
) -> dict[str, Any]:
    texts = {right.get("identifier", ""): item.plain(right) for right in rights}
    if not set(key.values()) <= set(texts):
        raise Refused(_("responseDeclaration: đáp án có vế không có trong câu."))
    used = {same_text(texts[name]) for name in key.values()}
    return {
        "pairs": [
            {"left": item.plain(left), "right": texts[key[left.get("identifier", "")]]}
            for left in lefts
        ],
        "distractors": [t for t in texts.values() if same_text(t) not in used],
    }


def write(value: dict[str, Any], paper: Paper) -> None:
    """Equal texts on the right are one choice."""
    paper.text(value["text"])
    pairs = value["pairs"]
    texts = [pair["right"] for pair in pairs] + list(value["distractors"])
    rights = {same_text(text): text for text in reversed(texts)}
    names = {key: f"right_{n}" for n, key in enumerate(sorted(rights), 1)}
    interaction = paper.interaction(
        MATCH, shuffle="true", maxAssociations=str(len(pairs))
    )
    left_set = paper.child(interaction, "simpleMatchSet")
    right_set = paper.child(interaction, "simpleMatchSet")
    key = []
    for number_, pair in enumerate(pairs, 1):
        name = f"left_{number_}"
        _choice(paper, left_set, name, pair["left"], most=1)
        key.append(f"{name} {names[same_text(pair['right'])]}")
    for folded, name in names.items():
        _choice(paper, right_set, name, rights[folded], most=len(pairs))
    declaration = paper.declare("directedPair", key, cardinality="multiple")
    paper.map(declaration, dict.fromkeys(key, 1))
    paper.score_by("map_response")


def _choice(paper: Paper, parent: Element, name: str, text: str, *, most: int) -> None:
    paper.child(
        parent, "simpleAssociableChoice", text, identifier=name, matchMax=str(most)
    )
