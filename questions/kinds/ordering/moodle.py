"""Steps to put in order, as Moodle's ordering (in its core since 4.4)."""

from html import escape
from typing import Any

from django.utils.translation import gettext as _

from questions.formats.moodle.reading import Refused, Source
from questions.formats.moodle.writing import Target

TYPES = ("ordering",)
WHOLE, SUBSET = "ALL_OR_NOTHING", "LONGEST_ORDERED_SUBSET"


def read(source: Source) -> dict[str, Any]:
    items = [source.plain(answer.node) for answer in source.answers()]
    if len(items) < 2:
        raise Refused(_("Cần ít nhất hai bước để sắp thứ tự."))
    grading = source.line("gradingtype").upper()
    if grading not in (WHOLE, SUBSET, "-1", "5"):
        source.lose(_("Cách tính điểm từng phần khác với ở Moodle."))
    if source.line("selecttype").upper() not in ("", "ALL", "0"):
        source.lose(_("Moodle chỉ đưa ra một số bước; ở đây luôn đưa ra tất cả."))
    return {"items": items, "is_partial": grading not in (WHOLE, "-1")}


def write(value: dict[str, Any], target: Target) -> None:
    target.leaf("layouttype", "VERTICAL")
    target.leaf("selecttype", "ALL")
    target.leaf("selectcount", "0")
    target.leaf("gradingtype", SUBSET if value["is_partial"] else WHOLE)
    target.leaf("showgrading", "SHOW")
    target.leaf("numberingstyle", "none")
    for number, text in enumerate(value["items"], 1):
        html = escape(text, quote=False)
        target.rich("answer", html, fraction=f"{number}.0000000")
