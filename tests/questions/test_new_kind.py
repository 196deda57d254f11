"""A kind nobody thought of: what it needs is its own module and a line in the registry."""

from random import Random

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from wagtail import blocks

from questions import definitions, rendering
from questions.formats import FORMATS, READ_ONLY, format_named
from questions.formats.draft import QuestionDraft
from questions.kinds import KINDS
from questions.kinds.base import Kind, field_of
from questions.kinds.rich import RichStructBlock, explanation_text, question_text
from questions.marking import mark
from questions.models import Question
from questions.rekeying import Mismatch, can_rekey, rekeyed
from questions.services import upsert_question
from quizzes.analysis.reading import Scope
from quizzes.analysis.report import report_on
from quizzes.models import QuizItem
from quizzes.practice import practisable
from tests.factories import CourseFactory, EnrolmentFactory, TrainingClassFactory
from tests.questions.factories import category
from tests.quizzes.factories import Sitting, quiz_page
from tests.quizzes.marks import sit

pytestmark = pytest.mark.django_db


class YearBlock(RichStructBlock):
    text = question_text()
    year = blocks.IntegerBlock(min_value=1000)
    explanation = explanation_text()


class Year(Kind):
    """Answer: {"text": as typed}."""

    name = "year"
    label = "Điền năm"
    instruction = "điền năm"
    block = YearBlock
    template = "questions/kinds/short_answer.html"
    outcome_template = "questions/outcomes/line.html"
    key_fields = ("year",)

    def freeze(self, value, pictures):
        return {"year": value["year"]}

    def public(self, definition):
        return {}

    def controls(self, shown, answer):
        return {"given": field_of(answer, "text", str) or ""}

    def read(self, shown, form, prefix):
        text = form.get(prefix, "").strip()
        return {"text": text} if text else None

    def mark(self, definition, answer, max_points):
        given = field_of(answer, "text", str)
        return max_points if given == str(definition["year"]) else 0

    def outcome(self, definition, answer, shows):
        right = {"right": str(definition["year"])} if shows.key else {}
        return self.controls({}, answer) | right


DRAFT = QuestionDraft(
    code="NAM-1",
    kind="year",
    value={"text": "<p>Luật Lưu trữ mới ban hành năm nào?</p>", "year": 2024,
           "explanation": ""},
)  # fmt: skip


@pytest.fixture(autouse=True)
def _registered(monkeypatch):
    """What the line in the registry does when the process starts."""
    monkeypatch.setitem(KINDS, "year", Year())
    for stream in (definitions.STREAM, Question.definition.field.stream_block):
        block = YearBlock()
        block.set_name("year")
        monkeypatch.setitem(stream.child_blocks, "year", block)


@pytest.fixture
def room():
    course = CourseFactory(certificate=False)
    asked, _new = upsert_question(draft=DRAFT, category=category(course.code))
    quiz = quiz_page(course, QuizItem(question=asked))
    group = TrainingClassFactory(course=course)
    return Sitting(course, quiz, EnrolmentFactory(training_class=group))


def right(definition):
    return {"text": str(definition["year"])}


def test_new_kind__is_frozen_asked_read_marked_and_told(room):
    frozen = definitions.freeze(Question.objects.get(), Random(1))
    shown = definitions.public(frozen)
    assert "2024" not in str(shown)
    assert rendering.controls(shown, None)["template"] == Year.template
    answer = Year().read(shown, QueryDict("tra-loi=2024"), rendering.FIELD)
    assert [mark(frozen, a, 100) for a in (answer, None, 7)] == [100, 0, 0]
    assert rendering.outcome(frozen, answer)["right"] == "2024"


def test_new_kind__its_key_is_corrected_while_the_rest_is_the_same(room):
    frozen = definitions.freeze(Question.objects.get())
    assert can_rekey("year")
    assert rekeyed(frozen, frozen) == frozen
    assert rekeyed(frozen, frozen | {"year": 2025})["year"] == 2025


def test_new_kind__that_names_no_key__says_so(room, monkeypatch):
    monkeypatch.setattr(Year, "key_fields", ())
    frozen = definitions.freeze(Question.objects.get())
    with pytest.raises(Mismatch, match="chưa sửa được"):
        rekeyed(frozen, frozen)


def test_new_kind__is_sat_analysed_and_practised(room, as_user):
    learner = room.enrolment.learner
    assert sit(room, right).score == 100
    (line,) = report_on(room.quiz, Scope()).lines
    assert (line.figures.facility, line.chance, line.parts) == (1, None, ())
    asked = practisable(learner, at=timezone.now()).get()
    page = as_user(learner).get(
        reverse("attempt_practice", args=[asked.category.uid]), follow=True
    )
    assert "Luật Lưu trữ mới" in page.content.decode()


@pytest.mark.parametrize("name", sorted(set(FORMATS) - READ_ONLY))
def test_new_kind__every_format_says_that_it_has_no_words_for_it(name):
    _file, items = format_named(name).write([DRAFT])
    (refused,) = items
    assert refused.draft == DRAFT
    assert refused.refusal
