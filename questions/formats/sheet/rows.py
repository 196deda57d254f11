"""A row of a sheet, and what every kind's `sheet` module answers for. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from string import ascii_uppercase
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from accounts.collation import fold
from accounts.formats import vdate
from agencies.importing import parse_date
from agencies.tables import Cell, as_text, heading_key
from questions.formats.kinds import modules
from questions.formats.sheet import cells

YES, NO = "Có", "Không"
TRUE, FALSE = "Đúng", "Sai"
LETTERS = ascii_uppercase
MEANT_YES = {"co", "x", "1", "true", "yes", "dung"}

Value = dict[str, Any]
Written = dict[str, str | int | float | date]


class Refused(Exception):
    """A row that is no question; the message says in which column and why."""

    def __init__(self, heading: str, why: str) -> None:
        super().__init__(
            _("cột “%(heading)s”: %(why)s") % {"heading": heading, "why": why}
        )


@dataclass(frozen=True)
class Column:
    """A heading, its width in characters, a choice of words, and a note for authors."""

    heading: str
    width: int = 18
    choices: tuple[str, ...] = ()
    note: str = ""


def text_of(cell: Cell) -> str:
    """A cell as its reader sees it in a Vietnamese Excel."""
    if isinstance(cell, datetime | date):
        return vdate(cell)
    if isinstance(cell, float) and not cell.is_integer():
        return cells.number_text(Decimal(repr(cell)))
    return as_text(cell)


@dataclass
class Row:
    """The cells of one line by heading, and what had to be left out of them."""

    found: Mapping[str, Cell]
    pictures: Collection[str] = ()
    losses: list[str] = field(default_factory=list)

    def cell(self, heading: str) -> Cell:
        return self.found.get(heading_key(heading), "")

    def text(self, heading: str) -> str:
        return text_of(self.cell(heading))

    def needed(self, heading: str) -> str:
        if text := self.text(heading):
            return text
        raise Refused(heading, _("còn trống."))

    def rich(self, heading: str) -> str:
        return self.read_rich(heading, self.cell(heading))

    def read_rich(self, heading: str, cell: Cell) -> str:
        text = cell if isinstance(cell, str) else text_of(cell)
        rich, lost = cells.read_rich(text, self.pictures)
        self.losses += [
            _("cột “%(heading)s”: %(what)s") % {"heading": heading, "what": what}
            for what in lost
        ]
        return rich

    def series(self, name: str) -> dict[str, Cell]:
        """The filled cells of "NAME A", "NAME B" … or "NAME 1" …, by their label."""
        key = heading_key(name)
        labels = {
            heading.removeprefix(key).upper(): cell
            for heading, cell in self.found.items()
            if heading.startswith(key) and text_of(cell)
        }
        known = {k: v for k, v in labels.items() if k.isdecimal() or k in set(LETTERS)}
        return dict(sorted(known.items(), key=lambda pair: (len(pair[0]), pair[0])))

    def texts(self, name: str) -> list[str]:
        return [text_of(cell) for cell in self.series(name).values()]

    def parts(self, heading: str, sign: str = "|") -> list[str]:
        return cells.split(self.text(heading), sign)

    def flag(self, heading: str) -> bool:
        return fold(self.text(heading)) in MEANT_YES

    def number(self, heading: str, default: Decimal | None = None) -> Decimal:
        cell, text = self.cell(heading), self.text(heading)
        if not text and default is not None:
            return default
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            return Decimal(repr(int(cell) if float(cell).is_integer() else cell))
        try:
            return cells.read_number(self.needed(heading))
        except ValueError:
            why = _("“%(text)s” không phải là số. Viết dạng 28,81.") % {"text": text}
            raise Refused(heading, why) from None

    def whole(self, heading: str) -> int | None:
        if not self.text(heading):
            return None
        number = self.number(heading)
        if number != number.to_integral_value():
            raise Refused(heading, _("cần một số nguyên."))
        return int(number)

    def day(self, heading: str) -> date | None:
        cell = self.cell(heading)
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        try:
            return parse_date(self.text(heading))
        except ValueError:
            why = _("ngày “%(text)s” không có thật. Viết dạng 25/5/2023.")
            raise Refused(heading, why % {"text": self.text(heading)}) from None


class KindSheet:
    """How one kind fills a sheet of its own: its columns, from a row, to a row."""

    title: ClassVar[str]
    guide: ClassVar[str]  # how to fill it in, for the sheet "Hướng dẫn"
    example: ClassVar[Value]
    least: ClassVar[int] = 0  # columns of its series in an empty sheet

    def size(self, value: Value) -> int:
        """How many columns of its series this question needs."""
        return 0

    def columns(self, size: int) -> list[Column]:
        """The columns after the question's text."""
        raise NotImplementedError

    def late_columns(self, size: int) -> list[Column]:
        """Columns that are seldom used, behind all others."""
        return []

    def read(self, row: Row) -> Value:
        """The kind's part of a draft's value; raises Refused."""
        raise NotImplementedError

    def write(self, value: Value, pictures: Collection[str]) -> Written:
        raise NotImplementedError


def kind_sheets() -> dict[str, KindSheet]:
    """The kinds that can be written in Excel, in the order of the registry."""
    return {name: module.SHEET for name, module in modules("sheet").items()}
