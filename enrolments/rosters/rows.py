"""What a row of a sheet is: a person, a section, a total, a signature."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.collation import fold
from agencies.tables import Cell, as_text

NUMBERING = re.compile(r"^\s*([IVXLC]+|\d{1,3}|[A-Za-z])\s*[.)/:-]+\s*")
TOTAL = re.compile(r"^(tong (cong|so)|cong( nhom| don vi)?\s*(:|$|\d))")
# "Tống Công Minh" is a person: where a text has marks, they must be those of a total.
TOTAL_MARKED = re.compile(r"^(tổng\s|cộng\b)")
SIGNED = re.compile(
    r"^(danh sach (co|gom|nay)|an dinh|nguoi lap|lap bieu|noi nhan|thu truong|xac nhan|"
    r"ky ten|\(?ky,|(kt|tm|tl|tuq)\. |.{2,60}, ngay\b)"
)
REMARK = re.compile(r"^(ghi chu|luu y)\s*:")
UNIT = re.compile(
    r"^(xã|phường|thị trấn|thị xã|thành phố|huyện|ubnd|ủy ban|uỷ ban|phòng|sở|văn phòng|"
    r"trung tâm|chi cục|ban quản lý|đơn vị|cơ quan|khối)\s",
    re.IGNORECASE,
)
CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._/-]*")
NAMES = ("full_name", "family", "given")
LONE = ("staff_code", "birth_on", "email", "phone", "position", *NAMES)


class Kind(TextChoices):
    """What a row is; all but a person are set aside, and said so."""

    PERSON = "person", _("Một người")
    SECTION = "section", _("Tên đơn vị của các dòng bên dưới")
    NUMBERS = "numbers", _("Chỉ có số thứ tự hoặc số cột")
    TOTAL = "total", _("Dòng tổng cộng")
    FOOTER = "footer", _("Ghi chú, ngày tháng, chữ ký")


def distinct(row: Sequence[Cell]) -> list[str]:
    """The different texts of a row, without its running number."""
    said = dict.fromkeys(text for cell in row if (text := as_text(cell)))
    return [t for t in said if not re.fullmatch(r"\d{1,5}\.?|[IVXLC]+\.?", t)]


def is_numbers(said: list[str]) -> bool:
    """The line under a header that counts columns: (1), (2), (3)."""
    return all(re.fullmatch(r"\(?\d{1,2}\)?|\([A-Za-z]\)", text) for text in said)


def is_count(cell: Cell) -> bool:
    return as_text(cell).rstrip(".").isdecimal()


def is_total(text: str) -> bool:
    lower = unicodedata.normalize("NFC", text).lower()
    return bool(TOTAL.search(fold(text))) and (
        lower.isascii() or bool(TOTAL_MARKED.search(lower))
    )


def is_signed(text: str) -> bool:
    return bool(SIGNED.search(fold(text)))


class Row:
    """The cells of one row under the columns as they were taken."""

    def __init__(self, row: Sequence[Cell], columns: Mapping[str, list[int]]) -> None:
        self.texts = [as_text(cell) for cell in row]
        self.columns = columns
        self.said = distinct(row)

    def at(self, *names: str) -> list[int]:
        """The filled columns of these fields, not those a merged text runs across."""
        places = [i for name in names for i in self.columns.get(name, [])]
        return [i for i in places if i < len(self.texts) and self.is_own(i)]

    def is_own(self, index: int) -> bool:
        text = self.texts[index]
        return bool(text) and self.texts.count(text) <= 2

    @property
    def code(self) -> bool:
        return any(CODE.fullmatch(self.texts[i]) for i in self.at("staff_code"))

    @property
    def lead(self) -> list[str]:
        """The texts that tell what a row is: its first; all where it bears no name."""
        return self.said[:1] if self.at(*NAMES) else self.said

    @property
    def filled(self) -> list[int]:
        return [i for i, t in enumerate(self.texts) if t and not is_count(t)]

    @property
    def is_numbered(self) -> bool:
        """A running number left of the name."""
        names = self.at(*NAMES)
        return any(is_count(text) for text in self.texts[: min(names, default=0)])

    @property
    def is_sure(self) -> bool:
        """A name with a running number or a staff code: a person wherever it stands."""
        names = [self.texts[i] for i in self.at(*NAMES)]
        if not names or is_total(names[0]) or UNIT.search(names[0]):
            return False
        return self.code or (self.is_numbered and not is_signed(names[0]))

    @property
    def is_lone(self) -> bool:
        """One cell that speaks of a person: a name, or a code without one."""
        if len(self.filled) != 1:
            return False
        (index,) = self.filled
        text = self.texts[index]
        if index in self.at("staff_code"):
            return self.code
        return (
            index in self.at(*LONE)
            and not NUMBERING.match(text)
            and not UNIT.search(text)
        )

    def kind(self, *, has_ended: bool) -> Kind:
        """`has_ended`: the list was signed above; only who is surely a person counts."""
        if self.is_sure:
            return Kind.PERSON
        if not self.said or is_numbers(self.said):
            alone = len([text for text in self.texts if text]) <= 2
            return Kind.PERSON if self.code and alone else Kind.NUMBERS
        if has_ended or any(REMARK.search(fold(t)) or is_signed(t) for t in self.lead):
            return Kind.FOOTER
        if any(map(is_total, self.lead)):
            return Kind.TOTAL
        if len(self.said) == 1 and not self.is_lone:
            return Kind.SECTION
        return Kind.PERSON

    @property
    def ends_the_list(self) -> bool:
        return any(map(is_signed, self.lead))
