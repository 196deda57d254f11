"""In GIFT: `{~%50%right ~%50%right ~%-50%wrong}`.

There is no all-or-nothing; a wrong option that takes all points away is next to it.
"""

from typing import Any

from django.utils.translation import gettext as _

from questions.formats.gift.choices import (
    count_full,
    has_options,
    options,
    read_answers,
    weight_of,
    written,
)
from questions.formats.gift.source import Refused, Source, Target
from questions.formats.gift.syntax import Answer

HIDDEN = ("is_partial",)
NEAR = 1  # percent; files round thirds in many ways


def _is_right(answer: Answer) -> bool:
    return weight_of(answer) > 0


def _is_partial(found: list[Answer], source: Source) -> bool:
    """Whether parts earn points, by the weights; says what the weights said more."""
    rights = [weight_of(answer) for answer in found if _is_right(answer)]
    wrongs = [weight_of(answer) for answer in found if not _is_right(answer)]
    part = 100 / len(rights)
    if len(rights) > 1 and min(rights) == 100:
        said = _("Tệp chấp nhận một trong %(count)s đáp án, ở đây phải chọn đủ.")
        source.lose(said % {"count": len(rights)})
        return False
    if any(abs(weight - part) > NEAR for weight in rights):
        source.lose(_("Tỷ lệ điểm giữa các đáp án đúng không giữ được, chia đều."))
    if wrongs and max(wrongs) <= -100:
        if len(rights) > 1:
            source.lose(
                _("Chọn thiếu vẫn có điểm trong tệp, ở đây phải chọn đúng hết.")
            )
        return False
    if any(abs(weight + part) > NEAR for weight in wrongs):
        source.lose(
            _("Mức trừ điểm khi chọn sai không giữ được, trừ như một đáp án đúng.")
        )
    return True


def fits(body: str) -> bool:
    return has_options(body) and count_full(body) != 1


def read(body: str, source: Source) -> dict[str, Any]:
    if not any(map(_is_right, found := read_answers(body))):
        raise Refused(_("Không có phương án nào đúng."))
    return {
        "options": options(found, source, _is_right),
        "is_partial": _is_partial(found, source),
    }


def _percent(weight: float) -> str:
    return f"~%{weight:.5f}".rstrip("0").rstrip(".") + "%"


def write(value: dict[str, Any], target: Target) -> tuple[str, str, str]:
    rows = value["options"]
    part = 100 / (sum(row["is_right"] for row in rows) or 1)
    penalty = -part if value["is_partial"] else -100
    if not value["is_partial"]:
        target.lose(_("Phần mềm khác cho điểm từng phần, không bắt chọn đúng hết."))
    body = written(rows, target, {True: _percent(part), False: _percent(penalty)})
    return target.question_text(value["text"]), body, ""
