"""The register as an official book: a row a number, in the columns of a sổ cấp.

A Vietnamese document whatever the language of who asks for it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string
from django.utils import translation
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from accounts.formats import vdate, vdatetime
from certificates.history import remarks_on
from certificates.models import Certificate, Register

HEADINGS = [
    "STT", "Số vào sổ", "Loại giấy", "Họ và tên", "Ngày sinh", "Đơn vị công tác",
    "Khóa học", "Số, ngày quyết định", "Ngày cấp", "Người nhận ký", "Ghi chú",
]  # fmt: skip
WIDTHS = [6, 20, 18, 26, 12, 34, 48, 24, 12, 16, 40]
THIN = Side(style="thin")
GRID = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


@dataclass(frozen=True)
class Line:
    """One number of the book."""

    order: int
    serial: str
    kind: str
    name: str
    born: str
    agency: str
    course: str
    decision: str
    issued_on: str
    remark: str

    @property
    def cells(self) -> list[int | str]:
        return [
            self.order, self.serial, self.kind, self.name, self.born, self.agency,
            self.course, self.decision, self.issued_on, "", self.remark,
        ]  # fmt: skip


def lines_of(register: Register) -> Iterator[Line]:
    """Every number ever taken, in order; withdrawn and replaced ones stay."""
    rows = register.certificates.select_related("replaces", "replaced_by")
    rows = rows.prefetch_related("entries").order_by("number")
    with translation.override("vi"):
        for row in rows.iterator(chunk_size=500):
            yield _line(row)


def _line(row: Certificate) -> Line:
    facts = row.facts
    number, day = facts.get("decision_number", ""), facts.get("decision_on", "")
    return Line(
        order=row.number,
        serial=row.serial,
        kind=row.get_kind_display(),
        name=facts["name"],
        born=facts.get("born", ""),
        agency=facts.get("agency", ""),
        course=facts["course"],
        decision=", ".join(part for part in (number, day) if part),
        issued_on=vdate(row.issued_at),
        remark="; ".join(remarks_on(row)),
    )


def html_of(register: Register, *, at: datetime) -> str:
    """The book as a page, with what proves that nothing was changed since."""
    return render_to_string(
        "pdf/register.html",
        {
            "register": register,
            "issuer": register.issuer,
            "headings": HEADINGS,
            "lines": lines_of(register),
            "printed": vdatetime(at),
            "day": at,
        },
    )


def pdf_of(register: Register, *, at: datetime) -> bytes:
    """The book to be printed and bound."""
    from certificates import printing  # loads Pango, which only drawing needs

    with translation.override("vi"):
        document = printing.lay_out(html_of(register, at=at))
    return printing.write(document, identifier=f"{register} {register.head}")


def xlsx_of(register: Register) -> bytes:
    """The same rows as a sheet, its heading on every printed page."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(f"{register.issuer.code} {register.year}"[:31])
    for column, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes, sheet.print_title_rows = "A2", "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "Trang &P/&N"
    sheet.append([_cell(sheet, text, is_heading=True) for text in HEADINGS])
    for line in lines_of(register):
        sheet.append([_cell(sheet, value) for value in line.cells])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet, value: int | str, *, is_heading: bool = False) -> WriteOnlyCell:
    """A number, or a text that is a text even where it begins like a formula."""
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"
    cell.font = Font(name="Times New Roman", size=12, bold=is_heading)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.border = GRID
    return cell


def filename(register: Register, extension: str) -> str:
    """so-cap-TTPVHCC-2022.pdf"""
    return f"so-cap-{register.issuer.code}-{register.year}.{extension}"
