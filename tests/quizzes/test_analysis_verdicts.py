"""What figures mean: the thresholds, from a table."""

from __future__ import annotations

from fractions import Fraction

import pytest

from quizzes.analysis.chart import bar, scatter_of
from quizzes.analysis.figures import Choice, ItemFigures
from quizzes.analysis.options import Option, chance_of, chosen_in, options_of
from quizzes.analysis.reliability import QuizFigures
from quizzes.analysis.verdicts import Weight, on_reliability, verdicts_on, weight_of
from quizzes.analysis.words import decimal, plain, spent
from tests.questions.samples import SCHEMA_1

OPTIONS = (
    Option("a", "Đúng", is_right=True),
    Option("b", "Sai 1", is_right=False),
    Option("c", "Sai 2", is_right=False),
)


def figures(
    *, count=100, facility=60, discrimination=35, chosen=(60, 25, 15)
) -> ItemFigures:
    """Per cents in; choices of the three options."""
    index = None if discrimination is None else Fraction(discrimination, 100)
    return ItemFigures(
        question=1,
        count=count,
        facility=Fraction(facility, 100),
        discrimination=index,
        tails=index,
        choices=tuple(
            Choice(option.id, (0, 0, n))
            for option, n in zip(OPTIONS, chosen, strict=True)
        ),
        thirds=(count // 3, count // 3, count - 2 * (count // 3)),
        blank=0,
        seconds=Fraction(30),
    )


def codes(item: ItemFigures, options=OPTIONS, chance=Fraction(1, 3)) -> list[str]:
    return [v.code for v in verdicts_on(item, options=options, chance=chance)]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"count": 9, "facility": 0, "discrimination": -90}, []),
        ({"facility": 94, "chosen": (94, 3, 3)}, ["unchosen"]),
        ({"facility": 95, "chosen": (95, 3, 2)}, ["easy"]),
        ({"facility": 100, "discrimination": None, "chosen": (100, 0, 0)}, ["easy"]),
        ({"facility": 34, "chosen": (34, 20, 46)}, ["even"]),
        ({"facility": 33, "chosen": (33, 22, 45)}, ["guessing", "even"]),
        ({"facility": 15, "chosen": (15, 70, 15)}, ["guessing", "even"]),
        ({"discrimination": 19}, ["weak"]),
        ({"discrimination": 20}, []),
        ({"discrimination": 0}, ["weak"]),
        ({"discrimination": -1}, ["reversed"]),
        ({"facility": 50, "chosen": (50, 40, 10)}, ["even"]),
        ({"facility": 50, "chosen": (50, 39, 11)}, []),
        ({"facility": 30, "discrimination": 40, "chosen": (30, 24, 24)}, ["guessing"]),
        ({"chosen": (60, 36, 4)}, ["unchosen"]),
        ({"chosen": (60, 35, 5)}, []),
    ],
)
def test_verdicts__by_threshold(changes, expected):
    assert codes(figures(**changes)) == expected


def test_verdicts__without_options_or_chance__judge_what_there_is():
    hard = figures(facility=20, discrimination=30)
    assert codes(hard, options=(), chance=None) == ["hard"]
    assert codes(figures(facility=21), options=(), chance=None) == []


def test_reversed__within_chance__says_so():
    few = verdicts_on(figures(count=12, discrimination=-10), options=(), chance=None)
    many = verdicts_on(figures(count=900, discrimination=-10), options=(), chance=None)
    assert "do ngẫu nhiên" in few[0].detail
    assert many[0].detail == ""


def test_verdicts__the_most_urgent_first():
    found = verdicts_on(
        figures(facility=33, discrimination=5, chosen=(33, 65, 2)),
        options=OPTIONS,
        chance=Fraction(1, 3),
    )
    assert [v.weight for v in found] == sorted((v.weight for v in found), reverse=True)
    assert weight_of(found) == Weight.WRONG
    assert weight_of([]) == Weight.FINE


@pytest.mark.parametrize(
    ("kind", "chance", "options"),
    [
        ("single", Fraction(1, 3), 3),
        ("multiple", Fraction(1, 7), 3),
        ("true_false", Fraction(1, 2), 2),
        ("matching", Fraction(1, 3), 0),
        ("numeric", None, 0),
        ("short_answer", None, 0),
        ("ordering", None, 0),
    ],
)
def test_chance_and_options__of_each_kind(kind, chance, options):
    definition = SCHEMA_1[kind]
    assert chance_of(definition) == chance
    assert len(options_of(definition)) == options


@pytest.mark.parametrize(
    "answer", [None, 3, [], {}, {"choice": 7}, {"choices": {"a": 1}}]
)
@pytest.mark.parametrize("kind", SCHEMA_1)
def test_chosen__whatever_json_it_is(kind, answer):
    assert chosen_in(kind, answer) == frozenset()


def test_chosen__is_what_was_ticked():
    assert chosen_in("single", {"choice": "a1"}) == {"a1"}
    assert chosen_in("multiple", {"choices": ["a1", "a3"]}) == {"a1", "a3"}
    assert chosen_in("true_false", {"value": False}) == {"false"}


@pytest.mark.parametrize(
    ("reliability", "count", "words"),
    [
        (75, 50, "ổn định"),
        (64, 50, "tạm được"),
        (63, 50, "chưa ổn định"),
        (90, 9, None),
    ],
)
def test_reliability__in_words(reliability, count, words):
    whole = QuizFigures(
        count=count, questions=10, mean=None, median=None, deviation=None,
        reliability=Fraction(reliability, 100), is_dichotomous=True, error=None,
    )  # fmt: skip
    told = on_reliability(whole)
    assert told is None if words is None else words in str(told)


def test_words__are_vietnamese():
    assert decimal(Fraction(-123, 1000)) == "−0,12"
    assert decimal(Fraction(-1, 1000)) == "0,00"
    assert decimal(Fraction(1)) == "1,00"
    assert spent(Fraction(45)) == "45 giây"
    assert spent(Fraction(125)) == "2 phút 05 giây"
    assert plain('<p>Phí &amp; <b>lệ phí</b><img src="x" alt="Mẫu 01"></p>') == (
        "Phí & lệ phí Mẫu 01"
    )


def test_chart__of_nothing_is_none_and_bars_have_a_length():
    assert scatter_of([]) is None
    assert (bar(1, 2), bar(0, 9), bar(0, 0)) == (60, 0, 0)
