"""What an author may publish, and that a draft half written can be looked at."""

from decimal import Decimal

import pytest
from wagtail.blocks import StreamBlockValidationError

from questions.kinds import KINDS
from questions.models import Question

pytestmark = pytest.mark.django_db
STREAM = Question.definition.field.stream_block
TWO = [{"text": "<p>A</p>", "is_right": True}, {"text": "<p>B</p>"}]


def gap(mode="text", **changes):
    return {"mode": mode, "accepted": ["một"], "wrong": [], **changes}


def fill_in(text, *gaps):
    return ("fill_in", {"text": f"<p>{text}</p>", "gaps": list(gaps)})


def cleaned(kind, value):
    raw = {"text": "<p>Câu hỏi?</p>", "explanation": "", **value}
    return STREAM.clean(STREAM.to_python([{"type": kind, "value": raw}]))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("single", {"options": TWO}),
        ("multiple", {"options": [{**option, "is_right": True} for option in TWO]}),
        ("true_false", {"is_true": "true", "feedback_false": "<p>Sai.</p>"}),
        ("numeric", {"value": "28.81", "tolerance": "0"}),
        ("short_answer", {"accepted": ["một cửa*"]}),
        ("short_answer", {"accepted": ["+"], "is_folded": False}),
        ("ordering", {"items": ["A", "B", "A"], "is_partial": True}),
        ("matching", {"pairs": [{"left": n, "right": "x"} for n in "AB"]}),
        fill_in("A [[1]] b [[2]]", gap(), gap("choice", wrong=["hai"])),
        fill_in("[[2]] rồi [[1]]", gap(), gap("number", accepted=["1.534,5"])),
        ("essay", {}),
        ("essay", {"rubric": [{"name": "Rõ", "weight": 100}], "max_words": 300}),
    ],
)
def test_clean__takes_what_is_complete(kind, value):
    assert cleaned(kind, value)[0].block_type == kind


@pytest.mark.parametrize(
    ("kind", "value", "where"),
    [
        ("single", {"options": TWO, "text": "<p> </p>"}, "text"),
        ("single", {"options": [{**o, "is_right": True} for o in TWO]}, "options"),
        ("single", {"options": [{**o, "is_right": False} for o in TWO]}, "options"),
        ("single", {"options": [TWO[0], {"text": "<p>a </p>"}]}, "options"),
        ("single", {"options": [TWO[0], {"text": "<p></p>"}]}, "options"),
        ("multiple", {"options": [{**o, "is_right": False} for o in TWO]}, "options"),
        ("true_false", {"is_true": "maybe"}, "is_true"),
        ("numeric", {"value": "1", "tolerance": "-1"}, "tolerance"),
        ("short_answer", {"accepted": ["*"]}, "accepted"),
        ("short_answer", {"accepted": ["+"]}, "accepted"),
        ("ordering", {"items": ["A", "A"]}, "items"),
        ("matching", {"pairs": [{"left": "A", "right": n} for n in "xy"]}, "pairs"),
        (*fill_in("A", gap()), "text"),
        (*fill_in("[[1]] [[1]]", gap()), "text"),
        (*fill_in("[[1]] [[3]]", gap(), gap()), "text"),
        (*fill_in("[[1]] [[2]]", gap()), "text"),
        (*fill_in("[[<b>1</b>]]", gap()), "text"),
        (*fill_in("[[1]]", gap(accepted=["*"])), "gaps"),
        (*fill_in("[[1]]", gap("choice")), "gaps"),
        (*fill_in("[[1]]", gap("choice", wrong=["Một "])), "gaps"),
        (*fill_in("[[1]]", gap("choice", accepted=["a", "b"], wrong=["c"])), "gaps"),
        (*fill_in("[[1]]", gap("number")), "gaps"),
        ("essay", {"rubric": [{"name": "Rõ", "weight": 101}]}, "rubric"),
        ("essay", {"rubric": [{"name": n} for n in ("Rõ", "rõ ")]}, "rubric"),
    ],
)
def test_clean__refuses_by_field(kind, value, where):
    with pytest.raises(StreamBlockValidationError) as caught:
        cleaned(kind, value)
    assert where in caught.value.block_errors[0].block_errors


EMPTY = {
    "single": {"options": [{"text": "", "is_right": False}]},
    "multiple": {"options": []},
    "true_false": {"is_true": None},
    "numeric": {"value": None, "tolerance": None, "unit": None},
    "short_answer": {"accepted": [None]},
    "ordering": {"items": [None, ""]},
    "matching": {"pairs": [{"left": None, "right": None}], "distractors": [None]},
    "fill_in": {
        "gaps": [
            {"mode": mode, "accepted": [None], "wrong": [None], "tolerance": None}
            for mode in ("text", "choice", "number", None)
        ],
    },
    "essay": {"rubric": [{"name": None, "weight": None}], "max_words": None},
}


@pytest.mark.parametrize("mode", ["learner", "result"])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_preview__of_a_draft_half_written_is_a_page(kind, mode):
    for value in (EMPTY[kind], {}):
        draft = Question(definition=STREAM.to_python([{"type": kind, "value": value}]))
        response = draft.make_preview_request(preview_mode=mode).render()
        assert "question" in response.content.decode()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_clean_deferred__lets_a_draft_be_saved(kind):
    raw = [{"type": kind, "value": {"text": "", **EMPTY[kind]}}]
    if kind == "numeric":
        raw[0]["value"]["tolerance"] = Decimal(0)
    assert STREAM.clean_deferred(STREAM.to_python(raw))[0].block_type == kind
