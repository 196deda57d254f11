"""Which column says what, whatever an office calls it and on however many rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from accounts.collation import fold
from agencies.tables import HEADER_WITHIN, Cell, as_text
from enrolments.rosters.groups import Title, continues, is_title, titles_of
from enrolments.rosters.words import field_of, group_part, is_unread, stacked

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
# A name in several cells; "nam" and "nữ"; the commune and its district.
SEVERAL = {"full_name", "family", "birth_on", "agency_name"}
DEEPEST = 3
SAMPLED = 50
WORD = re.compile(r"[^\W\d_]+( [^\W\d_]+)?")


@dataclass(frozen=True)
class Header:
    """The row where the people begin, and what each column is taken for.

    `spare` are columns that seem to say what another column says already.
    """

    row: int  # index of the first row below
    titles: list[str]
    columns: dict[str, list[int]]
    spare: list[int] = field(default_factory=list)


def find_header(rows: list[list[Cell]]) -> Header:
    """The rows, three at most, among the first that name the most columns."""
    best = Header(0, [], {})
    for at in range(min(HEADER_WITHIN, len(rows))):
        found = header_at(rows, at)
        if found and is_better(found, best, at):
            best = found
    return best


def is_better(found: Header, best: Header, at: int) -> bool:
    """Names more columns, or as many and goes further down."""
    more = len(found.columns) - len(best.columns)
    return more > 0 or (more == 0 and at < best.row < found.row)


def header_at(rows: list[list[Cell]], at: int) -> Header | None:
    """The heading that begins there, with all the rows that go on with it."""
    part = [[as_text(cell) for cell in rows[at]]]
    if is_title(part[0]):
        return None
    for row in rows[at + 1 : at + DEEPEST]:
        lower = [as_text(cell) for cell in row]
        if not continues(titles_of(part), lower, row):
            break
        part.append(lower)
    titles = titles_of(part)
    if len({title.text for title in titles} - {""}) < 2:
        return None  # a title across the page
    first = at + len(part)
    columns, spare = columns_of(titles)
    add_unnamed(columns, titles, rows[first : first + SAMPLED])
    return Header(first, [title.text for title in titles], columns, spare)


def columns_of(titles: Sequence[Title]) -> tuple[dict[str, list[int]], list[int]]:
    """Field to columns, and the columns that are left over."""
    found: dict[str, list[int]] = {}
    spare: list[int] = []
    for index, title in enumerate(titles):
        name = named(title)
        if not name:
            continue
        if name not in found or joins(name, index, titles, found):
            found.setdefault(name, []).append(index)
        else:
            spare.append(index)
    return found, spare


def named(title: Title) -> str:
    """What a column is: by its own heading, else as a part of the group above it."""
    if is_unread(title.leaf):
        return ""
    own = field_of(title.leaf)
    group = next(filter(None, map(field_of, reversed(title.above))), "")
    if not group and title.above and not title.is_carried:
        return stacked(" ".join(title.above), own, title.leaf)
    if not group:
        return own
    return group_part(group, own, title.leaf, is_carried=title.is_carried)


def joins(
    name: str, index: int, titles: Sequence[Title], found: dict[str, list[int]]
) -> bool:
    """Whether a second column of one meaning belongs to the first.

    A name goes on only in the next cell under the same heading: "Họ và tên" beside
    "Họ tên người quản lý" are two people.
    """
    if name != "full_name":
        return name in SEVERAL
    last = found[name][-1]
    return index == last + 1 and titles[index].top == titles[last].top


def add_unnamed(
    columns: dict[str, list[int]], titles: Sequence[Title], rows: list[list[Cell]]
) -> None:
    """Take a column without a heading beside the name for the rest of the name.

    Offices write "Họ và tên" over the first of two cells, "Lê Thị Hồng" and "Nhung".
    """
    if columns.keys() & {"given", "family"} or len(columns.get("full_name", [])) != 1:
        return
    beside = columns["full_name"][0] + 1
    if beside >= len(titles) or titles[beside].text:
        return
    pairs = [
        (as_text(row[beside - 1]), as_text(row[beside]))
        for row in rows
        if len(row) > beside
    ]
    texts = [rest for name, rest in pairs if name and rest and rest != name]
    sexes = {"nam", "nu", "x"}
    if texts and all(map(WORD.fullmatch, texts)) and not {*map(fold, texts)} <= sexes:
        columns["full_name"].append(beside)
