"""Codes that stand in addresses and file names: of classes, of units."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# As the database checks it too: a letter or figure first and last.
PATTERN = r"^[0-9A-Za-z]([0-9A-Za-z._-]*[0-9A-Za-z])?$"
WRONG = re.compile(r"[^0-9A-Za-z._-]")


def address_code(value: str) -> None:
    """Refuse a code that an address cannot bear, and say which sign and what to do.

    "/" would part the address, "%", "?" and "#" mean something in it, and letters with
    marks have two spellings that look the same.
    """
    if re.fullmatch(PATTERN, value) and "\n" not in value:
        return
    if found := WRONG.search(value):
        raise ValidationError(
            _(
                "Mã không dùng được “%(sign)s”. Anh/chị chỉ dùng chữ không dấu, chữ số và các "
                "dấu . _ - (ví dụ SHHS-2022-01)."
            ),
            code="invalid",
            params={"sign": named(found[0])},
        )
    raise ValidationError(
        _(
            "Mã phải bắt đầu và kết thúc bằng chữ hoặc chữ số. Anh/chị bỏ dấu “%(sign)s” ở đầu "
            "hoặc cuối."
        ),
        code="invalid",
        params={"sign": value[:1] if value[:1] in "._-" else value[-1:]},
    )


def refusal_of(code: str) -> str:
    """Why an address could not bear a code; "" where it can, and where there is none."""
    try:
        if code:
            address_code(code)
    except ValidationError as error:
        return error.messages[0]
    return ""


def named(sign: str) -> str:
    """A sign as it can be shown: one that cannot be seen by its name."""
    if sign.isspace():
        return _("dấu cách")
    return sign if sign.isprintable() else f"U+{ord(sign):04X}"
