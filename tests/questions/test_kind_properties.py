"""What holds for every question an author can publish, whatever is written in it."""

import json
from random import Random

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from questions import rendering
from questions.definitions import freeze, public, shuffled
from questions.formats.draft import QuestionDraft
from questions.kinds import KINDS, Shows
from questions.marking import mark, needs_person
from questions.models import Question
from tests.questions.factories import right_answer, steady
from tests.questions.formats.strategies import drafts

pytestmark = pytest.mark.django_db
STREAM = Question.definition.field.stream_block
few = settings(steady, max_examples=10)
each_kind = pytest.mark.parametrize("kind", sorted(KINDS))


def frozen(draft: QuestionDraft) -> dict:
    """As it would be published: an editor's checks, then the definition."""
    raw = [{"type": draft.kind, "value": draft.value}]
    value = STREAM.clean(STREAM.to_python(raw))
    return freeze(Question(definition=value, citation=draft.citation))


@few
@given(data=st.data(), seed=st.integers(0, 1000))
@each_kind
def test_right_answer__earns_everything_in_any_order(kind, data, seed):
    definition = frozen(data.draw(drafts((kind,), has_pictures=False)))
    assert json.loads(json.dumps(definition)) == definition
    answer = right_answer(definition)
    if not needs_person(definition, answer):
        assert mark(definition, answer, 250) == 250
        assert mark(shuffled(definition, Random(seed)), answer, 250) == 250


def texts_in(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.values() for text in texts_in(item)]
    if isinstance(value, list):
        return [text for item in value for text in texts_in(item)]
    return [value] if isinstance(value, str) else []


@few
@given(data=st.data(), seed=st.integers(0, 1000))
@each_kind
def test_shuffled__has_the_same_parts_in_an_order_of_its_own(kind, data, seed):
    definition = frozen(data.draw(drafts((kind,), has_pictures=False)))
    order = shuffled(definition, Random(seed))
    assert sorted(texts_in(order)) == sorted(texts_in(definition))
    assert shuffled(definition, Random(seed)) == order


@few
@given(data=st.data())
@each_kind
def test_pages__say_nothing_that_an_author_wrote_for_later(kind, data):
    draft = data.draw(drafts((kind,), has_pictures=False))
    secret = "<p>Chỉ nói sau khi nộp 7391.</p>"
    value = draft.value | {"explanation": secret}
    for name in ("feedback_true", "feedback_false", "guide"):
        value |= {name: secret} if name in value else {}
    if "options" in value:
        value["options"] = [o | {"feedback": secret} for o in value["options"]]
    definition = frozen(
        QuestionDraft(code="", kind=kind, value=value, citation="Điều 7391")
    )
    shown = rendering.controls(public(definition), right_answer(definition))
    assert "7391" not in render_to_string(
        "questions/question.html", {"question": shown}
    )
    nothing = Shows(key=False, marks=False, explanation=False, source=False)
    result = rendering.outcome(definition, right_answer(definition), nothing)
    assert "7391" not in render_to_string("questions/outcome.html", {"result": result})
    everything = rendering.outcome(definition, right_answer(definition))
    assert "7391" in render_to_string("questions/outcome.html", {"result": everything})
