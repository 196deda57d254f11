"""Telephone numbers as people type them."""

from __future__ import annotations

import re

PHONE = re.compile(r"0\d{8,10}|1\d{3,7}")
FROM_ABROAD = re.compile(r"^(?:(?:\+|00)840?|840?(?=\d{9}$))")


def national(text: str) -> str:
    """Figures only, as dialled within the country; "" for what is no telephone number.

    A number without its first zero, as a spreadsheet's sum leaves it, has it again.
    """
    figures = re.sub(r"[\s.()-]", "", text)
    value = FROM_ABROAD.sub("0", figures)
    if len(value) == 9 and not value.startswith("0"):
        value = f"0{value}"
    return value if PHONE.fullmatch(value) else ""
