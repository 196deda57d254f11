"""Fixtures that drive Debian's Chromium against a live server.

A page made by `new_page` fails its test on a script error, on a console error and on
any request that leaves the server under test.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    expect,
    sync_playwright,
)

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
SCREENSHOTS = settings.BASE_DIR / ".cache" / "screenshots"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PATIENCE = 20_000  # milliseconds; a busy machine is not a failure
# The last two are the browser's own viewer of PDFs.
INSIDE = {"data", "blob", "about", "chrome-error", "file", "chrome", "chrome-extension"}


class Watch:
    """What went wrong in the pages of one test."""

    def __init__(self, home: str) -> None:
        self.home = urlsplit(home).hostname
        self.problems: list[str] = []
        self.tolerated: list[str] = []

    def tolerate(self, pattern: str) -> None:
        """Let what matches pass: `tolerate("403")` before a page that must refuse."""
        self.tolerated.append(pattern)

    def note(self, problem: str) -> None:
        if not any(re.search(pattern, problem) for pattern in self.tolerated):
            self.problems.append(problem)

    def on_request(self, request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in INSIDE and address.hostname != self.home:
            self.note(f"request to another host: {request.url}")

    def follow(self, context: BrowserContext) -> None:
        context.on("request", self.on_request)
        context.on("weberror", lambda e: self.note(f"script error: {e.error}"))
        context.on("console", self.on_console)

    def on_console(self, message) -> None:
        if message.type == "error":
            place = message.location.get("url", "")
            self.note(f"console error: {message.text} ({place})")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests.

    Playwright's synchronous API keeps an event loop running in this thread, which
    Django takes for asynchronous code; it is not.
    """
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE)
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def watch(live_server) -> Iterator[Watch]:
    """Judges the test when it ends; `watch.tolerate(pattern)` for what must happen."""
    watch = Watch(live_server.url)
    yield watch
    assert not watch.problems, "\n".join(watch.problems)


@pytest.fixture
def new_page(browser: Browser, live_server, watch: Watch) -> Iterator[Callable]:
    """Make a page in a context of its own; addresses may begin with "/"."""
    contexts: list[BrowserContext] = []

    def make(
        width: int = 1366,
        height: int = 900,
        *,
        dark: bool = False,
        java_script: bool = True,
        locale: str = "vi-VN",
    ) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=java_script,
            locale=locale,
            timezone_id=settings.TIME_ZONE,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        watch.follow(context)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def log_in() -> Callable[[Page, str, str], None]:
    """Log in through the form, as people do."""

    def log_in(page: Page, staff_code: str, password: str) -> None:
        page.goto("/login/")
        page.fill("[name=username]", staff_code)
        page.fill("[name=password]", password)
        page.click("form:has([name=password]) button")
        page.wait_for_url(lambda url: "/login/" not in url)

    return log_in


@pytest.fixture
def axe() -> Callable[..., None]:
    """Assert that axe finds no violation of WCAG 2.2 AA on the page as it stands.

    Not without JavaScript: axe runs inside the page.
    """

    def check(page: Page, *, without: tuple[str, ...] = ()) -> None:
        rules = {rule: {"enabled": False} for rule in without}
        options = {
            "runOnly": {"type": "tag", "values": WCAG},
            "resultTypes": ["violations"],
            "rules": rules,
        }
        results = Axe().run(page, options=options)
        assert not results.violations_count, f"{page.url}\n{results.generate_report()}"

    return check


@pytest.fixture
def shot() -> Callable[[Page, str], None]:
    """Save the whole page as .cache/screenshots/<name>.png."""

    def shot(page: Page, name: str) -> None:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)

    return shot
