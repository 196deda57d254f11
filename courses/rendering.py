"""A lesson's body: rendered once per revision, with holes for what depends on the reader.

Static blocks become one cached string per stretch. The holes are the legal callouts,
whose validity depends on the day, and the checks, which answer the reader.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from courses.blocks import LessonBody

if TYPE_CHECKING:
    from courses.models import LessonPage

TEMPLATE_VERSION = 2  # raise it when a block's template changes


@dataclass(frozen=True)
class Segment:
    """A stretch of the body: ready HTML, or a hole with what is needed to fill it."""

    kind: str
    html: str = ""
    data: Mapping[str, Any] | None = None


def segments_of(page: LessonPage) -> list[Segment]:
    """The body of the live revision, from the cache when it is there."""
    key = (
        f"lesson:{page.pk}:{page.live_revision_id}:{get_language()}:{TEMPLATE_VERSION}"
    )
    found = cache.get(key) if page.live_revision_id else None
    if found is None:
        found = build_segments(page)
        if page.live_revision_id:
            cache.set(key, found, 86400)
    return found


def build_segments(page: LessonPage) -> list[Segment]:
    segments: list[Segment] = []
    ready: list[str] = []
    for block in page.body:
        if block.block_type not in LessonBody.HOLES:
            ready.append(_render(block))
            continue
        if ready:
            segments.append(_static(ready))
            ready = []
        segments.append(Segment(block.block_type, data=HOLES[block.block_type](block)))
    if ready:
        segments.append(_static(ready))
    return segments


def _static(ready: list[str]) -> Segment:
    """Our own templates rendered it from rich text that Wagtail cleaned."""
    return Segment("html", html=mark_safe("\n".join(ready)))  # noqa: S308


def _render(block: Any) -> str:
    context = {"value": block.value, "self": block.value, "block_id": block.id}
    if block.block_type == "text":
        return render_to_string("courses/blocks/text.html", context)
    return block.render(context=context)


def _legal(block: Any) -> dict[str, Any]:
    value = block.value
    return {
        "id": block.id,
        "basis": value["basis"].pk if value["basis"] else None,
        "article": value["article"],
        "note": value["note"],
    }


def _check(block: Any) -> dict[str, Any]:
    value = block.value
    options = [
        {"text": o["text"], "is_correct": o["is_correct"]} for o in value["options"]
    ]
    return {
        "id": block.id,
        "question": value["question"],
        "options": options,
        "explanation": value["explanation"],
    }


HOLES = {"legal": _legal, "check": _check}
