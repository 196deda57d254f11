"""Every filled row of a roster has a verdict, or is set aside with the reason."""

import json
from datetime import date
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from enrolments.roster_pages import Preview
from enrolments.services.roster_import import keep_upload
from enrolments.services.roster_import.uploads import Upload
from enrolments.services.roster_import.verdicts import Verdict
from tests.enrolments.offices import messy, workbook
from tests.enrolments.rosters import HEADER, applied, sent, undone, verdicts, working
from tests.factories import AgencyFactory, TrainingClassFactory

pytestmark = pytest.mark.django_db


def page_of(desk, roster, query="") -> str:
    answer = desk["client"].get(reverse("roster", args=[roster.uid]) + query)
    return answer.content.decode()


def test_a_row_with_a_code_only__is_that_person_or_refused(desk):
    working(desk["SR"], staff_code="CB-1", full_name="Lê Thị Bé")
    working(desk["X"], staff_code="CB-9", full_name="Đặng Ở Xa")
    working(desk["SR"], staff_code="1234", full_name="Hồ Văn Số")
    roster = sent(
        desk,
        [["CB-1", "", "", "", "", ""], ["CB-8", "", "", "", "", ""],
         ["CB-9", "", "", "", "", ""], [1234, "", "", "", "", ""]],
    )  # fmt: skip
    assert verdicts(roster) == ["unchanged", "refused", "refused", "unchanged"]
    known, unknown, outside, _number = roster.plan
    assert known["full_name"] == "Lê Thị Bé"
    assert "nhận ra theo mã" in " ".join(known["reasons"])
    assert "Thiếu họ tên" in unknown["reasons"][0]
    assert "ngoài phạm vi" in outside["reasons"][0]
    assert "Đặng" not in json.dumps(outside, ensure_ascii=False)


def test_a_code_that_would_move_somebody__is_doubtful_until_chosen(desk):
    be = working(desk["SR"], staff_code="CB-1", full_name="Lê Thị Bé")
    roster = sent(desk, [["CB-1", "", "", "Xã Hòa Long", "", ""]])
    assert verdicts(roster) == ["doubtful"]
    address = reverse("roster_row", args=[roster.uid, "2"])
    desk["client"].post(address, {"who": str(be.uid), "staff_code": "CB-1"})
    roster.refresh_from_db()
    assert verdicts(roster) == ["moved"]


def test_other_rows_without_a_name__are_refused(desk):
    roster = sent(
        desk,
        [["", "", "", "", "", "an@brvt.vn"], ["", "", "5/4/1986", "", "Công chức", ""]],
    )
    assert verdicts(roster) == ["refused", "refused"]


def test_what_is_no_row_of_the_list__is_set_aside_with_its_reason(desk):
    roster = sent(desk, messy())
    asides = [(a["row"], a["kind"]) for a in roster.result["asides"]]
    assert asides == [(5, "numbers"), (11, "total"), (12, "footer"), (13, "footer")]
    page = page_of(desk, roster)
    assert "Bỏ qua, không phải dòng danh sách: 4" in page
    assert "Tổng cộng: 5 người" in page
    rows = desk["client"].get(reverse("roster_rows", args=[roster.uid, "csv"]))
    text = b"".join(rows.streaming_content).decode()
    assert "Dòng tổng cộng" in text


def test_people_are_no_footer__whatever_their_name_and_post(desk):
    roster = sent(
        desk,
        [
            [None, "Tống Công Minh", "", "Xã Suối Rao", "", ""],
            [None, "Võ Tâm", "", "Xã Suối Rao", "Thủ trưởng đơn vị", ""],
            [
                "Người lập biểu",
                None,
                None,
                "Bà Rịa, ngày … tháng … năm 2022",
                None,
                None,
            ],
            ["CB-7", "Lê Thị Bé", "", "Xã Suối Rao", "", ""],
        ],
    )
    assert verdicts(roster) == ["new", "new", "new"]
    assert len(roster.result["asides"]) == 1


def test_samples_of_columns__come_from_people(desk):
    rows = [
        HEADER,
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        ["CB-1", "Lê Thị Bé", "", "Xã Suối Rao", "", ""],
        ["Tổng cộng: 11 người", None, None, None, None, None],
    ]
    upload = Upload(
        name="a.xlsx",
        content=workbook(rows, merges=["A4:F4"]),
        agency=desk["CD"],
        effective_on=timezone.localdate(),
    )
    roster = keep_upload(upload=upload, by=desk["owner"], at=timezone.now())
    page = page_of(desk, roster)
    assert "CB-1" in page
    assert "Tổng cộng" not in page
    assert "(2)" not in page


def test_a_column_left_over__is_asked_about(desk):
    rows = [
        ["Họ và tên", "Đơn vị", "Điện thoại", "Di động"],
        ["Lê Thị Bé", "Xã Suối Rao", "0901234567", "0907654321"],
    ]
    upload = Upload(
        name="a.xlsx",
        content=workbook(rows),
        agency=desk["CD"],
        effective_on=timezone.localdate(),
    )
    roster = keep_upload(upload=upload, by=desk["owner"], at=timezone.now())
    assert "Cột này có vẻ cùng nghĩa với một cột khác" in page_of(desk, roster)


def test_after_undoing__each_row_says_what_stands_now(desk):
    working(desk["SR"], staff_code="CB-3", full_name="Lê Thị Bé")
    group = TrainingClassFactory()
    roster = applied(
        desk,
        [
            ["", "Phạm Quốc Anh", "", "Xã Suối Rao", "", ""],
            ["CB-2", "Trần Văn An", "", "Xã Suối Rao", "", ""],
            ["CB-3", "Lê Thị Bé", "", "Xã Hòa Long", "", ""],
            ["CB-4", "Võ Tâm", "", "Xã Nào Đó", "", ""],
        ],
        training_class=group,
    )
    code = roster.plan[0]["staff_code"]
    User.objects.filter(staff_code="CB-2").update(last_login=timezone.now())
    roster = undone(roster)
    page = page_of(desk, roster)
    assert "Thêm mới" not in page
    assert code not in page, "the code was given to nobody in the end"
    assert "Đã hoàn tác: 2" in page
    assert "Giữ lại khi hoàn tác: 1" in page
    assert "Từ chối: 1" in page
    kept = page_of(desk, roster, "?verdict=kept")
    assert "Trần Văn An" in kept
    assert "Đã đăng nhập nên tài khoản được giữ lại." in kept
    assert "Võ Tâm" not in kept
    rows = desk["client"].get(reverse("roster_rows", args=[roster.uid, "csv"]))
    text = b"".join(rows.streaming_content).decode()
    assert "Thêm mới" not in text
    assert code not in text


def test_the_command_names_what_it_set_aside(desk, tmp_path):
    file = tmp_path / "a.xlsx"
    file.write_bytes(messy())
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("office_roster", file, by="DPV", within="CD", stdout=out)
    assert "dòng 11: Bỏ qua, không phải dòng danh sách" in out.getvalue()


def test_the_example_of_the_guide__has_the_figures_it_states(desk):
    guide = (settings.BASE_DIR / "docs" / "coordinators.md").read_text()
    table = guide.split("| STT |")[1].split("\n\n")[0]
    rows = [
        [cell.strip().removesuffix("*(gộp)*").strip() for cell in line.split("|")[1:-1]]
        for line in f"| STT |{table}".splitlines()
        if "---" not in line
    ]
    AgencyFactory(code="XB", name="Xã Xà Bang", parent=desk["CD"])
    working(desk["SR"], full_name="Lê Thị Hồng Nhung", birth_on=date(1986, 4, 5))
    roster = sent(desk, workbook(rows, merges=["D2:D3"]))
    counts = Preview(roster).counts
    assert counts == {"unchanged": 1, "new": 2, "refused": 2}
    stated = ", ".join(
        f"{Verdict(v).label}: {counts[v]}" for v in ["unchanged", "new", "refused"]
    )
    assert f"*{stated}*" in guide
    assert verdicts(roster) == ["unchanged", "new", "new", "refused", "refused"]
    assert f"không phải dòng danh sách: {len(Preview(roster).asides)} dòng*" in guide
