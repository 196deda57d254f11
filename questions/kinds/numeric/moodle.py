"""A number within a tolerance, as Moodle's numerical."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from questions.formats.moodle.reading import MoodleAnswer, Refused, Source, decimal_of
from questions.formats.moodle.writing import Target

TYPES = ("numerical",)


def read(source: Source) -> dict[str, Any]:
    answers = list(source.answers())
    full = [answer for answer in answers if answer.fraction >= 100]
    if not full:
        raise Refused(_("Không có đáp số nào được 100%."))
    number = decimal_of(source.words(full[0].node))
    if number is None:
        raise Refused(
            _("Đáp số “%(text)s” không phải là một con số.")
            % {"text": source.words(full[0].node)[:50]}
        )
    if len(answers) > 1:
        source.lose(_("Chỉ giữ đáp số đầu tiên được 100%; bỏ các đáp số khác."))
    source.lose_feedback(answers)
    return {
        "value": number,
        "tolerance": _tolerance(full[0]),
        "unit": _unit(source),
    }


def _tolerance(answer: MoodleAnswer) -> Decimal:
    return abs(decimal_of(answer.node.findtext("tolerance") or "0") or Decimal(0))


def _unit(source: Source) -> str:
    """The unit whose multiplier is 1; a wrong unit costs nothing here."""
    units = source.element.findall("units/unit")
    names = {
        (decimal_of(unit.findtext("multiplier") or "1")): unit.findtext("unit_name")
        for unit in reversed(units)
    }
    if len(units) > 1:
        source.lose(_("Chỉ giữ đơn vị chính; bỏ các đơn vị quy đổi."))
    if source.line("unitgradingtype") not in ("", "0"):
        source.lose(_("Bỏ điểm trừ khi ghi sai đơn vị."))
    return " ".join((names.get(Decimal(1)) or "").split())


def write(value: dict[str, Any], target: Target) -> None:
    answer = target.words("answer", f"{value['value']:f}", fraction="100")
    target.leaf("tolerance", f"{value['tolerance'] or Decimal(0):f}", answer)
    target.rich("feedback", "", answer)
    if value["unit"]:
        units = target.leaf("units", "")
        unit = target.leaf("unit", "", units)
        target.leaf("multiplier", "1", unit)
        target.leaf("unit_name", value["unit"], unit)
    target.leaf("unitgradingtype", "0")
    target.leaf("showunits", "0" if value["unit"] else "3")
    target.leaf("unitsleft", "0")
