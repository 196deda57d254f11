"""In GIFT: `{=right ~wrong}`."""

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
from questions.formats.gift.source import Source, Target
from questions.formats.gift.syntax import Answer, restore


def _is_right(answer: Answer) -> bool:
    return answer.sign == "=" and weight_of(answer) == 100


def fits(body: str) -> bool:
    return has_options(body) and count_full(body) == 1


def read(body: str, source: Source) -> dict[str, Any]:
    found = read_answers(body)
    for answer in found:
        if 0 < (weight := weight_of(answer)) < 100 or weight < 0:
            source.lose(
                _("Phương án “%(text)s” được %(weight)g%% điểm trong tệp, ở đây là 0.")
                % {"text": restore(answer.text)[:60], "weight": weight}
            )
    return {"options": options(found, source, _is_right)}


def write(value: dict[str, Any], target: Target) -> tuple[str, str, str]:
    body = written(value["options"], target, {True: "=", False: "~"})
    return target.question_text(value["text"]), body, ""
