"""Which column says what, whatever an office calls it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts.collation import fold
from agencies.tables import HEADER_WITHIN, Cell, as_text

FIELDS = {
    "full_name": _("Họ và tên"),
    "family": _("Họ, chữ đệm"),
    "given": _("Tên"),
    "staff_code": _("Mã cán bộ"),
    "agency_code": _("Mã đơn vị"),
    "agency_name": _("Đơn vị"),
    "position": _("Chức vụ"),
    "birth_on": _("Ngày sinh"),
    "email": _("Thư điện tử"),
    "phone": _("Điện thoại"),
}
SEVERAL = {"birth_on", "agency_name"}  # "nam" and "nữ"; the commune and its district
# The first pattern that a heading holds wins, so the narrower ones stand first.
PATTERNS = [
    ("", r"\b(stt|so tt|tt|thu tu)\b|ghi chu|gioi tinh|so nha|cccd|cmnd|que quan"),
    ("staff_code", r"\bma (so |dinh danh )?(can bo|cb|cong chuc|cc|vien chuc|nhan vien|nv)|so hieu|staff.?code"),
    ("agency_code", r"\bma (don vi|dv|co quan)|agency.?code"),
    ("email", r"mail|thu dien tu|thu cong vu"),
    ("phone", r"dien thoai|\bsdt\b|\bso dt\b|di dong|\bphone|zalo|\bdt\b"),
    ("birth_on", r"sinh\b|birth"),
    ("family", r"^ho( va)?( chu)? ?(dem|lot)|^ho$"),
    ("given", r"^ten$"),
    ("position", r"chuc vu|chuc danh|vi tri|ngach|nhiem vu|position"),
    ("full_name", r"\bho\b.*\bten\b|ten (can bo|cong chuc|hoc vien|nguoi)|^name$|full.?name|^can bo|nguoi du"),
    ("agency_name", r"don vi|co quan|phong ban|noi (cong tac|lam viec)|truc thuoc|xa.*phuong|agency"),
]  # fmt: skip
RULES = [(field, re.compile(pattern)) for field, pattern in PATTERNS]


def field_of(heading: str) -> str:
    """The field that a heading names; "" where it names none."""
    key = re.sub(r"[^a-z0-9]+", " ", fold(heading)).strip()
    return next((field for field, rule in RULES if rule.search(key)), "")


@dataclass(frozen=True)
class Header:
    """The row where the people begin, and what each column is taken for."""

    row: int  # index of the first row below
    titles: list[str]
    columns: dict[str, list[int]]

    @property
    def names_people(self) -> bool:
        return bool(self.columns.get("full_name") or self.columns.get("given"))


def find_header(rows: list[list[Cell]]) -> Header:
    """The row, or the two rows, among the first that name the most columns."""
    best = Header(0, [], {})
    for at in range(min(HEADER_WITHIN, len(rows))):
        for depth in (1, 2):
            found = header_at(rows, at, depth)
            if found and len(found.columns) > len(best.columns):
                best = found
    return best


def header_at(rows: list[list[Cell]], at: int, depth: int) -> Header | None:
    part = rows[at : at + depth]
    if len(part) < depth or (depth == 2 and not continues(*part)):
        return None
    titles = [joined([as_text(row[i]) for row in part]) for i in range(len(part[0]))]
    if len(set(filter(None, titles))) < 2:
        return None  # a title across the page
    return Header(at + depth, titles, columns_of(titles))


def continues(upper: list[Cell], lower: list[Cell]) -> bool:
    """A second row of headings: it repeats or fills in what is merged above it."""
    pairs = list(zip(map(as_text, upper), map(as_text, lower), strict=True))
    repeats = sum(bool(a) and a == b for a, b in pairs)
    empty = sum(not a and bool(b) for a, b in pairs)
    figures = any(b.replace(".", "").isdecimal() for _a, b in pairs)
    return (repeats + empty > 0) and not figures


def joined(parts: list[str]) -> str:
    return " ".join(dict.fromkeys(part for part in parts if part))


def columns_of(titles: list[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for index, title in enumerate(titles):
        field = field_of(title) if title else ""
        if field and (field not in found or field in SEVERAL):
            found.setdefault(field, []).append(index)
    return found
