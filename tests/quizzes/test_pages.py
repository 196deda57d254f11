"""A quiz over HTTP, with plain forms as a browser without scripts posts them."""

import datetime as dt
import re
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.models import ActivityPage
from quizzes.models import Attempt
from quizzes.querysets import grace
from quizzes.services import start_attempt, submit_attempt
from tests.factories import LessonFactory, ModuleFactory, UserFactory
from tests.questions.factories import (
    CITATION,
    EXPLANATION,
    ROWS,
    category,
    question,
    questions,
    right_answer,
    wrong_answer,
)
from tests.quizzes.factories import (
    MACHINE_MARKED,
    QuizItem,
    every_kind,
    quiz_page,
    sitting,
)

pytestmark = pytest.mark.django_db
JSON = {"HTTP_ACCEPT": "application/json"}
PAGES = ["attempt", "attempt_review", "attempt_result", "attempt_clock"]


@pytest.fixture
def browser(as_user, learner):
    return as_user(learner)


def begin(room, **kwargs) -> Attempt:
    return start_attempt(
        enrolment=room.enrolment, quiz=room.quiz, at=timezone.now(), **kwargs
    )


def url(name, attempt, position=None) -> str:
    return reverse(name, args=[attempt.uid]) + (f"?cau={position}" if position else "")


def form_fields(html: str) -> dict[str, str]:
    """The hidden fields of the answer's form, as the browser would post them."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html))


def as_form(answer: dict | None) -> dict:
    """An answer as the controls of its kind post it."""
    match answer or {}:
        case {"choice": value} | {"choices": value} | {"text": value}:
            return {"tra-loi": value}
        case {"value": value}:
            return {"tra-loi": str(value).lower()}
        case {"positions": rows} | {"pairs": rows} | {"gaps": rows}:
            return {f"tra-loi-{row}": value for row, value in rows.items()}
    return {}


def in_any_order(answer: dict) -> dict:
    """Options ticked have no order; the page posts them as it shows them."""
    return {
        name: sorted(part) if isinstance(part, list) else part
        for name, part in answer.items()
    }


def post_answer(client, attempt, position, data, **headers):
    html = client.get(url("attempt", attempt, position)).content.decode()
    return client.post(
        url("attempt_save", attempt), form_fields(html) | data, **headers
    )


def test_a_whole_quiz__by_plain_forms__is_passed(browser, learner):
    room = every_kind(learner=learner, time_limit_minutes=30)
    page = browser.get(room.quiz.url)
    assert "Bắt đầu làm bài" in page.content.decode()
    started = browser.post(reverse("attempt_start", args=[room.quiz.uid]))
    attempt = Attempt.objects.get()
    assert started.url == url("attempt", attempt)
    count = len(MACHINE_MARKED)
    for response in attempt.responses.all():
        given = as_form(right_answer(response.definition))
        position = response.position
        going_on = str(position + 1) if position < count else "xem-lai"
        reply = post_answer(browser, attempt, position, given | {"den": going_on})
        expected = "xem-lai" if position == count else f"?cau={position + 1}"
        assert expected in reply.url
    review = browser.get(url("attempt_review", attempt)).content.decode()
    assert f"Đã trả lời cả {count} câu" in review
    done = browser.post(url("attempt_submit", attempt), {"xac-nhan": "on"}, follow=True)
    html = done.content.decode()
    assert f"{count}</span> trên {count} điểm (100,00%)" in html
    room.enrolment.refresh_from_db()
    assert room.enrolment.passed_at is not None
    assert "Xem kết quả" in browser.get(room.quiz.url).content.decode()


@pytest.mark.parametrize("kind", sorted(ROWS))
def test_running_page__tells_nothing_before_submission(browser, learner, kind):
    room = sitting(kinds=(kind,), learner=learner)
    response = begin(room).responses.get()
    shown = browser.get(url("attempt", response.attempt)).content.decode()
    shown += browser.get(url("attempt_review", response.attempt)).content.decode()
    reply = post_answer(
        browser, response.attempt, 1, as_form(wrong_answer(response.definition)), **JSON
    )
    shown += reply.content.decode()
    frozen = response.definition
    assert frozen["kind"] in ROWS
    for secret in (EXPLANATION, CITATION, "is_right", "is_true", "accepted"):
        assert secret not in shown
    if kind in {"numeric", "short_answer"}:
        assert not any(
            answer in shown for answer in ("28,81", "28.81", "Chữ ký số", "0.005")
        )
    if kind in {"single", "multiple", "true_false"}:
        controls = re.findall(
            r"<input type=\"(?:radio|checkbox)\" name=\"tra-loi\"[^>]*>", shown
        )
        bare = {re.sub(r'value="[^"]*"', "", control) for control in controls}
        assert len(bare) == 1  # nothing but the value tells the options apart


@pytest.mark.parametrize("kind", sorted(ROWS))
def test_saved_answer__is_shown_again_when_the_page_is_opened(browser, learner, kind):
    attempt = begin(sitting(kinds=(kind,), learner=learner))
    response = attempt.responses.get()
    given = right_answer(response.definition)
    post_answer(browser, attempt, 1, as_form(given) | {"co": "on"})
    response.refresh_from_db()
    assert (response.is_flagged, response.version) == (True, 1)
    assert in_any_order(response.answer) == in_any_order(given)
    html = browser.get(url("attempt", attempt)).content.decode()
    assert re.search(
        r' checked>| selected>|value="28,81"|value="Chữ ký số cá nhân"', html
    )
    assert "Đã lưu lúc" in html


def test_ordering_buttons__move_a_row_and_stay_on_the_page(browser, learner):
    attempt = begin(sitting(kinds=("ordering",), learner=learner))
    shown = [item["id"] for item in attempt.responses.get().definition["items"]]
    reply = post_answer(browser, attempt, 1, {"tra-loi-xuong": shown[0]})
    assert reply.url.endswith("?cau=1")
    html = browser.get(reply.url).content.decode()
    assert re.findall(r'<select id="tra-loi-([^"]+)"', html) == [
        shown[1],
        shown[0],
        *shown[2:],
    ]


def test_save__by_script__is_acknowledged_in_json(browser, learner):
    attempt = begin(sitting(kinds=("numeric",), learner=learner, time_limit_minutes=10))
    reply = post_answer(browser, attempt, 1, {"tra-loi": "28,81"}, **JSON)
    said = reply.json()
    assert (said["state"], said["version"], said["next"]) == ("saved", 1, None)
    assert 590 <= said["left"] <= 600
    assert re.fullmatch(r"\d\d:\d\d", said["saved_at"])


def test_two_tabs__the_older_one_is_told_and_does_not_overwrite(browser, learner):
    attempt = begin(sitting(kinds=("numeric",), learner=learner))
    old = form_fields(browser.get(url("attempt", attempt)).content.decode())
    post_answer(browser, attempt, 1, {"tra-loi": "28,81"})
    late = browser.post(
        url("attempt_save", attempt),
        old | {"tra-loi": "5", "den": "xem-lai"},
        follow=True,
    )
    html = late.content.decode()
    assert "đã được lưu ở một cửa sổ khác" in html
    assert 'value="28,81"' in html
    said = browser.post(
        url("attempt_save", attempt), old | {"tra-loi": "5"}, **JSON
    ).json()
    assert (said["state"], said["version"]) == ("stale", 1)
    assert attempt.responses.get().answer == {"text": "28,81"}


def test_submit__without_the_confirmation__goes_back_to_the_review(browser, learner):
    attempt = begin(sitting(learner=learner))
    reply = browser.post(url("attempt_submit", attempt), follow=True)
    assert "Đánh dấu ô xác nhận" in reply.content.decode()
    attempt.refresh_from_db()
    assert attempt.is_open


def test_submit__twice__shows_the_same_result(browser, learner):
    attempt = begin(sitting(learner=learner))
    for _ in range(2):
        reply = browser.post(url("attempt_submit", attempt), {"xac-nhan": "on"})
        assert reply.url == url("attempt_result", attempt)
    assert browser.get(url("attempt", attempt)).url == url("attempt_result", attempt)


def make_late(attempt: Attempt) -> None:
    Attempt.objects.filter(pk=attempt.pk).update(
        due_at=timezone.now() - grace() - dt.timedelta(seconds=5)
    )


@pytest.mark.parametrize("name", ["attempt", "attempt_review", "attempt_result"])
def test_any_page__after_the_deadline__shows_the_result(browser, learner, name):
    attempt = begin(sitting(learner=learner, time_limit_minutes=10))
    make_late(attempt)
    html = browser.get(url(name, attempt), follow=True).content.decode()
    assert "bài được tự nộp" in html
    attempt.refresh_from_db()
    assert attempt.closed_by == "clock"


def test_save__after_the_deadline__is_refused_in_words(browser, learner):
    attempt = begin(sitting(kinds=("numeric",), learner=learner, time_limit_minutes=10))
    fields = form_fields(browser.get(url("attempt", attempt)).content.decode())
    make_late(attempt)
    reply = browser.post(
        url("attempt_save", attempt), fields | {"tra-loi": "1"}, follow=True
    )
    assert "Câu gửi sau đó không được tính" in reply.content.decode()
    assert attempt.responses.get().answer is None


def test_time_is_up__the_page_may_submit_without_the_confirmation(browser, learner):
    attempt = begin(sitting(learner=learner, time_limit_minutes=10))
    Attempt.objects.update(due_at=timezone.now())
    browser.post(url("attempt_submit", attempt))
    attempt.refresh_from_db()
    assert attempt.closed_by == "clock"


@pytest.mark.parametrize("name", PAGES)
def test_foreign_attempt__does_not_exist_and_is_logged(as_user, name, caplog):
    attempt = begin(sitting())
    stranger = as_user(UserFactory())
    assert stranger.get(url(name, attempt)).status_code == 404
    assert str(attempt.uid) in caplog.text


def test_foreign_attempt__cannot_be_saved_or_submitted(as_user):
    attempt = begin(sitting())
    response = attempt.responses.get(position=1)
    stranger = as_user(UserFactory())
    data = {"response": response.uid, "key": uuid4(), "version": 0, "tra-loi": "x"}
    assert stranger.post(url("attempt_save", attempt), data).status_code == 404
    assert (
        stranger.post(url("attempt_submit", attempt), {"xac-nhan": 1}).status_code
        == 404
    )
    attempt.refresh_from_db()
    assert attempt.is_open


def test_response_of_another_attempt__is_not_reached_through_ones_own(browser, learner):
    own, other = begin(sitting(learner=learner)), begin(sitting())
    data = {"response": other.responses.first().uid, "key": uuid4(), "version": 0}
    assert browser.post(url("attempt_save", own), data).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_anonymous__logs_in_first(client, name):
    reply = client.get(url(name, begin(sitting())))
    assert reply.status_code == 302
    assert reverse("login") in reply.url


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"response": "x", "key": "y", "version": "-1"},
        {"version": "999999999999999999999"},
    ],
)
def test_save__of_nonsense__is_a_bad_request(browser, learner, data):
    attempt = begin(sitting(learner=learner))
    assert browser.post(url("attempt_save", attempt), data).status_code == 400


@pytest.mark.parametrize("asked", ["0", "99", "-1", "abc", "9" * 30, "²"])
def test_page__of_a_question_that_is_not_there__shows_one_that_is(
    browser, learner, asked
):
    attempt = begin(sitting(learner=learner))
    reply = browser.get(url("attempt", attempt), {"cau": asked})
    assert "Câu 1 trên 3" in reply.content.decode()


def test_start__without_enrolment__is_refused(as_user):
    room = sitting()
    stranger = as_user(UserFactory())
    stranger.post(reverse("attempt_start", args=[room.quiz.uid]))
    assert not Attempt.objects.exists()


def test_start__of_a_locked_quiz__is_refused(browser, learner):
    room = sitting(learner=learner, opens_last=True)
    module = ModuleFactory(course=room.course)
    LessonFactory(module=module)
    module.refresh_from_db()
    module.move(room.course, pos="first-child")
    browser.post(reverse("attempt_start", args=[room.quiz.uid]))
    assert not Attempt.objects.exists()


def test_start__by_get__is_not_allowed(browser):
    assert browser.get(reverse("attempt_start", args=[uuid4()])).status_code == 405


def test_result_of_a_fail__names_what_to_read_again(browser, learner):
    room = sitting(kinds=("single",) * 2, learner=learner, attempts_allowed=2)
    module = ModuleFactory(course=room.course, title="1. Căn cứ")
    lesson = LessonFactory(module=module, title="1.1 Hai mức độ")
    attempt = begin(room)
    submit_attempt(attempt=attempt, at=timezone.now(), by="learner")
    html = browser.get(url("attempt_result", attempt)).content.decode()
    assert "Chưa đạt lần này" in html
    assert "sai 2 trên 2 câu" in html
    assert ActivityPage.objects.get(pk=lesson.pk).url in html
    assert CITATION in html
    assert html.count('class="primary"') + html.count("button primary") == 1


def test_result_of_a_fail__tells_the_key_only_when_no_attempt_is_left(browser, learner):
    room = sitting(kinds=("single",) * 2, learner=learner, attempts_allowed=2)
    first = begin(room)
    submit_attempt(attempt=first, at=timezone.now(), by="learner")
    early = browser.get(url("attempt_result", first)).content.decode()
    assert EXPLANATION not in early
    assert "đáp án đúng" not in early
    assert "Đáp án và giải thích hiện khi anh/chị đạt" in early
    last = begin(room)
    submit_attempt(attempt=last, at=timezone.now(), by="learner")
    for attempt in (first, last):
        late = browser.get(url("attempt_result", attempt)).content.decode()
        assert EXPLANATION in late


def test_quiz_page__is_never_posted_to(browser, learner):
    assert browser.post(sitting(learner=learner).quiz.url).status_code == 405


def twenty(learner, **rules):
    """A quiz of twenty questions."""
    room = sitting(kinds=(), learner=learner, **rules)
    shelf = category(room.course.code, "Nhiều")
    questions(20, shelf)
    QuizItem.objects.create(quiz=room.quiz, category=shelf, count=20)
    return room


def test_queries__of_each_page_with_twenty_questions(
    browser, learner, django_assert_max_num_queries
):
    room = twenty(learner, time_limit_minutes=60)
    attempt = begin(room)
    browser.get(room.quiz.url)  # the site's own settings are made and cached once
    with django_assert_max_num_queries(20):
        browser.get(room.quiz.url)
    with django_assert_max_num_queries(12):
        browser.get(url("attempt", attempt, 3))
    with django_assert_max_num_queries(12):
        browser.get(url("attempt_review", attempt))
    submit_attempt(attempt=attempt, at=timezone.now(), by="learner")
    with django_assert_max_num_queries(12):
        browser.get(url("attempt_result", attempt))


def test_queries__saving_one_answer(browser, learner, django_assert_max_num_queries):
    attempt = begin(twenty(learner))
    response = attempt.responses.get(position=1)
    data = {"response": response.uid, "key": uuid4(), "version": 0}
    data |= as_form(right_answer(response.definition))
    with django_assert_max_num_queries(6):
        said = browser.post(url("attempt_save", attempt), data, **JSON)
    assert said.json()["state"] == "saved"


def statements(captured) -> int:
    """Without BEGIN and COMMIT, which a test sees as savepoints."""
    control = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    return sum(not q["sql"].startswith(control) for q in captured.captured_queries)


@pytest.mark.parametrize("opens_last", [False, True])
def test_queries__starting_with_twenty_questions(
    browser, learner, opens_last, django_assert_max_num_queries
):
    room = twenty(learner, attempts_allowed=2, opens_last=opens_last)
    url = reverse("attempt_start", args=[room.quiz.uid])
    with django_assert_max_num_queries(14) as captured:
        browser.post(url)
    assert statements(captured) <= 12
    assert Attempt.objects.get().responses.count() == 20


def test_queries__submitting_twenty_responses(
    browser, learner, django_assert_max_num_queries
):
    attempt = begin(twenty(learner, attempts_allowed=1))
    for response in attempt.responses.all():
        response.answer = right_answer(response.definition)
        response.save()
    with django_assert_max_num_queries(24) as captured:
        browser.post(url("attempt_submit", attempt), {"xac-nhan": "on"})
    assert statements(captured) <= 20
    attempt.refresh_from_db()
    assert attempt.has_passed


def test_quiz_that_was_unpublished__cannot_be_started(browser, learner):
    room = sitting(learner=learner)
    room.quiz.unpublish()
    reply = browser.post(reverse("attempt_start", args=[room.quiz.uid]))
    assert reply.status_code == 404


def test_preview__of_a_quiz_shows_its_rules():
    quiz = quiz_page(
        sitting().course,
        QuizItem(question=question()),
        title="Thử",
        time_limit_minutes=15,
    )
    html = quiz.make_preview_request().render().content.decode()
    assert "15 phút" in html
