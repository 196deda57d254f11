"""Reading what offices send: cells, headings, encodings, people."""

import unicodedata
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agencies.workbooks import UnusableFileError
from enrolments.rosters.cells import birth_day, person_name, phone_number
from enrolments.rosters.encodings import DECODERS, TCVN3, VNI, recognise
from enrolments.rosters.entries import read_entries, read_entry
from enrolments.rosters.grids import mend, read_grid
from enrolments.rosters.headings import field_of, find_header
from enrolments.rosters.lines import Line
from enrolments.rosters.syllables import is_syllable
from tests.enrolments.offices import in_tcvn3, in_vni, messy, workbook

ON = date(2022, 11, 21)
NAMES = [
    "Nguyễn Văn Ửng", "Trần Thị Hường", "Lê Hồng Phượng", "Đặng Thùy Dương",
    "Huỳnh Quốc Khánh", "Phạm Thị Mỹ Lệ", "Võ Hoàng Yến", "Bùi Đức Nghĩa",
]  # fmt: skip


def read(content: bytes) -> list:
    grid = read_grid(content)
    header = find_header(grid.rows)
    return read_entries(grid.rows, first=header.row, columns=header.columns, on=ON)


def test_a_messy_workbook__gives_people_and_nothing_else():
    found = read(messy())
    assert [e.full_name for e in found] == [
        "Lê Thị Hồng Nhung", "Trần Văn An", "Nguyễn Thị Bé", "Phạm Quốc Anh", "Võ Minh Tâm",
    ]  # fmt: skip
    nhung, an, be, anh, _tam = found
    assert nhung.row == 6
    assert nhung.birth_on == date(1986, 4, 5)
    assert nhung.phone == "0901234567"
    assert nhung.agency_names == ["UBND xã Suối Rao"]
    assert an.agency_names == ["UBND xã Suối Rao"], "the merged cell holds for both"
    assert an.notes == ["Đã viết hoa lại họ tên."]
    assert be.birth_on is None
    assert "1979" in be.notes[0]
    assert anh.problems == [
        "Ngày “31/02/1980” không có thật. Viết dạng ngày/tháng/năm, ví dụ 05/4/1986."
    ]


def test_a_heading_over_two_rows__a_birthday_for_men_and_one_for_women():
    content = workbook(
        [
            ["TT", "Họ và", None, "Ngày sinh", None, "Cơ quan"],
            [None, "chữ đệm", "Tên", "Nam", "Nữ", None],
            [1, "Lê Thị", "Nhung", None, "05/4/1986", "Xã Suối Rao"],
            [2, "Trần Văn", "An", "22/7/1990", None, "Xã Suối Rao"],
        ],
        merges=["A1:A2", "D1:E1", "F1:F2"],
    )
    found = read(content)
    assert [(e.full_name, e.birth_on) for e in found] == [
        ("Lê Thị Nhung", date(1986, 4, 5)),
        ("Trần Văn An", date(1990, 7, 22)),
    ]


def test_section_rows__name_the_unit_of_the_people_below():
    content = workbook(
        [
            ["STT", "Họ tên", "Chức vụ"],
            ["I", "Xã Suối Rao", None],
            [1, "Lê Thị Hồng Nhung", "Công chức"],
            ["II. Xã Hòa Long", None, None],
            [2, "Trần Văn An", "Công chức"],
            ["Cộng: 2", None, None],
        ],
        merges=["A4:C4"],
    )
    found = read(content)
    assert [(e.full_name, e.agency_names) for e in found] == [
        ("Lê Thị Hồng Nhung", ["Xã Suối Rao"]),
        ("Trần Văn An", ["Xã Hòa Long"]),
    ]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Họ và tên CBCCVC", "full_name"),
        ("HỌ TÊN", "full_name"),
        ("Họ và chữ đệm", "family"),
        ("Tên", "given"),
        ("Số hiệu công chức", "staff_code"),
        ("Mã CB,CC", "staff_code"),
        ("Đơn vị/phòng ban công tác", "agency_name"),
        ("Tên cơ quan, đơn vị", "agency_name"),
        ("Mã đơn vị", "agency_code"),
        ("Ngày tháng năm sinh", "birth_on"),
        ("Năm sinh", "birth_on"),
        ("SĐT liên hệ", "phone"),
        ("Số điện thoại (Zalo)", "phone"),
        ("E-mail công vụ", "email"),
        ("Vị trí việc làm", "position"),
        ("STT", ""),
        ("Ghi chú", ""),
        ("Số CCCD", ""),
    ],
)
def test_headings_in_free_wording(heading, field):
    assert field_of(heading) == field


@pytest.mark.parametrize(
    "cell",
    ["5.4.1986", "05/4/1986", "05-04-1986", "5 / 4 / 1986", "1986-04-05", "31507",
     31507, 31507.0, date(1986, 4, 5), datetime(1986, 4, 5, tzinfo=UTC), "5/4/86",
     "ngày 05 tháng 4 năm 1986"],
)  # fmt: skip
def test_birthdays_in_all_spellings(cell):
    assert birth_day(cell, on=ON)[0] == date(1986, 4, 5)


@pytest.mark.parametrize(
    "cell", ["31/02/1980", "hôm qua", "5/4/2030", "1/1/1850", "99999"]
)
def test_birthdays_that_cannot_be__are_refused_in_words(cell):
    with pytest.raises(ValueError, match="Ngày"):
        birth_day(cell, on=ON)


@pytest.mark.parametrize(
    ("written", "name"),
    [("NGUYỄN VĂN AN", "Nguyễn Văn An"), ("nguyễn văn an", "Nguyễn Văn An"),
     ("Đ/c Lê Thị Bé", "Lê Thị Bé"), ("Nguyễn Văn An", "Nguyễn Văn An"), ("Y", "Y")],
)  # fmt: skip
def test_names(written, name):
    assert person_name(written)[0] == name


@pytest.mark.parametrize(
    "cell",
    [
        "0901 234 567",
        "+84901234567",
        "84901234567",
        "0084 901 234 567",
        "+84 (0)901 234 567",
        901234567,
        "901.234.567",
        "0901234567; 0254 3852 111",
    ],
)
def test_telephone_numbers(cell):
    assert phone_number(cell) == "0901234567"


def test_a_short_number__has_no_zero_to_lose():
    entry = read_entry(
        Line(2, {"full_name": "Lê Bình", "phone": "1122"}), on=date(2022, 11, 21)
    )
    assert entry.phone == "1122"
    assert not any("số 0" in note for note in entry.notes)


@pytest.mark.parametrize(
    ("said", "is_told"),
    [
        ("901234567", True),
        ("+84 901234567", False),
        ("84901234567", False),
        ("0901 234 567", False),
    ],
)
def test_a_first_zero_put_back__is_told(said, is_told):
    line = Line(2, {"full_name": "Lê Bình", "phone": said})
    entry = read_entry(line, on=date(2022, 11, 21))
    assert entry.phone == "0901234567"
    assert any("đã thêm số 0" in note for note in entry.notes) == is_told


def test_every_letter_comes_back_from_the_old_encodings():
    for letter in set(TCVN3.values()):
        assert DECODERS["TCVN3 (ABC)"](in_tcvn3(letter)) == letter
    for letter in set(VNI.values()) - set("íìÍÌ"):
        assert DECODERS["VNI"](in_vni(letter)) == letter


@given(
    st.lists(st.sampled_from(NAMES), min_size=4, max_size=12),
    st.sampled_from([in_tcvn3, in_vni, str]),
)
def test_old_encodings_are_recognised_and_read(names, typed_in):
    rows = [["Ho ten"], *([typed_in(name)] for name in names)]
    mended = mend(rows).rows[1:]
    lower = [[name.lower()] for name in names]
    assert [[row[0].lower()] for row in mended] == lower


def test_modern_and_plain_texts__are_left_alone():
    assert recognise(NAMES) == ""
    assert recognise([unicodedata.normalize("NFD", name) for name in NAMES]) == ""
    assert recognise(["Nguyen Van An", "Tran Thi B"]) == ""


@pytest.mark.parametrize(
    ("codec", "typed_in"), [("latin-1", in_tcvn3), ("latin-1", in_vni)]
)
def test_csv_octets_of_old_fonts(codec, typed_in):
    text = "\n".join(
        ["STT;Ho ten;Don vi", *(f"{i};{name};X" for i, name in enumerate(NAMES))]
    )
    grid = read_grid(typed_in(text).encode(codec))
    assert [row[1].lower() for row in grid.rows[1:]] == [name.lower() for name in NAMES]
    assert grid.encoding


def test_csv_of_a_vietnamese_windows():
    """Windows-1258 writes the tone as a letter of its own behind the vowel."""
    shaped = unicodedata.normalize("NFD", "Trần Thị Hường;Lê Hồng Phượng")
    for bare, letter in (
        ("a\u0302", "â"),
        ("o\u0302", "ô"),
        ("e\u0302", "ê"),
        ("o\u031b", "ơ"),
        ("u\u031b", "ư"),
    ):
        shaped = shaped.replace(bare, letter)
    grid = read_grid(
        f"Họ tên;Đơn vị\n{shaped}".replace("Họ", "Ho").encode("cp1258", "replace")
    )
    assert grid.rows[1] == ["Trần Thị Hường", "Lê Hồng Phượng"]


def test_gibberish__is_refused_with_what_to_do():
    with pytest.raises(UnusableFileError, match="Unicode"):
        mend([["Họ tên"], ["ÿÿþ þÿÿ"], ["¤¤¤ ±±± ²²²"], ["ÿþÿ"]])


@pytest.mark.parametrize(
    "word", ["nguyễn", "Hường", "khuỷu", "oanh", "quốc", "giường", "Y"]
)
def test_syllables(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["nguyôn", "H­êng", "Vaên", "Nguyeãn", "bcd"])
def test_no_syllables(word):
    assert not is_syllable(word)
