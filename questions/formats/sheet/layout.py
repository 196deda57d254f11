"""How the workbook looks: headings, widths, choices to pick from, a sheet to read first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from questions.formats.sheet.rows import Column, KindSheet

HEAD = PatternFill("solid", start_color="F2EBDF")
TOP = Alignment(vertical="top", wrap_text=True)
ROWS = 2000  # how far down the choices reach
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
ENCODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # Excel would read a sign from it

Cells = Mapping[str, str | int | float | date]

GUIDE = [
    "Mỗi dạng câu hỏi có một trang tính; mỗi câu một dòng. Trang không dùng thì để trống.",
    "Không đổi tên cột và tên trang. Thứ tự cột tùy ý, thêm cột ghi chú riêng cũng được.",
    "Dòng có mã câu “Ví dụ” được bỏ qua khi nhập; xóa hay để lại đều được.",
    "Mã câu để trống cũng được. Có mã thì nhập lại cùng tệp không sinh ra câu thứ hai.",
    "Nhóm: viết “Nhóm lớn / Nhóm con”; nhóm chưa có thì được tạo dưới nhóm đã chọn khi nhập.",
    "Xuống dòng trong ô bằng Alt+Enter: mỗi dòng là một đoạn.",
    (
        "Chữ đậm, nghiêng, chỉ số viết bằng thẻ: <b>đậm</b>, <i>nghiêng</i>, m<sup>2</sup>, "
        "CO<sub>2</sub>; danh sách: <ul><li>…</li></ul>. Định dạng của Excel không được đọc."
    ),
    (
        "Hình: dán hình vào cột Hình của trang Hình, ghi tên; trong câu viết "
        "[hình: tên | mô tả cho người không nhìn thấy hình]."
    ),
    "Cột có nhiều giá trị thì cách nhau bằng dấu |; muốn có chính dấu ấy thì viết \\|.",
    "Ngày viết 25/5/2023. Số viết 28,81. Độ khó: Dễ, Vừa, Khó.",
]


def safe(value: str | int | float | date | None) -> str | int | float | date | None:
    """A cell that Excel gives back as it was."""
    if isinstance(value, str):
        return ENCODED.sub("_x005F_", CONTROLS.sub("", value)) or None
    return value


def add_sheet(book: Workbook, title: str, columns: Sequence[Column]) -> Worksheet:
    sheet = book.create_sheet(title)
    for place, column in enumerate(columns, 1):
        head = sheet.cell(1, place, column.heading)
        head.font, head.fill, head.alignment = Font(bold=True), HEAD, TOP
        if column.note:
            head.comment = Comment(column.note, "", width=260, height=90)
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = column.width
        if column.choices:
            sheet.add_data_validation(_choices(column, letter))
    sheet.freeze_panes = "A2"
    return sheet


def _choices(column: Column, letter: str) -> DataValidation:
    """A list to pick from; another word is warned of, not forbidden."""
    listed = f'"{",".join(column.choices)}"'
    choice = DataValidation(type="list", formula1=listed, allow_blank=True)
    choice.errorStyle = "warning"
    choice.error = f"Chọn một trong: {', '.join(column.choices)}."
    choice.add(f"{letter}2:{letter}{ROWS}")
    return choice


def fill(sheet: Worksheet, columns: Sequence[Column], rows: Iterable[Cells]) -> None:
    for line, row in enumerate(rows, 2):
        for place, column in enumerate(columns, 1):
            value = safe(row.get(column.heading))
            if value is None:
                continue
            cell = sheet.cell(line, place, value)
            cell.alignment = TOP
            if isinstance(value, str):
                cell.data_type = "s"  # text, also when it begins with "="
            elif isinstance(value, date):
                cell.number_format = "dd/mm/yyyy"


def add_guide(book: Workbook, kinds: Iterable[KindSheet]) -> None:
    sheet = book.create_sheet("Hướng dẫn", 0)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 100
    rows = [("Cách ghi tệp câu hỏi", "")]
    rows += [("Chung", line) for line in GUIDE]
    rows += [(f"Trang {kind.title}", kind.guide) for kind in kinds]
    for row in rows:
        sheet.append([safe(cell) for cell in row])
    for line in sheet.iter_rows():
        line[0].font = Font(bold=True)
        for cell in line:
            cell.alignment = TOP
