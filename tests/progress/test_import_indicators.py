"""Indicators from files, and where a coordinator reads them."""

import json
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.formats import number
from agencies.models import Agency
from progress.indicator_files import parse_number
from progress.models import Indicator, IndicatorValue
from tests.factories import AgencyFactory, AgencyRoleFactory, UserFactory

PROVINCE = Path("curriculum/province/indicators.csv")
HEADER = (
    "unit_code,period_start,period_end,indicator_code,indicator_name_vi,"
    "value_numerator,value_denominator,value,unit_of_measure,target,target_due,"
    "qualifier,note"
)


@pytest.fixture
def province(db):
    top = AgencyFactory(code="BRVT", name="Tỉnh Bà Rịa - Vũng Tàu", kind="tinh")
    for code, name in [
        ("BRVT-26611", "Xã Suối Rao"),
        ("BRVT-26558", "Phường Long Tâm"),
        ("BRVT-TTPVHCC", "Trung tâm Phục vụ hành chính công tỉnh"),
    ]:
        AgencyFactory(code=code, name=name, parent=top)
    return top


@pytest.fixture
def file(tmp_path):
    def write(*lines: str) -> Path:
        path = tmp_path / "i.csv"
        path.write_text("\n".join([HEADER, *lines, ""]), encoding="utf-8")
        return path

    return write


def run(*args, code: int = 0) -> dict:
    out, ended = StringIO(), 0
    try:
        call_command("import_indicators", *map(str, args), "--json", stdout=out)
    except CommandError as error:
        ended = error.returncode
    assert ended == code, out.getvalue()
    return json.loads(out.getvalue())


def test_the_provinces_file__is_stored_as_printed(province):
    assert run(PROVINCE)["created"] == 13
    rate = IndicatorValue.objects.get(agency=province, indicator__code="ONLINE_RATE")
    assert (rate.numerator, rate.denominator) == (186174, 646262)
    assert (rate.value, rate.target) == (Decimal("28.81"), 50)
    nearly = IndicatorValue.objects.get(
        agency__code="BRVT-26611", indicator__code="ONLINE_RATE"
    )
    assert nearly.qualifier.startswith("gần")
    assert rate.indicator.name == "Tỷ lệ hồ sơ nộp trực tuyến"
    other = IndicatorValue.objects.get(
        agency__code="BRVT-26558", indicator__code="ONLINE_RATE"
    )
    assert other.note.startswith("Tỷ lệ hồ sơ giải quyết trực tuyến")


def test_a_second_time__changes_nothing(province):
    run(PROVINCE)
    report = run(PROVINCE)
    assert (report["created"], report["updated"], report["unchanged"]) == (0, 0, 13)


def test_dry_run__writes_nothing(province):
    assert run(PROVINCE, "--dry-run")["created"] == 13
    assert not Indicator.objects.exists()


def test_a_corrected_value__replaces_the_old_one(province, file):
    line = "BRVT,2022-01-01,2022-10-31,R,Tỷ lệ,,,{},%,50,,,"
    run(file(line.format("28.8")))
    assert run(file(line.format("28.9")))["updated"] == 1
    assert IndicatorValue.objects.get().value == Decimal("28.9")


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("XX,,,R,Tỷ lệ,,,1,%,,,,", "unit_code"),
        ("BRVT,,,R,Tỷ lệ,,,,%,,,,", "value"),
        ("BRVT,,,R,Tỷ lệ,,,nhiều,%,,,,", "value"),
        ("BRVT,,,R,Tỷ lệ,,,1.534,%,,,,", "value"),
        ("BRVT,2022-02-30,,R,Tỷ lệ,,,1,%,,,,", "period_start"),
        ("BRVT,2022-02-03,2022-02-01,R,Tỷ lệ,,,1,%,,,,", "period_end"),
        ("BRVT,,,R,,,,1,%,,,,", "indicator_name_vi"),
    ],
)
def test_a_bad_row__is_refused_and_nothing_written(province, file, line, column):
    report = run(file("BRVT,,,Q,Tốt,,,1,%,,,,", line), code=1)
    assert [(e["row"], e["column"]) for e in report["errors"]] == [(3, column)]
    assert not IndicatorValue.objects.exists()


def test_partial__keeps_the_good_rows(province, file):
    path = file("BRVT,,,Q,Tốt,,,1,%,,,,", "XX,,,R,Tỷ lệ,,,1,%,,,,")
    assert run(path, "--partial", code=1)["created"] == 1


def test_the_same_thing_twice_in_a_file__is_refused(province, file):
    line = "BRVT,,2022-10-31,R,Tỷ lệ,,,{},%,,,,"
    report = run(file(line.format(1), line.format(2)), code=1)
    assert [(e["row"], e["column"]) for e in report["errors"]] == [
        (3, "indicator_code")
    ]


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_a_number_as_vietnamese_write_it__is_read_back(value):
    assert parse_number(number(value)) == value


def page(client, unit: str, query: str = "", at: str = "BRVT") -> str:
    user = UserFactory()
    AgencyRoleFactory(user=user, agency=Agency.objects.get(code=at))
    client.force_login(user)
    return client.get(
        reverse("coordinate_agency", args=[unit]) + query
    ).content.decode()


def test_the_page_of_a_unit__shows_its_own_values_with_their_target(province, client):
    run(PROVINCE)
    html = page(client, "BRVT")
    for words in ("28,81%", "50%", "21,19%", "chưa chứng tỏ là nhờ lớp học"):
        assert words in html


def test_a_softened_value__keeps_its_word(province, client):
    run(PROVINCE)
    assert "gần 8%" in page(client, "BRVT-26611")


def test_a_unit_without_values__shows_those_above_and_says_so(province, client):
    run(PROVINCE)
    AgencyFactory(code="X", name="Xã Bình Ba", parent=province)
    html = page(client, "X")
    assert "28,81%" in html
    assert "Đơn vị này chưa có số liệu riêng" in html


def test_a_role_on_one_unit__sees_no_values_from_above(province, client):
    """What a coordinator may not open is not read to him or her either."""
    run(PROVINCE)
    AgencyFactory(code="X", name="Xã Bình Ba", parent=province)
    assert "28,81%" not in page(client, "X", at="X")


def test_a_past_day__knows_no_later_values(province, client):
    run(PROVINCE)
    assert "28,81%" not in page(client, "BRVT", "?as_at=2022-10-01")
