"""Read a number as people in a Vietnamese office type it.

The decimal sign is a comma and thousands are set apart by points or spaces, but half
of the keyboards type it the other way round. So a text may have more than one
legitimate reading: "1.534" is one thousand five hundred and thirty-four, or a little
more than one and a half.
"""

import re
import unicodedata
from decimal import Decimal

LONGEST = 40
GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:([ .,])[0-9]{3})(?:\1[0-9]{3})*")
PLAIN = re.compile(r"[0-9]+")
SPLIT = re.compile(r"(?P<whole>.*)(?P<sign>[.,])(?P<rest>[0-9]+)")


def _tidy(text: str, unit: str) -> str:
    """One kind of space, one kind of minus, no unit behind."""
    text = " ".join(unicodedata.normalize("NFKC", text).split()).replace("−", "-")
    unit = " ".join(unicodedata.normalize("NFKC", unit).split())
    if unit and text.casefold().endswith(unit.casefold()):
        text = text[: -len(unit)]
    return text.strip()


def _whole(text: str) -> str | None:
    """The digits of a number without decimals, grouped or not."""
    if PLAIN.fullmatch(text):
        return text
    return re.sub(r"[ .,]", "", text) if GROUPED.fullmatch(text) else None


def readings(text: str, unit: str = "") -> set[Decimal]:
    """Every number that the text may stand for; empty when it is none.

    `unit` ("%", "đồng") may stand behind the figure.
    """
    text = _tidy(text[: LONGEST * 2], unit)
    if len(text) > LONGEST:
        return set()
    sign = Decimal(-1) if text.startswith("-") else Decimal(1)
    text = text.removeprefix("-").removeprefix("+").strip()
    found = set()
    if (whole := _whole(text)) is not None:
        found.add(Decimal(whole))
    if (split := SPLIT.fullmatch(text)) and split["sign"] not in split["whole"]:
        whole = _whole(split["whole"] or "0")
        if whole is not None:
            found.add(Decimal(f"{whole}.{split['rest']}"))
    return {sign * number for number in found}
