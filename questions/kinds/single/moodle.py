"""One right option, as Moodle's multichoice with <single>true."""

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
from questions.formats.moodle.reading import Refused, Source
from questions.formats.moodle.writing import Target

TYPES = ("multichoice",)


def fits(source: Source) -> bool:
    return takes_one(source)


def read(source: Source) -> dict[str, Any]:
    answers = list(source.answers())
    rights = [answer for answer in answers if is_near(answer.fraction, HUNDRED)]
    if len(rights) != 1:
        raise Refused(
            _("Câu chọn một đáp án cần đúng một phương án 100%%; ở đây có %(count)d.")
            % {"count": len(rights)}
        )
    wrong = [answer for answer in answers if answer is not rights[0]]
    if any(answer.fraction > 0 for answer in wrong):
        source.lose(_("Phương án được một phần điểm ở Moodle thành phương án sai."))
    if any(answer.fraction < 0 for answer in wrong):
        source.lose(_("Bỏ điểm trừ khi chọn sai."))
    return {
        "options": [option(source, a, is_right=a is rights[0]) for a in answers],
    }


def write(value: dict[str, Any], target: Target) -> None:
    write_frame(target, is_single=True)
    write_options(value["options"], target, right="100", wrong="0")
