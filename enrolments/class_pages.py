"""The people of a class as its page lists them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.collation import fold
from agencies.models import AgencyPeriod
from enrolments.models import Enrolment, TrainingClass

STATES = {
    "open": Q(ended_at=None, completed_at=None),
    "passed": Q(passed_at__isnull=False),
    "not_passed": Q(completed_at__isnull=False, passed_at=None),
    "ended": Q(ended_at__isnull=False, completed_at=None),
}


@dataclass(frozen=True)
class ClassPeople:
    """The learners that the address asks for, in Vietnamese order."""

    rows: QuerySet[Enrolment]
    q: str
    state: str
    today: date
    is_coming: bool

    # Whether somebody has begun is not the class's to know: the progress page tells
    # "not started" from "learning", and this one says no more than both have in common.
    @property
    def states(self) -> list[tuple[str, str]]:
        return [
            ("open", _("Chưa khai giảng") if self.is_coming else _("Chưa hoàn thành")),
            ("passed", _("Đạt")),
            ("not_passed", _("Hoàn thành, chưa đạt")),
            ("ended", _("Miễn, rút, rời đơn vị")),
        ]

    def audiences(self, group: TrainingClass) -> QuerySet:
        """Whom the class is for, with the units' names of today."""
        names = AgencyPeriod.objects.on(self.today).filter(agency=OuterRef("agency"))
        return group.audiences.select_related("agency").annotate(
            unit=Subquery(names.values("name")[:1])
        )


def people_page(
    group: TrainingClass, rows: QuerySet[Enrolment], asked: Mapping[str, str]
) -> ClassPeople:
    """Narrow the enrolments as the address says; constant queries when listed."""
    today = timezone.localdate()
    q = " ".join(asked.get("q", "")[:100].replace("\x00", "").split())
    state = asked.get("state", "")
    for word in fold(q).split():
        rows = rows.filter(learner__search_text__contains=word)
    rows = rows.filter(STATES.get(state, Q()))
    units = AgencyPeriod.objects.on(today).filter(agency=OuterRef("agency_on"))
    shown = (
        rows.select_related("learner")
        .with_deadline()
        .annotate(unit_name=Subquery(units.values("name")[:1]))
        .order_by("learner__sort_key", "pk")
    )
    state = state if state in STATES else ""
    return ClassPeople(shown, q, state, today, is_coming=group.opens_on > today)
