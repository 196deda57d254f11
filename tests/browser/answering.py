"""Answer a drawn question in the browser, right, whatever its kind.

The key is read from the database, as a learner who knows the matter would know it;
the page never shows it.
"""

from collections.abc import Callable

from playwright.sync_api import Page

from quizzes.models import Response
from tests.questions.factories import right_answer


def single(page: Page, d: dict) -> None:
    page.check(f'input[type=radio][value="{d["key"]}"]')


def multiple(page: Page, d: dict) -> None:
    for option in d["key"]:
        page.check(f'input[type=checkbox][value="{option}"]')


def true_false(page: Page, d: dict) -> None:
    page.check(f'input[type=radio][value="{str(d["key"]).lower()}"]')


def typed(page: Page, text: str) -> None:
    page.fill("#tra-loi", text)


def ordering(page: Page, d: dict) -> None:
    for place, item in enumerate(d["key"], start=1):
        page.select_option(f"#tra-loi-{item}", str(place))


def matching(page: Page, d: dict) -> None:
    for left, right in d["key"].items():
        page.select_option(f"#tra-loi-{left}", right)


def numeric(page: Page, d: dict) -> None:
    typed(page, d["value"].replace(".", ","))


def short_answer(page: Page, d: dict) -> None:
    typed(page, d["accepted"][0].upper())


def fill_in(page: Page, d: dict) -> None:
    answers = right_answer(d)["gaps"]
    for gap in d["gaps"]:
        field = f"#tra-loi-{gap['id']}"
        give = page.select_option if gap["mode"] == "choice" else page.fill
        give(field, answers[gap["id"]])


def essay(page: Page, d: dict) -> None:
    typed(page, "Công khai thủ tục đúng nơi, đúng lúc.")


ANSWER: dict[str, Callable[[Page, dict], None]] = {
    "single": single,
    "multiple": multiple,
    "true_false": true_false,
    "ordering": ordering,
    "matching": matching,
    "numeric": numeric,
    "short_answer": short_answer,
    "fill_in": fill_in,
    "essay": essay,
}


def answer_right(page: Page) -> None:
    """Give the right answer to the question on the page."""
    uid = page.input_value("input[name=response]")
    definition = Response.objects.get(uid=uid).definition
    ANSWER[definition["kind"]](page, definition)
