"""Reorganisations entered late: put between what is recorded, or refused with the reason."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from agencies.models import Agency, AgencyAncestry, AgencyPeriod, AgencyRole, Membership
from agencies.reorganising import Step
from agencies.services import AgencyTreeError, check_tree
from agencies.services.delegation import delegate_role
from agencies.services.reorganise import Outcome, reorganise
from tests.factories import (
    AgencyFactory,
    AgencyRoleFactory,
    MembershipFactory,
    UserFactory,
)

AT = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
LATE, MARCH, JULY = dt.date(2025, 1, 1), dt.date(2025, 3, 1), dt.date(2025, 7, 1)
A_DAY = dt.timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree(db):
    top = AgencyFactory(code="T", name="Tỉnh A", kind="tinh")
    for code in ("H", "K"):
        AgencyFactory(code=code, name=f"Huyện {code}", kind="cap_huyen", parent=top)
    for code in ("A", "B", "C"):
        AgencyFactory(code=code, name=f"Xã {code}", parent=Agency.objects.get(code="H"))


def enter(day: dt.date, *lines: str) -> Outcome:
    steps = [
        Step(n, *(line + "," * (5 - line.count(","))).split(","))
        for n, line in enumerate(lines, start=2)
    ]
    outcome = reorganise(steps=steps, effective_on=day, at=AT)
    check_tree()
    return outcome


def refusal(day: dt.date, *lines: str) -> tuple[int, str, str]:
    before = list(AgencyPeriod.objects.order_by("pk").values())
    (error,) = enter(day, *lines).report.errors
    assert list(AgencyPeriod.objects.order_by("pk").values()) == before
    return error.row, error.column, error.message


def life(code: str) -> list[tuple]:
    rows = AgencyPeriod.objects.filter(agency__code=code).order_by("period")
    return [
        (row.period.lower, row.name, row.kind, row.parent.code if row.parent else "")
        for row in rows.select_related("parent")
    ]


def test_a_late_name__is_carried_on_to_what_only_changed_the_parent(tree):
    enter(JULY, "reparent,A,,,,K")
    enter(MARCH, "rename,A,,Xã Mới,,")
    assert life("A") == [
        (None, "Xã A", "xa", "H"),
        (MARCH, "Xã Mới", "xa", "H"),
        (JULY, "Xã Mới", "xa", "K"),
    ]


def test_a_late_name__stops_where_a_later_one_was_given(tree):
    enter(JULY, "rename,A,,Xã Sau,,")
    enter(MARCH, "rename,A,,Xã Giữa,,", "reparent,A,,,,K")
    assert life("A") == [
        (None, "Xã A", "xa", "H"),
        (MARCH, "Xã Giữa", "xa", "K"),
        (JULY, "Xã Sau", "xa", "K"),
    ]
    above = AgencyAncestry.objects.filter(descendant__code="A", ancestor__code="K")
    assert [row.period.lower for row in above] == [MARCH]


def test_a_late_kind__and_the_statistics_code_that_was_its_kinds(tree):
    AgencyPeriod.objects.filter(agency__code="A").update(official_code="26668")
    enter(JULY, "rename,A,,Phường Sau,,")
    enter(MARCH, "kind,A,,,phuong,")
    codes = AgencyPeriod.objects.filter(agency__code="A").order_by("period")
    assert [(p.kind, p.official_code) for p in codes] == [
        ("xa", "26668"), ("phuong", ""), ("phuong", "")
    ]  # fmt: skip


def test_a_unit_that_ends_later__may_be_renamed_before(tree):
    enter(JULY, "absorb,A,B,,,")
    enter(MARCH, "rename,A,,Xã Mới,,")
    assert life("A")[-1] == (MARCH, "Xã Mới", "xa", "H")
    assert not AgencyPeriod.objects.on(JULY).filter(agency__code="A").exists()


def test_what_a_second_file_says_of_the_same_day(tree):
    enter(MARCH, "rename,A,,Xã Mới,,")
    enter(MARCH, "reparent,A,,,,K")
    assert life("A") == [(None, "Xã A", "xa", "H"), (MARCH, "Xã Mới", "xa", "K")]
    row, column, message = refusal(MARCH, "rename,A,,Xã Khác,,")
    assert (row, column) == (2, "new_name")
    assert "Xã Mới" in message


@pytest.mark.parametrize(
    ("later", "ending", "reason"),
    [
        ("rename,A,,Xã Sau,,", "dissolve,A", "đổi tên thành “Xã Sau”"),
        ("reparent,A,,,,K", "absorb,A,C", "đổi cấp trên thành K"),
        ("absorb,A,B,,,", "merge,A,N,Xã N,xa,H", "chấm dứt"),
        ("absorb,B,A,,,", "dissolve,A", "kế thừa đơn vị B"),
        ("split,B,N,Xã N,xa,A", "dissolve,A", "là cấp trên của đơn vị N"),
        ("reparent,B,,,,A", "dissolve,A", "là cấp trên của đơn vị B"),
    ],
)
def test_ending_a_unit_that_is_still_needed_later__says_what_when_and_what_to_do(
    tree, later, ending, reason
):
    enter(JULY, later)
    row, column, message = refusal(MARCH, ending)
    assert (row, column) == (2, "code")
    assert reason in message
    assert "01/7/2025" in message
    assert "import_agencies" in message


def test_a_unit_that_begins_that_day__does_not_end_that_day(tree):
    enter(MARCH, "merge,A,N,Xã N,xa,H")
    assert "bắt đầu từ chính ngày đó" in refusal(MARCH, "absorb,N,B")[2]


def test_ending_units_of_which_nothing_later_is_known__may_come_late(tree):
    enter(JULY, "rename,C,,Xã Sau,,", "reparent,B,,,,K")
    enter(MARCH, "absorb,A,C,,,")
    assert not AgencyPeriod.objects.on(MARCH).filter(agency__code="A").exists()


def test_a_parent_that_ends_within_the_days__is_refused_in_words(tree):
    enter(JULY, "dissolve,K")
    row, column, message = refusal(MARCH, "reparent,A,,,,K")
    assert (row, column) == (2, "new_parent")
    assert "chấm dứt từ ngày 01/7/2025" in message
    assert refusal(MARCH, "merge,A,N,Xã N,xa,K")[1] == "new_parent"


def test_a_parent_that_ends_later__fits_where_the_later_parent_is_known(tree):
    enter(JULY, "dissolve,K", "reparent,A,,,,T")
    enter(MARCH, "reparent,A,,,,K")
    assert [parent for *_more, parent in life("A")] == ["H", "K", "T"]


def test_a_district_that_ends__takes_nobody_with_it_who_stays_under_it(tree):
    row, column, message = refusal(MARCH, "dissolve,H")
    assert (row, column) == (2, "code")
    assert "A" in message
    assert "H" in message
    moved = [f"reparent,{code},,,,T" for code in "ABC"]
    assert not enter(MARCH, *moved, "dissolve,H").report.errors


def test_a_circle_that_would_come_later__is_refused_whole(tree):
    enter(JULY, "reparent,K,,,,A", "rename,A,,Xã Sau,,")
    before = list(AgencyPeriod.objects.order_by("pk").values())
    with pytest.raises(AgencyTreeError):
        enter(MARCH, "reparent,A,,,,K")
    assert list(AgencyPeriod.objects.order_by("pk").values()) == before


def posts(user) -> list[tuple]:
    rows = Membership.objects.main().filter(user=user).order_by("period")
    return [(m.agency.code, m.period.lower, m.period.upper) for m in rows]


def test_people__who_came_or_left_before_it_was_entered(tree):
    unit = Agency.objects.get(code="A")
    stayed = MembershipFactory(agency=unit).user
    came = MembershipFactory(agency=unit, period=(JULY, None)).user
    left = MembershipFactory(agency=unit, period=(None, JULY)).user
    gone = MembershipFactory(agency=unit, period=(None, LATE)).user
    assert enter(MARCH, "absorb,A,B,,,").report.extra["moved"] == 3
    assert posts(stayed) == [("A", None, MARCH), ("B", MARCH, None)]
    assert posts(came) == [("B", JULY, None)]
    assert posts(left) == [("A", None, MARCH), ("B", MARCH, JULY)]
    assert posts(gone) == [("A", None, LATE)]


def test_people__follow_on_where_the_successor_has_been_merged_since(tree):
    person = MembershipFactory(agency=Agency.objects.get(code="A")).user
    enter(JULY, "absorb,B,C,,,")
    enter(MARCH, "absorb,A,B,,,")
    assert posts(person) == [
        ("A", None, MARCH), ("B", MARCH, JULY), ("C", JULY, None)
    ]  # fmt: skip


def test_people__stay_listed_where_the_successor_was_dissolved_since(tree):
    person = MembershipFactory(agency=Agency.objects.get(code="A")).user
    enter(JULY, "dissolve,B")
    assert enter(MARCH, "absorb,A,B,,,").homeless[0].user == person
    assert posts(person) == [("A", None, MARCH), ("B", MARCH, None)]


def test_a_side_post_at_the_successor__makes_room_for_the_main_one(tree):
    main = MembershipFactory(agency=Agency.objects.get(code="A"))
    other = Agency.objects.get(code="B")
    MembershipFactory(user=main.user, agency=other, is_main=False)
    enter(MARCH, "absorb,A,B,,,")
    assert posts(main.user) == [("A", None, MARCH), ("B", MARCH, None)]
    side = Membership.objects.get(user=main.user, is_main=False)
    assert (side.period.lower, side.period.upper) == (None, MARCH)


def held(role) -> tuple | None:
    row = AgencyRole.objects.filter(pk=role.pk).first()
    return row and (row.period.lower, row.period.upper)


def test_roles__end_with_the_unit_and_none_passes_on(tree):
    unit = Agency.objects.get(code="A")
    over = AgencyRoleFactory(agency=unit, period=(None, LATE))
    role = AgencyRoleFactory(agency=unit, role="head")
    above = AgencyRoleFactory(agency=Agency.objects.get(code="H"))
    deputy = delegate_role(
        role=role, to=UserFactory(), since=LATE, until=JULY, reason="đi học", by=None
    )
    outcome = enter(MARCH, "absorb,A,B,,,")
    assert {row.pk for row in outcome.roles} == {role.pk, deputy.pk}
    assert outcome.report.extra["roles_ended"] == 2
    assert held(role) == (None, MARCH)
    assert held(deputy) == (LATE, MARCH)
    assert (held(over), held(above)) == ((None, LATE), (None, None))
    assert AgencyRole.objects.count() == 4


def test_roles_given_before_the_end_was_entered__end_on_the_day_of_entry(tree):
    unit, today = Agency.objects.get(code="A"), timezone.localdate(AT)
    used = AgencyRoleFactory(agency=unit, period=(JULY, None))
    short = delegate_role(
        role=used, to=UserFactory(), since=today + A_DAY, until=today + A_DAY,
        reason="nghỉ", by=None,
    )  # fmt: skip
    never = AgencyRoleFactory(agency=unit, period=(today + A_DAY, None))
    enter(MARCH, "absorb,A,B,,,")
    assert held(used) == (JULY, today)
    assert held(short) is None
    assert held(never) is None


def test_the_command__counts_and_names_the_roles(tree, tmp_path):
    role = AgencyRoleFactory(agency=Agency.objects.get(code="A"))
    path, out = tmp_path / "r.csv", StringIO()
    path.write_text("action,code,new_code\nabsorb,A,B\n", encoding="utf-8")
    call_command("reorganise", str(path), effective=MARCH, stdout=out)
    assert "1 vai trò kết thúc" in out.getvalue()
    assert role.user.full_name in out.getvalue()
