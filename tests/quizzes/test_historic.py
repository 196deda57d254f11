"""Sittings of django-quiz-app become attempts of people in a class, once."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from progress.models import Completion
from questions.formats.django_quiz import read_dump
from questions.models import Question
from questions.services import ensure_category, upsert_question
from quizzes.historic import import_sittings
from quizzes.models import Attempt
from tests.factories import UserFactory
from tests.questions.formats import dumps
from tests.quizzes.factories import sitting

pytestmark = pytest.mark.django_db


def publish_questions(content: bytes) -> None:
    shelf = ensure_category(names=["Cũ"])
    for item in read_dump(content).items.values():
        upsert_question(draft=item.draft, category=shelf)


@pytest.fixture
def place():
    """A quiz, a learner CB-7 in its class, and the dump's questions in the bank."""
    publish_questions(dumps.dump())
    return sitting(
        kinds=("single",), learner=UserFactory(staff_code="CB-7"), pass_mark=50
    )


def keep(place, *rows):
    return import_sittings(
        dump=read_dump(dumps.dump(dumps.user("CB-7"), *rows)),
        source_quiz=1,
        quiz=place.quiz,
        training_class=place.enrolment.training_class,
    )


def test_sitting__becomes_a_submitted_attempt(place):
    report = keep(place, dumps.sitting())
    assert (report.created, report.refused) == (1, [])
    attempt = Attempt.objects.get()
    assert attempt.enrolment == place.enrolment
    assert attempt.submitted_at.isoformat() == "2015-06-01T08:20:00+00:00"
    assert (attempt.score, attempt.max_score, attempt.pass_mark) == (300, 400, 60)
    responses = list(attempt.responses.all())
    assert [r.points for r in responses] == [100, 0, 100, 100]
    assert all(r.is_closed for r in responses)


def test_answers__are_those_that_were_given(place):
    keep(place, dumps.sitting())
    single, true_false, essay, multiple = Attempt.objects.get().responses.all()
    chosen = {o["id"]: o["html"] for o in single.definition["options"]}
    assert "Gấp" in chosen[single.answer["choice"]]
    assert true_false.answer == {"value": False}
    assert essay.answer == {"text": "Ba ý"}
    chosen = {o["id"]: o["html"] for o in multiple.definition["options"]}
    assert ["Cục" in chosen[option] for option in multiple.answer["choices"]] == [True]


def test_result__counts_for_the_class(place):
    keep(place, dumps.sitting())
    completion = Completion.objects.get(enrolment=place.enrolment)
    assert completion.activity_id == place.quiz.pk
    assert (completion.score, completion.max_score, completion.passed) == (
        300,
        400,
        True,
    )


def test_second_run__writes_nothing(place):
    keep(place, dumps.sitting())
    report = keep(place, dumps.sitting())
    assert (report.created, report.unchanged) == (0, 1)
    assert Attempt.objects.count() == 1
    assert Completion.objects.count() == 1


def test_sittings__are_numbered_in_their_order(place):
    later = dumps.sitting(1, start="2016-01-01T01:00:00Z", end="2016-01-01T02:00:00Z")
    assert keep(place, later, dumps.sitting(2)).created == 2
    years = Attempt.objects.order_by("number").values_list(
        "number", "submitted_at__year"
    )
    assert list(years) == [(1, 2015), (2, 2016)]


def test_edit__of_the_question_since_is_not_what_they_saw(place):
    question = Question.objects.get(code__startswith="DQA-2-")
    question.definition[0].value["is_true"] = "false"
    question.save_revision().publish()
    keep(place, dumps.sitting())
    response = Attempt.objects.get().responses.get(question=question)
    assert response.definition["key"] is True


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (dumps.sitting(complete=False), "chưa kết thúc"),
        (dumps.sitting(end=None), "chưa kết thúc"),
        (dumps.sitting(question_order=""), "không có câu nào"),
        (dumps.sitting(question_order="1,99,"), "99"),
        (dumps.sitting(current_score=4), "số câu đúng là 3"),
        (dumps.sitting(user=["AI-DO"]), "AI-DO"),
        (dumps.sitting(user=99), "ai đã làm"),
        (dumps.sitting(user=["NGOAI-LOP"]), "không có trong lớp"),
    ],
)
def test_sitting__that_misses_something_is_refused(place, row, reason):
    UserFactory(staff_code="NGOAI-LOP")
    report = keep(place, row)
    assert report.created == 0
    [(pk, said)] = report.refused
    assert pk == 1
    assert reason in said
    assert not Attempt.objects.exists()


def test_answer__that_cannot_be_told_any_more_stays_empty(place):
    keep(place, dumps.sitting(user_answers="hỏng"))
    answers = Attempt.objects.get().responses.values_list("answer", flat=True)
    assert list(answers) == [None] * 4


# --- the command ------------------------------------------------------------------


@pytest.fixture
def command(place, tmp_path):
    def run(*rows, **options):
        path = tmp_path / "dump.json"
        path.write_bytes(dumps.dump(dumps.user("CB-7"), *rows))
        out = StringIO()
        code = 0
        names = {
            "group": place.enrolment.training_class.code,
            "quiz": place.quiz.slug,
        }
        try:
            call_command("import_sittings", path, **(names | options), stdout=out)
        except CommandError as error:
            code = error.returncode
        return code, out.getvalue()

    return run


def test_command__prints_json(command):
    code, out = command(dumps.sitting(), json=True)
    assert code == 0
    assert json.loads(out) == {
        "created": 1, "updated": 0, "unchanged": 0, "refused": 0, "errors": [],
    }  # fmt: skip


def test_command__dry_run_writes_nothing(command):
    assert command(dumps.sitting(), dry_run=True)[0] == 0
    assert not Attempt.objects.exists()


@pytest.mark.parametrize(("partial", "kept"), [(False, 0), (True, 1)])
def test_command__with_a_refused_sitting(command, partial, kept):
    code, out = command(
        dumps.sitting(), dumps.sitting(2, complete=False), partial=partial
    )
    assert code == 1
    assert "số 2" in out
    assert Attempt.objects.count() == kept


@pytest.mark.parametrize("options", [{"group": "KHONG"}, {"quiz": "khong"}])
def test_command__without_a_place_is_unusable(command, options):
    assert command(dumps.sitting(), **options)[0] == 2


def test_command__asks_which_quiz(command):
    assert command(dumps.sitting(), dumps.sitting(2, quiz=5))[0] == 2
    assert command(dumps.sitting(), dumps.sitting(2, quiz=5), source_quiz=1)[0] == 0
