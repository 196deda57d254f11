"""A text that a person marks, as Moodle's essay.

Moodle has no rubric in a question: ours is a list of class "lms-rubric" at the end of
the information for graders, "name: weight" a line, and is read from there.
"""

import re
from html import escape, unescape
from typing import Any

from django.utils.translation import gettext as _

from questions.formats.moodle.reading import Source, one_line
from questions.formats.moodle.writing import Target

TYPES = ("essay",)
RUBRIC, END = '<ul class="lms-rubric">', "</ul>"
ROW = re.compile(r"<li>([^<]*):\s*(\d{1,3})\s*</li>")


def read(source: Source) -> dict[str, Any]:
    _lose_rules(source)
    node = source.element.find("graderinfo")
    guide, mark, rest = source.html(node).rpartition(RUBRIC)
    listed, _end, after = rest.partition(END) if mark else ("", "", rest)
    return {
        "rubric": [
            {"name": one_line(unescape(name)), "weight": int(weight)}
            for name, weight in ROW.findall(listed)
            if 1 <= int(weight) <= 100
        ],
        "guide": source.rich_html(guide + after, node),
        "max_words": _count(source.line("maxwordlimit")),
    }


def _lose_rules(source: Source) -> None:
    if source.line("responsetemplate"):
        source.lose(_("Bỏ mẫu viết sẵn trong ô trả lời."))
    if _count(source.line("minwordlimit")):
        source.lose(_("Bỏ số từ tối thiểu."))
    if _count(source.line("attachments")) or source.line("attachments") == "-1":
        source.lose(_("Bỏ phần nộp tệp đính kèm."))


def _count(text: str) -> int | None:
    return int(text) or None if re.fullmatch(r"[0-9]{1,6}", text) else None


def write(value: dict[str, Any], target: Target) -> None:
    rows = "".join(
        f"<li>{escape(row['name'], quote=False)}: {row['weight']}</li>"
        for row in value["rubric"]
    )
    rubric = f"{RUBRIC}{rows}{END}" if rows else ""
    target.leaf("responseformat", "editor")
    target.leaf("responserequired", "1")
    target.leaf("responsefieldlines", "15")
    target.leaf("maxwordlimit", value["max_words"] or "")
    target.leaf("attachments", "0")
    target.rich("graderinfo", value["guide"] + rubric)
    target.rich("responsetemplate", "")
