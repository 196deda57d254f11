"""What the result page tells, by the rule of the quiz: over HTTP."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from quizzes.models import Attempt, Marking, QuizPage
from quizzes.services import start_attempt, submit_attempt
from tests.factories import UserFactory
from tests.questions.factories import (
    CITATION,
    EXPLANATION,
    right_answer,
    wrong_answer,
)
from tests.quizzes.factories import sitting

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
KEY = "đáp án đúng"  # the words beside the right option of a wrong answer


@pytest.fixture
def browser(as_user, learner):
    return as_user(learner)


def sat(room, *, right=0):
    now = timezone.now()
    attempt = start_attempt(enrolment=room.enrolment, quiz=room.quiz, at=now)
    for response in attempt.responses.all():
        answer = right_answer if response.position <= right else wrong_answer
        response.answer = answer(response.definition)
        response.save()
    return submit_attempt(attempt=attempt, at=now, by="learner")


def result(client, attempt) -> str:
    return client.get(reverse("attempt_result", args=[attempt.uid])).content.decode()


@pytest.mark.parametrize(
    ("when", "attempts", "told"),
    [
        ("each", 2, True),
        ("end", 2, True),
        ("finished", 2, False),
        ("finished", 1, True),
        ("never", 1, False),
    ],
)
def test_explanations__are_told_when_the_rule_says(
    browser, learner, when, attempts, told
):
    room = sitting(learner=learner, feedback_when=when, attempts_allowed=attempts)
    assert (EXPLANATION in result(browser, sat(room))) is told


def test_closed__nothing_is_told_until_the_quiz_closes(browser, learner):
    closes = timezone.now() + HOUR
    room = sitting(learner=learner, feedback_when="closed", closes_at=closes)
    attempt = sat(room, right=3)
    early = result(browser, attempt)
    assert EXPLANATION not in early
    assert "Đáp án cho xem sau khi bài đóng" in early
    QuizPage.objects.update(closes_at=timezone.now() - HOUR)
    assert EXPLANATION in result(browser, attempt)


def test_never__no_question_is_named(browser, learner):
    room = sitting(learner=learner, feedback_when="never", attempts_allowed=1)
    html = result(browser, sat(room))
    assert "Chưa đạt lần này" in html
    for secret in (EXPLANATION, CITATION, "có dấu?", "Nên học lại"):
        assert secret not in html


@pytest.mark.parametrize(
    ("hidden", "secret"),
    [
        ("shows_explanation", EXPLANATION),
        ("shows_source", CITATION),
        ("shows_score", 'class="score"'),
        ("shows_marks", "Câu cần xem lại"),
    ],
)
def test_each_part__is_told_unless_the_quiz_hides_it(browser, learner, hidden, secret):
    for shows in (True, False):
        room = sitting(learner=learner, feedback_when="end", **{hidden: shows})
        assert (secret in result(browser, sat(room, right=1))) is shows


def test_marks_hidden__right_and_wrong_look_the_same(browser, learner):
    room = sitting(
        learner=learner,
        feedback_when="end",
        shows_marks=False,
        shows_key=False,
        shows_explanation=False,
    )
    html = result(browser, sat(room, right=1))
    assert "Các câu của bài" in html
    for word in ("câu trả lời đúng", "cần xem lại", 'data-state="wrong"', KEY):
        assert word not in html


def test_score_hidden__the_verdict_stays_and_no_points_are_on_the_quiz_page(
    browser, learner
):
    room = sitting(learner=learner, shows_score=False)
    attempt = sat(room, right=3)
    assert "Đạt" in result(browser, attempt)
    page = browser.get(room.quiz.url).content.decode()
    assert "3 trên 3 điểm" not in page


@pytest.mark.parametrize(("right", "text"), [(3, "Rất tốt."), (0, "Xem lại bài 2.")])
def test_words_of_the_trainer__are_said(browser, learner, right, text):
    words = {"success_text": "Rất tốt.", "fail_text": "Xem lại bài 2."}
    html = result(browser, sat(sitting(learner=learner, **words), right=right))
    assert [word for word in words.values() if word in html] == [text]


def test_essay__waits_in_words_and_names_the_question(browser, learner):
    room = sitting(kinds=("single", "essay"), learner=learner, feedback_when="end")
    attempt = sat(room, right=2)
    html = result(browser, attempt)
    assert "Chờ chấm" in html
    assert "Câu chờ chấm" in html
    assert "Chưa đạt" not in html
    page = browser.get(room.quiz.url).content.decode()
    assert "đang chờ chấm" in page
    assert "Bắt đầu lần" not in page


@pytest.mark.parametrize("shows", [True, False])
def test_essay_marked__its_author_reads_the_comment_where_explanations_are_shown(
    browser, learner, shows
):
    room = sitting(
        kinds=("essay",),
        learner=learner,
        feedback_when="end",
        shows_explanation=shows,
    )
    attempt = sat(room, right=1)
    response = attempt.responses.get()
    Marking.objects.create(
        response=response,
        points=50,
        comment="Thiếu bước ba.",
        marked_by=UserFactory(),
        marked_at=timezone.now(),
    )
    attempt.responses.update(points=50)
    Attempt.objects.update(score=50)
    assert ("Thiếu bước ba." in result(browser, attempt)) is shows


def test_average__the_result_that_counts_is_said_beside_that_of_the_sitting(
    browser, learner
):
    room = sitting(learner=learner, counting="average", pass_mark=60)
    sat(room, right=1)
    html = result(browser, sat(room, right=2))
    assert "Kết quả được tính (Trung bình các lần): 1,5 trên 3 điểm" in html
    assert "Chưa đạt" in html


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ({"opens_at": timezone.now() + HOUR}, "Bài mở lúc"),
        ({"closes_at": timezone.now() - HOUR}, "Bài đã đóng lúc"),
    ],
)
def test_quiz_page__outside_its_hours__says_so_and_offers_no_start(
    browser, learner, rules, told
):
    html = browser.get(sitting(learner=learner, **rules).quiz.url).content.decode()
    assert told in html
    assert "Bắt đầu làm bài" not in html
