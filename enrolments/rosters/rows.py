"""What a row of a sheet is: a person, a section, a total, a signature."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from agencies.tables import Cell, as_text

NUMBERING = re.compile(r"^\s*([IVXLC]+|\d{1,3}|[A-Za-z])\s*[.)/:-]+\s*")


TOTAL = re.compile(r"^(tong (cong|so)|cong( nhom| don vi)?\s*(:|$|\d))")


SIGNED = re.compile(
    r"^(danh sach (co|gom|nay)|an dinh|nguoi lap|lap bieu|noi nhan|thu truong|xac nhan|"
    r"ky ten|\(?ky,|.*, ngay \d* ?thang)"
)


def distinct(row: Sequence[Cell]) -> list[str]:
    """The different texts of a row, without its running number."""
    said = dict.fromkeys(text for cell in row if (text := as_text(cell)))
    return [t for t in said if not re.fullmatch(r"\d{1,5}\.?|[IVXLC]+\.?", t)]


def is_numbers(said: list[str]) -> bool:
    """The line under a header that counts columns: (1), (2), (3)."""
    return all(re.fullmatch(r"\(?\d{1,2}\)?|\([A-Za-z]\)", text) for text in said)


def has_person(row: Sequence[Cell], columns: Mapping[str, list[int]]) -> bool:
    """A name of two words or more alone in its column, and nothing merged across."""
    places = columns.get("full_name") or columns.get("given") or []
    filled = [i for i, cell in enumerate(row) if as_text(cell) and not is_count(cell)]
    return filled == places[:1] and not NUMBERING.match(as_text(row[filled[0]]))


def is_count(cell: Cell) -> bool:
    return as_text(cell).rstrip(".").isdecimal()
