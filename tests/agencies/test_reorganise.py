"""Units that merge, split, move and end, replayed from the three shipped files."""

import datetime as dt
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from agencies.models import (
    Agency,
    AgencyPeriod,
    Kind,
    Membership,
    Reorganisation,
    Succession,
)
from agencies.services import check_tree
from tests.factories import AgencyFactory, MembershipFactory

PROVINCE = Path("curriculum/province")
WHOLE = [PROVINCE / "agencies.csv", "--parents", PROVINCE / "agency_parents.csv"]
DEMO = [*WHOLE, "--as-at", "2022-11-21", "--under", "BRVT"]
FILES = ["2025-01-01", "2025-03-01", "2025-07-01"]
COMMUNES = {Kind.WARD, Kind.COMMUNE, Kind.TOWNSHIP, Kind.SPECIAL_ZONE}
COUNTS = {
    dt.date(2022, 11, 21): 82,
    dt.date(2025, 1, 2): 77,
    dt.date(2025, 6, 30): 77,
    dt.date(2025, 7, 1): 30,
}
HEADER = "action,code,new_code,new_name,new_kind,new_parent"
DAY = dt.date(2025, 7, 1)

pytestmark = pytest.mark.django_db


def run(command: str, *args, code: int = 0) -> dict:
    out, ended = StringIO(), 0
    try:
        call_command(command, *map(str, args), "--json", stdout=out)
    except CommandError as error:
        ended = error.returncode
    assert ended == code, out.getvalue()
    return json.loads(out.getvalue())


def replay():
    run("import_agencies", *DEMO)
    for day in FILES:
        run("reorganise", PROVINCE / f"reorganise-{day}.csv", "--effective", day)


def communes() -> dict:
    return {
        day: AgencyPeriod.objects.on(day).filter(kind__in=COMMUNES).count()
        for day in COUNTS
    }


def tree(day: dt.date) -> set:
    """The former province's units and communes as at a day, as the files name them."""
    rows = AgencyPeriod.objects.on(day).values_list(
        "agency__code", "name", "kind", "parent__code"
    )
    return {row for row in rows if row[0].startswith("BRVT") or row[2] in COMMUNES}


@pytest.fixture
def small(db):
    """Two communes and a ward in a district, with one person in the first."""
    top = AgencyFactory(code="T", name="Tỉnh A", kind="tinh")
    district = AgencyFactory(code="H", name="Huyện H", kind="cap_huyen", parent=top)
    for code in ("A", "B", "C"):
        AgencyFactory(code=code, name=f"Xã {code}", parent=district)
    return MembershipFactory(agency=Agency.objects.get(code="A"), position="Công chức")


@pytest.fixture
def file(tmp_path):
    def write(*lines: str) -> Path:
        path = tmp_path / "r.csv"
        path.write_text("\n".join([HEADER, *lines, ""]), encoding="utf-8")
        return path

    return write


def apply(path, *more, code=0):
    return run("reorganise", path, "--effective", DAY.isoformat(), *more, code=code)


def test_the_three_files__give_the_counts_of_the_resolutions():
    replay()
    assert communes() == COUNTS
    check_tree()


def test_whole_and_one_after_the_other__give_the_same_tree():
    run("import_agencies", *WHOLE)
    assert communes() == COUNTS
    whole = {day: tree(day) for day in COUNTS}
    Succession.objects.all().delete()
    AgencyPeriod.objects.all().delete()
    Agency.objects.all().delete()
    replay()
    assert {day: tree(day) for day in COUNTS} == whole


def test_a_second_time__changes_nothing():
    replay()
    path = PROVINCE / f"reorganise-{FILES[-1]}.csv"
    report = run("reorganise", path, "--effective", FILES[-1])
    assert (report["created"], report["updated"], report["unchanged"]) == (0, 0, 112)
    assert Reorganisation.objects.count() == 3


def test_people_of_a_merged_unit__follow_with_their_position(small, file):
    path = file("merge,A,N,Xã N,xa,H", "nhập,B,N,,,")
    assert apply(path)["moved"] == 1
    now = Membership.objects.on(DAY).get(user=small.user)
    assert (now.agency.code, now.position) == ("N", "Công chức")
    before = Membership.objects.on(DAY - dt.timedelta(1)).get(user=small.user)
    assert before.agency.code == "A"


@pytest.mark.parametrize(
    "lines", [["split,A,N,Xã N,xa,H", "split,A,M,Xã M,xa,H"], ["dissolve,A,,,,"]]
)
def test_people_of_a_unit_without_one_successor__are_listed(small, file, lines):
    path, out = file(*lines), StringIO()
    call_command("reorganise", str(path), effective=DAY, dry_run=True, stdout=out)
    assert small.user.full_name in out.getvalue()
    report = apply(path)
    assert (report["moved"], report["homeless"]) == (0, 1)


def test_rename_kind_and_parent__are_a_new_period_of_the_same_code(small, file):
    apply(file("rename,A,,Thị trấn Â,,", "kind,A,,,thi_tran,", "reparent,A,,,,T"))
    now = AgencyPeriod.objects.on(DAY).get(agency__code="A")
    assert (now.name, now.kind, now.parent.code) == ("Thị trấn Â", "thi_tran", "T")
    before = AgencyPeriod.objects.on(DAY - dt.timedelta(1)).get(agency__code="A")
    assert (before.name, before.kind, before.parent.code) == ("Xã A", "xa", "H")
    assert Membership.objects.on(DAY).get(user=small.user).agency.code == "A"


def test_dry_run__writes_nothing(small, file):
    assert apply(file("dissolve,A,,,,"), "--dry-run")["ended"] == 1
    assert AgencyPeriod.objects.on(DAY).filter(agency__code="A").exists()
    assert not Reorganisation.objects.exists()


@pytest.mark.parametrize(
    ("lines", "row", "column"),
    [
        (["bán,A,,,,"], 2, "action"),
        (["merge,A,,,,"], 2, "new_code"),
        (["rename,A,,,,"], 2, "new_name"),
        (["merge,A,N,,,"], 2, "new_name"),
        (["merge,A,N,Xã N,lang,H"], 2, "new_kind"),
        (["merge,A,N,Xã N,xa,X"], 2, "new_parent"),
        (["absorb,A,N,,,"], 2, "new_code"),
        (["absorb,A,A,,,"], 2, "new_code"),
        (["dissolve,X,,,,"], 2, "code"),
        (["dissolve,A,,,,", "dissolve,A,,,,"], 3, "code"),
        (["dissolve,A,,,,", "rename,A,,Xã Â,,"], 3, "code"),
        (["dissolve,A,,,,", "absorb,B,A,,,"], 3, "new_code"),
        (["dissolve,B,,,,", "reparent,A,,,,B"], 3, "new_parent"),
        (["merge,A,N,Xã N,xa,H", "merge,B,N,Xã M,,"], 3, "new_name"),
    ],
)
def test_a_bad_row__is_refused_and_nothing_written(small, file, lines, row, column):
    before = list(AgencyPeriod.objects.order_by("pk").values())
    report = apply(file(*lines), code=1)
    assert [(e["row"], e["column"]) for e in report["errors"]] == [(row, column)]
    assert list(AgencyPeriod.objects.order_by("pk").values()) == before


def test_a_parent_that_ends_over_living_units__is_refused(small, file):
    report = apply(file("dissolve,H,,,,"), code=1)
    assert "H" in report["errors"][0]["message"]
    assert AgencyPeriod.objects.on(DAY).filter(agency__code="H").exists()


def test_a_code_of_a_dead_unit__is_not_given_again(small, file):
    apply(file("dissolve,A,,,,"))
    report = run(
        "reorganise", file("merge,B,A,Xã A,xa,H"), "--effective", "2026-01-01", code=1
    )
    assert report["errors"][0]["column"] == "new_code"


def test_the_text_says_what_became_of_units_and_people(small, tmp_path):
    file = tmp_path / "merge.csv"
    file.write_text(f"{HEADER}\nabsorb,A,B,,,\n", encoding="utf-8")
    out = StringIO()
    call_command("reorganise", str(file), "--effective", str(DAY), stdout=out)
    assert "1 đơn vị kết thúc, 1 người chuyển theo." in out.getvalue()
