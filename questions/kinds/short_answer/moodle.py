"""A few words, as Moodle's shortanswer: the same wildcards, `*` and `\\*`."""

from typing import Any

from django.utils.translation import gettext as _

from questions.formats.moodle.reading import Refused, Source
from questions.formats.moodle.writing import Target

TYPES = ("shortanswer",)


def read(source: Source) -> dict[str, Any]:
    answers = list(source.answers())
    accepted = [source.words(a.node) for a in answers if a.fraction >= 100]
    if not accepted:
        raise Refused(_("Không có đáp án nào được 100%."))
    if any(0 < answer.fraction < 100 for answer in answers):
        source.lose(_("Bỏ các đáp án chỉ được một phần điểm."))
    source.lose_feedback(answers)
    is_folded = not source.is_on("usecase")
    if is_folded:
        source.lose_marks(accepted)
    return {"accepted": list(dict.fromkeys(accepted)), "is_folded": is_folded}


def write(value: dict[str, Any], target: Target) -> None:
    target.fold(is_folded=value["is_folded"])
    target.leaf("usecase", "0" if value["is_folded"] else "1")
    for text in value["accepted"]:
        target.words("answer", text, fraction="100", format="moodle_auto_format")
