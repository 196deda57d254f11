"""`agency_report`: the public form of completion by agency."""

import csv
import datetime as dt
import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from openpyxl import load_workbook

from agencies.models import Agency
from progress.sums.keeping import fold
from tests.factories import (
    AgencyFactory,
    EnrolmentFactory,
    MembershipFactory,
    TrainingClassFactory,
)

TODAY = timezone.localdate()


@pytest.fixture
def world(db):
    """BRVT › Châu Đức › Suối Rao with one who passed; an empty neighbour."""
    top = AgencyFactory(code="BRVT", name="Tỉnh", kind="tinh")
    ours = AgencyFactory(code="H1", name="Huyện Châu Đức", kind="cap_huyen", parent=top)
    AgencyFactory(code="H2", name="Huyện Xuyên Mộc", kind="cap_huyen", parent=top)
    commune = AgencyFactory(code="X1", name="Xã Suối Rao", kind="xa", parent=ours)
    group = TrainingClassFactory(code="SHHS")
    passed = EnrolmentFactory(
        training_class=group, passed=True, answering_agency=commune
    )
    waiting = EnrolmentFactory(training_class=group)
    for enrolment in (passed, waiting):
        MembershipFactory(user=enrolment.learner, agency=commune)
    EnrolmentFactory(
        training_class=TrainingClassFactory(code="KHAC"), learner=waiting.learner
    )
    return group


def report(*args, **options):
    out = io.StringIO()
    call_command("agency_report", "--class", "SHHS", *args, stdout=out, **options)
    return out.getvalue()


def test_agency_report__json_has_a_row_for_every_unit_with_its_subtree(world):
    found = json.loads(report("--format", "json"))
    assert (found["class"], found["as_at"]) == ("SHHS", TODAY.isoformat())
    assert [row["code"] for row in found["rows"]] == ["BRVT", "H1", "X1", "H2"]
    assert found["rows"][1] == {
        "code": "H1",
        "name": "Huyện Châu Đức",
        "kind": "cap_huyen",
        "parent": "BRVT",
        "assigned": 2,
        "started": 1,
        "completed": 1,
        "passed": 1,
    }
    assert found["rows"][0]["parent"] is None
    assert found["rows"][3]["assigned"] == 0


def test_agency_report__one_subtree(world):
    found = json.loads(report("--agency", "H1", "--format", "json"))
    assert [row["code"] for row in found["rows"]] == ["H1", "X1"]


@pytest.mark.parametrize("written", ["iso", "vietnamese"])
def test_agency_report__as_at_a_past_day(world, written):
    day = TODAY - dt.timedelta(days=1)
    text = day.isoformat() if written == "iso" else f"{day.day}/{day.month}/{day.year}"
    found = json.loads(report("--as-at", text))
    assert found["as_at"] == day.isoformat()
    assert found["rows"][0] | {"name": ""} == {
        "code": "BRVT",
        "name": "",
        "kind": "tinh",
        "parent": None,
        "assigned": 2,
        "started": 0,
        "completed": 0,
        "passed": 0,
    }


def test_agency_report__csv_has_the_keys_of_the_json(world, tmp_path):
    rows = list(csv.DictReader(io.StringIO(report("--format", "csv"))))
    assert rows[1]["code"] == "H1"
    assert rows[1]["assigned"] == "2"
    target = tmp_path / "report.csv"
    report("--format", "csv", "--output", str(target))
    assert target.read_bytes().startswith(b"\xef\xbb\xbfcode,name")


def test_agency_report__xlsx_has_typed_figures(world, tmp_path):
    target = tmp_path / "report.xlsx"
    report("--format", "xlsx", "--output", str(target))
    sheet = load_workbook(target).worksheets[0]
    assert sheet.freeze_panes == "A2"
    second = [cell.value for cell in sheet[3]]
    assert second == [
        "H1",
        "Huyện Châu Đức",
        "Cấp huyện",
        "BRVT",
        2,
        1,
        1,
        1,
        1,
        0.5,
        1,
    ]
    assert sheet["J3"].number_format == "0.00%"


def test_agency_report__costs_three_queries(world, django_assert_num_queries):
    for _ in range(10):
        AgencyFactory(parent=Agency.objects.get(code="H2"))
    with django_assert_num_queries(4):  # the sums of branches do not hold yet
        report()
    fold(today=TODAY)
    with django_assert_num_queries(3):
        report()


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["--class", "KHONG"], "Không có lớp mã KHONG."),
        (["--class", "SHHS", "--agency", "KHONG"], "Không có đơn vị mã KHONG"),
        (["--class", "SHHS", "--as-at", "31/02/2022"], "không có thật"),
        (["--class", "SHHS", "--format", "docx"], "Không có định dạng “docx”"),
        (["--class", "SHHS", "--output", "/không/có/ở/đây.json"], "Không ghi được tệp"),
    ],
)
def test_agency_report__unusable_input_exits_with_two_and_a_sentence(
    world, args, sentence
):
    with pytest.raises(CommandError, match=sentence) as caught:
        call_command("agency_report", *args)
    assert caught.value.returncode == 2
