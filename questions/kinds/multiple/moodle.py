"""Several right options, as Moodle's multichoice with <single>false.

Our partial credit is Moodle's fractions 100/n and -100/n. All or nothing is not in
Moodle's core: it is written as -100 for each wrong option, the nearest there is.
"""

from typing import Any

from django.utils.translation import gettext as _

from questions.formats.moodle.choices import (
    HUNDRED,
    is_near,
    option,
    takes_one,
    write_frame,
    write_options,
)
from questions.formats.moodle.reading import MoodleAnswer, Refused, Source
from questions.formats.moodle.writing import Target

TYPES = ("multichoice", "multichoiceset")  # the first is what we write


def fits(source: Source) -> bool:
    return source.type == "multichoiceset" or not takes_one(source)


def read(source: Source) -> dict[str, Any]:
    answers = list(source.answers())
    rights = [answer for answer in answers if answer.fraction > 0]
    if not rights:
        raise Refused(_("Không có phương án nào được điểm."))
    own = source.own("partial", bool)
    is_partial = source.type != "multichoiceset" if own is None else own
    if is_partial:
        _lose_fractions(source, answers, len(rights))
    return {
        "options": [option(source, a, is_right=a.fraction > 0) for a in answers],
        "is_partial": is_partial,
    }


def _lose_fractions(source: Source, answers: list[MoodleAnswer], rights: int) -> None:
    part = HUNDRED / rights
    if not all(is_near(a.fraction, part) for a in answers if a.fraction > 0):
        source.lose(_("Các phương án đúng có tỷ lệ điểm khác nhau, ở đây bằng nhau."))
    if not all(is_near(a.fraction, -part) for a in answers if a.fraction <= 0):
        source.lose(
            _("Mỗi phương án sai trừ điểm bằng một phương án đúng, khác với ở Moodle.")
        )


def write(value: dict[str, Any], target: Target) -> None:
    write_frame(target, is_single=False)
    rights = sum(option["is_right"] for option in value["options"])
    right = f"{HUNDRED / max(rights, 1):.5f}".rstrip("0").rstrip(".")
    is_partial = bool(value["is_partial"])
    if not is_partial:
        target.extras["partial"] = False
    wrong = f"-{right}" if is_partial else "-100"
    write_options(value["options"], target, right=right, wrong=wrong)
