"""A whole examination: by keyboard alone, without a script, over a line that drops."""

import pytest
from playwright.sync_api import expect

from quizzes.models import Attempt, Response
from tests.browser.answering import answer_right
from tests.factories import UserFactory
from tests.questions.factories import ROWS, right_answer
from tests.quizzes.factories import sitting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "mat-khau-thu-2022"
SAVED = "#luu[data-state=saved]"


@pytest.fixture
def person(db):
    return UserFactory(full_name="Lê Thị Hồng Nhung", password=PASSWORD)


def tab_to(page, selector: str) -> None:
    """Press Tab as a person would, until what is meant has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{selector} is not reached by Tab")


def choose(page, selector: str, value: str) -> None:
    tab_to(page, selector)
    for _ in range(20):
        if page.input_value(selector) == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{selector} has no {value}")


def answer_by_keys(page) -> None:
    """The right answer, from the top of the page to its first button."""
    definition = Response.objects.get(
        uid=page.input_value("input[name=response]")
    ).definition
    answer = right_answer(definition)
    if "text" in answer:
        tab_to(page, "#tra-loi")
        page.keyboard.type(answer["text"])
        return
    given = answer.get("gaps") or answer.get("pairs") or answer["positions"]
    for field in page.locator("[id^=tra-loi-]").all():
        name = field.get_attribute("id")
        value = str(given[name.removeprefix("tra-loi-")])
        if field.evaluate("field => field.matches('select')"):
            choose(page, f"#{name}", value)
        else:
            tab_to(page, f"#{name}")
            page.keyboard.type(value)


def test_keyboard_alone__from_the_code_to_the_result(new_page, log_in, person):
    kinds = ("fill_in", "matching", "ordering", "essay")
    room = sitting(kinds=kinds, learner=person, is_exam=True, access_code="sen")
    page = new_page()
    log_in(page, person.staff_code, PASSWORD)
    page.goto(room.quiz.url)
    tab_to(page, "#ma")
    page.keyboard.type("sen")
    tab_to(page, "[name=cam_ket]")
    page.keyboard.press("Space")
    tab_to(page, "main .primary")
    page.keyboard.press("Enter")
    for then in ("**/*cau=2", "**/*cau=3", "**/*cau=4", "**/xem-lai/"):
        expect(page.locator("#bai-lam")).to_be_visible()
        answer_by_keys(page)
        tab_to(page, "#bai-lam .primary")
        page.keyboard.press("Enter")
        page.wait_for_url(then)
    tab_to(page, "[name=xac-nhan]")
    page.keyboard.press("Space")
    tab_to(page, "main .primary")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ket-qua/")
    marks = dict(Response.objects.values_list("question__kind", "points"))
    assert marks == dict.fromkeys(kinds[:3], 100) | {"essay": None}


def test_without_a_script__every_kind_from_the_start_to_the_result(
    new_page, log_in, person, shot
):
    room = sitting(kinds=tuple(ROWS), learner=person)
    page = new_page(360, 800, java_script=False)
    log_in(page, person.staff_code, PASSWORD)
    page.goto(room.quiz.url)
    page.click("text=Bắt đầu làm bài")
    page.wait_for_url("**/attempts/**")
    for number in range(1, len(ROWS) + 1):
        expect(page.locator("legend small")).to_contain_text(f"Câu {number} trên")
        answer_right(page)
        page.click("#bai-lam .primary")
    page.wait_for_url("**/xem-lai/")
    expect(page.locator("main")).to_contain_text("Đã trả lời cả 9 câu")
    shot(page, "quiz-review-360")
    page.check("[name=xac-nhan]")
    page.click("text=Nộp bài")
    page.wait_for_url("**/ket-qua/")
    points = Response.objects.exclude(question__kind="essay").values_list("points")
    assert set(points) == {(100,)}


def test_line_cut_in_the_middle__stays_with_the_answer_and_goes_on_later(
    new_page, log_in, person, watch
):
    watch.tolerate("ERR_INTERNET_DISCONNECTED")
    kinds = ("single", "matching", "fill_in")
    room = sitting(kinds=kinds, learner=person, shuffle_questions=False)
    page = new_page(360, 800)
    log_in(page, person.staff_code, PASSWORD)
    page.goto(room.quiz.url)
    page.click("text=Bắt đầu làm bài")
    page.wait_for_url("**/attempts/**")
    answer_right(page)
    page.click("#bai-lam .primary")
    page.wait_for_url("**/*cau=2")
    page.context.set_offline(True)
    answer_right(page)
    page.click("#bai-lam .primary")
    expect(page.locator("#mat-mang")).to_be_visible()
    assert page.url.endswith("cau=2")
    page.context.set_offline(False)
    page.wait_for_selector(SAVED)
    page.click("#bai-lam .primary")
    page.wait_for_url("**/*cau=3")
    answer_right(page)
    page.click("#bai-lam .primary")
    page.wait_for_url("**/xem-lai/")
    page.check("[name=xac-nhan]")
    page.click("text=Nộp bài")
    page.wait_for_url("**/ket-qua/")
    assert Attempt.objects.get().score == 300
