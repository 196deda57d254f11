"""Freezing, and the promise that what was frozen stays readable."""

import json
from random import Random

import pytest
from django.template.loader import render_to_string

from questions import rendering
from questions.definitions import freeze, public
from questions.kinds import KINDS
from questions.marking import mark, needs_person
from questions.models import Question
from tests.factories import LegalBasisFactory
from tests.questions.factories import (
    CITATION,
    EXPLANATION,
    ROWS,
    question,
    right_answer,
    wrong_answer,
)
from tests.questions.samples import SAMPLES, SCHEMA_1, SCHEMA_2

ALL = sorted(ROWS)


def seeded(seed: int) -> Random:
    return Random(seed)


def test_samples__cover_every_kind():
    assert set(SCHEMA_2) == set(KINDS) == set(ROWS)
    assert set(SCHEMA_1) == set(KINDS) - {"fill_in", "essay"}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ALL)
def test_freeze__is_json_of_the_same_shape_as_the_sample(kind):
    frozen = freeze(question(kind), seeded(1))
    assert set(frozen) == set(SCHEMA_2[kind])
    assert frozen["schema"] == 2
    assert json.loads(json.dumps(frozen)) == frozen
    if not needs_person(frozen, right_answer(frozen)):
        assert mark(frozen, right_answer(frozen), 100) == 100
    assert mark(frozen, wrong_answer(frozen), 100) == 0


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ALL)
def test_public__tells_nothing_of_the_key(kind):
    frozen = freeze(question(kind), seeded(1))
    hidden = {
        "key",
        "value",
        "tolerance",
        "accepted",
        "explanation",
        "citation",
        "legal",
        "feedback",
        "rubric",
        "guide",
    }
    shown = public(frozen)
    assert not hidden & set(shown)
    assert not any(hidden & set(gap) for gap in shown.get("gaps", []))


@pytest.mark.django_db
def test_freeze__by_seed_is_the_same_order_again():
    made = question("single")
    orders = {
        seed: [o["id"] for o in freeze(made, seeded(seed))["options"]]
        for seed in range(20)
    }
    again = [o["id"] for o in freeze(made, seeded(7))["options"]]
    assert orders[7] == again
    assert len({tuple(order) for order in orders.values()}) > 1


@pytest.mark.django_db
def test_freeze__ordering_is_never_shown_in_the_right_order():
    made = question("ordering", items=["Một", "Hai"])
    for source in [None, *(seeded(seed) for seed in range(20))]:
        frozen = freeze(made, source)
        assert [i["id"] for i in frozen["items"]] != frozen["key"]


@pytest.mark.django_db
def test_freeze__equal_right_sides_are_one_choice():
    pairs = [{"left": "A", "right": "Có"}, {"left": "B", "right": " có "}]
    frozen = freeze(question("matching", pairs=pairs, distractors=["Không"]), None)
    assert len(frozen["rights"]) == 2
    assert len(set(frozen["key"].values())) == 1


@pytest.mark.django_db
def test_freeze__keeps_the_law_as_it_was_cited():
    basis = LegalBasisFactory(number="42/2022/NĐ-CP")
    made = question(legal=[basis.code])
    frozen = freeze(made, None)
    basis.title = "Đã đổi"
    basis.save()
    assert frozen["legal"][0]["number"] == "42/2022/NĐ-CP"
    assert frozen["legal"][0]["in_force_from"] == "2022-08-15"
    assert frozen["citation"] == CITATION


@pytest.mark.django_db
def test_freeze__escapes_what_an_author_types():
    options = [{"text": "<script>a</script>", "correct": True}, {"text": "B"}]
    frozen = freeze(question("single", options=options, text="1 < 2 & 3?"), None)
    assert frozen["options"][0]["html"] == "&lt;script&gt;a&lt;/script&gt;"
    assert frozen["text"] == "1 &lt; 2 &amp; 3?"


EVERY = sorted(SAMPLES)


@pytest.mark.parametrize("sample", EVERY)
def test_sample__still_renders_as_a_question(sample):
    definition = SAMPLES[sample]
    shown = rendering.controls(public(definition), wrong_answer(definition))
    html = render_to_string("questions/question.html", {"question": shown})
    assert "<b>khoản 1</b>" in html
    assert 'name="tra-loi' in html
    assert "picture:" not in html
    assert "[[" not in html
    for secret in [definition["explanation"], "Phải nêu", "Đúng theo", "Đã bỏ"]:
        assert secret not in html


@pytest.mark.parametrize("sample", EVERY)
@pytest.mark.parametrize(
    "answer", [right_answer, wrong_answer, lambda _definition: None]
)
def test_sample__still_renders_as_a_result(sample, answer):
    definition = SAMPLES[sample]
    result = rendering.outcome(definition, answer(definition))
    html = render_to_string("questions/outcome.html", {"result": result})
    assert definition["explanation"] in html
    assert "Nghị định 42/2022/NĐ-CP: hiệu lực từ 15/8/2022" in html
    assert "từ 15/8/2022 đến 30/6/2026" in html
    assert "picture:" not in html
    assert "[[" not in html


@pytest.mark.django_db
@pytest.mark.parametrize("mode", ["learner", "result"])
@pytest.mark.parametrize("kind", ALL)
def test_preview__shows_the_question_as_the_learner_sees_it(kind, mode, rf):
    made = question(kind)
    html = made.make_preview_request(preview_mode=mode).render().content.decode()
    assert made.title.split(" …")[0] in html
    assert (EXPLANATION in html) == (mode == "result")


@pytest.mark.django_db
def test_preview__of_an_empty_draft_says_what_to_do():
    response = Question().make_preview_request(preview_mode="learner")
    assert "Chọn một dạng câu hỏi" in response.render().content.decode()
