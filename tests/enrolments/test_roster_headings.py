"""Headings on one row, two or three: no part of a name, no column and no row is lost."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enrolments.rosters.entries import read_entries
from enrolments.rosters.grids import read_grid
from enrolments.rosters.headings import find_header
from enrolments.rosters.lines import read_sheet
from tests.enrolments.offices import workbook

ON = date(2022, 11, 21)


def read(rows, merges=()) -> list:
    grid = read_grid(workbook(rows, merges=merges))
    header = find_header(grid.rows)
    return read_entries(grid.rows, first=header.row, columns=header.columns, on=ON)


def named(found) -> list:
    return [(e.full_name, e.birth_on, e.agency_names, e.email, e.phone) for e in found]


BIRTH = date(1986, 4, 5)
NHUNG = ("Lê Thị Hồng Nhung", BIRTH, ["Xã Suối Rao"], "", "")
UPPER = ["TT", "Họ và tên", None, "Ngày sinh", "Đơn vị"]
LOWER = [None, "Họ và chữ đệm", "Tên", None, None]
PERSON = [1, "Lê Thị Hồng", "Nhung", "05/4/1986", "Xã Suối Rao"]
TITLES = [
    ["UBND HUYỆN CHÂU ĐỨC", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", None],
    ["DANH SÁCH CÁN BỘ CỦA ĐƠN VỊ DỰ TẬP HUẤN", None, None, None, None],
    [],
]
FORMS = {
    "merged": ([UPPER, LOWER], ["A1:A2", "B1:C1", "D1:D2", "E1:E2"]),
    "group merged only": ([UPPER, LOWER], ["B1:C1"]),
    "unmerged": ([UPPER, LOWER], []),
    "repeated": ([[*UPPER[:2], "Họ và tên", *UPPER[3:]], LOWER], []),
    "all below": ([[None, "Họ và tên", None, None, None],
                   ["TT", "Họ và chữ đệm", "Tên", "Ngày sinh", "Đơn vị"]], ["B1:C1"]),
    "titles above": ([*TITLES, UPPER, LOWER], ["A2:E2", "A4:A5", "B4:C4"]),
    "three levels": ([["TT", "Thông tin cá nhân", None, None, "Đơn vị"],
                      [None, "Họ và tên", None, "Ngày sinh", None],
                      [None, "Họ, chữ đệm", "Tên", None, None]],
                     ["A1:A3", "B1:D1", "B2:C2", "D2:D3", "E1:E3"]),
    "three levels unmerged": ([["TT", "Thông tin cá nhân", None, None, "Đơn vị"],
                               [None, "Họ và tên", None, "Ngày sinh", None],
                               [None, "Họ, chữ đệm", "Tên", None, None]], []),
    "one level merged": ([UPPER], ["B1:C1"]),
    "one level, first cell only": ([UPPER], []),
    "counted": ([UPPER, LOWER, ["(1)", "(2)", "(3)", "(4)", "(5)"]], ["B1:C1"]),
    "other words": ([UPPER, [None, "Họ và tên đệm", "Tên", None, None]], ["B1:C1"]),
    "short words": ([UPPER, [None, "Họ", "Tên", None, None]], []),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_a_name_in_two_columns__is_read_whole(form):
    rows, merges = FORMS[form]
    assert named(read([*rows, PERSON], merges)) == [NHUNG]


@pytest.mark.parametrize("merges", [[], ["B1:D1", "A1:A2"]])
def test_a_name_in_three_columns__is_read_whole(merges):
    found = read(
        [
            ["TT", "Họ và tên", None, None, "Đơn vị"],
            [None, "Họ", "Chữ đệm", "Tên", None],
            [1, "Lê", "Thị Hồng", "Nhung", "Xã Suối Rao"],
        ],
        merges,
    )
    assert [e.full_name for e in found] == ["Lê Thị Hồng Nhung"]


@pytest.mark.parametrize("is_merged", [True, False])
def test_other_grouped_columns__are_read_as_parts_of_their_group(is_merged):
    found = read(
        [
            ["TT", "Họ và tên", "Địa chỉ liên hệ", None, "Đơn vị", None, "Ngày sinh", None],
            [None, None, "E-mail", "Điện thoại", "Phòng", "Xã", "Nam", "Nữ"],
            [1, "Lê Thị Hồng Nhung", "nhung@brvt.vn", "0901234567", "Văn phòng", "Xã Suối Rao", None, "05/4/1986"],
        ],
        ["A1:A2", "B1:B2", "C1:D1", "E1:F1", "G1:H1"] if is_merged else [],
    )  # fmt: skip
    assert named(found) == [
        ("Lê Thị Hồng Nhung", BIRTH, ["Văn phòng", "Xã Suối Rao"], "nhung@brvt.vn", "0901234567")
    ]  # fmt: skip


def test_a_unit_with_code_and_name__a_birthday_in_three_cells():
    (found,) = read(
        [
            ["TT", "Học viên", None, "Đơn vị", None, "Ngày sinh", None, None],
            [None, "Họ", "Tên", "Mã", "Tên", "Ngày", "Tháng", "Năm"],
            [1, "Lê Thị Hồng", "Nhung", "BRVT-750", "Xã Suối Rao", 5, 4, 1986],
        ],
        ["A1:A2", "B1:C1", "D1:E1", "F1:H1"],
    )
    assert (found.full_name, found.agency_code) == ("Lê Thị Hồng Nhung", "BRVT-750")
    assert (found.agency_names, found.birth_on) == (["Xã Suối Rao"], BIRTH)


def test_a_heading_broken_over_two_rows__is_one_heading():
    (found,) = read(
        [
            ["Số", "Họ và", "Mã", "Đơn vị", "Số"],
            ["TT", "tên", "cán bộ", "công tác", "điện thoại"],
            [1, "Lê Thị Hồng Nhung", "CB-1", "Xã Suối Rao", "0901234567"],
        ]
    )
    assert (found.full_name, found.staff_code) == ("Lê Thị Hồng Nhung", "CB-1")
    assert (found.agency_names, found.phone) == (["Xã Suối Rao"], "0901234567")


def test_a_column_without_a_heading__is_no_name_where_it_says_man_or_woman():
    rows = [["Họ và tên", None, "Đơn vị"], ["Trần Văn An", "Nam", "Xã Suối Rao"]]
    assert [e.full_name for e in read(rows)] == ["Trần Văn An"]


def test_a_second_column_of_one_meaning__is_left_over_and_named():
    header = find_header(
        [
            ["Họ và tên", "Điện thoại", "Họ tên người quản lý", "Điện thoại"],
            ["Trần Văn An", "0901234567", "Lê Văn Thủ", "0907654321"],
        ]
    )
    assert header.columns == {"full_name": [0], "phone": [1]}
    assert header.spare == [2, 3]


SYLLABLES = st.sampled_from(
    ["Lê", "Hồ", "Chu", "Tống", "Công", "Văn", "Thị", "Hồng", "Nhung", "Minh", "Nam", "An"]
)  # fmt: skip
NAMES = st.lists(SYLLABLES, min_size=2, max_size=5)


@settings(deadline=None, max_examples=60)
@given(st.lists(NAMES, min_size=1, max_size=6), st.sampled_from(sorted(FORMS)))
def test_whatever_the_heading__a_name_is_its_parts(names, form):
    rows, merges = FORMS[form]
    people = [
        [number, " ".join(name[:-1]), name[-1], "05/4/1986", "Xã Suối Rao"]
        for number, name in enumerate(names, 1)
    ]
    if form == "one level, first cell only" and {n[-1] for n in names} == {"Nam"}:
        return  # nobody can tell the given name from the sex
    found = read([*rows, *people], merges)
    assert [e.full_name for e in found] == [" ".join(name) for name in names]


ROWS = st.lists(
    st.lists(
        st.sampled_from(
            [None, None, 1, "1", "II", "CB-1", "Lê Thị Bé", "Tống Công Minh", "Bé",
             "Xã Hòa Long", "Tổng cộng: 3 người", "Thủ trưởng đơn vị", "0901234567",
             "Bà Rịa, ngày … tháng … năm 2022", "(2)", "Ghi chú: gấp", "5/4/1986"]
        ),
        min_size=5,
        max_size=5,
    ),
    max_size=8,
)  # fmt: skip


@given(ROWS)
def test_every_filled_row__is_a_person_or_set_aside_once(rows):
    columns = {"staff_code": [1], "full_name": [2], "position": [3], "agency_name": [4]}
    cells = [["" if cell is None else cell for cell in row] for row in rows]
    sheet = read_sheet(cells, first=0, columns=columns)
    told = sorted(x.row for x in [*sheet.lines, *sheet.asides])
    assert told == [n for n, row in enumerate(rows, 1) if any(row)]
