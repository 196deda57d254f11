"""What a coordinator asked for in the address: read, checked, explained in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from accounts.formats import vdate
from agencies.models import Kind
from progress.standing import Standing

TYPED = re.compile(r"^\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})\s*$")
STATES = {"at_risk", *Standing.values}
TALKS = {"open", "aside", "all"}  # of lessons finished very fast


def parse_day(text: str) -> date:
    """A day as people type it, d/m/yyyy, or as programs do, yyyy-mm-dd.

    Raises ValueError with a sentence that says what to do.
    """
    try:
        if typed := TYPED.match(text):
            day, month, year = (int(part) for part in typed.groups())
            return date(year, month, day)
        return date.fromisoformat(text.strip())
    except ValueError as error:
        reason = (
            _("ngày %(text)s không có thật")
            if TYPED.match(text)
            else _("chưa đọc được ngày “%(text)s”")
        ) % {"text": text.strip()}
        raise ValueError(
            _("Lỗi: %(reason)s. Nhập dạng ngày/tháng/năm.") % {"reason": reason}
        ) from error


@dataclass(frozen=True)
class Filters:
    """The state of a coordinator's page; everything in it stands in the address."""

    on: date
    as_at: str = ""
    class_code: str = ""
    kind: str = ""
    state: str = ""
    q: str = ""
    own: bool = False
    sort: str = ""
    talk: str = "open"
    page: str = "1"
    opened: frozenset[str] = field(default_factory=frozenset)
    error: str = ""

    @property
    def kinds(self) -> list[str]:
        return [self.kind] if self.kind else []

    def as_query(self) -> dict[str, str]:
        """What asks for the same list again, on whichever day it is asked."""
        said = {
            "as_at": self.on.isoformat(),
            "class": self.class_code,
            "kind": self.kind,
            "state": self.state,
            "q": self.q,
            "own": "1" if self.own else "",
            "sort": self.sort,
            "talk": "" if self.talk == "open" else self.talk,
        }
        return {name: value for name, value in said.items() if value}


def read_filters(asked: Mapping[str, str], *, today: date) -> Filters:
    """Read the parameters of a page; what cannot be used falls back, with a sentence.

    An unreadable or future day falls back to today and sets `error`.
    """
    as_at = asked.get("as_at", "").strip()[:40]
    on, error = today, ""
    try:
        on = parse_day(as_at) if as_at else today
    except ValueError as refused:
        error = str(refused)
    if on > today:
        error = _(
            "Lỗi: ngày %(day)s chưa tới nên chưa có số liệu. Nhập một ngày đã qua."
        ) % {"day": vdate(on)}
        on = today
    kind, state = asked.get("kind", ""), asked.get("state", "")
    talk = asked.get("talk", "")
    return Filters(
        on=on,
        as_at=as_at,
        class_code=asked.get("class", "")[:40],
        kind=kind if kind in Kind.values else "",
        state=state if state in STATES else "",
        q=" ".join(asked.get("q", "")[:100].replace("\x00", "").split()),
        own=asked.get("own") == "1",
        sort=asked.get("sort", "")[:20],
        talk=talk if talk in TALKS else "open",
        page=asked.get("page", "1"),
        opened=frozenset(
            code for code in asked.get("open", "")[:2000].split(",") if code
        ),
        error=error,
    )
