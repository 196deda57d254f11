"""The learner's own page of sittings, and practice that gives no exam away."""

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from quizzes.history import Mark, Trend, trends_of
from quizzes.models import Attempt
from quizzes.practice import practisable, shelves
from quizzes.services import save_answer, start_attempt, submit_attempt
from quizzes.sparks import spark
from tests.factories import UserFactory
from tests.questions.factories import right_answer, wrong_answer
from tests.quizzes.factories import sitting

pytestmark = pytest.mark.django_db


def sit(room, answer, *, at=None) -> Attempt:
    """A whole sitting with one way of answering, submitted."""
    at = at or timezone.now()
    attempt = start_attempt(enrolment=room.enrolment, quiz=room.quiz, at=at)
    for response in attempt.responses.all():
        save_answer(
            response_uid=response.uid,
            learner=room.enrolment.learner,
            answer=answer(response.definition),
            is_flagged=False,
            key=response.uid,
            based_on=response.version,
            at=at,
        )
    return submit_attempt(attempt=attempt, at=at, by=Attempt.ClosedBy.LEARNER)


@pytest.fixture
def browser(as_user, learner):
    return as_user(learner)


def practice_url(room) -> str:
    shelf = room.quiz.items.first().question.category
    return reverse("attempt_practice", args=[shelf.uid])


def test_history__before_the_first_quiz__says_what_will_be_here(browser):
    page = browser.get(reverse("attempt_history"))
    assert "Anh/chị chưa làm bài kiểm tra nào" in page.content.decode()


def test_history__after_two_sittings__shows_how_the_category_went(browser, learner):
    room = sitting(learner=learner)
    earlier = timezone.now() - dt.timedelta(hours=1)
    sit(room, wrong_answer, at=earlier)
    sit(room, right_answer)
    (trend,) = trends_of(learner, at=timezone.now())
    assert [mark.share for mark in trend.marks] == [0, 100]
    assert trend.change == "+100"
    assert not trend.is_weak
    html = browser.get(reverse("attempt_history")).content.decode()
    assert "0,00%; " in html
    assert "100,00%" in html
    assert "+100" in html


def test_shares__as_everywhere_with_two_decimals():
    """Two of three points are 66,67%, and 69,996% is not yet 70."""
    now = timezone.now()
    trend = Trend(uuid4(), "Ký số", [Mark(now, 100, 300), Mark(now, 200, 300)])
    assert (trend.last.said, trend.change) == ("66,67%", "+33,33")
    assert Trend(uuid4(), "Ký số", [Mark(now, 69_996, 100_000)]).is_weak
    falls = Trend(uuid4(), "Ký số", [Mark(now, 300, 300), Mark(now, 150, 300)])
    assert falls.change == "-50"
    level = Trend(uuid4(), "Ký số", [Mark(now, 300, 300), Mark(now, 300, 300)])
    assert level.change == "0"


def test_history__with_more_sittings__asks_no_more_queries(
    browser, learner, django_assert_max_num_queries
):
    sit(sitting(learner=learner), right_answer)
    sit(sitting(learner=learner, kinds=("single", "numeric")), wrong_answer)
    with django_assert_max_num_queries(16):
        assert browser.get(reverse("attempt_history")).status_code == 200


@pytest.mark.parametrize(
    "rules", [{"feedback_when": "never"}, {"shows_score": False}], ids=str
)
def test_history__of_a_quiz_that_tells_nothing__has_no_share(learner, rules):
    sit(sitting(learner=learner, **rules), right_answer)
    assert trends_of(learner, at=timezone.now()) == []


def test_history__of_another_learner__is_not_there(browser):
    sit(sitting(learner=UserFactory()), right_answer)
    assert browser.get(reverse("attempt_history")).context["page"].paginator.count == 0


def test_desk__with_a_sitting_left_open__leads_back_to_it(browser, learner):
    room = sitting(learner=learner, time_limit_minutes=30)
    now = timezone.now()
    attempt = start_attempt(enrolment=room.enrolment, quiz=room.quiz, at=now)
    html = browser.get(reverse("my")).content.decode()
    assert f"Bài đang làm dở: {room.quiz.title}" in html
    assert reverse("attempt", args=[attempt.uid]) in html
    submit_attempt(attempt=attempt, at=now, by=Attempt.ClosedBy.LEARNER)
    assert "Bài đang làm dở" not in browser.get(reverse("my")).content.decode()


def test_practice__while_the_quiz_may_ask_again__has_no_question(browser, learner):
    room = sitting(learner=learner)
    sit(room, wrong_answer)
    assert not practisable(learner, at=timezone.now()).exists()
    page = browser.get(practice_url(room), follow=True)
    assert "Chưa có câu để luyện" in page.content.decode()


def test_practice__once_the_quiz_is_passed__tells_the_key_and_keeps_no_mark(
    browser, learner
):
    room = sitting(learner=learner)
    sit(room, right_answer)
    (shelf,) = shelves(learner, at=timezone.now())
    assert (shelf.count, shelf.mark.share) == (3, 100)
    url = practice_url(room)
    for done in range(1, 4):
        page = browser.get(url, follow=True)
        asked = page.context["asked"]
        assert asked.title in page.content.decode()
        told = browser.post(url, {"check": asked.uid, "tra-loi": "nothing"})
        assert "Lời giải thích chỉ hiện sau khi nộp." in told.content.decode()
        assert told.context["done"] == done
        assert told.context["right"] == 0
    assert "Đúng 0 trên 3 câu" in browser.get(url).content.decode()
    assert learner.enrolments.get().attempts.count() == 1


def test_practice__answer_sent_twice__counts_once(browser, learner):
    room = sitting(learner=learner)
    sit(room, right_answer)
    url = practice_url(room)
    asked = browser.get(url, follow=True).context["asked"]
    choice = next(
        o.id for o in asked.definition[0].value["options"].bound_blocks
        if o.value["is_right"]
    )  # fmt: skip
    for _ in range(2):
        told = browser.post(url, {"check": asked.uid, "tra-loi": choice})
        assert (told.context["done"], told.context["right"]) == (1, 1)


def test_practice__asked_for_a_key_of_an_open_quiz__is_not_found(browser, learner):
    done, waiting = sitting(learner=learner), sitting(learner=learner)
    sit(done, right_answer)
    question = waiting.quiz.items.first().question
    reply = browser.post(practice_url(waiting), {"check": question.uid})
    assert reply.status_code == 404
    assert browser.post(practice_url(done), {"check": "nonsense"}).status_code == 404


def test_practice__of_a_stranger__has_nothing(client, as_user, learner):
    room = sitting(learner=learner)
    sit(room, right_answer)
    page = as_user(UserFactory()).get(practice_url(room), follow=True)
    assert "Chưa có câu để luyện" in page.content.decode()


def test_spark__of_one_and_of_many__stays_inside():
    assert spark([50]).dots == [(4, 14)]
    dots = spark([0, 100, 70]).dots
    assert dots[0] == (4, 24)
    assert dots[1][1] == 4
    assert dots[-1][0] == 100
