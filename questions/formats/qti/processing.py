"""Response processing, run instead of guessed at.

A key may be written in a hundred ways: a template, a mapping, nested conditions. So
the readers of the kinds do not look for patterns: they ask what an answer would score
(`Rules.run`) and take the answers with the best score as the key. What the small
machine here does not know raises NotUnderstood with the element's name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, DecimalException
from xml.etree.ElementTree import Element, fromstring

from questions.formats.qti.expressions import OPERATORS
from questions.formats.qti.scalars import NotUnderstood, Value, number, scalar

Answers = Mapping[str, Value]  # by response identifier

SCORE = "SCORE"
MOST_ENTRIES = 500  # of a mapping
MATCH_CORRECT = fromstring(  # noqa: S314 - our own text
    "<responseProcessing><responseCondition><responseIf><match>"
    '<variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match>'
    '<setOutcomeValue identifier="SCORE"><baseValue baseType="float">1</baseValue>'
    "</setOutcomeValue></responseIf><responseElse>"
    '<setOutcomeValue identifier="SCORE"><baseValue baseType="float">0</baseValue>'
    "</setOutcomeValue></responseElse></responseCondition></responseProcessing>"
)
MAP_RESPONSE = fromstring(  # noqa: S314 - our own text
    '<responseProcessing><setOutcomeValue identifier="SCORE">'
    '<mapResponse identifier="RESPONSE"/></setOutcomeValue></responseProcessing>'
)
TEMPLATES = {
    "match_correct": MATCH_CORRECT,
    "map_response": MAP_RESPONSE,
    "CC2_match": MATCH_CORRECT,
    "CC2_match_basic": MATCH_CORRECT,
    "CC2_map_response": MAP_RESPONSE,
}


@dataclass(frozen=True)
class Declaration:
    """What the file says of one response: its type, key and mapping."""

    identifier: str
    cardinality: str
    base_type: str
    correct: Value
    mapping: Element | None
    correct_texts: tuple[str, ...] = ()  # as written: a pair keeps its sides

    def mapped(self, value: Value) -> Decimal:
        """The sum of the mapped values, each different one counted once."""
        if self.mapping is None:
            raise NotUnderstood("mapResponse")
        default = number(self.mapping.get("defaultValue", "0"))
        total = sum((self._entry(one, default) for one in set(value)), Decimal(0))
        if low := self.mapping.get("lowerBound"):
            total = max(total, number(low))
        if high := self.mapping.get("upperBound"):
            total = min(total, number(high))
        return total

    def _entry(self, one: str | Decimal | bool, default: Decimal) -> Decimal:
        for entry in self.mapping.iterfind("mapEntry"):
            key = scalar(entry.get("mapKey", ""), self.base_type)
            is_folded = entry.get("caseSensitive", "true") in ("false", "0")
            if key == one or (is_folded and str(key).casefold() == str(one).casefold()):
                return number(entry.get("mappedValue", "0"))
        return default

    def mapped_keys(self) -> list[str]:
        """What the mapping names, in its order."""
        found = [] if self.mapping is None else self.mapping.iterfind("mapEntry")
        return [entry.get("mapKey", "") for entry in found]


def declared(element: Element) -> Declaration:
    base_type = element.get("baseType", "identifier")
    if len(element.findall("mapping/mapEntry")) > MOST_ENTRIES:
        raise NotUnderstood("mapping")
    texts = [v.text or "" for v in element.iterfind("correctResponse/value")]
    return Declaration(
        identifier=element.get("identifier", ""),
        cardinality=element.get("cardinality", "single"),
        base_type=base_type,
        correct=tuple(scalar(text, base_type) for text in texts),
        mapping=element.find("mapping"),
        correct_texts=tuple(texts),
    )


class Exit(Exception):
    """`exitResponse`: the rest of the rules is not run."""


class Rules:
    """The scoring of one item: declarations and the rules themselves."""

    def __init__(
        self,
        *,
        declarations: Mapping[str, Declaration],
        outcomes: Iterable[Element],
        processing: Element | None,
    ) -> None:
        self.declarations = declarations
        self.defaults = {
            outcome.get("identifier", ""): _default(outcome) for outcome in outcomes
        }
        self.defaults.setdefault(SCORE, (Decimal(0),))
        self.processing = processing

    def run(self, answers: Answers) -> dict[str, Value]:
        """All outcomes for these answers; those not given are NULL."""
        machine = _Machine(self.declarations, answers, dict(self.defaults))
        try:
            machine.rules(self.processing if self.processing is not None else ())
        except Exit:
            pass
        except (DecimalException, IndexError, TypeError, ValueError) as error:
            raise NotUnderstood("responseProcessing") from error
        return machine.outcomes

    def score(self, answers: Answers) -> Decimal:
        """What the answers earn; raises NotUnderstood when no rule says so."""
        value = self.run(answers).get(SCORE)
        if not value or not isinstance(value[0], Decimal):
            return Decimal(0)
        return value[0]


def _default(outcome: Element) -> Value:
    base_type = outcome.get("baseType", "identifier")
    values = tuple(
        scalar(value.text or "", base_type)
        for value in outcome.iterfind("defaultValue/value")
    )
    return values or ((Decimal(0),) if base_type in ("integer", "float") else ())


class _Machine:
    """One run. A method per element would be long: most are one line in a table."""

    def __init__(
        self,
        declarations: Mapping[str, Declaration],
        answers: Answers,
        outcomes: dict[str, Value],
    ) -> None:
        self.declarations = declarations
        self.answers = answers
        self.outcomes = outcomes

    # --- rules ---------------------------------------------------------------------

    def rules(self, elements: Iterable[Element]) -> None:
        for element in elements:
            if element.tag == "responseCondition":
                self.condition(element)
            elif element.tag == "setOutcomeValue":
                name = element.get("identifier", "")
                self.outcomes[name] = self.value(element[0])
            elif element.tag == "responseProcessingFragment":
                self.rules(element)
            elif element.tag == "exitResponse":
                raise Exit
            else:
                raise NotUnderstood(element.tag)

    def condition(self, element: Element) -> None:
        for branch in element:
            if branch.tag == "responseElse":
                self.rules(branch)
                return
            if branch.tag not in ("responseIf", "responseElseIf"):
                raise NotUnderstood(branch.tag)
            if self.value(branch[0]) == (True,):
                self.rules(branch[1:])
                return

    # --- expressions ---------------------------------------------------------------

    def value(self, element: Element) -> Value:
        if element.tag in LEAVES:
            return LEAVES[element.tag](self, element)
        if element.tag in OPERATORS:
            return OPERATORS[element.tag](element, [self.value(e) for e in element])
        raise NotUnderstood(element.tag)

    def variable(self, element: Element) -> Value:
        name = element.get("identifier", "")
        if name in self.declarations:
            return self.answers.get(name, ())
        if name in self.outcomes:
            return self.outcomes[name]
        raise NotUnderstood(name)

    def declaration(self, element: Element) -> Declaration:
        name = element.get("identifier", "")
        if name not in self.declarations:
            raise NotUnderstood(name)
        return self.declarations[name]

    def match(self, element: Element) -> Value:
        """Values in the same order, or, of a `multiple` response, in any."""
        first, second = (self.value(child) for child in element)
        if not first or not second:
            return ()
        names = {child.get("identifier", "") for child in element}
        known = [self.declarations[n] for n in names if n in self.declarations]
        if any(one.cardinality == "multiple" for one in known):
            return (Counter(first) == Counter(second),)
        return (first == second,)


def _base(_machine: _Machine, element: Element) -> Value:
    base_type = element.get("baseType", "string")
    return (scalar(element.text or "", base_type),)


LEAVES: dict[str, Callable[[_Machine, Element], Value]] = {
    "baseValue": _base,
    "variable": _Machine.variable,
    "correct": lambda machine, e: machine.declaration(e).correct,
    "mapResponse": lambda machine, e: (
        machine.declaration(e).mapped(machine.answers.get(e.get("identifier"), ())),
    ),
    "null": lambda _machine, _e: (),
    "match": _Machine.match,
}
