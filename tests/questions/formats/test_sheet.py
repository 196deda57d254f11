"""XLSX: what a trainer fills in, and what we write is read again."""

import datetime as dt
from decimal import Decimal
from io import BytesIO
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from openpyxl import Workbook, load_workbook

from questions.formats.draft import UnusableFile
from questions.formats.sheet import Sheet, cells
from questions.formats.sheet.rows import kind_sheets
from questions.kinds import KINDS
from tests.questions.factories import steady
from tests.questions.formats.strategies import KINDS as DRAWN
from tests.questions.formats.strategies import files


@given(files(most=3))
@settings(
    steady,
    max_examples=60,
    phases=[Phase.generate],  # making an example smaller would take minutes
    suppress_health_check=[HealthCheck.too_slow],
)
def test_written_then_read__is_the_same(drafts):
    content, refused = Sheet().write(drafts)
    items = Sheet().read(content)
    assert not refused
    assert [item.refusal for item in items] == [""] * len(drafts)
    assert [item.draft for item in items] == drafts


def test_every_kind__has_a_sheet():
    assert set(kind_sheets()) == set(KINDS) == set(DRAWN)


# --- as a trainer fills it in -------------------------------------------------------


def book(title: str, headings: list, *rows: list) -> bytes:
    made = Workbook()
    sheet = made.active
    sheet.title = title
    for row in (headings, *rows):
        sheet.append(row)
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def read_one(title: str, headings: list, row: list):
    (item,) = Sheet().read(book(title, headings, row))
    return item


def test_single__as_typed():
    item = read_one(
        "Chọn một đáp án",
        ["STT", "CÂU HỎI", "phuong an a", "Phương án B", "Đáp án", "Ghi chú riêng"],
        [1, "Mấy bước?\nChọn một.", "Bốn & năm", 28.81, "b", "bỏ qua"],
    )
    assert not item.refusal
    assert item.draft.value == {
        "text": "<p>Mấy bước?</p><p>Chọn một.</p>",
        "explanation": "",
        "options": [
            {"text": "<p>Bốn &amp; năm</p>", "is_right": False, "feedback": ""},
            {"text": "<p>28,81</p>", "is_right": True, "feedback": ""},
        ],
    }


def test_kind_column__on_a_sheet_of_any_name():
    item = read_one(
        "Sheet1",
        ["Dạng", "Câu hỏi", "Đáp án", "Độ khó", "Thẻ", "Nhóm", "Đúng từ ngày"],
        ["Đúng hay sai", "Trời mưa.", "Sai", "khó", "a, b", "X / Y", "25/5/2023"],
    )
    assert item.draft.value["is_true"] == "false"
    assert (item.draft.difficulty, item.draft.tags) == (3, ("a", "b"))
    assert item.draft.category == ("X", "Y")
    assert item.draft.valid_from == dt.date(2023, 5, 25)


@pytest.mark.parametrize(
    ("title", "headings", "row", "why"),
    [
        ("Sheet1", ["Câu hỏi"], ["A?"], "Dạng"),
        ("Chọn một đáp án", ["Câu hỏi", "Phương án A"], ["A?", "x"], "Đáp án"),
        (
            "Chọn một đáp án",
            ["Câu hỏi", "Phương án A", "Đáp án"],
            ["?", "x", "C"],
            "“C”",
        ),
        ("Đúng hay sai", ["Câu hỏi", "Đáp án"], ["A?", "có lẽ"], "Đúng hoặc Sai"),
        ("Điền số", ["Câu hỏi", "Đáp số"], ["A?", "nhiều"], "28,81"),
        ("Ghép cặp", ["Câu hỏi", "Vế trái 1"], ["A?", "x"], "Vế phải 1"),
        ("Tự luận", ["Câu hỏi", "Tiêu chí chấm"], ["A?", "rõ"], "trọng số"),
        ("Tự luận", ["Câu hỏi", "Số chữ nhiều nhất"], ["A?", 1.5], "số nguyên"),
        ("Đúng hay sai", ["Câu hỏi", "Đáp án"], ["", "Sai"], "còn trống"),
        (
            "Đúng hay sai",
            ["Câu hỏi", "Đáp án", "Đúng từ ngày"],
            ["A?", "Sai", "31/2/2023"],
            "không có thật",
        ),
    ],
)
def test_a_bad_row__is_refused_with_its_place_and_column(title, headings, row, why):
    item = read_one(title, headings, row)
    assert item.draft is None
    assert why in item.refusal
    assert "dòng 2" in item.place
    assert title in item.place


@pytest.mark.parametrize(
    ("text", "value"),
    [("28,81", "28.81"), ("1.534", "1534"), ("1,534", "1.534"), ("-0,5", "-0.5")],
)
def test_read_number__as_vietnamese_offices_write_it(text, value):
    assert cells.read_number(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        ("28 | hai tám", ("text", ["28", "hai tám"], [], "0", True)),
        ("đúng chữ: Một cửa", ("text", ["Một cửa"], [], "0", False)),
        (
            "Chọn: đúng | sai 1 | sai 2",
            ("choice", ["đúng"], ["sai 1", "sai 2"], "0", True),
        ),
        ("số: 28,81 ± 0,01", ("number", ["28,81"], [], "0.01", True)),
        ("Lưu ý: đọc kỹ", ("text", ["Lưu ý: đọc kỹ"], [], "0", True)),
        (r"a\|b | c", ("text", ["a|b", "c"], [], "0", True)),
    ],
)
def test_read_gap__as_typed(text, gap):
    names = ("mode", "accepted", "wrong", "tolerance", "is_folded")
    expected = dict(zip(names, gap, strict=True))
    assert cells.read_gap(text) == expected | {"tolerance": Decimal(gap[3])}


def test_formula_signs__stay_text():
    drafts = [item.draft for item in Sheet().read(book(
        "Trả lời ngắn", ["Câu hỏi", "Đáp án"], ["Gõ gì?", "'=SUM(A1)"]
    ))]  # fmt: skip
    written = load_workbook(BytesIO(Sheet().write(drafts)[0]))["Trả lời ngắn"]
    assert all(cell.data_type != "f" for row in written.iter_rows() for cell in row)


def test_template__one_sheet_a_kind_with_an_example_that_is_skipped():
    content = Sheet().template()
    titles = load_workbook(BytesIO(content)).sheetnames
    assert titles[0] == "Hướng dẫn"
    assert {sheet.title for sheet in kind_sheets().values()} < set(titles)
    assert Sheet().read(content) == []


def test_template__with_the_examples_kept__reads_them_all():
    book_ = load_workbook(BytesIO(Sheet().template()))
    for title in (sheet.title for sheet in kind_sheets().values()):
        book_[title]["B2"] = None
    stream = BytesIO()
    book_.save(stream)
    items = Sheet().read(stream.getvalue())
    assert [item.refusal for item in items] == [""] * len(KINDS)


# --- files that are none ------------------------------------------------------------


@pytest.mark.parametrize(
    "content", [b"", b"PK", b"PK\x03\x04rubbish", b"\x89PNG", book("A", ["B"])]
)
def test_what_is_no_workbook_of_questions__is_refused_in_words(content):
    with pytest.raises(UnusableFile) as refusal:
        Sheet().read(content)
    assert str(refusal.value).endswith(".")


def test_damaged_workbooks__never_break_the_reader():
    whole, _refused = Sheet().write(
        [item.draft for item in Sheet().read(book(
            "Điền số", ["Câu hỏi", "Đáp số"], ["A?", 3], ["B?", 4]
        ))]
    )  # fmt: skip
    random = Random(7)
    for _ in range(150):
        damaged = bytearray(whole)
        for _ in range(random.randint(1, 6)):
            damaged[random.randrange(len(damaged))] = random.randrange(256)
        cut = bytes(damaged[: random.choice([len(damaged), random.randrange(9999)])])
        try:
            Sheet().read(cut)
        except UnusableFile:
            continue
