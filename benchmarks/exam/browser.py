"""A browser as small as it can be: one connection, a session, the forms of a page."""

from __future__ import annotations

import http.client
import re
import time
from dataclasses import dataclass, field
from random import Random
from urllib.parse import urlencode, urlsplit

from lms.supervisor import HOST

TOKEN = "b" * 32  # a browser keeps the site's token; any secret of this length is one
FORM = re.compile(r'<form[^>]* id="bai-lam".*?</form>', re.DOTALL)
ACTION = re.compile(r'action="([^"]*)"')
CONTROL = re.compile(r"<(input|textarea|button)\b([^>]*)>")
SELECT = re.compile(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', re.DOTALL)
VALUE = re.compile(r'<option[^>]* value="([^"]+)"')
ATTRIBUTE = re.compile(r'([a-z-]+)(?:="([^"]*)")?')


@dataclass
class Timed:
    """What one request took, for the tables."""

    name: str
    status: int
    seconds: float


@dataclass
class Browser:
    """Not safe for threads: one of them, one browser."""

    port: int
    session: str
    rng: Random
    log: list[Timed] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection(HOST, self.port, timeout=60)
        self.cookie = f"sessionid={self.session}; csrftoken={TOKEN}"

    def ask(
        self,
        name: str,
        method: str,
        path: str,
        form: dict | None = None,
        accept: str = "",
    ) -> tuple[int, str, str]:
        """Status, place to go on to, and text."""
        headers = {"Cookie": self.cookie, "Accept": accept or "text/html"}
        body = None
        if form is not None:
            body = urlencode(form, doseq=True)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["X-CSRFToken"] = TOKEN
        begun = time.perf_counter()
        try:
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
            text = response.read().decode()
        except (http.client.HTTPException, ConnectionError):
            # The server closed an idle connection: a browser opens another one.
            self.connection.close()
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
            text = response.read().decode()
        self.log.append(Timed(name, response.status, time.perf_counter() - begun))
        return response.status, response.headers.get("Location", ""), text

    def follow(self, name: str, path: str, form: dict) -> tuple[str, str]:
        """Post and go where the answer sends us: the path arrived at and its text."""
        _status, place, text = self.ask(name, "POST", path, form)
        if not place:
            return path, text
        place = urlsplit(place)._replace(scheme="", netloc="").geturl()
        _status, _place, text = self.ask("page", "GET", place)
        return place, text


def attributes(tag: str) -> dict[str, str]:
    return dict(ATTRIBUTE.findall(tag))


def form_of(page: str) -> tuple[str, dict[str, list[str]], dict[str, list[str]]]:
    """The answer form of a page: action, hidden fields, and what may be chosen."""
    found = FORM.search(page)
    if found is None:
        raise ValueError("the page has no form to answer")
    html = found[0]
    fixed: dict[str, list[str]] = {}
    choices: dict[str, list[str]] = {}
    for kind, rest in CONTROL.findall(html):
        tag = attributes(rest)
        name, form_type = tag.get("name"), tag.get("type", "text")
        if not name or kind == "button" or name in ("csrfmiddlewaretoken", "co"):
            continue
        if form_type == "hidden":
            fixed.setdefault(name, []).append(tag.get("value", ""))
        elif form_type in ("radio", "checkbox"):
            choices.setdefault(name, []).append(tag.get("value", "on"))
        else:
            choices[name] = ["12", "chữ ký số"]
    for name, options in SELECT.findall(html):
        choices[name] = VALUE.findall(options)
    return ACTION.search(html)[1], fixed, choices
