"""Rows of a roster put right in the preview, through its pages and services."""

import random
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from agencies.models import AgencyRole
from enrolments import tasks
from enrolments.models import RosterImport
from enrolments.services.roster_import import (
    Correction,
    NotCorrectableError,
    StaleRosterError,
    correct_row,
    correct_rows,
    plan_import,
    start_applying,
)
from tests.enrolments.offices import messy
from tests.enrolments.rosters import (
    sent,
    state_of_everything,
    undone,
    verdicts,
    working,
    works_at,
)
from tests.factories import AgencyRoleFactory, UserFactory
from tests.parallel import at_once

pytestmark = pytest.mark.django_db
NOBODYS = {"who": "", "unit": "", "unit_search": ""}


def row_of(roster, row: int) -> dict:
    return next(planned for planned in roster.plan if planned["row"] == row)


def open_row(desk, roster, row) -> str:
    url = reverse("roster_row", args=[roster.uid, row])
    return desk["client"].get(url).content.decode()


def save(desk, roster, row, *, follow=True, **said):
    """Post the form of a row as it stands, but for what is said."""
    roster.refresh_from_db()
    planned = row_of(roster, row)
    names = ["full_name", "staff_code", "birth_on", "position", "email", "phone"]
    form = {name: planned["said"].get(name, "") for name in names} | NOBODYS
    form |= {"version": roster.version} | said
    url = reverse("roster_row", args=[roster.uid, row])
    response = desk["client"].post(url, form, follow=follow)
    roster.refresh_from_db()
    return response.content.decode()


def skip(desk, roster, key, back=False) -> None:
    roster.refresh_from_db()
    url = reverse("roster_row_skip", args=[roster.uid, key])
    said = {"version": roster.version, "skip": "0" if back else "1"}
    desk["client"].post(url, said)
    roster.refresh_from_db()


def apply(roster) -> None:
    start_applying(roster=roster, at=timezone.now())
    tasks.apply_roster(str(roster.uid))
    roster.refresh_from_db()


def correct(roster, row, **cells) -> None:
    correction = Correction(cells=cells)
    correct_row(roster=roster, key=str(row), correction=correction, at=timezone.now())
    roster.refresh_from_db()


def test_a_day_that_is_none__is_put_right_in_the_preview(desk):
    roster = sent(desk, messy())
    preview = desk["client"].get(reverse("roster", args=[roster.uid])).content.decode()
    assert preview.count("Sửa dòng này<span") == 5
    page = open_row(desk, roster, 9)
    assert "trong tệp: 31/02/1980" in page
    page = save(desk, roster, 9, birth_on="30/02/1980")
    assert "Ngày “30/02/1980” không có thật" in page
    assert roster.decisions == {}, "what cannot be read is not kept"
    page = save(desk, roster, 9, birth_on="28/02/1980")
    assert "Dòng 9: Từ chối → Thêm mới." in page
    assert "trong tệp: 31/02/1980" in page
    assert row_of(roster, 9)["after"]["birth_on"] == "1980-02-28"
    assert not User.objects.filter(full_name="Phạm Quốc Anh").exists()
    apply(roster)
    assert User.objects.get(full_name="Phạm Quốc Anh").birth_on == date(1980, 2, 28)


def test_a_unit_is_chosen__among_those_alike_or_looked_for(desk):
    roster = sent(desk, messy())
    page = open_row(desk, roster, 10)
    assert "Như trong tệp: Xã Suối Giao" in page
    assert page.index("Xã Suối Rao, Huyện Châu Đức (SR)") < page.index("Xã Hòa Long,")
    page = save(desk, roster, 10, find="", unit_search="hoa long", phone="0911222333")
    assert "Kết quả tìm “hoa long” đứng đầu" in page
    assert page.index("Xã Hòa Long,") < page.index("Xã Suối Rao, Huyện Châu Đức (SR)")
    assert 'value="0911222333"' in page, "nothing typed is lost"
    assert roster.decisions == {}
    page = save(desk, roster, 10, find="", unit_search="Láng Dài")
    assert "Không có đơn vị nào như “Láng Dài” trong phạm vi" in page
    assert "Xã Láng Dài" not in page
    page = save(desk, roster, 10, unit="X")
    assert "Chưa lưu được" in page, "not one of the choices"
    assert "Láng Dài" not in page
    page = save(desk, roster, 10, unit_search="Suoi Rao")
    assert "Dòng 10: Từ chối → Thêm mới." in page
    assert row_of(roster, 10)["unit"] == "Xã Suối Rao"
    assert row_of(roster, 10)["mended"] == {"unit": "Xã Suối Rao"}
    page = save(desk, roster, 10, unit="")
    assert "Dòng 10: Thêm mới → Từ chối." in page, "back to what the file says"


def test_two_of_one_name__this_one_or_somebody_new(desk):
    one = working(desk["SR"], full_name="Nguyễn Văn An", birth_on=date(1980, 1, 1))
    two = working(desk["SR"], full_name="Nguyễn Văn An", birth_on=date(1990, 1, 1))
    stranger = working(desk["X"], full_name="Nguyễn Văn An", birth_on=date(1970, 1, 1))
    rows = [["", "Nguyễn Văn An", "", "Xã Suối Rao", "", "an@brvt.vn"]]
    roster = sent(desk, rows)
    assert verdicts(roster) == ["doubtful"]
    page = open_row(desk, roster, 2)
    assert f"{one.staff_code} · sinh năm 1980 · Công chức · Xã Suối Rao" in page
    assert two.staff_code in page
    assert "1970" not in page
    assert stranger.staff_code not in page
    page = save(desk, roster, 2, who=str(stranger.uid))
    assert "Chưa lưu được" in page
    page = save(desk, roster, 2, who=str(two.uid))
    assert row_of(roster, 2)["user"] == two.pk
    assert f"Đã chọn: {two.staff_code}." in page
    save(desk, roster, 2, who="new")
    assert verdicts(roster) == ["new"]
    apply(roster)
    assert User.objects.filter(full_name="Nguyễn Văn An").count() == 4


def test_who_was_chosen__holds_for_that_name_and_within_reach(desk):
    working(desk["SR"], full_name="Nguyễn Văn An", birth_on=date(1980, 1, 1))
    two = working(desk["SR"], full_name="Nguyễn Văn An", birth_on=date(1990, 1, 1))
    roster = sent(desk, [["", "Nguyễn Văn An", "", "Xã Suối Rao", "", ""]])
    save(desk, roster, 2, who=str(two.uid))
    correct(roster, 2, full_name="Trần Văn Bình")
    assert verdicts(roster) == ["new"], "another name is another person"
    correct(roster, 2, full_name="Nguyễn Văn An")
    assert row_of(roster, 2)["user"] == two.pk
    two.memberships.update(agency=desk["X"])
    plan_import(roster=roster, at=timezone.now())
    roster.refresh_from_db()
    assert row_of(roster, 2)["user"] != two.pk
    assert two.staff_code not in open_row(desk, roster, 2)


def test_a_choice_takes_nobodys_code_or_address(desk):
    held = working(
        desk["SR"], staff_code="CB1", full_name="Lê Thị Bé", email="be@brvt.vn"
    )
    roster = sent(
        desk,
        [
            ["CB1", "Võ Văn Tám", "", "Xã Suối Rao", "", ""],
            ["", "Hồ Thị Chín", "", "Xã Suối Rao", "", "be@brvt.vn"],
        ],
    )
    assert verdicts(roster) == ["doubtful", "doubtful"]
    for row, verdict in ((2, "doubtful"), (3, "refused")):
        save(desk, roster, row, who="new")
        assert row_of(roster, row)["verdict"] == verdict
    save(desk, roster, 2, who=str(held.uid))
    assert row_of(roster, 2)["verdict"] == "changed", "the same person, renamed"
    save(desk, roster, 3, who="", email="")
    assert row_of(roster, 3)["verdict"] == "new"


def test_a_row_is_left_out_and_taken_back(desk):
    working(desk["SR"], staff_code="CB3", full_name="Lê Thị Bé")
    gone = working(desk["SR"], full_name="Hồ Thị Xa")
    rows = [
        ["CB3", "Lê Thị Bé", "", "Xã Suối Rao", "", ""],
        ["CB3", "Lê Thị Bé", "", "Xã Hòa Long", "", ""],
    ]
    roster = sent(desk, rows, is_complete=True)
    assert verdicts(roster) == ["unchanged", "refused", "left"]
    skip(desk, roster, "2")
    assert verdicts(roster) == ["skipped", "moved"], (
        "the person is free for the other row, and no row names Suối Rao now"
    )
    assert "Lấy lại dòng này" in open_row(desk, roster, 2)
    skip(desk, roster, "2", back=True)
    assert verdicts(roster) == ["unchanged", "refused", "left"]
    skip(desk, roster, str(gone.uid))
    assert verdicts(roster)[-1] == "skipped"
    apply(roster)
    assert works_at(gone) == "SR", "who was said to have left stays"


def test_corrections_hold__as_long_as_the_cell_is_the_one_corrected(desk):
    header = ["Họ và tên", "Ngày sinh", "Ngày vào ngành", "Đơn vị"]
    rows = [["Phạm Quốc Anh", "31/02/1980", "32/13/2001", "Xã Suối Rao"]]
    roster = sent(desk, rows, header=header)
    correct(roster, 2, birth_on="28/02/1980")
    fields = dict(roster.columns["fields"])
    url = reverse("roster_columns", args=[roster.uid])
    form = {"c0": "full_name", "c1": "birth_on", "c2": "", "c3": "agency_name"}
    desk["client"].post(url, form | {"version": roster.version})
    roster.refresh_from_db()
    assert verdicts(roster) == ["new"], "the same cell is still put right"
    desk["client"].post(url, form | {"c1": "", "c2": "birth_on"})
    roster.refresh_from_db()
    assert verdicts(roster) == ["refused"], "another cell is not"
    assert "32/13/2001" in row_of(roster, 2)["reasons"][0]
    plan_import(roster=roster, columns=fields, at=timezone.now())
    roster.refresh_from_db()
    assert verdicts(roster) == ["new"]


def test_two_tabs_do_not_undo_each_other(desk):
    roster = sent(desk, messy())
    looked_at = roster.version
    save(desk, roster, 9, birth_on="28/02/1980")
    page = save(desk, roster, 10, unit="SR", version=looked_at)
    assert "Dòng 10: Từ chối → Thêm mới." in page, "another row is no quarrel"
    page = save(desk, roster, 9, birth_on="27/02/1980", version=looked_at)
    assert "Dòng này vừa được sửa ở nơi khác." in page
    assert 'value="27/02/1980"' in page, "nothing typed is lost"
    assert row_of(roster, 9)["after"]["birth_on"] == "1980-02-28"
    url = reverse("roster_row_skip", args=[roster.uid, "9"])
    page = desk["client"].post(url, {"version": looked_at}, follow=True)
    assert "Dòng này vừa được sửa ở nơi khác." in page.content.decode()
    url = reverse("roster_apply", args=[roster.uid])
    page = desk["client"].post(url, {"version": looked_at}).content.decode()
    assert "Xem lại rồi bấm nhập lần nữa." in page
    roster.refresh_from_db()
    assert roster.state == "planned"
    plan_import(roster=roster, at=timezone.now())
    stale = {"version": roster.version, "c1": "full_name"}
    page = desk["client"].post(reverse("roster_columns", args=[roster.uid]), stale)
    assert "Các cột vừa được sửa ở nơi khác." in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_at_once__one_is_told(desk):
    roster = sent(desk, messy())

    def put_right(day):
        try:
            correct_row(
                roster=roster,
                key="9",
                correction=Correction(cells={"birth_on": day}),
                seen=roster.version,
                at=timezone.now(),
            )
        except StaleRosterError:
            return "told"
        return "kept"

    assert sorted(
        at_once(lambda: put_right("27/02/1980"), lambda: put_right("28/02/1980"))
    ) == ["kept", "told"]


def test_only_before_it_is_applied__and_only_whose_it_is(desk, client):
    roster = sent(desk, messy())
    url = reverse("roster_row", args=[roster.uid, "9"])
    apply(roster)
    assert "không sửa được nữa" in client.get(url).content.decode()
    before = roster.plan
    skip(desk, roster, "10")
    save(desk, roster, 9, birth_on="28/02/1980")
    assert roster.plan == before
    with pytest.raises(NotCorrectableError, match="đã được nhập"):
        correct(roster, 9, birth_on="28/02/1980")
    assert client.get(reverse("roster_row", args=[roster.uid, "99"])).status_code == 404
    other = UserFactory()
    AgencyRoleFactory(user=other, agency=desk["CD"], role=AgencyRole.Role.COORDINATOR)
    client.force_login(other)
    assert client.get(url).status_code == client.post(url).status_code == 404


def test_a_role_that_ended__corrects_nothing(desk):
    roster = sent(desk, messy())
    AgencyRole.objects.all().delete()
    AgencyRoleFactory(user=desk["owner"], agency=desk["X"])
    page = save(desk, roster, 9, birth_on="28/02/1980")
    assert "Anh/chị không còn điều phối đơn vị này." in page
    assert roster.decisions == {}


def test_undo_takes_a_corrected_row_back_like_the_others(desk):
    working(desk["SR"], full_name="Nguyễn Văn An", birth_on=date(1980, 1, 1))
    two = working(desk["HL"], full_name="Nguyễn Văn An", birth_on=date(1990, 1, 1))
    rows = [
        ["", "Nguyễn Văn An", "", "Xã Suối Rao", "Phó chủ tịch", "an@brvt.vn"],
        ["", "Phạm Quốc Anh", "31/02/1980", "Xã Suối Giao", "", ""],
        ["", "Lê Bình", "", "Xã Hòa Long", "", ""],
    ]
    before = state_of_everything()
    roster = sent(desk, rows)
    save(desk, roster, 2, who=str(two.uid))
    save(desk, roster, 3, birth_on="28/02/1980", unit="SR")
    skip(desk, roster, "4")
    assert verdicts(roster) == ["moved", "new", "skipped"]
    assert state_of_everything() == before, "nothing is written before applying"
    apply(roster)
    assert works_at(two) == "SR"
    assert not User.objects.filter(full_name="Lê Bình").exists()
    undone(roster)
    assert state_of_everything() == before


def test_the_file_to_download__says_what_was_put_right(desk):
    roster = sent(desk, messy())
    save(desk, roster, 9, birth_on="28/02/1980")
    skip(desk, roster, "6")
    url = reverse("roster_rows", args=[roster.uid, "csv"])
    lines = b"".join(desk["client"].get(url).streaming_content).decode().splitlines()
    by_row = {line.split(",")[0]: line for line in lines}
    assert "Ngày sinh đã sửa thành “28/02/1980”; trong tệp: 31/02/1980." in by_row["9"]
    assert "Bỏ qua" in by_row["6"]
    assert "09/3/1988" in by_row["10"], "a refused row keeps its cells"


def test_saving_leads_to_the_next_row_that_waits__then_back_to_the_filter(desk):
    roster = sent(desk, messy())
    preview = reverse("roster", args=[roster.uid])
    page = desk["client"].get(preview + "?verdict=refused").content.decode()
    assert reverse("roster_row", args=[roster.uid, 9]) + "?verdict=refused" in page
    page = save(desk, roster, 9, birth_on="28/02/1980", next="")
    assert "Dòng 10 trong tệp" in page
    page = save(desk, roster, 10, phone="0911222333")
    assert "Dòng 10 trong tệp" in page, "it still waits: its reasons are shown"
    url = reverse("roster_row", args=[roster.uid, 10]) + "?verdict=refused&page=1"
    said = {"version": roster.version, "full_name": "Võ Minh Tâm", "unit": "SR"}
    response = desk["client"].post(url, said)
    assert response.url == f"{preview}?verdict=refused&page=1#dong-10"


def test_a_plan_made_before_rows_kept_their_cells__is_read_once_more(desk):
    roster = sent(desk, messy())
    for planned in roster.plan:
        for name in ("said", "mended", "who", "key"):
            del planned[name]
    roster.save()
    page = desk["client"].get(reverse("roster", args=[roster.uid]))
    assert page.status_code == 200
    correct(roster, 9, birth_on="28/02/1980")
    assert row_of(roster, 9)["verdict"] == "new"


@pytest.mark.parametrize("seed", range(20))
def test_a_row_judged_alone__is_judged_as_among_all(desk, seed):
    """Random files and corrections: the plan is what reading it all again would give."""
    dice = random.Random(seed)
    count = dice.randint(2, 7)
    names = ["Nguyễn Văn An", "Nguyễn Văn Ân", "Lê Bình", "Lê Thị Bình", "Võ Hòa", "Võ Hoà", "Võ Hoa", "Hồ Xa", "Đỗ Tư", "Lý Ý", "An"]  # fmt: skip
    days = ["", "", "1/1/1980", "2/2/1990", "31/02/1980"]
    units = ["Xã Suối Rao", "Xã Hòa Long", "Xã Suối Giao", "Xã Láng Dài"]
    codes, mails = ["", "", "CB1", "CB2", "CB9"], ["", "", "a@b.vn", "c@b.vn"]
    for number, unit in enumerate(["SR", "SR", "HL", "X"]):
        working(
            desk[unit],
            staff_code=f"CB{number}",
            full_name=dice.choice(names),
            birth_on=dice.choice([None, date(1980, 1, 1), date(1990, 2, 2)]),
            email=f"{'acde'[number]}@b.vn",
        )
    rows = [
        [dice.choice(each) for each in (codes, names, days, units, [""], mails)]
        for _number in range(count)
    ]
    roster = sent(desk, rows, is_complete=dice.random() < 0.2)
    people = [str(pk) for pk in User.objects.values_list("pk", flat=True)]
    for _step in range(5):
        cells = {
            "full_name": dice.choice(names),
            "birth_on": dice.choice(days),
            "staff_code": dice.choice(codes),
            "unit": dice.choice(["SR", "HL", "X"]),
            "email": dice.choice(mails),
        }
        kept = dict(dice.sample(sorted(cells.items()), dice.randint(0, 3)))
        correction = Correction(
            cells=kept,
            who=dice.choice([None, "", "new", *people]),
            skip=dice.choice([None, False, True]),
        )
        key = str(dice.randint(2, count + 1))
        roster = correct_row(
            roster=roster, key=key, correction=correction, at=timezone.now()
        )
        found = roster.plan
        roster = plan_import(roster=roster, at=timezone.now())
        assert found == roster.plan, f"{key}: {correction}"


def test_ten_thousand_rows_take_the_statements_of_thirty(desk):
    counted = [statements(desk, rows) for rows in (30, 30, 10_000)]
    assert counted[1] == counted[2]
    assert max(counted[1]) <= 25, "preview, one row, one correction"


def statements(desk, rows: int) -> list[int]:
    """How many the preview, the page of a row and its correction take."""
    lines = [f"Lê Thứ {word(i)};Xã Suối Giao" for i in range(rows)]
    roster = sent(desk, "\n".join(["Họ và tên;Đơn vị", *lines]).encode())
    assert set(verdicts(roster)) == {"refused"}
    counted = []
    for name, args in (("roster", []), ("roster_row", ["5"])):
        with CaptureQueriesContext(connection) as asked:
            url = reverse(name, args=[roster.uid, *args])
            assert desk["client"].get(url).status_code == 200
        counted.append(len(asked))
    with CaptureQueriesContext(connection) as asked:
        save(desk, roster, 5, unit="SR", follow=False)
    assert row_of(roster, 5)["verdict"] == "new"
    return [*counted, len(asked)]


def word(number: int) -> str:
    """A name without figures."""
    return "".join("abcdeghiklm"[int(figure)] for figure in str(number))


def test_the_file_is_not_read_again_for_a_correction(desk):
    roster = sent(desk, messy())
    RosterImport.objects.update(stored_name="rosters/gone")
    correct(roster, 9, birth_on="28/02/1980")
    assert row_of(roster, 9)["verdict"] == "new"
    correct_rows(
        roster=roster,
        corrections={
            "9": Correction(skip=True),
            "10": Correction(cells={"unit": "SR"}),
        },
        at=timezone.now(),
    )
    roster.refresh_from_db()
    assert verdicts(roster) == ["new", "new", "new", "skipped", "new"]
