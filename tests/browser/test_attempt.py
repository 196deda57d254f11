"""A running attempt in a real browser: saving, a broken line, two tabs, the clock."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from quizzes.models import Attempt
from quizzes.services import start_attempt
from tests.cluster import wait_until
from tests.factories import UserFactory
from tests.quizzes.factories import MACHINE_MARKED, every_kind, sitting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "mat-khau-thu-2022"
SAVED = "#luu[data-state=saved]"
OFFLINE = "#luu[data-state=offline]"
NUMBER = "input[name=tra-loi]"


@pytest.fixture
def person(db):
    return UserFactory(full_name="Lê Thị Hồng Nhung", password=PASSWORD)


@pytest.fixture
def sit(new_page, log_in, person):
    """Log in and open a running attempt: `page, attempt = sit(room)`."""

    def sit(room, **options):
        attempt = start_attempt(
            enrolment=room.enrolment, quiz=room.quiz, at=timezone.now(), seed=1
        )
        page = new_page(**options)
        log_in(page, person.staff_code, PASSWORD)
        page.goto(reverse("attempt", args=[attempt.uid]))
        return page, attempt

    return sit


def stands(attempt) -> tuple:
    response = attempt.responses.first()
    return response.answer, response.version


def one_number(person):
    return sitting(kinds=("numeric",), learner=person)


def test_every_kind__on_a_phone_and_a_desktop__has_no_barrier(sit, person, axe, shot):
    page, attempt = sit(every_kind(learner=person, time_limit_minutes=30), width=360)
    kinds = [r.definition["kind"] for r in attempt.responses.order_by("position")]
    assert set(kinds) == set(MACHINE_MARKED)
    for width in (360, 1366):
        page.set_viewport_size({"width": width, "height": 800})
        for position, kind in enumerate(kinds, 1):
            page.goto(f"{reverse('attempt', args=[attempt.uid])}?cau={position}")
            axe(page)
            shot(page, f"quiz-{kind}-{width}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.locator(".primary:visible").count() == 1
    page.goto(reverse("attempt_review", args=[attempt.uid]))
    axe(page)
    page.check("[name=xac-nhan]")
    page.click("text=Nộp bài")
    page.wait_for_url("**/ket-qua/")
    axe(page)
    shot(page, "quiz-result-1366")


def test_keyboard_alone__answers_goes_on_and_submits(sit, person):
    page, attempt = sit(sitting(kinds=("numeric", "numeric"), learner=person))
    for then in ("**/*cau=2", "**/xem-lai/"):
        page.focus(NUMBER)
        page.keyboard.type("28,81")
        page.keyboard.press("Enter")  # saves, then goes on
        page.wait_for_url(then)
    page.focus("[name=xac-nhan]")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ket-qua/")
    attempt.refresh_from_db()
    assert attempt.score == 200


def test_line_cut_and_restored__nothing_typed_is_lost(sit, person, watch):
    watch.tolerate("ERR_INTERNET_DISCONNECTED")
    page, attempt = sit(one_number(person))
    page.fill(NUMBER, "28,81")
    page.wait_for_selector(SAVED)
    assert stands(attempt) == ({"text": "28,81"}, 1)
    page.context.set_offline(True)
    page.fill(NUMBER, "30")
    page.wait_for_selector(OFFLINE)
    assert page.is_visible("#mat-mang")
    assert "còn ở máy" in page.inner_text("#luu")
    page.fill(NUMBER, "31")
    page.context.set_offline(False)
    wait_until(lambda: stands(attempt)[0] == {"text": "31"})
    page.wait_for_selector(SAVED)
    assert not page.is_visible("#mat-mang")
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_lost_acknowledgement__and_the_page_closed__goes_on_where_it_was(
    sit, person, watch
):
    watch.tolerate("ERR_FAILED")
    page, attempt = sit(one_number(person))
    page.route("**/luu/", lambda route: (route.fetch(), route.abort()))
    page.fill(NUMBER, "32")
    page.wait_for_selector(OFFLINE)
    page.fill(NUMBER, "33")  # typed, never sent
    assert stands(attempt) == ({"text": "32"}, 1)
    again = page.context.new_page()
    page.close()
    again.goto(reverse("attempt", args=[attempt.uid]) + "?cau=1")
    wait_until(lambda: stands(attempt) == ({"text": "33"}, 2))
    assert again.input_value(NUMBER) == "33"


def test_two_tabs__the_older_one_shows_what_stands(sit, person):
    page, attempt = sit(one_number(person))
    other = page.context.new_page()
    other.goto(page.url)
    page.fill(NUMBER, "40")
    page.wait_for_selector(SAVED)
    other.fill(NUMBER, "41")
    other.wait_for_selector("text=đã được lưu ở một cửa sổ khác")
    assert other.input_value(NUMBER) == "40"
    assert stands(attempt) == ({"text": "40"}, 1)


def test_page_of_several__line_cut_and_left__answers_are_sent_from_another_page(
    sit, person, watch
):
    watch.tolerate("ERR_INTERNET_DISCONNECTED|ERR_FAILED")
    page, attempt = sit(
        sitting(kinds=("numeric",) * 4, learner=person, per_page=2), width=360
    )
    page.fill("[name=cau1]", "28,81")
    page.wait_for_selector(SAVED)
    page.context.set_offline(True)
    page.fill("[name=cau1]", "30")
    page.fill("[name=cau2]", "31")
    page.wait_for_selector(OFFLINE)
    kept = page.evaluate("JSON.stringify({...localStorage})")
    page.context.set_offline(False)
    page.route("**/luu/", lambda route: route.abort())
    again = page.context.new_page()
    page.close()
    again.goto(reverse("attempt", args=[attempt.uid]) + "?cau=3")
    wait_until(lambda: answers(attempt) == ["30", "31", None, None])
    assert "cau1" in kept
    assert "cau2" in kept
    wait_until(lambda: again.evaluate("Object.keys(localStorage).length") == 0)
    assert again.get_attribute(".qnav [data-position='2']", "data-state") == "done"


def answers(attempt) -> list:
    rows = attempt.responses.order_by("position").values_list("answer", flat=True)
    return [answer and answer["text"] for answer in rows]


def test_page_of_several__on_a_phone_and_a_desktop__has_no_barrier(
    sit, person, axe, shot
):
    page, _attempt = sit(
        every_kind(learner=person, per_page=0, feedback_when="each"), width=360
    )
    for width in (360, 1366):
        page.set_viewport_size({"width": width, "height": 800})
        axe(page)
        shot(page, f"quiz-all-on-one-page-{width}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator(".primary:visible").count() == 1


@pytest.mark.parametrize("java_script", [True, False])
def test_forward_only_and_checked__goes_on_by_the_server(
    sit, person, java_script, axe, shot
):
    room = sitting(
        kinds=("numeric", "numeric"),
        learner=person,
        is_forward_only=True,
        feedback_when="each",
    )
    page, attempt = sit(room, java_script=java_script)
    page.fill(NUMBER, "28,81")
    page.click("text=Kiểm tra câu này")
    page.wait_for_selector(".explanation")
    assert page.locator(NUMBER).count() == 0
    if java_script:
        axe(page)
        shot(page, "quiz-checked-1366")
    page.click(".primary")
    page.wait_for_url("**/*cau=2")
    page.fill(NUMBER, "5")
    page.click(".primary")
    page.wait_for_url("**/xem-lai/")
    page.check("[name=xac-nhan]")
    page.click("text=Nộp bài")
    page.wait_for_url("**/ket-qua/")
    attempt.refresh_from_db()
    assert attempt.score == 100


def test_exam__from_the_entry_to_the_result__notes_that_the_page_was_left(
    new_page, log_in, person, axe, shot
):
    room = sitting(
        kinds=("numeric",) * 2, learner=person, is_exam=True, access_code="sen"
    )
    page = new_page(width=360, height=800)
    log_in(page, person.staff_code, PASSWORD)
    page.goto(room.quiz.url)
    axe(page)
    shot(page, "quiz-exam-entry-360")
    page.fill("#ma", "Sen")
    page.check("[name=cam_ket]")
    page.click("text=Bắt đầu làm bài")
    page.wait_for_url("**/attempts/*/")
    attempt = Attempt.objects.get()
    page.fill(NUMBER, "28,81")
    page.click(".primary")  # our own step is no leaving
    page.wait_for_url("**/*cau=2")
    assert not attempt.events.exists()
    page.evaluate(HIDE, True)
    wait_until(lambda: attempt.events.count() == 1)
    page.evaluate(HIDE, False)
    wait_until(lambda: attempt.events.count() == 2)
    assert set(attempt.events.values_list("kind", flat=True)) == {"left", "returned"}
    page.click(".primary")
    page.wait_for_url("**/xem-lai/")
    page.check("[name=xac-nhan]")
    page.click("main .primary")
    page.wait_for_url("**/ket-qua/")
    assert attempt.events.count() == 2


# What a browser does when another window comes to the front; none is there to come.
HIDE = """hidden => {
    Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
    dispatchEvent(new Event("visibilitychange"));
}"""


def test_time_is_up__the_page_saves_and_submits_by_itself(sit, person):
    page, attempt = sit(
        sitting(kinds=("numeric",), learner=person, time_limit_minutes=10)
    )
    Attempt.objects.update(due_at=timezone.now() + dt.timedelta(seconds=4))
    page.reload()
    page.fill(NUMBER, "28,81")
    page.wait_for_url("**/ket-qua/")
    attempt.refresh_from_db()
    assert (attempt.closed_by, attempt.score) == ("clock", 100)


def test_without_a_script__rows_move_and_answers_are_saved(sit, person):
    page, _attempt = sit(
        sitting(kinds=("ordering",), learner=person), java_script=False
    )
    first = page.locator(".order > li > span").nth(1).inner_text()
    page.locator("button", has_text="Xuống").first.click()
    page.wait_for_url("**/*cau=1")
    assert page.locator(".order > li > span").nth(4).inner_text() == first
    page.click(".primary")
    page.wait_for_url("**/xem-lai/")
    assert "Đã trả lời cả 1 câu" in page.inner_text("main")


def test_paper_to_print__has_no_barrier(new_page, log_in, axe, shot):
    trainer = UserFactory(is_superuser=True, password=PASSWORD)
    room = every_kind()
    page = new_page()
    log_in(page, trainer.staff_code, PASSWORD)
    page.goto(reverse("quiz_paper", args=[room.quiz.uid]))
    axe(page)
    page.emulate_media(media="print")
    shot(page, "quiz-paper-print")
    assert not page.is_visible("text=Kèm đáp án")
    assert page.is_visible("text=Họ và tên")


def test_answer_before_the_script_came__is_kept_and_saved(sit, person):
    page, attempt = sit(sitting(kinds=("single",), learner=person))
    held = []
    page.route("**/quiz*.js", lambda route: held.append(route))
    page.reload(wait_until="commit")
    page.locator("#bai-lam [type=radio]").first.check()
    held[0].continue_()
    page.wait_for_selector(SAVED)
    assert attempt.responses.get().answer is not None
