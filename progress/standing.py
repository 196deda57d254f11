"""Where an enrolment stands on a day: not begun, learning, stalled, passed or not."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import (
    Case,
    CharField,
    Max,
    OuterRef,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from enrolments.models import Enrolment
from enrolments.querysets import end_of
from progress.models import Completion, Visit

STALLED_AFTER = timedelta(days=7)


class Standing(TextChoices):
    """Where an enrolment stands on a day; every enrolment has exactly one."""

    COMING = "coming", _("Chưa khai giảng")
    NOT_STARTED = "not_started", _("Chưa học")
    STALLED = "stalled", _("Dừng quá 7 ngày")
    LEARNING = "learning", _("Đang học")
    UNFINISHED = "unfinished", _("Không hoàn thành")
    NOT_PASSED = "not_passed", _("Hoàn thành, chưa đạt")
    PASSED = "passed", _("Đạt")


SELDOM = (Standing.COMING, Standing.UNFINISHED)  # not named where there is nobody
AT_RISK = (Standing.NOT_STARTED, Standing.STALLED, Standing.NOT_PASSED)


def _last_seen(end: datetime) -> Greatest:
    """When the learner last opened or finished anything, as known at `end`.

    A visit keeps only its first and last moment, so for a past day it is the later of
    those that had come by then.
    """
    known = Case(
        When(last_at__lt=end, then="last_at"), When(first_at__lt=end, then="first_at")
    )
    visits = Visit.objects.filter(enrolment=OuterRef("pk")).order_by()
    done = Completion.objects.filter(enrolment=OuterRef("pk"), completed_at__lt=end)
    opened = visits.values("enrolment").annotate(at=Max(known))
    finished = done.order_by().values("enrolment").annotate(at=Max("completed_at"))
    return Greatest(Subquery(opened.values("at")), Subquery(finished.values("at")))


def standing_on(enrolments: QuerySet[Enrolment], on: date) -> QuerySet[Enrolment]:
    """Annotate `last_seen_at` and `standing` as at the end of that day.

    Nothing is asked yet of who waits for a class to open, whatever he or she has read,
    and nothing any more of who had not finished when it closed.
    """
    end = end_of(on)
    standing = Case(
        When(passed_at__lt=end, then=Value(Standing.PASSED)),
        When(completed_at__lt=end, then=Value(Standing.NOT_PASSED)),
        When(training_class__closed_at__lt=end, then=Value(Standing.UNFINISHED)),
        When(training_class__opens_on__gt=on, then=Value(Standing.COMING)),
        When(last_seen_at=None, then=Value(Standing.NOT_STARTED)),
        When(last_seen_at__lt=end - STALLED_AFTER, then=Value(Standing.STALLED)),
        default=Value(Standing.LEARNING),
        output_field=CharField(),
    )
    return enrolments.annotate(last_seen_at=_last_seen(end)).annotate(standing=standing)
