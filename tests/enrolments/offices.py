"""Workbooks as offices really send them, for the tests of rosters."""

from __future__ import annotations

import io
import unicodedata
from datetime import date

from openpyxl import Workbook

from enrolments.rosters.encodings import TCVN3, VNI

HEADER = [
    "STT",
    "Họ và tên CBCCVC",
    "Ngày, tháng, năm sinh",
    "Chức vụ, chức danh",
    "Đơn vị công tác",
    "SĐT liên hệ",
    "Địa chỉ email",
]


def workbook(rows, *, merges=()) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for merged in merges:
        book.active.merge_cells(merged)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def messy() -> bytes:
    """Titles above, a merged unit, NFD names, dates as text, a total and a signature."""
    rows = [
        ["UBND HUYỆN CHÂU ĐỨC", None, None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ["DANH SÁCH CỬ CÁN BỘ TẬP HUẤN SỐ HÓA HỒ SƠ"],
        [],
        HEADER,
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
        [1, unicodedata.normalize("NFD", "Lê Thị Hồng Nhung"), "5.4.1986", "Công chức", "UBND xã Suối Rao", 901234567, ""],
        [2, "TRẦN VĂN AN", "22-7-1990", "Công chức", None, "", "an@brvt.vn"],
        [3, "Nguyễn Thị Bé", "1979", "Công chức", "Xã Hoà Long", "", ""],
        [4, "Phạm Quốc Anh", "31/02/1980", "Công chức", "Xã Hòa Long", "", ""],
        [5, "Võ Minh Tâm", date(1988, 3, 9), "", "Xã Suối Giao", "", ""],
        ["Tổng cộng: 5 người", None, None, None, None, None, None],
        ["Người lập biểu", None, None, None, "Thủ trưởng đơn vị"],
        ["Đỗ Văn Ký", None, None, None, "Lê Văn Thủ"],
    ]  # fmt: skip
    return workbook(rows, merges=["A2:G2", "E6:E7", "A11:G11"])


def in_tcvn3(text: str) -> str:
    """As a font of the nineties wrote it."""
    octets = {letter: code for code, letter in TCVN3.items()}
    return "".join(octets.get(c, octets.get(c.lower(), c)) for c in text)


def in_vni(text: str) -> str:
    codes = {letter: code for code, letter in VNI.items()}
    return "".join(codes.get(c, c) for c in text)
