"""The words of headings: what a heading names alone, and as a part of a group."""

from __future__ import annotations

import re

from accounts.collation import fold

# The first pattern that a heading holds wins, so the narrower ones stand first; "" is
# a column that is never read.
PATTERNS = [
    ("", r"\b(stt|so tt|tt|thu tu)\b|ghi chu|gioi tinh|so nha|cccd|cmnd|que quan"),
    ("staff_code", r"\bma (so |dinh danh )?(can bo|cb|cong chuc|cc|vien chuc|nhan vien|nv)|so hieu|staff.?code"),
    ("agency_code", r"\bma (don vi|dv|co quan)|agency.?code"),
    ("email", r"mail|thu dien tu|thu cong vu"),
    ("phone", r"dien thoai|\bsdt\b|\bso dt\b|di dong|\bphone|zalo|\bdt\b"),
    ("birth_on", r"sinh\b|birth"),
    ("family", r"^ho\b.*\b(dem|lot)$|^(ten|chu) (dem|lot)$|^ho$"),
    ("given", r"^ten$"),
    ("position", r"chuc vu|chuc danh|vi tri|ngach|nhiem vu|position"),
    ("full_name", r"\bho\b.*\bten\b|ten (can bo|cong chuc|hoc vien|nguoi)|^name$|full.?name|^can bo|nguoi du"),
    ("agency_name", r"don vi|co quan|phong ban|noi (cong tac|lam viec)|truc thuoc|xa.*phuong|agency"),
]  # fmt: skip
RULES = [(name, re.compile(pattern)) for name, pattern in PATTERNS]
# What stands below a group and says only which part of it the column holds.
PARTS = {
    "full_name": re.compile(
        r"^(ho( va)?( ten)?( chu)?( (dem|lot))?|ten( (dem|lot))?|chu (dem|lot)|dem|lot)$"
    ),
    "birth_on": re.compile(r"^(nam|nu|ngay|thang)\b"),
    "agency_name": re.compile(
        r"^(ma|ten|phong|xa|phuong|thi tran|huyen|thi xa|thanh pho|tinh|cap|ban|bo phan|"
        r"to|khoi|so)\b"
    ),
    "phone": re.compile(r"^(co quan|noi bo|nha rieng|ca nhan|rieng|ban)\b"),
    "email": re.compile(r"^(co quan|cong vu|ca nhan|rieng)\b"),
    "staff_code": re.compile(r"^(ma|so)\b"),
    "position": re.compile(r"^(chinh quyen|dang|doan the|kiem nhiem|hien tai|hien nay)\b"),
}  # fmt: skip
PERSONAL = {"email", "phone", "birth_on"}


def key_of(heading: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", fold(heading)).strip()


def field_of(heading: str) -> str:
    """The field that a heading names; "" where it names none."""
    key = key_of(heading)
    return next((name for name, rule in RULES if rule.search(key)), "")


def is_unread(heading: str) -> bool:
    """A running number, remarks: a column that is nobody's data."""
    return RULES[0][1].search(key_of(heading)) is not None


def is_part(group: str, heading: str) -> bool:
    """Whether a heading says which part of a group its column holds."""
    rule = PARTS.get(group)
    return rule is not None and rule.search(key_of(heading)) is not None


def stacked(above: str, own: str, leaf: str) -> str:
    """The field of a heading broken over several rows: "Mã" over "cán bộ"."""
    whole = field_of(f"{above} {leaf}")
    if own == "given":
        return "full_name" if key_of(above).startswith("ho ") else own
    return own if own and own not in {"full_name", "agency_name"} else whole or own


def group_part(group: str, own: str, leaf: str, *, is_carried: bool) -> str:
    """The field of a column whose heading `leaf` stands under a group's.

    `is_carried`: the group's heading stands over the first of its columns only, so
    that what has nothing to do with it may stand beside.
    """
    if group == "full_name":
        named = own or ("full_name" if not is_carried else "")
        return "family" if is_part(group, leaf) and not own else named
    if group in {"agency_name", "agency_code"} and is_part("agency_name", leaf):
        return "agency_code" if key_of(leaf).startswith("ma") else "agency_name"
    if group in PERSONAL and is_part(group, leaf):
        return group
    if own and own != "given":
        return own
    return group if not is_carried or is_part(group, leaf) else own
