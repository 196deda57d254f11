"""A roster from upload to undo, through its services and pages."""

import json
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from agencies.models import AgencyRole, Membership
from enrolments import tasks
from enrolments.models import Enrolment, RosterImport
from enrolments.services.roster_import import (
    apply_portion,
    applying,
    plan_import,
    start_applying,
    start_undoing,
    sweeping,
    undo_portion,
    undoing,
)
from progress.services import record_visit
from tests.enrolments.offices import messy
from tests.enrolments.rosters import (
    applied,
    sent,
    state_of_everything,
    undone,
    verdicts,
    working,
    works_at,
)
from tests.factories import (
    AgencyRoleFactory,
    EnrolmentFactory,
    LessonFactory,
    ModuleFactory,
    TrainingClassFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def test_every_row_gets_a_verdict_with_its_reason(desk):
    nhung = working(
        desk["SR"], full_name="Lê Thị Hồng Nhung", birth_on=date(1986, 4, 5)
    )
    working(desk["HL"], full_name="Nguyễn Thị Bé")
    roster = sent(desk, messy())
    assert verdicts(roster) == ["changed", "new", "unchanged", "refused", "refused"]
    first, second, *_rest, last = roster.plan
    assert first["user"] == nhung.pk
    assert ["Chưa có mã cán bộ" in r for r in second["reasons"]].count(True) == 1
    assert "Có phải “Xã Suối Rao”?" in last["reasons"][0]


def test_new_moved_changed_and_unchanged(desk):
    moving = working(desk["HL"], staff_code="CB2", full_name="Trần Văn An")
    same = working(desk["SR"], staff_code="CB3", full_name="Lê Thị Bé")
    renamed = working(
        desk["SR"], staff_code="CB4", full_name="Võ Tâm", birth_on=date(1988, 3, 9)
    )
    roster = applied(
        desk,
        [
            ["CB1", "Phạm Quốc Anh", "1.2.1980", "Xã Suối Rao", "Chuyên viên", ""],
            ["CB2", "Trần Văn An", "", "UBND xã Suối Rao", "", ""],
            ["CB3", "Lê Thị Bé", "", "Xã Suối Rao", "", ""],
            ["CB4", "Võ Minh Tâm", "9/3/1988", "Xã Suối Rao", "", "tam@brvt.vn"],
        ],
    )
    assert verdicts(roster) == ["new", "moved", "unchanged", "changed"]
    assert roster.state == "applied"
    new = User.objects.get(staff_code="CB1")
    assert (new.birth_on, works_at(new)) == (date(1980, 2, 1), "SR")
    assert works_at(moving) == works_at(same) == "SR"
    renamed.refresh_from_db()
    assert (renamed.full_name, renamed.email) == ("Võ Minh Tâm", "tam@brvt.vn")
    yesterday = timezone.localdate() - timedelta(days=1)
    assert Membership.objects.on(yesterday).get(user=moving).agency == desk["HL"]


def test_undo_puts_everything_back(desk):
    moving = working(desk["HL"], staff_code="CB2", full_name="Trần Văn An")
    renamed = working(
        desk["SR"], staff_code="CB4", full_name="Võ Tâm", birth_on=date(1988, 3, 9)
    )
    group = TrainingClassFactory()
    before = state_of_everything()
    roster = applied(
        desk,
        [
            ["CB1", "Phạm Quốc Anh", "", "Xã Suối Rao", "Chuyên viên", ""],
            ["CB2", "Trần Văn An", "", "Xã Suối Rao", "Phó trưởng phòng", ""],
            ["CB4", "Võ Minh Tâm", "9/3/1988", "Xã Suối Rao", "", "tam@brvt.vn"],
        ],
        training_class=group,
    )
    assert group.enrolments.count() == 3
    assert state_of_everything() != before
    roster = undone(roster)
    assert roster.state == "undone"
    assert roster.result["kept"] == []
    assert state_of_everything() == before
    assert works_at(moving) == "HL"
    renamed.refresh_from_db()
    assert renamed.full_name == "Võ Tâm"


def test_undo_keeps__who_logged_in_learned_or_was_changed_since(desk):
    group = TrainingClassFactory()
    roster = applied(
        desk,
        [
            ["CB1", "Phạm Quốc Anh", "", "Xã Suối Rao", "", ""],
            ["CB2", "Trần Văn An", "", "Xã Suối Rao", "", ""],
            ["CB3", "Lê Thị Bé", "", "Xã Suối Rao", "", ""],
            ["CB4", "Võ Minh Tâm", "", "Xã Suối Rao", "", ""],
        ],
        training_class=group,
    )
    User.objects.filter(staff_code="CB1").update(last_login=timezone.now())
    lesson = LessonFactory(module=ModuleFactory(course=group.course))
    learning = Enrolment.objects.get(learner__staff_code="CB2")
    record_visit(enrolment=learning, activity=lesson, at=timezone.now())
    User.objects.filter(staff_code="CB3").update(phone="0901234567")
    roster = undone(roster)
    reasons = {e["row"]: e["reason"] for e in roster.result["kept"]}
    assert reasons == {
        2: "Đã đăng nhập nên tài khoản được giữ lại.",
        3: "Đã có hoạt động học nên được giữ lại.",
        4: "Đã được sửa hoặc chuyển đơn vị sau lần nhập này.",
    }
    assert not User.objects.filter(staff_code="CB4").exists()
    assert User.objects.filter(staff_code__in=["CB1", "CB2", "CB3"]).count() == 3
    page = desk["client"].get(reverse("roster", args=[roster.uid])).content.decode()
    assert "Đã đăng nhập nên tài khoản được giữ lại." in page


def test_a_complete_roster__lets_go_who_is_missing__and_undo_takes_them_back(desk):
    gone = working(desk["SR"], full_name="Hồ Thị Xa")
    working(desk["SR"], staff_code="CB3", full_name="Lê Thị Bé")
    elsewhere = working(desk["HL"], full_name="Đặng Ở Lại")
    enrolment = EnrolmentFactory(learner=gone)
    roster = applied(
        desk, [["CB3", "Lê Thị Bé", "", "Xã Suối Rao", "", ""]], is_complete=True
    )
    assert verdicts(roster) == ["unchanged", "left"]
    assert works_at(gone) is None
    assert works_at(elsewhere) == "HL", (
        "a unit that the file does not name is left alone"
    )
    enrolment.refresh_from_db()
    assert (enrolment.ended_reason, enrolment.answering_agency) == ("left", desk["SR"])
    undone(roster)
    enrolment.refresh_from_db()
    assert works_at(gone) == "SR"
    assert (enrolment.ended_at, enrolment.answering_agency) == (None, None)


def test_two_people_of_one_name__are_told_apart_or_asked_about(desk):
    one = working(desk["SR"], full_name="Nguyễn Văn An", birth_on=date(1980, 1, 1))
    working(desk["SR"], full_name="Nguyễn Văn An", birth_on=date(1990, 1, 1))
    roster = sent(
        desk,
        [
            ["", "Nguyễn Văn An", "1/1/1980", "Xã Suối Rao", "", ""],
            ["", "Nguyễn Văn An", "", "Xã Suối Rao", "", ""],
            ["", "Lê Bình", "", "Xã Hòa Long", "", ""],
            ["", "Lê Bình", "", "Xã Hòa Long", "", ""],
        ],
    )
    assert roster.plan[0]["user"] == one.pk
    assert verdicts(roster) == ["unchanged", "doubtful", "doubtful", "doubtful"]
    assert User.objects.filter(full_name="Lê Bình").count() == 0


def test_one_person_written_twice__both_rows_are_asked_about(desk):
    """The same name and birthday: each row names the other, in whichever unit."""
    header = ["Mã cán bộ", "Họ và tên", "Ngày sinh", "Đơn vị", "Điện thoại"]
    rows = [
        ["", "Lê Hoà Bình", "1/1/1980", "Xã Suối Rao", ""],
        ["", "Lê Hòa Bình", "1/1/1980", "Xã Suối Rao", "0901234567"],
        ["", "Võ An", "2/2/1982", "Xã Suối Rao", "0901234568"],
        ["", "Võ An", "2/2/1982", "Xã Suối Rao", "0901234569"],
        ["", "Võ Tâm", "3/3/1983", "Xã Suối Rao", ""],
        ["", "Võ Tâm", "3/3/1983", "Xã Hòa Long", ""],
        ["", "Bùi Mai", "4/4/1984", "Xã Suối Rao", ""],
        ["", "Bùi Mai", "5/4/1984", "Xã Suối Rao", ""],
    ]
    roster = sent(desk, rows, header=header)
    asked, new = ["doubtful"] * 2, ["new"] * 2
    assert verdicts(roster) == [*asked, *asked, *asked, *new]
    assert "Giống dòng 3" in roster.plan[0]["reasons"][0]
    assert "Giống dòng 2" in roster.plan[1]["reasons"][0]
    assert "Giống dòng 7" in roster.plan[4]["reasons"][0]


def test_spelling_variants_are_one_name__tones_are_not(desk):
    hoa = working(desk["SR"], full_name="Trương Thị Hòa")
    roster = sent(
        desk,
        [
            ["", "Trương Thị Hoà", "", "Xã Suối Rao", "", ""],
            ["", "Trương Thị Hoa", "", "Xã Suối Rao", "", ""],
        ],
    )
    assert roster.plan[0]["user"] == hoa.pk
    assert verdicts(roster)[1] == "new"


def test_a_stranger_is_never_touched_nor_shown(desk):
    stranger = working(
        desk["X"],
        staff_code="XX",
        full_name="Người Nơi Khác",
        email="la@brvt.vn",
        birth_on=date(1970, 1, 1),
    )
    roster = applied(
        desk,
        [
            ["XX", "Người Nơi Khác", "", "Xã Suối Rao", "", ""],
            ["", "Ai Đó", "", "Xã Suối Rao", "", "la@brvt.vn"],
            ["CB9", "Người Láng Dài", "", "Xã Láng Dài", "", ""],
        ],
    )
    assert verdicts(roster) == ["refused"] * 3
    first, second, third = (row["reasons"][0] for row in roster.plan)
    assert first == second
    assert "Láng Dài" not in first
    assert "không thuộc phạm vi" in third
    assert works_at(stranger) == "X"


def test_new_people_without_a_code__get_one_of_their_unit(desk):
    UserFactory(staff_code="SR-0007")
    roster = applied(
        desk,
        [
            ["", "Lê Một", "", "Xã Suối Rao", "", ""],
            ["", "Lê Hai", "", "Xã Suối Rao", "", ""],
        ],
    )
    assert [row["staff_code"] for row in roster.plan] == ["SR-0008", "SR-0009"]


def test_what_changed_since_the_preview__is_not_overwritten(desk):
    user = working(desk["SR"], staff_code="CB3", full_name="Lê Thị Bé")
    roster = sent(desk, [["CB3", "Lê Thị Bé", "", "Xã Hòa Long", "", ""]])
    User.objects.filter(pk=user.pk).update(phone="0901234567")
    start_applying(roster=roster, at=timezone.now())
    tasks.apply_roster(str(roster.uid))
    roster.refresh_from_db()
    assert verdicts(roster) == ["refused"]
    assert works_at(user) == "SR"


def test_a_killed_worker__is_followed_by_the_sweep(desk, monkeypatch):
    monkeypatch.setattr(applying, "PORTION", 2)
    rows = [
        [f"CB{i}", f"Lê Thứ {chr(65 + i)}", "", "Xã Suối Rao", "", ""] for i in range(5)
    ]
    roster = sent(desk, rows)
    start_applying(roster=roster, at=timezone.now())
    assert apply_portion(uid=str(roster.uid), at=timezone.now() - timedelta(hours=1))
    assert User.objects.filter(staff_code__startswith="CB").count() == 2
    tasks.sweep_rosters()
    roster.refresh_from_db()
    assert (roster.state, roster.done) == ("applied", 5)
    assert User.objects.filter(staff_code__startswith="CB").count() == 5
    monkeypatch.setattr(undoing, "PORTION", 2)
    start_undoing(roster=roster, at=timezone.now())
    assert undo_portion(uid=str(roster.uid), at=timezone.now() - timedelta(hours=1))
    tasks.sweep_rosters()
    assert not User.objects.filter(staff_code__startswith="CB").exists()


def test_every_step_is_safe_twice(desk):
    roster = applied(desk, [["CB1", "Lê Một", "", "Xã Suối Rao", "", ""]])
    start_applying(roster=roster, at=timezone.now())
    tasks.apply_roster(str(roster.uid))
    assert User.objects.filter(staff_code="CB1").count() == 1
    again = applied(desk, [["CB1", "Lê Một", "", "Xã Suối Rao", "", ""]])
    assert verdicts(again) == ["unchanged"]
    undone(roster)
    undone(roster)
    assert not User.objects.filter(staff_code="CB1").exists()


def test_a_role_that_ended__stops_the_task(desk):
    roster = sent(desk, [["CB1", "Lê Một", "", "Xã Suối Rao", "", ""]])
    start_applying(roster=roster, at=timezone.now())
    AgencyRole.objects.all().delete()
    tasks.apply_roster(str(roster.uid))
    roster.refresh_from_db()
    assert roster.state == "failed"
    assert not User.objects.filter(staff_code="CB1").exists()


def test_old_files_are_forgotten(desk):
    roster = applied(desk, [["CB1", "Lê Một", "", "Xã Suối Rao", "", ""]])
    later = timezone.now() + sweeping.KEPT_FOR + timedelta(days=1)
    assert sweeping.forget_old(at=later) == 1
    assert sweeping.forget_old(at=later) == 0
    roster.refresh_from_db()
    assert (roster.plan, roster.stored_name) == ([], "")
    page = desk["client"].get(reverse("roster", args=[roster.uid]))
    assert page.status_code == 200


def test_the_wizard_from_file_to_undo(desk):
    client = desk["client"]
    file = upload_file(messy())
    unit = desk["CD"].periods.get()
    said = {
        "file": file,
        "unit": unit.pk,
        "effective_on": "21/11/2022",
        "training_class": "",
    }
    there = client.post(reverse("rosters"), said)
    page = client.get(there.url).content.decode()
    assert "Họ và tên CBCCVC" in page
    roster = RosterImport.objects.get()
    form = {
        f"c{i}": name
        for name, places in roster.columns["fields"].items()
        for i in places
    }
    client.post(reverse("roster_columns", args=[roster.uid]), form | {"c5": ""})
    page = client.get(there.url).content.decode()
    assert "Nhập 3 dòng" in page
    assert "Ngày “31/02/1980” không có thật" in page
    assert (
        "Phạm Quốc Anh" not in client.get(there.url + "?verdict=new").content.decode()
    )
    client.post(reverse("roster_apply", args=[roster.uid]))
    assert "Đang nhập: 0 trên 5 dòng" in client.get(there.url).content.decode()
    tasks.apply_roster(str(roster.uid))
    assert "Đã nhập 3 dòng" in client.get(there.url).content.decode()
    file = client.get(
        reverse("roster_rows", args=[roster.uid, "csv"]) + "?verdict=refused"
    )
    assert b"".join(file.streaming_content).decode().count("\r\n") == 3
    assert (
        client.get(reverse("roster_rows", args=[roster.uid, "xlsx"])).status_code == 200
    )
    assert User.objects.get(full_name="Lê Thị Hồng Nhung").phone is None, (
        "the column was ignored"
    )
    client.post(reverse("roster_undo", args=[roster.uid]))
    tasks.undo_roster(str(roster.uid))
    assert "Đã hoàn tác lần nhập này" in client.get(there.url).content.decode()
    assert not User.objects.filter(full_name="Lê Thị Hồng Nhung").exists()


def upload_file(content):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("cu-di-hoc.xlsx", content)


def test_columns_must_name_people__and_each_only_once(desk):
    roster = sent(desk, messy())
    url = reverse("roster_columns", args=[roster.uid])
    page = desk["client"].post(url, {"c4": "agency_name"}).content.decode()
    assert "Chưa chọn cột họ và tên." in page
    page = (
        desk["client"]
        .post(url, {"c1": "full_name", "c3": "full_name"})
        .content.decode()
    )
    assert "Hai cột cùng là “Họ và tên”." in page


def test_only_coordinators__and_only_their_own_rosters(desk, client):
    roster = sent(desk, messy())
    head = UserFactory()
    AgencyRoleFactory(user=head, agency=desk["CD"], role=AgencyRole.Role.HEAD)
    client.force_login(head)
    assert client.get(reverse("rosters")).status_code == 403
    other = UserFactory()
    AgencyRoleFactory(user=other, agency=desk["X"], role=AgencyRole.Role.COORDINATOR)
    client.force_login(other)
    for name in ("roster", "roster_columns", "roster_apply", "roster_undo"):
        url = reverse(name, args=[roster.uid])
        ask = client.get if name == "roster" else client.post
        assert ask(url).status_code == 404
    page = client.get(reverse("rosters")).content.decode()
    assert "danh-sach.xlsx" not in page
    assert "Châu Đức" not in page


def test_a_file_that_is_none__is_refused_on_the_page(desk):
    unit = desk["CD"].periods.get()
    said = {
        "file": upload_file(b"%PDF-1.4"),
        "unit": unit.pk,
        "effective_on": "21/11/2022",
    }
    page = desk["client"].post(reverse("rosters"), said).content.decode()
    assert "Đây là tệp PDF" in page
    assert not RosterImport.objects.exists()


@pytest.mark.parametrize("rows", [20, 400])
def test_planning_and_a_portion_take_the_same_queries(
    desk, rows, django_assert_max_num_queries
):
    people = [[f"CB{i}", "Lê Thị Bé", "", "Xã Suối Rao", "", ""] for i in range(rows)]
    roster = sent(desk, people)
    with django_assert_max_num_queries(20):
        plan_import(roster=roster, at=timezone.now())
    start_applying(roster=roster, at=timezone.now())
    with django_assert_max_num_queries(40):
        apply_portion(uid=str(roster.uid), at=timezone.now())
    assert User.objects.filter(staff_code__startswith="CB").count() == rows


def test_the_command_line_does_the_same(desk, tmp_path, capsys):
    file = tmp_path / "cu-di-hoc.xlsx"
    file.write_bytes(messy())
    told = ["office_roster", str(file), "--by", "DPV", "--within", "CD"]
    assert refusal(*told) == (1, "2 dòng bị từ chối.")
    shown = capsys.readouterr().out
    assert "dòng 6: Thêm mới: Lê Thị Hồng Nhung" in shown
    assert "Phạm Quốc Anh" in shown
    assert refusal(*told, "--apply") == (1, "2 dòng có lỗi, chưa ghi dòng nào.")
    assert not User.objects.filter(full_name="Lê Thị Hồng Nhung").exists()
    assert not RosterImport.objects.exists(), "a look leaves nothing behind"
    capsys.readouterr()
    partly = [*told, "--column", "phone=", "--apply", "--partial", "--json"]
    assert refusal(*partly) == (1, "2 dòng bị từ chối.")
    said = json.loads(capsys.readouterr().out)
    assert said["counts"] == {"new": 3, "refused": 2}
    assert User.objects.get(full_name="Lê Thị Hồng Nhung").phone is None
    call_command("office_roster", "--undo", said["uid"], "--by", "DPV")
    assert "Đã hoàn tác" in capsys.readouterr().out
    assert not User.objects.filter(full_name="Lê Thị Hồng Nhung").exists()


def refusal(*told) -> tuple[int, str]:
    with pytest.raises(CommandError) as refused:
        call_command(*told)
    return refused.value.returncode, str(refused.value)


def decisions(tmp_path, *lines) -> str:
    file = tmp_path / "quyet-dinh.csv"
    file.write_text("\n".join(["row,column,value", *lines]))
    return str(file)


def test_the_command_line_decides_about_rows(desk, tmp_path, capsys):
    nhung = working(desk["HL"], full_name="Lê Thị Hồng Nhung", staff_code="CB7")
    working(desk["SR"], full_name="Hồ Thị Xa", staff_code="CB8")
    file = tmp_path / "cu-di-hoc.xlsx"
    file.write_bytes(messy())
    told = ["office_roster", str(file), "--by", "DPV", "--within", "CD", "--complete"]
    said = decisions(
        tmp_path,
        "9,birth_on,28/02/1980",
        "10,unit,SR",
        "6,person,CB7",
        "8,skip,",
        ",stays,CB8",
    )
    call_command(*told, "--decisions", said)
    shown = capsys.readouterr().out
    assert "Ngày sinh đã sửa thành “28/02/1980”; trong tệp: 31/02/1980." in shown
    assert not RosterImport.objects.exists()
    call_command(*told, "--decisions", said, "--apply", "--json")
    done = json.loads(capsys.readouterr().out)
    assert done["counts"] == {"moved": 1, "new": 3, "skipped": 2}
    assert works_at(nhung) == "SR"
    assert User.objects.get(full_name="Võ Minh Tâm").memberships.count() == 1
    assert not User.objects.filter(full_name="Nguyễn Thị Bé").exists()


@pytest.mark.parametrize(
    ("line", "where"),
    [
        ("99,skip,", "dòng 2, cột “row”"),
        ("9,birthday,1980", "dòng 2, cột “column”"),
        ("9,person,NGOAI", "dòng 2, cột “value”"),
        (",stays,NGOAI", "dòng 2, cột “value”"),
    ],
)
def test_a_decision_that_makes_no_sense__stops_everything(desk, tmp_path, line, where):
    working(desk["X"], full_name="Phạm Quốc Anh", staff_code="NGOAI")
    file = tmp_path / "cu-di-hoc.xlsx"
    file.write_bytes(messy())
    told = ["office_roster", str(file), "--by", "DPV", "--within", "CD", "--apply"]
    code, words = refusal(*told, "--decisions", decisions(tmp_path, line))
    assert code == 2
    assert words.startswith(f"quyet-dinh.csv, {where}: ")
    assert not RosterImport.objects.exists()


@pytest.mark.parametrize(
    "told",
    [
        ["--by", "không có"],
        ["--by", "DPV", "--within", "X"],
        ["--by", "DPV", "--undo", "khong-phai-uid"],
    ],
)
def test_the_command_refuses_in_words(desk, tmp_path, told):
    file = tmp_path / "cu-di-hoc.xlsx"
    file.write_bytes(messy())
    with pytest.raises(CommandError) as refused:
        call_command("office_roster", str(file), *told)
    assert refused.value.returncode == 2


def test_another_kind_of_dash__changes_nothing(desk):
    """Offices type a hyphen where the register has a dash."""
    person = working(desk["SR"], staff_code="CB7", full_name="Lê Thị Hồng Nhung")
    post = "Công chức Văn phòng – Thống kê"
    Membership.objects.filter(user=person).update(position=post)
    typed = post.replace("–", "-").upper()
    row = ["CB7", "Lê Thị Hồng Nhung", "", "Xã Suối Rao", typed, ""]
    roster = sent(desk, [row])
    assert verdicts(roster) == ["unchanged"]
