"""In GIFT: `{=one way =another way}`; `*` stands for any words, as in Moodle."""

from typing import Any

from django.utils.translation import gettext as _

from questions.formats.gift.source import Refused, Source, Target
from questions.formats.gift.syntax import answers

HIDDEN = ("is_folded",)
CAN_BE_GAP = True
RANK = 3  # takes what no other kind takes


def fits(body: str) -> bool:
    return True


def read_accepted(body: str, source: Source) -> list[str]:
    """What earns all points; raises Refused when nothing does."""
    accepted = []
    for answer in answers(body):
        words = source.words(answer.text)
        weight = 100 if answer.weight is None else answer.weight
        if weight >= 100 and words:
            accepted.append(words)
        elif weight > 0 and words:
            source.lose(
                _("Bỏ cách viết “%(text)s” vì chỉ được %(weight)g%% điểm.")
                % {"text": words[:60], "weight": weight}
            )
        if answer.feedback:
            source.lose(_("Bỏ lời nhận xét riêng của từng cách viết."))
    if not accepted:
        raise Refused(_("Không có đáp án nào được trọn điểm."))
    return list(dict.fromkeys(accepted))


def read(body: str, source: Source) -> dict[str, Any]:
    return {"accepted": read_accepted(body, source), "is_folded": True}


def written(accepted: list[str], target: Target) -> str:
    # With its percentage, so that a text beginning with "%" stays a text.
    lines = [f"=%100%{target.words(text)}" for text in accepted]
    return "\n" + "\n".join(lines) + "\n"


def write(value: dict[str, Any], target: Target) -> tuple[str, str, str]:
    if value["is_folded"]:
        target.lose(_("Phần mềm khác phân biệt dấu tiếng Việt khi chấm."))
    body = written(value["accepted"], target)
    return target.question_text(value["text"]), body, ""
