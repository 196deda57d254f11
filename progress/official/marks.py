"""Bảng điểm: every learner's newest result in every marked activity."""

from __future__ import annotations

from collections import Counter

from django.db.models import Q

from accounts.formats import number, points
from enrolments.querysets import end_of
from progress.models import Completion
from progress.official.content import Content, Heading
from progress.official.people import in_order
from progress.official.query import Query
from progress.official.wording import of_what, unit_name


def marks(query: Query) -> Content:
    """A row for each person and activity: mark out of its scale, how often, result."""
    end = end_of(query.as_at)
    people = {row.pk: row for row in in_order(query)}
    found = (
        Completion.objects.filter(
            Q(voided_at=None) | Q(voided_at__gte=end),
            enrolment__in=people,
            completed_at__lt=end,
            max_score__gt=0,
        )
        .select_related("activity")
        .order_by("completed_at", "pk")
    )
    newest, times = {}, Counter()
    for row in found:
        key = (row.enrolment_id, row.activity.path)
        newest[key] = row
        times[key] += 1
    order = {pk: at for at, pk in enumerate(people)}
    keys = sorted(newest, key=lambda key: (order[key[0]], key[1]))
    rows = [
        [
            at,
            people[key[0]].learner.full_name,
            people[key[0]].unit_name or "",
            newest[key].activity.title,
            f"{points(newest[key].score)}/{points(newest[key].max_score)}",
            times[key],
            "Đạt" if newest[key].passed else "Chưa đạt",
        ]
        for at, key in enumerate(keys, start=1)
    ]
    passed = sum(row[-1] == "Đạt" for row in rows)
    return Content(
        title=f"Bảng điểm của {unit_name(query)}: {of_what(query)}",
        caption="Bảng điểm",
        summary=[f"Có {number(len(rows))} kết quả, {number(passed)} kết quả đạt."],
        columns=[
            Heading("TT", 5),
            Heading("Họ và tên", 28, is_dated=False),
            Heading("Đơn vị", 30),
            Heading("Bài", 36, is_dated=False),
            Heading("Điểm", 9),
            Heading("Lần thi", 8),
            Heading("Kết quả", 10),
        ],
        rows=rows,
        keys=[f"{people[pk].uid} {path}" for pk, path in keys],
    )
