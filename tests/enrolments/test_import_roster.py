"""Rosters as offices send them: created, updated, moved, refused in words."""

import csv
import io
import json
import unicodedata
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from openpyxl import Workbook

from accounts.models import User
from agencies.models import Membership
from enrolments.models import Enrolment
from tests.factories import (
    AgencyFactory,
    MembershipFactory,
    TrainingClassFactory,
    UserFactory,
)

HEADER = [
    "Mã cán bộ",
    "Họ và tên",
    "Ngày sinh",
    "Mã đơn vị",
    "Chức vụ",
    "Thư điện tử",
    "Điện thoại",
]
NHUNG = [
    "CB1",
    "Lê Thị Hồng Nhung",
    "05/4/1986",
    "SR",
    "Công chức",
    "nhung@brvt.vn",
    "0901234567",
]
AN = ["CB2", "Trần Văn An", "", "SR", "", "", ""]

pytestmark = pytest.mark.django_db


@pytest.fixture
def units():
    """Xã Suối Rao (SR) and Xã Hòa Long (HL), of two districts."""
    chau_duc = AgencyFactory(code="CD", name="Huyện Châu Đức", kind="cap_huyen")
    ba_ria = AgencyFactory(code="BR", name="Thành phố Bà Rịa", kind="cap_huyen")
    return {
        "SR": AgencyFactory(code="SR", name="Xã Suối Rao", parent=chau_duc),
        "HL": AgencyFactory(code="HL", name="Xã Hòa Long", parent=ba_ria),
    }


@pytest.fixture
def roster(tmp_path):
    """Write rows as a CSV, by default below the usual header."""

    def write(*rows, header=HEADER, name="ds.csv"):
        text = io.StringIO(newline="")
        csv.writer(text).writerows([header, *rows])
        path = tmp_path / name
        path.write_text(text.getvalue(), encoding="utf-8-sig")
        return path

    return write


def run(*args, code: int = 0) -> dict:
    out, ended = StringIO(), 0
    try:
        call_command("import_roster", *map(str, args), "--json", stdout=out)
    except CommandError as error:
        ended = error.returncode
    assert ended == code, out.getvalue()
    return json.loads(out.getvalue())


def counts(report: dict) -> dict:
    words = ("created", "updated", "moved", "unchanged", "refused", "enrolled")
    return {word: report[word] for word in words if report[word]}


def refused(report: dict) -> list[tuple]:
    return [(e["row"], e["column"]) for e in report["errors"]]


# --- what is written --------------------------------------------------------------


def test_new_people__are_created_with_their_place_of_work(units, roster):
    assert counts(run(roster(NHUNG, AN), "--effective", "2022-11-01")) == {"created": 2}
    nhung = User.objects.get(staff_code="CB1")
    assert (nhung.full_name, nhung.birth_on, nhung.email, nhung.phone) == (
        "Lê Thị Hồng Nhung", date(1986, 4, 5), "nhung@brvt.vn", "0901234567",
    )  # fmt: skip
    assert not nhung.has_usable_password()
    assert nhung.sort_key
    post = nhung.memberships.get()
    assert (post.agency, post.position, post.is_main) == (
        units["SR"],
        "Công chức",
        True,
    )
    assert post.period.lower == date(2022, 11, 1)


def test_second_time__changes_nothing(units, roster):
    path = roster(NHUNG, AN)
    run(path)
    before = list(Membership.objects.values()), list(User.objects.values())
    assert counts(run(path)) == {"unchanged": 2}
    assert (list(Membership.objects.values()), list(User.objects.values())) == before


def test_changed_cells__update_and_empty_cells_say_nothing(units, roster):
    run(roster(NHUNG))
    report = run(roster(["cb1", "Lê Thị Nhung", "", "SR", "", "", "0911111111"]))
    assert counts(report) == {"updated": 1}
    nhung = User.objects.get()
    assert (nhung.full_name, nhung.phone, nhung.email) == (
        "Lê Thị Nhung", "0911111111", "nhung@brvt.vn",
    )  # fmt: skip
    assert nhung.memberships.get().position == "Công chức"


def test_other_agency__moves_from_the_effective_day(units, roster):
    run(roster(NHUNG), "--effective", "2022-01-01")
    moved = [*NHUNG[:3], "HL", "Phó Chủ tịch", *NHUNG[5:]]
    assert counts(run(roster(moved), "--effective", "2022-11-21")) == {"moved": 1}
    posts = Membership.objects.order_by("period").values_list(
        "agency__code", "position", "period"
    )
    assert [(c, p, d.lower, d.upper) for c, p, d in posts] == [
        ("SR", "Công chức", date(2022, 1, 1), date(2022, 11, 21)),
        ("HL", "Phó Chủ tịch", date(2022, 11, 21), None),
    ]
    assert counts(run(roster(moved), "--effective", "2022-11-21")) == {"unchanged": 1}


def test_new_position__is_an_update_that_keeps_the_old_one_in_the_past(units, roster):
    run(roster(NHUNG), "--effective", "2022-01-01")
    promoted = [*NHUNG[:4], "Chủ tịch", *NHUNG[5:]]
    assert counts(run(roster(promoted), "--effective", "2022-11-21")) == {"updated": 1}
    held = Membership.objects.order_by("period").values_list("position", flat=True)
    assert list(held) == ["Công chức", "Chủ tịch"]


def test_class__enrols_everybody_once(units, roster):
    training_class = TrainingClassFactory(code="SHHS")
    path = roster(NHUNG, AN)
    assert counts(run(path, "--class", "SHHS")) == {"created": 2, "enrolled": 2}
    assert counts(run(path, "--class", "SHHS")) == {"unchanged": 2}
    assert training_class.enrolments.count() == Enrolment.objects.count() == 2


def test_dry_run__says_what_it_would_do_and_writes_nothing(units, roster):
    assert counts(run(roster(NHUNG, AN), "--dry-run")) == {"created": 2}
    assert not User.objects.exists()


def test_addresses__may_change_hands_within_a_roster(units, roster):
    run(roster(NHUNG, [*AN[:5], "an@brvt.vn", "0902222222"]))
    swapped = [[*NHUNG[:5], "an@brvt.vn", "0902222222"], [*AN[:5], *NHUNG[5:]]]
    assert counts(run(roster(*swapped))) == {"updated": 2}
    assert User.objects.get(staff_code="CB2").email == "nhung@brvt.vn"


# --- how it is written ------------------------------------------------------------


def test_english_headings_in_another_order__are_read(units, roster):
    path = roster(
        ["SR", "x", "CB1", "Lê An"],
        header=["agency_code", "note", "staff_code", "full_name"],
    )
    assert counts(run(path)) == {"created": 1}


@pytest.mark.parametrize(
    "name",
    [
        "Xã Hòa Long",
        "Xã Hoà Long",
        "xã hòa long",
        "UBND xã Hòa Long",
        "UBND xã Hòa Long, thành phố Bà Rịa",
    ],
)
def test_agency_by_name__in_any_spelling(units, roster, name):
    path = roster(
        ["CB1", "Lê An", name], header=["Mã cán bộ", "Họ tên", "Đơn vị công tác"]
    )
    run(path)
    assert Membership.objects.get().agency == units["HL"]


def test_agency_by_name__that_two_units_bear_asks_for_the_code(units, roster):
    AgencyFactory(code="HL2", name="Xã Hoà Long")
    header = ["Mã cán bộ", "Họ tên", "Đơn vị"]
    report = run(roster(["CB1", "Lê An", "UBND xã Hoà Long"], header=header), code=1)
    assert "HL, HL2" in report["errors"][0]["message"]
    assert counts(run(roster(["CB1", "Lê An", "Xã Hoà Long"], header=header))) == {
        "created": 1
    }
    assert Membership.objects.get().agency.code == "HL2"


def test_decomposed_letters__are_stored_composed(units, roster):
    run(roster([unicodedata.normalize("NFD", cell) for cell in NHUNG]))
    assert User.objects.get().full_name == "Lê Thị Hồng Nhung"


def test_workbook__with_numbers_and_dates_is_read(units, tmp_path):
    book = Workbook()
    book.active.append(["DANH SÁCH CÁN BỘ"])
    sheet = book.create_sheet("Tháng 11")
    sheet.append(["DANH SÁCH CÁN BỘ MỘT CỬA"])
    sheet.append(HEADER)
    sheet.append([1207, "Lê An", date(1986, 4, 5), "SR", None, None, 901234567])
    path = tmp_path / "ds.xlsx"
    book.save(path)
    assert counts(run(path, "--sheet", "Tháng 11")) == {"created": 1}
    user = User.objects.get()
    assert (user.staff_code, user.birth_on, user.phone) == (
        "1207",
        date(1986, 4, 5),
        "0901234567",
    )
    run(path, code=2)


# --- bad rows ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "value", "column"),
    [
        (0, "", "Mã cán bộ"),
        (0, "CB2", "Mã cán bộ"),
        (0, "cb2", "Mã cán bộ"),
        (0, "Cán bộ 1", "Mã cán bộ"),
        (1, "", "Họ và tên"),
        (1, "A" * 151, "Họ và tên"),
        (2, "31/02/1980", "Ngày sinh"),
        (2, "1986", "Ngày sinh"),
        (2, "05/4/2190", "Ngày sinh"),
        (3, "", "Mã đơn vị"),
        (3, "XX", "Mã đơn vị"),
        (5, "nhung@", "Thư điện tử"),
        (5, "khac@brvt.vn", "Thư điện tử"),
        (6, "12", "Điện thoại"),
        (6, "0909999999", "Điện thoại"),
    ],
)
def test_bad_cell__is_named_and_nothing_is_written(units, roster, cell, value, column):
    UserFactory(staff_code="KHAC", email="khac@brvt.vn", phone="0909999999")
    row = [*NHUNG[:cell], value, *NHUNG[cell + 1 :]]
    report = run(roster(AN, row), code=1)
    assert refused(report) == [(3, column)]
    assert counts(report) == {"refused": 1}
    assert not Membership.objects.exists()


def test_everything_wrong_with_a_row__is_said_at_once(units, roster):
    report = run(roster(["", "", "31/02/1980", "XX", "", "", ""]), code=1)
    assert refused(report) == [
        (2, "Mã cán bộ"), (2, "Họ và tên"), (2, "Ngày sinh"), (2, "Mã đơn vị"),
    ]  # fmt: skip
    assert counts(report) == {"refused": 1}


def test_partial__writes_the_good_rows(units, roster):
    report = run(roster(AN, [*NHUNG[:3], "XX", *NHUNG[4:]]), "--partial", code=1)
    assert counts(report) == {"created": 1, "refused": 1}
    assert User.objects.get().staff_code == "CB2"


def test_partial__a_refused_person_keeps_the_address_another_row_wants(units, roster):
    run(roster(NHUNG, AN))
    report = run(
        roster(
            [*NHUNG[:3], "XX", "", "moi@brvt.vn", ""], [*AN[:5], "nhung@brvt.vn", ""]
        ),
        "--partial",
        code=1,
    )
    assert refused(report) == [(2, "Mã đơn vị"), (3, "Thư điện tử")]
    assert User.objects.get(staff_code="CB1").email == "nhung@brvt.vn"


def test_agency_that_is_no_more__is_unknown_on_that_day(units, roster):
    units["SR"].periods.update(period=(None, date(2020, 1, 1)))
    assert refused(run(roster(NHUNG), code=1)) == [(2, "Mã đơn vị")]


def test_erased_person__is_not_filled_in_again(units, roster):
    UserFactory(staff_code="CB1", erased_at=timezone.now())
    assert refused(run(roster(NHUNG), code=1)) == [(2, "Mã cán bộ")]


def test_missing_columns__end_with_2_and_their_names(units, roster):
    report = run(roster(["CB1", "SR"], header=["Mã cán bộ", "Mã đơn vị"]), code=2)
    assert "họ và tên" in report["errors"][0]["message"]
    report = run(roster(["CB1", "An"], header=["Mã cán bộ", "Họ tên"]), code=2)
    assert "mã đơn vị" in report["errors"][0]["message"]


def test_unknown_or_closed_class__ends_with_2(units, roster):
    run(roster(NHUNG), "--class", "KHONG", code=2)
    TrainingClassFactory(code="XONG", closed_at=timezone.now())
    run(roster(NHUNG), "--class", "XONG", code=2)
    assert not User.objects.exists()


def test_errors__are_printed_with_row_and_column(units, roster):
    out = StringIO()
    with pytest.raises(CommandError, match="1 dòng có lỗi, chưa ghi dòng nào"):
        call_command("import_roster", str(roster(AN, [*NHUNG[:3], "XX"])), stdout=out)
    assert out.getvalue() == "dòng 3, cột “Mã đơn vị”: Không có đơn vị mã XX.\n"


# --- many -------------------------------------------------------------------------


def many(size: int, agency: str) -> list[list[str]]:
    return [
        [
            f"M{i}",
            f"Nguyễn Văn {i}",
            "05/4/1986",
            agency,
            "Công chức",
            f"m{i}@brvt.vn",
            "",
        ]
        for i in range(size)
    ]


def test_queries__do_not_grow_with_the_rows(
    units, roster, django_assert_max_num_queries
):
    run(roster(*many(300, "SR")), "--effective", "2022-01-01")
    with django_assert_max_num_queries(30):
        report = run(roster(*many(310, "HL"), name="2.csv"))
    assert counts(report) == {"moved": 300, "created": 10}


def test_person_with_a_later_post__is_placed_until_then(units, roster):
    user = UserFactory(staff_code="CB1")
    later = timezone.localdate() + timedelta(days=30)
    MembershipFactory(user=user, agency=units["HL"], period=(later, None))
    run(roster(NHUNG))
    assert user.memberships.get(agency=units["SR"]).period.upper == later
