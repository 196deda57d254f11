"""The files coordinators take away: safe in a spreadsheet, typed, and only theirs."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from agencies.exports import BOM, Column, Share, Table, csv_lines, defused, write_xlsx
from tests.factories import (
    AgencyFactory,
    AgencyRoleFactory,
    EnrolmentFactory,
    MembershipFactory,
    TrainingClassFactory,
    UserFactory,
)


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+84254", "-2", "@SUM(A1)", "\t=1", "\r=1", " =HYPERLINK(1)", "\n=1"],
)
def test_defused__text_that_a_spreadsheet_would_run_starts_with_an_apostrophe(text):
    assert defused(text).startswith("'")


@pytest.mark.parametrize("text", ["Xã Suối Rao", "BRVT-750", "a=b", ""])
def test_defused__plain_text_stays(text):
    assert defused(text) == text


def test_csv_lines__figures_as_vietnamese_offices_write_them():
    table = Table(
        "", [Column("a, b"), Column("tỷ lệ"), Column("c")], [["=x", Share(1, 3), 1534]]
    )
    assert list(csv_lines(table)) == ['"a, b",tỷ lệ,c\r\n', '\'=x,"33,33%",1534\r\n']


def test_write_xlsx__typed_cells_and_no_formula():
    now = timezone.now()
    table = Table(
        "Theo đơn vị",
        [Column("A", 30)] * 5,
        [["=1+1", Share(1, 4), 7, now, Share(0, 0)]],
        [("Đơn vị", "=cmd")],
    )
    target = io.BytesIO()
    write_xlsx(table, target)
    book = load_workbook(io.BytesIO(target.getvalue()))
    sheet, notes = book.worksheets
    text, share, count, moment, nothing = sheet[2]
    assert (text.value, text.data_type) == ("'=1+1", "s")
    assert (share.value, share.number_format) == (0.25, "0.00%")
    assert (count.value, count.data_type) == (7, "n")
    assert moment.is_date
    assert nothing.value is None
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["A"].width == 30
    assert notes["B1"].value == "'=cmd"


@pytest.fixture
def unit(db):
    district = AgencyFactory(code="BRVT-750", name="Huyện Châu Đức", kind="cap_huyen")
    commune = AgencyFactory(code="SR", name="Xã Suối Rao", parent=district)
    group = TrainingClassFactory(code="SHHS")
    for name in ("Lê Thị Hồng Nhung", "=Đặng Văn Phúc"):
        enrolment = EnrolmentFactory(training_class=group, learner__full_name=name)
        MembershipFactory(user=enrolment.learner, agency=commune)
    return district


@pytest.fixture
def desk(unit, as_user):
    user = UserFactory()
    AgencyRoleFactory(user=user, agency=unit)
    return as_user(user)


def fetch(desk, what, ending, **filters):
    return desk.get(
        reverse("coordinate_export", args=["BRVT-750", what, ending]), filters
    )


def rows_of(response):
    text = b"".join(response).decode()
    assert text.startswith(BOM)
    return list(csv.DictReader(io.StringIO(text.removeprefix(BOM))))


def test_export__agencies_csv_has_the_whole_subtree(desk):
    response = fetch(desk, "agencies", "csv", **{"class": "SHHS"})
    day = timezone.localdate().isoformat()
    assert (
        f'filename="tien-do-SHHS-BRVT-750-{day}.csv"' in response["Content-Disposition"]
    )
    rows = rows_of(response)
    assert [
        (row["Mã đơn vị"], row["Được cử"], row["Tỷ lệ hoàn thành"]) for row in rows
    ] == [
        ("BRVT-750", "2", "0,00%"),
        ("SR", "2", "0,00%"),
    ]


def test_export__agencies_follow_the_kind(desk):
    assert [
        row["Mã đơn vị"] for row in rows_of(fetch(desk, "agencies", "csv", kind="xa"))
    ] == ["SR"]


def test_export__people_follow_the_search_and_are_defused(desk):
    rows = rows_of(fetch(desk, "people", "csv"))
    assert [row["Họ và tên"] for row in rows] == [
        "Lê Thị Hồng Nhung",
        "'=Đặng Văn Phúc",
    ]
    assert [
        row["Họ và tên"] for row in rows_of(fetch(desk, "people", "csv", q="nhung"))
    ] == ["Lê Thị Hồng Nhung"]


@pytest.mark.parametrize("what", ["agencies", "people"])
def test_export__xlsx_opens(desk, what):
    response = fetch(desk, what, "xlsx")
    book = load_workbook(io.BytesIO(b"".join(response)))
    assert book.worksheets[0].max_row == 3
    assert book.worksheets[1].title == "Ghi chú"


@pytest.mark.parametrize(
    ("what", "ending", "filters"),
    [
        ("secrets", "csv", {}),
        ("people", "pdf", {}),
        ("people", "csv", {"as_at": "31/02/2022"}),
        ("people", "csv", {"class": "KHONG"}),
    ],
)
def test_export__what_cannot_be_made_is_not_found(desk, what, ending, filters):
    assert fetch(desk, what, ending, **filters).status_code == 404
