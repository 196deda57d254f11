"""A roster sent, applied and taken back by the coordinator of a district, for the tests."""

from __future__ import annotations

from django.utils import timezone

from accounts.models import User
from agencies.models import Membership
from enrolments import tasks
from enrolments.models import Enrolment, RosterImport
from enrolments.services.roster_import import (
    keep_upload,
    plan_import,
    start_applying,
    start_undoing,
)
from enrolments.services.roster_import.uploads import Upload
from tests.enrolments.offices import workbook
from tests.factories import MembershipFactory, UserFactory

HEADER = ["Mã cán bộ", "Họ và tên", "Ngày sinh", "Đơn vị", "Chức vụ", "Email"]


def sent(desk, rows, *, header=HEADER, agency="CD", **more) -> RosterImport:
    content = rows if isinstance(rows, bytes) else workbook([header, *rows])
    upload = Upload(
        name="danh-sach.xlsx",
        content=content,
        agency=desk[agency],
        effective_on=more.pop("effective_on", timezone.localdate()),
        **more,
    )
    roster = keep_upload(upload=upload, by=desk["owner"], at=timezone.now())
    return plan_import(roster=roster, at=timezone.now())


def applied(desk, rows, **more) -> RosterImport:
    roster = sent(desk, rows, **more)
    start_applying(roster=roster, at=timezone.now())
    tasks.apply_roster(str(roster.uid))
    roster.refresh_from_db()
    return roster


def undone(roster) -> RosterImport:
    start_undoing(roster=roster, at=timezone.now())
    tasks.undo_roster(str(roster.uid))
    roster.refresh_from_db()
    return roster


def verdicts(roster) -> list[str]:
    return [row["verdict"] for row in roster.plan]


def works_at(user) -> str | None:
    post = Membership.objects.on(timezone.localdate()).main().filter(user=user).first()
    return post.agency.code if post else None


def working(unit, **person):
    user = UserFactory(**person)
    MembershipFactory(user=user, agency=unit, position="Công chức")
    return user


def state_of_everything() -> tuple:
    people = User.objects.order_by("staff_code").values_list(
        "staff_code", "full_name", "birth_on", "email", "phone", "sort_key"
    )
    posts = Membership.objects.order_by("user", "period", "agency").values_list(
        "user", "agency", "position", "period", "is_main"
    )
    enrolled = Enrolment.objects.order_by("pk").values_list(
        "learner", "ended_at", "ended_reason"
    )
    return list(people), list(posts), list(enrolled)
