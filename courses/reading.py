"""Fill the holes of a lesson for one reader on one day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.rendering import Segment, build_segments, segments_of
from legal.models import LegalBasis
from legal.validity import Citation, all_citations

if TYPE_CHECKING:
    from courses.models import LessonPage

Status = LegalBasis.Status


def lesson_context(lesson: LessonPage, request: HttpRequest) -> dict[str, Any]:
    """What the lesson's template needs beside the page itself.

    A preview is rendered afresh: its body is not that of the live revision.
    """
    learning = getattr(request, "learning", None)
    is_preview = getattr(request, "is_preview", False)
    today = timezone.localdate()
    segments = build_segments(lesson) if is_preview else segments_of(lesson)
    context = {
        "segments": filled(
            segments,
            taught_on=taught_on(request, today),
            today=today,
            asked=request.GET,
        )
    }
    return context | (standing_of(lesson, learning) if learning else {})


def taught_on(request: HttpRequest, today: date) -> date:
    """The day whose rules the class learns: the course's, else the class's opening."""
    course = getattr(request, "course", None)
    enrolment = getattr(request, "enrolment", None)
    if course is not None and course.rules_on:
        return course.rules_on
    return enrolment.training_class.opens_on if enrolment else today


def standing_of(lesson: LessonPage, learning: Any) -> dict[str, Any]:
    previous, following = learning.previous_before(lesson), learning.next_after(lesson)
    return {
        "course_url": learning.url,
        "previous": previous,
        "previous_url": learning.url_of(previous) if previous else "",
        "next": following,
        "next_url": learning.url_of(following) if following else "",
        "completion": learning.completions.get(lesson.pk),
        "chapter": learning.chapter_of(lesson),
    }


def filled(
    segments: list[Segment], *, taught_on: date, today: date, asked: Mapping[str, str]
) -> list[Segment]:
    """The segments with validity "for the class and for today" and answered checks."""
    citations = all_citations() if any(s.kind == "legal" for s in segments) else {}
    return [_fill(s, citations, taught_on, today, asked) for s in segments]


def _fill(
    segment: Segment,
    citations: dict[int, Citation],
    taught_on: date,
    today: date,
    asked: Mapping[str, str],
) -> Segment:
    if segment.kind == "legal":
        citation = citations.get(segment.data["basis"])
        if citation is None:  # the text was deleted since: say nothing rather than err
            return Segment("html")
        article = segment.data["article"]
        shown = validity(citation, taught_on, today)
        shown["shows_date"] = "ngày" not in article  # else its author wrote it
        return Segment("legal", data=segment.data | shown)
    if segment.kind == "check":
        return Segment("check", data=segment.data | answer(segment.data, asked))
    return segment


def validity(citation: Citation, taught_on: date, today: date) -> dict[str, Any]:
    """Words and icons for a text: as it stood for the class, and as it stands today."""
    then, now = citation.status_on(taught_on), citation.status_on(today)
    return {
        "citation": citation,
        "tags": _tags(then, now),
        "ended_for_class": then == Status.ENDED,
        "ended_today": now == Status.ENDED,
    }


def _tags(then: str, now: str) -> list[tuple[str, str]]:
    if Status.UNKNOWN in (then, now):
        return [("flag", _("Chưa rõ ngày hiệu lực, cần đối chiếu"))]
    if now == Status.IN_FORCE:
        came_later = then == Status.COMING
        later = [("flag", _("Chưa có khi mở lớp"))] if came_later else []
        return [("ok", _("Còn hiệu lực")), *later]
    if now == Status.COMING:
        return [("flag", _("Chưa có hiệu lực"))]
    if then == Status.IN_FORCE:
        return [("flag", _("Áp dụng khi mở lớp, nay hết hiệu lực"))]
    return [("late", _("Hết hiệu lực"))]


def answer(check: Mapping[str, Any], asked: Mapping[str, str]) -> dict[str, Any]:
    """The check with the reader's choice judged, when this is the one that was asked.

    The key stays on the server until a choice is made.
    """
    chosen = asked.get("chon", "")
    is_asked = asked.get("kiem-tra") == check["id"]
    valid = {str(i) for i in range(1, len(check["options"]) + 1)}
    answered = is_asked and chosen in valid
    shown = [
        {
            "text": option["text"],
            "chosen": answered and chosen == str(i),
            "state": _state(option["is_correct"], chosen == str(i)) if answered else "",
        }
        for i, option in enumerate(check["options"], start=1)
    ]
    right = next(o["text"] for o in check["options"] if o["is_correct"])
    is_right = any(o["chosen"] and o["state"] == "ok" for o in shown)
    return {
        "shown": shown,
        "answered": answered,
        "empty": is_asked and not answered,
        "is_right": is_right,
        "right": right,
    }


def _state(is_correct: bool, chosen: bool) -> str:
    if is_correct:
        return "ok"
    return "wrong" if chosen else ""
