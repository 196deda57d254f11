"""The item analysis of a quiz as its page and its files show it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from questions.kinds import KINDS
from questions.models import Question
from quizzes.analysis.figures import Choice, ItemFigures, item_figures
from quizzes.analysis.options import Option, chance_of, options_of
from quizzes.analysis.parts import PartLine, part_lines
from quizzes.analysis.reading import Asked, Scope, read
from quizzes.analysis.reliability import QuizFigures, quiz_figures
from quizzes.analysis.verdicts import Verdict, Weight, verdicts_on, weight_of
from quizzes.models import QuizPage


@dataclass(frozen=True)
class OptionLine:
    """An option with who chose it, by thirds: lower, middle, upper."""

    option: Option
    count: int
    sitters: int
    thirds: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Line:
    """A question of the quiz: what it is, how it did, what is wrong with it.

    `number` is its place from the worst; the chart and the list name it by that.
    """

    number: int
    question: Question
    figures: ItemFigures
    options: tuple[OptionLine, ...]
    parts: tuple[PartLine, ...]
    chance: Fraction | None
    versions: int
    verdicts: tuple[Verdict, ...]

    @property
    def part_label(self) -> str:
        """What a part of the question is called."""
        return KINDS[self.question.kind].part_label

    @property
    def weight(self) -> Weight:
        return weight_of(self.verdicts)

    @property
    def is_suspect(self) -> bool:
        """Somebody should look at it before the quiz is used again."""
        return self.weight >= Weight.LOOK


@dataclass(frozen=True)
class Report:
    quiz: QuizPage
    whole: QuizFigures
    lines: tuple[Line, ...]

    @property
    def suspects(self) -> int:
        return sum(line.is_suspect for line in self.lines)


def report_on(quiz: QuizPage, scope: Scope) -> Report:
    """Analyse the attempts in the scope; the worst question first. Four queries."""
    sittings, asked = read(quiz, scope)
    questions = Question.objects.select_related("category").in_bulk(list(asked))
    lines = [
        _line(figures, questions[figures.question], asked[figures.question])
        for figures in item_figures(sittings)
    ]
    ranked = sorted(lines, key=by_need)
    return Report(
        quiz=quiz,
        whole=quiz_figures(sittings),
        lines=tuple(
            Line(**(vars(line) | {"number": number}))
            for number, line in enumerate(ranked, 1)
        ),
    )


def _line(figures: ItemFigures, question: Question, asked: Asked) -> Line:
    options, chance = options_of(asked.latest), chance_of(asked.latest)
    return Line(
        number=0,
        question=question,
        figures=figures,
        options=_option_lines(figures, options),
        parts=part_lines(asked.latest, figures.parts),
        chance=chance,
        versions=len(asked.definitions),
        verdicts=tuple(verdicts_on(figures, options=options, chance=chance)),
    )


def _option_lines(
    figures: ItemFigures, options: Sequence[Option]
) -> tuple[OptionLine, ...]:
    by_option: Mapping[str, Choice] = {c.option: c for c in figures.choices}
    lines = []
    for option in options:
        thirds = by_option.get(option.id, Choice(option.id, (0, 0, 0))).thirds
        shares = tuple(zip(thirds, figures.thirds, strict=True))
        lines.append(OptionLine(option, sum(thirds), figures.count, shares))
    # The frozen order is one attempt's own shuffle: the key first, then by choice.
    return tuple(sorted(lines, key=lambda row: (not row.option.is_right, -row.count)))


def by_need(line: Line) -> tuple:
    """Worst first; among equals who tells people apart least; the unjudged last."""
    index = line.figures.discrimination
    return (
        not line.figures.is_enough,
        -line.weight,
        index is None,
        index or 0,
        line.question.pk,
    )


def _by_facility(line: Line) -> tuple:
    return (line.figures.facility, line.number)


def _by_discrimination(line: Line) -> tuple:
    index = line.figures.discrimination
    return (index is None, index or 0, line.number)


def _by_time(line: Line) -> tuple:
    return (-(line.figures.seconds or 0), line.number)


ORDERS: dict[str, Callable[[Line], tuple]] = {
    "": lambda line: (line.number,),
    "facility": _by_facility,
    "discrimination": _by_discrimination,
    "time": _by_time,
    "code": lambda line: (line.question.code is None, line.question.code or "", line.number),
}  # fmt: skip


def ordered(lines: Sequence[Line], by: str) -> list[Line]:
    """In one of the page's orders; the worst first for any other word."""
    return sorted(lines, key=ORDERS.get(by, ORDERS[""]))
