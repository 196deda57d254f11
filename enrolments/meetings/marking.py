"""What a posted list of people says about who was there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from enrolments.models import Attendance, Enrolment

SAID, SHOWN = "m-", "was-"
RESTS = {Attendance.Status.PRESENT, Attendance.Status.ABSENT}


def named_in(post: Iterable[str]) -> set[UUID]:
    """The enrolments that were on the page sent back."""
    ends = (
        name.removeprefix(start)
        for name in post
        for start in (SAID, SHOWN)
        if name.startswith(start)
    )
    return {UUID(text) for text in ends if is_uid(text)}


def is_uid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def said_in(post: Mapping[str, str], rows: Iterable[Enrolment]) -> dict[str, str]:
    """What the buttons say, by enrolment; silence is none."""
    said = {str(row.uid): post.get(f"{SAID}{row.uid}", "") for row in rows}
    return {uid: to for uid, to in said.items() if to in Attendance.Status.values}


def changed_in(post: Mapping[str, str], rows: Iterable[Enrolment]) -> dict[str, str]:
    """What the person changed: marks unlike those the page was shown with.

    So a page that was left open does not undo what others wrote in the meantime.
    """
    said = said_in(post, rows)
    return {
        uid: status
        for uid, status in said.items()
        if status != post.get(f"{SHOWN}{uid}", "")
    }


def rest_in(post: Mapping[str, str], rows: Iterable[Enrolment]) -> dict[str, str]:
    """Whoever has no mark yet, on the page or beyond, when all were there, or none."""
    status = post.get("rest", "")
    if status not in RESTS:
        return {}
    said = said_in(post, rows)
    left = (str(row.uid) for row in rows if row.status is None)
    return {uid: status for uid in left if uid not in said}
