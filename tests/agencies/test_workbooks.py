"""XLSX: what is read, and what is refused before it fills the memory."""

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from agencies import tables
from agencies.tables import read_file, read_table
from agencies.workbooks import UnusableFileError, read_workbook

SHEET = "xl/worksheets/sheet1.xml"


def workbook(*rows, title: str = "Sheet") -> bytes:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def tampered(name: str, data: bytes) -> bytes:
    """A workbook in which one part is replaced."""
    source, target = zipfile.ZipFile(io.BytesIO(workbook(["a"]))), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in source.infolist():
            archive.writestr(
                entry, data if entry.filename == name else source.read(entry)
            )
    return target.getvalue()


def sheet(body: str) -> bytes:
    ns = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{ns}"><sheetData>{body}</sheetData></worksheet>'.encode()


def test_cells__keep_their_kind():
    rows = read_workbook(workbook(["Mã", 12.0, date(2022, 11, 30)]))
    assert rows == [["Mã", 12.0, date(2022, 11, 30)]]


def test_header__is_found_below_a_title():
    table = read_table(
        workbook(
            ["DANH SÁCH"], [], ["STT", "Mã cán bộ (*)", "HỌ VÀ TÊN"], [1, "A1", "Lê An"]
        ),
        columns={"code": ["mã cán bộ"], "name": ["họ và tên"]},
        required=["code", "name"],
    )
    assert [(line.row, line.text("code")) for line in table.lines] == [(4, "A1")]
    assert table.headings == {"code": "Mã cán bộ (*)", "name": "HỌ VÀ TÊN"}


def test_sheet__that_is_not_there_is_answered_with_those_that_are():
    content = workbook(["a"], title="Tháng 11")
    assert read_workbook(content, "Tháng 11") == [["a"]]
    with pytest.raises(UnusableFileError, match="Tháng 11"):
        read_workbook(content, "Tháng 12")


def test_cell_at_the_far_corner__is_refused():
    body = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    with pytest.raises(UnusableFileError, match="quá lớn"):
        read_workbook(tampered(SHEET, sheet(body)))


def test_formatted_but_empty_far_cells__do_no_harm():
    body = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert read_workbook(tampered(SHEET, sheet(body)))[0][0] == 1


def test_archive_that_inflates_too_far__is_refused(monkeypatch):
    monkeypatch.setattr("agencies.workbooks.MAX_UNPACKED", 1_000_000)
    with pytest.raises(UnusableFileError, match="quá lớn"):
        read_workbook(tampered("xl/theme/theme1.xml", b" " * 2_000_000))


def test_entities__are_refused():
    bomb = b'<!DOCTYPE a [<!ENTITY x "xxxxxxxx">]>' + sheet(
        "<row><c><v>&x;</v></c></row>"
    )
    with pytest.raises(UnusableFileError, match="hỏng"):
        read_workbook(tampered(SHEET, bomb))


@pytest.mark.parametrize("cut", [10, 300, 2000, -30])
def test_cut_off_file__is_refused(cut):
    with pytest.raises(UnusableFileError, match="hỏng"):
        read_workbook(workbook(["a"], ["b"])[:cut])


def test_archive_that_is_no_workbook__is_refused():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("readme.txt", "xin chào")
    with pytest.raises(UnusableFileError, match="hỏng"):
        read_workbook(content.getvalue())


def test_large_file__is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "50.xlsx"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(UnusableFileError, match="50,0 MB"):
        read_file(path)
    assert path.stat().st_size > tables.MAX_BYTES
