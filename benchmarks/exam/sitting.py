"""One learner's way through the examination: by plain forms, or as the page's script."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from uuid import UUID, uuid4

from benchmarks.exam.browser import Browser, form_of

REVIEW = "xem-lai"


@dataclass
class Asked:
    """A question of a page: where its answer goes and what may be chosen."""

    action: str
    response: str
    version: int
    page: dict[str, list[str]]
    choices: dict[str, list[str]]

    def form(self, rng: Random, key: UUID) -> dict:
        fixed = {"response": self.response, "version": self.version, "key": str(key)}
        return self.page | fixed | given(rng, self.choices)


def given(rng: Random, choices: dict[str, list[str]]) -> dict[str, str]:
    """Something for every field; whether it is right is not what is measured."""
    return {name: rng.choice(values) for name, values in choices.items() if values}


def start(browser: Browser, activity: UUID) -> tuple[str, str]:
    """Address and text of the first page."""
    place, page = browser.follow("start", f"/attempts/start/{activity}/", {})
    if 'id="bai-lam"' not in page:
        raise RuntimeError(f"the attempt did not start: {place}")
    return place, page


def submit(browser: Browser, attempt: str) -> None:
    place, _page = browser.follow("submit", f"{attempt}nop/", {"xac-nhan": "on"})
    if "ket-qua" not in place:
        raise RuntimeError(f"the attempt was not submitted: {place}")


def by_pages(browser: Browser, activity: UUID) -> None:
    """Page after page with the button below, submit, read the result."""
    place, page = start(browser, activity)
    attempt, target = place.partition("?")[0], ""
    while target != REVIEW:
        action, fixed, choices = form_of(page)
        target = page.partition('name="den" value="')[2].partition('"')[0]
        form = fixed | given(browser.rng, choices)
        form |= {"key": str(uuid4()), "den": target}
        place, page = browser.follow("save", action, form)
    submit(browser, attempt)


def by_answers(browser: Browser, activity: UUID) -> None:
    """All questions on one page, one request an answer, as the script saves them."""
    place, page = start(browser, activity)
    for asked in questions_of(page):
        save(browser, asked)
    submit(browser, place.partition("?")[0])


def save(browser: Browser, asked: Asked) -> UUID | None:
    """Give an answer; its key when the server acknowledged it."""
    key = uuid4()
    _status, _place, text = browser.ask(
        "save", "POST", asked.action, asked.form(browser.rng, key), "application/json"
    )
    said = json.loads(text)
    if said["state"] != "saved":
        return None
    asked.version = said["version"]
    return key


def questions_of(page: str) -> Iterator[Asked]:
    """The questions of a page one by one."""
    action, fixed, _choices = form_of(page)
    shared = {n: v for n, v in fixed.items() if n not in ("response", "version", "key")}
    for part in page.split(' data-response="')[1:]:
        _action, hidden, choices = form_of(
            f'<form id="bai-lam" action="">{part}</form>'
        )
        yield Asked(
            action, hidden["response"][0], int(hidden["version"][0]), shared, choices
        )
