"""Single cells as people type them: names, days, telephone numbers."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from accounts.collation import fold
from agencies.tables import Cell, as_text
from enrolments.phones import FROM_ABROAD, national
from enrolments.roster import FIRST_BIRTH

DAY = re.compile(r"(\d{1,2})\s*[/.,-]\s*(\d{1,2})\s*[/.,-]\s*(\d{2}|\d{4})")
SPELT = re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2}) nam (\d{4})")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
YEAR = re.compile(r"(19|20)\d\d")
EXCEL_EPOCH = date(1899, 12, 30)
SERIALS = range(3_000, 45_000)  # 1908 to 2023: whoever works was born in these years
TITLES = re.compile(
    r"^(ông|bà|anh|chị|đ/c|đồng chí|cô|thầy|ths\.?|ts\.?)\s+", re.IGNORECASE
)
WORKING_AGE = 15


def person_name(text: str) -> tuple[str, str]:
    """The name, and what was mended in it."""
    name = TITLES.sub("", text).strip(" .,;-")
    letters = [char for char in name if char.isalpha()]
    if len(letters) > 1 and (name.isupper() or name.islower()):
        return name.lower().title(), _("Đã viết hoa lại họ tên.")
    return name, ""


def birth_day(cell: Cell, *, on: date) -> tuple[date | None, str]:
    """The day, and what had to be guessed. Raises ValueError with a sentence."""
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return in_range(cell, on), ""
    text = as_text(cell)
    if not text:
        return None, ""
    if YEAR.fullmatch(text):
        return None, _("Chỉ có năm sinh %(year)s nên chưa ghi ngày sinh.") % {
            "year": text
        }
    if text.isdecimal() and int(text) in SERIALS:
        return in_range(EXCEL_EPOCH + timedelta(int(text)), on), ""
    day, guess = spelt_day(text, on)
    return in_range(day, on), guess


def spelt_day(text: str, on: date) -> tuple[date, str]:
    year_first = ISO.fullmatch(text)
    found = year_first or DAY.fullmatch(text) or SPELT.fullmatch(fold(text))
    if found is None:
        raise unreal(text)
    parts = [int(part) for part in found.groups()]
    day, month, year = reversed(parts) if year_first else parts
    guess = ""
    if year < 100:
        year += 2000 if year + 2000 <= on.year - WORKING_AGE else 1900
        guess = _("Năm sinh hai chữ số được hiểu là %(year)s.") % {"year": year}
    try:
        return date(year, month, day), guess
    except ValueError as error:
        raise unreal(text) from error


def unreal(text: str) -> ValueError:
    return ValueError(
        _("Ngày “%(text)s” không có thật. Viết dạng ngày/tháng/năm, ví dụ 05/4/1986.")
        % {"text": text}
    )


def in_range(day: date, on: date) -> date:
    if not FIRST_BIRTH <= day < on:
        raise ValueError(
            _("Ngày sinh phải từ năm 1900 đến trước ngày áp dụng danh sách.")
        )
    return day


def phone_number(cell: Cell) -> str:
    """Figures only, the lost first zero put back. Raises ValueError with a sentence."""
    text = as_text(cell)
    first = re.split(r"\s*[;/]\s*|\s+-\s+", text)[0]
    value = national(first)
    if text and not value:
        raise ValueError(
            _("Số điện thoại “%(value)s” không đúng dạng 0901234567.") % {"value": text}
        )
    return value


def lost_zero(text: str, number: str) -> bool:
    """Whether the number had lost its first zero, as in a sheet that took it for a sum."""
    figures = re.sub(r"[\s.()-]", "", text)
    had_none = not figures.startswith("0") and not FROM_ABROAD.match(figures)
    return number.startswith("0") and had_none
