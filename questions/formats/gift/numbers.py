"""Numbers as GIFT writes them: `3`, `3:0.5`, `2.5..3.5`, with points or commas."""

import re
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from questions.formats.gift.source import Refused, Source
from questions.formats.gift.syntax import Answer, answers, restore

NUMBER = re.compile(
    r"([+-]?)([0-9]{0,20})(?:[.,]([0-9]{1,20}))?(?:[eE]([+-]?[0-9]{1,2}))?"
)
PLACES = Decimal("0.00000001")  # what the bank keeps
DIGITS = 16


class Interval(NamedTuple):
    """A number and how far an answer may be from it."""

    value: Decimal
    tolerance: Decimal


def _decimal(text: str) -> Decimal:
    text = text.strip().replace("−", "-")
    found = NUMBER.fullmatch(text)
    if not found or not (found[2] or found[3]):
        raise Refused(_("“%(text)s” không phải là số.") % {"text": text[:40]})
    sign, whole, rest, power = found.groups()
    number = Decimal(f"{sign}{whole or 0}.{rest or 0}e{power or 0}")
    if number.adjusted() >= DIGITS:
        raise Refused(_("Số %(text)s quá lớn.") % {"text": text[:40]})
    return number


def _short(number: Decimal) -> Decimal:
    """To eight places, without zeros behind and never as an exponent."""
    text = f"{number.quantize(PLACES):f}".rstrip("0").rstrip(".")
    return Decimal("0" if text == "-0" else text)


def _interval(raw: str) -> Interval:
    text = restore(raw)
    low, dots, high = text.partition("..")
    if dots:
        first, last = sorted((_decimal(low), _decimal(high)))
        return Interval((first + last) / 2, (last - first) / 2)
    value, _colon, tolerance = text.partition(":")
    return Interval(_decimal(value), abs(_decimal(tolerance or "0")))


def _best(body: str, source: Source) -> Answer:
    """The answer that earns most; the others cannot be kept, and are named."""
    found = [a for a in answers(body.partition("~")[0]) if a.text not in ("", "*")]
    if not found:
        raise Refused(_("Không có đáp số nào."))
    weights = [100 if a.weight is None else a.weight for a in found]
    if max(weights) <= 0:
        raise Refused(_("Không có đáp số nào được điểm."))
    best = found[weights.index(max(weights))]
    for answer, weight in zip(found, weights, strict=True):
        if answer is not best and weight > 0:
            source.lose(
                _("Bỏ đáp số %(text)s (%(weight)g%% điểm): chỉ giữ một đáp số.")
                % {"text": restore(answer.text)[:60], "weight": weight}
            )
    return best


def read_number(body: str, source: Source) -> Interval:
    """The number of a body without its `#`; raises Refused."""
    best = _best(body, source)
    if "~" in body or "#" in body:
        source.lose(_("Bỏ lời nhận xét riêng của từng đáp số."))
    value, tolerance = _interval(best.text)
    kept = Interval(_short(value), _short(tolerance))
    if kept != (value, tolerance):
        source.lose(_("Số được làm tròn đến 8 chữ số thập phân."))
    return kept


def written(value: Decimal, tolerance: Decimal) -> str:
    return f"#{value:f}:{tolerance:f}" if tolerance else f"#{value:f}"
