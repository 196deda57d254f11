"""Workbooks written as a stream: what every reader of them must find again."""

import io
from datetime import date, datetime

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from agencies import xlsx
from agencies.exports import Column, Plain, Table, write_xlsx


def written(rows, *, columns=3, notes=()) -> bytes:
    target = io.BytesIO()
    write_xlsx(Table("Trang", [Column("Cột", 9)] * columns, rows, notes), target)
    return target.getvalue()


def first_cells(content: bytes) -> list:
    """As two programs that have nothing in common read the first row."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    fast = book.get_sheet_by_index(0).to_python()[1]
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    slow = [cell.value for cell in sheet[2]]
    assert fast == slow
    return slow


@pytest.mark.parametrize(
    "text",
    [
        "Xã Suối Rao",
        "a < b & c > d \"e\" 'f'",
        "  lề hai bên  ",
        "hai\ndòng",
        "\U0001f600 𝒜",
        "]]>",
    ],
)
def test_text__comes_back_sign_by_sign(text):
    assert first_cells(written([[text, "x", "y"]]))[0] == text


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\ud800", "\uffff"])
def test_text__what_xml_cannot_say_becomes_a_space(sign):
    assert first_cells(written([[f"a{sign}b", "x", "y"]]))[0] == "a b"


def test_text__what_excel_would_decode_is_escaped_and_what_it_cannot_hold_is_cut():
    assert "_x005F_x0041_" in xlsx.text("_x0041_")
    assert len(first_cells(written([["a" * 40_000, "x", "y"]]))[0]) == 32_767


def test_dates_and_moments_are_dates_for_a_spreadsheet():
    moment = datetime(2022, 11, 21, 23, 59, 58)  # noqa: DTZ001 - a workbook has no zones
    book = io.BytesIO()
    with xlsx.Book(book) as made:
        cells = [xlsx.day(date(2024, 2, 29)), xlsx.moment(moment)]
        made.add_sheet("T", [cells], widths=[9, 9])
    day, time = load_workbook(book).worksheets[0][1]
    assert (day.value, day.number_format) == (datetime(2024, 2, 29), "dd/mm/yyyy")  # noqa: DTZ001
    assert (time.value, time.number_format) == (moment, "dd/mm/yyyy hh:mm")


def test_many_columns__have_the_names_that_spreadsheets_count_in():
    assert [xlsx.letters(i) for i in (0, 25, 26, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
    ]
    row = [f"c{i}" for i in range(60)]
    assert first_cells(written([row], columns=60)) == row


def test_more_rows_than_a_sheet_holds__are_refused(monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_ROWS", 3)
    assert written([["a", "b", "c"]] * 2)
    with pytest.raises(xlsx.TooManyRows):
        written([["a", "b", "c"]] * 3)


def test_a_title_with_signs_of_xml__names_its_sheet():
    target = io.BytesIO()
    write_xlsx(Table('A&B "<1>"', [Column("x")], []), target)
    assert load_workbook(target).sheetnames == ['A&B "<1>"']


@pytest.mark.parametrize(("columns", "way"), [(3, "portrait"), (14, "landscape")])
def test_on_paper__as_wide_as_the_columns_and_headed_on_every_page(columns, way):
    title = "Đào tạo & bồi dưỡng: số liệu đến hết ngày 24/11/2022 " * 3
    target = io.BytesIO()
    table = Table("D'1", [Column("Tỷ lệ hoàn thành", 9)] * columns, [], on_paper=title)
    write_xlsx(table, target)
    sheet = load_workbook(target).worksheets[0]
    assert sheet.page_setup.orientation == way
    assert sheet.page_setup.paperSize == 9, "A4"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.row_dimensions[1].height == 3 * xlsx.LINE, "the heading is not cut"
    assert "Đào tạo && bồi dưỡng" in sheet.oddHeader.center.text


def test_notes__are_read_whole():
    target = io.BytesIO()
    write_xlsx(Table("T", [Column("x")], [], [("Ghi chú", "rất dài " * 30)]), target)
    notes = load_workbook(target).worksheets[1]
    assert notes["B1"].alignment.wrap_text
    assert notes.row_dimensions[1].height >= 4 * xlsx.LINE


def test_a_long_title__is_cut_between_words():
    name = "Hoàn thành và đạt theo cấp hành chính"
    assert xlsx.shortened(name) == "Hoàn thành và đạt theo cấp hành"
    assert xlsx.shortened("Kết quả so với chỉ tiêu của huyện") == (
        "Kết quả so với chỉ tiêu của"
    )
    assert xlsx.shortened("x" * 40) == "x" * 31
    assert xlsx.shortened("Theo đơn vị") == "Theo đơn vị"


def test_a_year__is_a_number_without_separators():
    content = written([[Plain(2022), 2022]], columns=2)
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    year, count = sheet[2]
    assert (year.value, year.number_format) == (2022, "General")
    assert count.number_format == "#,##0"
