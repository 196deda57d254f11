"""Lists of people: who was sent, and whose result is recognised."""

from __future__ import annotations

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from accounts.formats import number, vdate
from agencies.models import AgencyPeriod, Membership
from enrolments.models import Enrolment, TrainingClass
from enrolments.querysets import end_of
from progress.official.content import Content, Heading
from progress.official.query import Query
from progress.official.wording import of_what, unit_name
from progress.rollup import assigned

PERSON = [
    Heading("TT", 5),
    Heading("Họ và tên", 28, is_dated=False),
    Heading("Ngày sinh", 12, is_dated=False),
    Heading("Chức vụ", 26),
    Heading("Đơn vị", 32),
]


def in_order(query: Query) -> QuerySet[Enrolment]:
    """The people by unit, then by given name, as Vietnamese lists go."""
    on = query.as_at
    units = AgencyPeriod.objects.on(on).filter(agency=OuterRef("agency_on"))
    posts = Membership.objects.on(on).main().filter(user=OuterRef("learner"))
    rows = assigned(
        agency=query.agency, on=on, training_class=query.training_class
    ).select_related("learner", "training_class")
    return rows.annotate(
        unit_name=Subquery(units.values("name")[:1]),
        unit_key=Subquery(units.values("sort_key")[:1]),
        position_on=Subquery(posts.values("position")[:1]),
    ).order_by("unit_key", "learner__sort_key", "learner_id", "training_class__code")


def person(at: int, row: Enrolment) -> list:
    return [
        at,
        row.learner.full_name,
        row.learner.birth_on,
        row.position_on or "",
        row.unit_name or "",
    ]


def participants(query: Query) -> Content:
    """Danh sách học viên."""
    rows, keys, people = [], [], set()
    for at, row in enumerate(in_order(query).iterator(chunk_size=2000), start=1):
        reached_at = row.learner.phone or row.learner.email or ""
        rows.append([*person(at, row), reached_at, row.training_class.code])
        keys.append(str(row.uid))
        people.add(row.learner_id)
    return Content(
        title=f"Danh sách học viên của {unit_name(query)}: {of_what(query)}",
        caption="Danh sách học viên",
        summary=[f"Có {number(len(people))} người, {number(len(rows))} lượt ghi danh."],
        columns=[
            *PERSON,
            Heading("Điện thoại, thư công vụ", 24, is_dated=False),
            Heading("Lớp", 12),
        ],
        rows=rows,
        keys=keys,
    )


def decision_of(group: TrainingClass) -> str:
    """By which decision, with its day: a number alone begins anew every year."""
    if not group.decision_number:
        return ""
    day = f" ngày {vdate(group.decision_on)}" if group.decision_on else ""
    return f" theo Quyết định số {group.decision_number}{day}"


def recognition(query: Query) -> Content:
    """Danh sách công nhận kết quả: passed, and at the meetings often enough."""
    end = end_of(query.as_at)
    passed = (
        in_order(query)
        .filter(passed_at__lt=end)
        .with_attendance(at=end)
        .filter(attends_enough=True)
    )
    rows, keys = [], []
    for at, row in enumerate(passed.iterator(chunk_size=2000), start=1):
        rows.append([*person(at, row), timezone.localdate(row.passed_at), "Đạt"])
        keys.append(str(row.uid))
    group = query.training_class
    basis = decision_of(group) if group else ""
    return Content(
        title=f"Danh sách công nhận kết quả của {unit_name(query)}: {of_what(query)}",
        caption="Danh sách công nhận kết quả",
        summary=[f"Công nhận kết quả của {number(len(rows))} học viên{basis}."],
        columns=[*PERSON, Heading("Ngày đạt"), Heading("Kết quả")],
        rows=rows,
        keys=keys,
    )
