"""Agencies from files: the real ones of the province, and bad ones."""

import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from agencies.models import Agency, AgencyPeriod, Kind, Membership, Succession
from tests.factories import UserFactory

PROVINCE = Path("curriculum/province")
AGENCIES, PARENTS = PROVINCE / "agencies.csv", PROVINCE / "agency_parents.csv"
WHOLE = [AGENCIES, "--parents", PARENTS]
DEMO = [*WHOLE, "--as-at", "2022-11-21", "--under", "BRVT"]
COMMUNES = {Kind.WARD, Kind.COMMUNE, Kind.TOWNSHIP, Kind.SPECIAL_ZONE}
HEADER = "code,name_vi,type,parent_code,valid_from,valid_to,successor_code,gso_code"

pytestmark = pytest.mark.django_db


def run(command: str, *args, code: int = 0) -> dict | list:
    """The JSON a command prints, having ended with this exit code."""
    out, ended = StringIO(), 0
    try:
        call_command(command, *map(str, args), "--json", stdout=out)
    except CommandError as error:
        ended = error.returncode
    assert ended == code, out.getvalue()
    return json.loads(out.getvalue())


@pytest.fixture
def file(tmp_path):
    """Write a file of agencies below the header: file("A,Tỉnh A,tinh,,,,,")."""

    def write(*lines: str, name: str = "a.csv", header: str = HEADER) -> Path:
        path = tmp_path / name
        path.write_text("\n".join([header, *lines, ""]), encoding="utf-8")
        return path

    return write


def refused(report: dict) -> list[tuple]:
    return [(e["row"], e["column"]) for e in report["errors"]]


# --- the province -----------------------------------------------------------------


def test_whole_history__has_the_counts_of_the_resolutions():
    report = run("import_agencies", *WHOLE)
    assert (report["created"], report["refused"], report["errors"]) == (158, 0, [])
    days = [date(2022, 11, 21), date(2025, 1, 2), date(2025, 6, 30), date(2025, 7, 1)]
    kinds = [
        AgencyPeriod.objects.on(day).filter(kind__in=COMMUNES).count() for day in days
    ]
    assert kinds == [82, 77, 77, 30]
    call_command("check_agencies", stdout=StringIO())


def test_whole_history__a_second_time_changes_nothing():
    run("import_agencies", *WHOLE)
    before = set(AgencyPeriod.objects.values_list("pk", "name"))
    report = run("import_agencies", *WHOLE)
    assert (report["created"], report["updated"], report["unchanged"]) == (0, 0, 158)
    assert set(AgencyPeriod.objects.values_list("pk", "name")) == before


def test_one_day_under_the_province__is_118_units_without_end():
    assert run("import_agencies", *DEMO)["created"] == 118
    rows = run("list_agencies")
    assert len(rows) == 118
    assert (
        {row["valid_from"] for row in rows}
        == {row["valid_to"] for row in rows}
        == {None}
    )
    assert not Succession.objects.exists()
    assert len(run("list_agencies", "--under", "BRVT-750")) == 17
    call_command("check_agencies", stdout=StringIO())


def test_one_day__without_the_file_of_parents_is_the_same_tree():
    assert run(
        "import_agencies", AGENCIES, "--as-at", "21/11/2022", "--under", "BRVT"
    ) == run("import_agencies", *DEMO, "--dry-run") | {"created": 118, "unchanged": 0}


def test_whole_history__over_the_demo_keeps_its_members():
    run("import_agencies", *DEMO)
    agency = Agency.objects.get(code="BRVT-26611")
    user = UserFactory()
    Membership.objects.create(user=user, agency=agency, period=(date(2020, 1, 1), None))
    report = run("import_agencies", *WHOLE)
    assert (report["created"], report["updated"]) == (40, 118)
    assert (
        user.memberships.get().agency == Agency.objects.get(code="BRVT-26611") == agency
    )
    call_command("check_agencies", stdout=StringIO())


def test_reparented_unit__stands_under_the_parent_of_the_day():
    run("import_agencies", *WHOLE)

    def facts(day: str) -> dict:
        return {row["code"]: row for row in run("list_agencies", "--as-at", day)}[
            "BRVT-26659"
        ]

    assert [facts(day)["parent"] for day in ("2024-12-31", "2025-01-01")] == [
        "BRVT-752", "BRVT-LONGDAT",
    ]  # fmt: skip
    assert facts("2025-01-01")["valid_from"] is None
    assert facts("2025-01-01")["valid_to"] == "2025-06-30"


def test_merged_unit__names_its_successor_from_the_next_day_on():
    run("import_agencies", *WHOLE)
    row = Succession.objects.get(predecessor__code="BRVT-26665")
    assert (row.successor.code, row.effective_on) == ("BRVT-TAMAN", date(2025, 1, 1))
    assert not Succession.objects.filter(predecessor__code="BRVT-750").exists()


def test_dry_run__writes_nothing():
    assert run("import_agencies", *WHOLE, "--dry-run")["created"] == 158
    assert not Agency.objects.exists()


def test_tree__is_printed_indented_in_vietnamese_order():
    run("import_agencies", *DEMO)
    out = StringIO()
    call_command("list_agencies", "--under", "BRVT-753", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[:3] == [
        "Huyện Đất Đỏ (BRVT-753)",
        "  Thị trấn Đất Đỏ (BRVT-26680)",
        "  Thị trấn Phước Hải (BRVT-26692)",
    ]
    assert lines[-1] == "9 đơn vị."


# --- changes ----------------------------------------------------------------------


def test_changed_facts__update_the_agency_and_its_ancestry(file):
    run(
        "import_agencies",
        file("A,Tỉnh A,tinh,,,,,", "B,Huyện B,cap_huyen,A,,,,", "C,Xã C,xa,B,,,,"),
    )
    report = run(
        "import_agencies", file("A,Tỉnh A,tinh,,,,,", "C,Xã Hoà C,xa,A,2020-01-01,,,77")
    )
    assert (report["created"], report["updated"], report["unchanged"]) == (0, 1, 1)
    period = AgencyPeriod.objects.get(agency__code="C")
    assert (period.name, period.official_code, period.period.lower) == (
        "Xã Hoà C", "77", date(2020, 1, 1),
    )  # fmt: skip
    assert {row["code"] for row in run("list_agencies", "--under", "B")} == {"B"}
    call_command("check_agencies", stdout=StringIO())


def test_parent_already_stored__may_be_named(file):
    run("import_agencies", file("A,Tỉnh A,tinh,,,,,"))
    assert run("import_agencies", file("B,Xã B,xa,A,,,,"))["created"] == 1


def test_parent_whose_life_is_cut_short__is_refused(file):
    run("import_agencies", file("A,Tỉnh A,tinh,,,,,", "B,Xã B,xa,A,,,,"))
    report = run("import_agencies", file("A,Tỉnh A,tinh,,,2020-12-31,,"), code=1)
    assert "A" in report["errors"][0]["message"]
    assert AgencyPeriod.objects.get(agency__code="A").period.upper is None


def test_circle_with_a_stored_agency__is_refused(file):
    run("import_agencies", file("A,Tỉnh A,tinh,,,,,", "B,Xã B,xa,A,,,,"))
    report = run("import_agencies", file("A,Tỉnh A,tinh,B,,,,"), code=1)
    assert report["updated"] == 0
    call_command("check_agencies", stdout=StringIO())


def test_dissolved_parent__is_left_by_its_children_the_next_day(file):
    run("import_agencies", file("A,Tỉnh A,tinh,,,2020-12-31,,", "B,Xã B,xa,A,,,,"))
    parents = [
        row["parent"]
        for day in ("2020-12-31", "2021-01-01")
        for row in run("list_agencies", "--as-at", day)
        if row["code"] == "B"
    ]
    assert parents == ["A", None]


# --- bad rows ---------------------------------------------------------------------

ROOT = "A,Tỉnh A,tinh,,,,,"


@pytest.mark.parametrize(
    ("line", "column"),
    [
        (",Xã B,xa,A,,,,", "code"),
        ("B,,xa,A,,,,", "name_vi"),
        ("B,Xã B,lang,A,,,,", "type"),
        ("B,Xã B,xa,Z,,,,", "parent_code"),
        ("B,Xã B,xa,B,,,,", "parent_code"),
        ("B,Xã B,xa,A,2020-02-30,,,", "valid_from"),
        ("B,Xã B,xa,A,2020-02-03,2020-02-02,,", "valid_to"),
        ("B,Xã B,xa,A,,,A,", "successor_code"),
        ("B,Xã B,xa,A,,2020-01-01,Z,", "successor_code"),
        ("B,Xã B,xa,A,,2020-01-01,B,", "successor_code"),
        ("A,Tỉnh A lần nữa,tinh,,,,,", "code"),
        (f"{'B' * 41},Xã B,xa,A,,,,", "code"),
    ],
)
def test_bad_row__is_named_by_row_and_column(file, line, column):
    report = run("import_agencies", file(ROOT, line), code=1)
    assert refused(report) == [(3, column)]
    assert report["created"] == 0
    assert not Agency.objects.exists()


def test_bad_row__with_partial_the_others_are_written(file):
    path = file(ROOT, "B,Xã B,xa,Z,,,,", "C,Xã C,xa,B,,,,", "D,Xã D,xa,A,,,,")
    report = run("import_agencies", path, "--partial", code=1)
    assert (report["created"], report["refused"]) == (2, 2)
    assert set(Agency.objects.values_list("code", flat=True)) == {"A", "D"}


def test_circle_in_the_file__is_refused_with_all_below_it(file):
    path = file(ROOT, "B,Xã B,xa,C,,,,", "C,Xã C,xa,B,,,,", "D,Xã D,xa,C,,,,")
    report = run("import_agencies", path, "--partial", code=1)
    assert refused(report) == [(row, "parent_code") for row in (3, 4, 5)]
    assert Agency.objects.get().code == "A"


def test_links_that_turn_round_in_time__are_no_circle(file):
    agencies = file(ROOT, "B,Xã B,xa,A,,,,", "C,Xã C,xa,A,,,,")
    parents = file(
        "B,C,,2020-12-31", "C,B,2021-01-01,",
        name="p.csv", header="code,parent_code,valid_from,valid_to",
    )  # fmt: skip
    assert run("import_agencies", agencies, "--parents", parents)["created"] == 3
    call_command("check_agencies", stdout=StringIO())


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("Z,A,,", "code"),
        ("B,Z,,", "parent_code"),
        ("B,A,2021-01-01,", "valid_from"),
        ("B,A,2019-01-01,2019-12-31", "valid_from"),
        ("B,A,hôm qua,", "valid_from"),
    ],
)
def test_bad_parent_row__is_named_by_file_row_and_column(file, line, column):
    agencies = file(ROOT, "B,Xã B,xa,A,2020-01-01,,,")
    parents = file(
        "B,A,2020-06-01,", line,
        name="p.csv", header="code,parent_code,valid_from,valid_to",
    )  # fmt: skip
    report = run("import_agencies", agencies, "--parents", parents, code=1)
    assert refused(report) == [(3, column)]
    assert report["errors"][0]["file"] == "p.csv"


# --- unusable files ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "không có dòng nào"),
        (HEADER.replace("type,", "").encode(), "thiếu cột: type"),
        (f"{HEADER}\nA,".encode() + b"T\xd8nh H\xdfa,tinh,,,,,", "dòng 2"),  # TCVN3
        (f"{HEADER}\nA,Tỉnh Hòa,tinh,,,,,".encode("utf-16"), "UTF-8"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0....", "XLS"),
        (b"PK\x03\x04 no archive", "hỏng"),
        (b"\x00\x8f\xc3 random octets", "không phải là tệp bảng"),
        (f'{HEADER}\nA,"Tỉnh,tinh'.encode(), "nháy"),
        (f"{HEADER},code\n".encode(), "một nghĩa"),
    ],
)
def test_unusable_file__ends_with_2_and_a_sentence(tmp_path, content, word):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    report = run("import_agencies", path, code=2)
    assert word in report["errors"][0]["message"]


def test_missing_file__ends_with_2(tmp_path):
    run("import_agencies", tmp_path / "none.csv", code=2)


def test_unknown_subtree__ends_with_2():
    report = run("import_agencies", AGENCIES, "--under", "XYZ", code=2)
    assert "XYZ" in report["errors"][0]["message"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters__are_recognised(tmp_path, encoding, delimiter):
    path = tmp_path / "a.csv"
    path.write_text(f"{HEADER}\n{ROOT}\n".replace(",", delimiter), encoding=encoding)
    assert run("import_agencies", path)["created"] == 1
    assert AgencyPeriod.objects.get().name == "Tỉnh A"
