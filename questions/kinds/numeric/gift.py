"""In GIFT: `{#3:0.5}`, three give or take a half."""

from typing import Any

from django.utils.translation import gettext as _

from questions.formats.gift.numbers import read_number, written
from questions.formats.gift.source import Source, Target

HIDDEN = ("unit",)
CAN_BE_GAP = True


def fits(body: str) -> bool:
    return body.startswith("#")


def read(body: str, source: Source) -> dict[str, Any]:
    value, tolerance = read_number(body.removeprefix("#"), source)
    return {"value": value, "tolerance": tolerance, "unit": ""}


def write(value: dict[str, Any], target: Target) -> tuple[str, str, str]:
    if value["unit"]:
        target.lose(_("Phần mềm khác không đọc được đơn vị."))
    body = written(value["value"], value["tolerance"])
    return target.question_text(value["text"]), body, ""
