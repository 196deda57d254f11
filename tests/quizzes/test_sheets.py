"""Pages of several questions, going forward only, checking each answer: over HTTP."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from quizzes.models import Attempt, QuizItem
from quizzes.paging import pages_of
from quizzes.services import start_attempt
from tests.factories import CourseFactory, EnrolmentFactory, TrainingClassFactory
from tests.questions.factories import (
    EXPLANATION,
    category,
    questions,
    right_answer,
    wrong_answer,
)
from tests.quizzes.factories import quiz_page, sitting

pytestmark = pytest.mark.django_db
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def browser(as_user, learner):
    return as_user(learner)


def begin(room) -> Attempt:
    return start_attempt(enrolment=room.enrolment, quiz=room.quiz, at=timezone.now())


def url(name, attempt, position=None) -> str:
    return reverse(name, args=[attempt.uid]) + (f"?cau={position}" if position else "")


def shown(client, attempt, position=None) -> list[int]:
    """The positions of the questions that can be answered on the page."""
    html = client.get(url("attempt", attempt, position)).content.decode()
    uids = re.findall(r'name="response" value="([^"]+)"', html)
    rows = attempt.responses.filter(uid__in=uids).order_by("position")
    return list(rows.values_list("position", flat=True))


def post_page(client, attempt, *answers, versions=None, alone=False, **data):
    """Post these (position, answer) as the page does; `answer` of a single choice."""
    rows = {row.position: row for row in attempt.responses.all()}
    body = {
        "key": uuid4(),
        "response": [str(rows[position].uid) for position, _answer in answers],
        "version": versions or [rows[position].version for position, _ in answers],
    }
    if not alone:
        body["trang"] = answers[0][0]
    for position, answer in answers:
        field = "tra-loi" if alone else f"cau{position}"
        if answer:
            body[field] = answer(rows[position].definition)["choice"]
    headers = data.pop("headers", {})
    return client.post(url("attempt_save", attempt), body | data, **headers)


def answers_of(attempt) -> list:
    rows = attempt.responses.order_by("position")
    return list(rows.values_list("answer", flat=True))


# --- pages ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("total", "per_page", "sizes"),
    [(5, 1, [1] * 5), (5, 2, [2, 2, 1]), (5, 0, [5]), (5, 9, [5]), (0, 0, [])],
)
def test_pages__hold_every_question_once(total, per_page, sizes):
    pages = pages_of(total, per_page)
    assert [len(page) for page in pages] == sizes
    assert [n for page in pages for n in page] == list(range(1, total + 1))


def test_page__of_several__is_saved_in_one_request(browser, learner):
    attempt = begin(sitting(kinds=("single",) * 5, learner=learner, per_page=2))
    assert shown(browser, attempt) == [1, 2]
    flagged = attempt.responses.get(position=2)
    reply = post_page(
        browser, attempt, (1, right_answer), (2, None), co=str(flagged.uid), den="3"
    )
    assert reply.url == url("attempt", attempt, 3) + "#cau-3"
    flagged.refresh_from_db()
    assert flagged.is_flagged
    assert answers_of(attempt)[0] is not None
    assert shown(browser, attempt) == [1, 2]  # the first without an answer
    assert shown(browser, attempt, 4) == [3, 4]
    assert shown(browser, attempt, 5) == [5]


def test_page__of_all__asks_everything_with_headings_of_the_sections(browser, learner):
    course = CourseFactory(certificate=False)
    shelf = category("Kho")
    questions(4, shelf)
    quiz = quiz_page(
        course,
        QuizItem(section="Phần A", category=shelf, count=2),
        QuizItem(section="Phần B", category=shelf, count=2),
        per_page=0,
    )
    group = TrainingClassFactory(course=course)
    enrolment = EnrolmentFactory(training_class=group, learner=learner)
    attempt = start_attempt(enrolment=enrolment, quiz=quiz, at=timezone.now())
    assert shown(browser, attempt) == [1, 2, 3, 4]
    html = browser.get(url("attempt", attempt)).content.decode()
    assert re.findall(r'<h2 class="section">([^<]+)', html) == ["Phần A", "Phần B"]
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_page__by_script__one_answer_refused_does_not_lose_the_others(browser, learner):
    attempt = begin(sitting(kinds=("single",) * 3, learner=learner, per_page=0))
    post_page(browser, attempt, (1, right_answer), headers=JSON)
    said = post_page(
        browser,
        attempt,
        (1, wrong_answer),
        (2, right_answer),
        versions=[0, 0],
        headers=JSON,
    ).json()
    assert said["state"] == "stale"
    assert [row["state"] for row in said["responses"]] == ["stale", "saved"]
    assert said["next"] == url("attempt", attempt, 1)
    stands = answers_of(attempt)
    assert stands[0] == right_answer(attempt.responses.get(position=1).definition)
    assert stands[1] is not None


def test_page__the_same_key_again__is_acknowledged_and_written_once(browser, learner):
    attempt = begin(sitting(kinds=("single",) * 2, learner=learner, per_page=0))
    key = str(uuid4())
    for _ in range(2):
        said = post_page(
            browser,
            attempt,
            (1, right_answer),
            (2, right_answer),
            versions=[0, 0],
            key=key,
            headers=JSON,
        ).json()
        assert [row["version"] for row in said["responses"]] == [1, 1]
        assert said["state"] == "saved"


@pytest.mark.parametrize("alone", [True, False])
def test_page__with_a_response_of_somebody_else__saves_nothing(browser, learner, alone):
    own, other = begin(sitting(learner=learner, per_page=0)), begin(sitting())
    uids = [str(a.responses.first().uid) for a in (own, other)]
    body = {"key": uuid4(), "response": uids, "version": [0, 0]}
    body |= {} if alone else {"trang": 1}
    assert browser.post(url("attempt_save", own), body).status_code == 404


@pytest.mark.parametrize(
    "changes",
    [
        {"version": ["0"]},
        {"response": []},
        {"version": ["0", "-1"]},
        {"version": ["0", "x"]},
        {"version": ["0", str(2**40)]},
        {"trang": "0"},
        {"key": "x"},
    ],
)
def test_page__that_does_not_pair__is_a_bad_request(browser, learner, changes):
    attempt = begin(sitting(kinds=("single",) * 2, learner=learner, per_page=0))
    uids = [str(row.uid) for row in attempt.responses.all()]
    body = {"key": uuid4(), "response": uids, "version": ["0", "0"], "trang": "1"}
    assert browser.post(url("attempt_save", attempt), body | changes).status_code == 400


# --- forward only -----------------------------------------------------------------


def forward(learner, count=4, **rules):
    kinds = ("single",) * count
    return begin(sitting(kinds=kinds, learner=learner, is_forward_only=True, **rules))


def test_forward_only__goes_on_and_never_back(browser, learner):
    attempt = forward(learner)
    assert shown(browser, attempt, 3) == [1]
    post_page(browser, attempt, (1, right_answer), alone=True, den="2")
    assert shown(browser, attempt, 1) == [2]
    assert shown(browser, attempt) == [2]
    html = browser.get(url("attempt", attempt)).content.decode()
    assert 'value="1"' not in html.split("</form>")[-2]
    assert "không quay lại" in html


def test_forward_only__a_question_passed_by__takes_no_answer(browser, learner):
    attempt = forward(learner)
    post_page(browser, attempt, (1, None), alone=True, den="2")
    reply = post_page(browser, attempt, (1, right_answer), alone=True, headers=JSON)
    said = reply.json()
    assert (said["state"], said["next"]) == ("final", url("attempt", attempt, 1))
    late = post_page(browser, attempt, (1, right_answer), alone=True)
    html = browser.get(late.url).content.decode()
    assert "đã chốt, không đổi được nữa" in html
    assert answers_of(attempt)[0] is None


def test_forward_only__pages_of_several__are_passed_whole(browser, learner):
    attempt = forward(learner, per_page=2)
    post_page(browser, attempt, (1, right_answer), (2, None), den="3")
    assert shown(browser, attempt, 1) == [3, 4]
    post_page(browser, attempt, (3, None), (4, None), den="xem-lai")
    assert shown(browser, attempt) == [3, 4]  # a look at the review passes nothing
    review = browser.get(url("attempt_review", attempt)).content.decode()
    assert "?cau=" not in review


def test_forward_only__what_was_answered_and_passed__is_marked(browser, learner):
    attempt = forward(learner, count=2)
    post_page(browser, attempt, (1, right_answer), alone=True, den="2")
    post_page(browser, attempt, (2, right_answer), alone=True, den="xem-lai")
    browser.post(url("attempt_submit", attempt), {"xac-nhan": "on"})
    attempt.refresh_from_db()
    assert attempt.score == 200


# --- each answer checked ----------------------------------------------------------


def each(learner, kinds=("single",) * 3, **rules):
    return begin(sitting(kinds=kinds, learner=learner, feedback_when="each", **rules))


def check(client, attempt, position, answer, **data):
    uid = str(attempt.responses.get(position=position).uid)
    return post_page(client, attempt, (position, answer), alone=True, chot=uid, **data)


def test_check__tells_the_outcome_and_is_final(browser, learner):
    attempt = each(learner)
    assert EXPLANATION not in browser.get(url("attempt", attempt, 1)).content.decode()
    reply = check(browser, attempt, 1, wrong_answer)
    assert reply.url == url("attempt", attempt, 1)
    html = browser.get(reply.url).content.decode()
    assert EXPLANATION in html
    assert shown(browser, attempt, 1) == []
    again = post_page(browser, attempt, (1, right_answer), alone=True, headers=JSON)
    assert again.json()["state"] == "final"
    row = attempt.responses.get(position=1)
    assert (row.answer, row.points) == (wrong_answer(row.definition), None)


def test_check__of_nothing__asks_for_an_answer_first(browser, learner):
    attempt = each(learner)
    reply = check(browser, attempt, 1, None)
    assert "Trả lời câu này trước" in browser.get(reply.url).content.decode()
    assert shown(browser, attempt, 1) == [1]


def test_check__where_the_quiz_does_not_allow_it__closes_nothing(browser, learner):
    attempt = begin(sitting(learner=learner, feedback_when="end"))
    check(browser, attempt, 1, right_answer)
    assert shown(browser, attempt, 1) == [1]
    html = browser.get(url("attempt", attempt, 1)).content.decode()
    assert "Kiểm tra câu này" not in html
    assert EXPLANATION not in html


def test_check__of_an_essay__is_not_offered(browser, learner):
    attempt = each(learner, kinds=("essay",))
    html = browser.get(url("attempt", attempt)).content.decode()
    assert "Kiểm tra câu này" not in html


def test_check__going_forward_only__may_look_at_what_was_checked(browser, learner):
    attempt = each(learner, is_forward_only=True)
    reply = check(browser, attempt, 1, right_answer)
    html = browser.get(reply.url).content.decode()
    assert EXPLANATION in html
    assert "1 trên 1 điểm" in html
    assert shown(browser, attempt) == [2]


@pytest.mark.parametrize(
    ("hidden", "secret"),
    [("shows_explanation", EXPLANATION), ("shows_source", "Điều 7 Thông tư 01/2023")],
)
def test_check__tells_only_what_the_quiz_shows(browser, learner, hidden, secret):
    attempt = each(learner, **{hidden: False})
    check(browser, attempt, 1, wrong_answer)
    assert secret not in browser.get(url("attempt", attempt, 1)).content.decode()


# --- budgets ----------------------------------------------------------------------


def test_queries__a_page_of_five_answers(
    browser, learner, django_assert_max_num_queries
):
    attempt = begin(sitting(kinds=("single",) * 5, learner=learner, per_page=5))
    rows = {row.position: row for row in attempt.responses.all()}
    body = {"key": uuid4(), "trang": 1, "version": [0] * 5}
    body["response"] = [str(rows[n].uid) for n in rows]
    body |= {f"cau{n}": right_answer(rows[n].definition)["choice"] for n in rows}
    with django_assert_max_num_queries(4):  # session, user, responses, one UPDATE
        said = browser.post(url("attempt_save", attempt), body, **JSON).json()
    assert said["state"] == "saved"
    with django_assert_max_num_queries(6):
        browser.post(url("attempt_save", attempt), body | {"den": "xem-lai"})
