"""Hours of learning per person and year, for the personal file (hồ sơ cá nhân)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, QuerySet, Sum
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext as _

from accounts.formats import vdate
from accounts.models import User
from agencies.exports import Cell, Column, Plain, Table
from agencies.models import AgencyAncestry
from enrolments.models import Enrolment
from enrolments.querysets import end_of
from progress.lists import Scope
from progress.models import Visit
from progress.rollup import assigned
from progress.sheets import notes_on
from progress.trainees import people, portions


@dataclass(frozen=True)
class YearOfLearning:
    """Courses passed in a year, the hours they count for, and the minutes measured."""

    year: int
    courses: int = 0
    credited: int = 0
    minutes: int = 0


def years_of(
    enrolments: QuerySet[Enrolment], on: date
) -> dict[int, list[YearOfLearning]]:
    """Each learner's years, the newest first. Two queries.

    A course counts in the year in which it was passed, measured time in the year of the
    last visit.
    """
    end = end_of(on)
    passed = (
        enrolments.filter(passed_at__lt=end)
        .order_by()
        .values_list("learner", ExtractYear("passed_at"))
        .annotate(n=Count("pk"), hours=Sum("training_class__course__hours"))
    )
    visits = (
        Visit.objects.filter(enrolment__in=enrolments.values("pk"), first_at__lt=end)
        .order_by()
        .values_list("enrolment__learner", ExtractYear("last_at"))
        .annotate(seconds=Sum("seconds"))
    )
    found: dict[tuple[int, int], dict[str, int]] = defaultdict(dict)
    for learner, year, courses, hours in passed:
        found[learner, year] |= {"courses": courses, "credited": hours or 0}
    for learner, year, seconds in visits:
        found[learner, year]["minutes"] = seconds // 60
    result: dict[int, list[YearOfLearning]] = defaultdict(list)
    for (learner, year), facts in sorted(found.items(), reverse=True):
        result[learner].append(YearOfLearning(year, **facts))
    return result


def of_person(
    pk: int, *, reach: QuerySet[AgencyAncestry], on: date
) -> list[YearOfLearning]:
    """One person's years, of the enrolments that the reader may see."""
    rows = Enrolment.objects.answering(on=on).filter(
        Exists(reach.filter(descendant=OuterRef("agency_on"))), learner=pk
    )
    return years_of(rows, on).get(pk, [])


def by_person(scope: Scope) -> Table:
    """The year of the asked day, a line for each person of the unit."""
    on = scope.filters.on
    return Table(
        title=_("Giờ học"),
        columns=[
            Column(_("Mã cán bộ"), 14),
            Column(_("Họ và tên"), 28),
            Column(_("Năm"), 8),
            Column(_("Khóa đạt"), 10),
            Column(_("Giờ được tính"), 12),
            Column(_("Phút học đo được"), 14),
        ],
        rows=_lines(assigned(agency=scope.unit.agency, on=on), on),
        notes=[
            *notes_on(unit=scope.unit.name, classes=_("Tất cả các lớp"), on=on)[:3],
            (
                _("Giờ được tính"),
                _("Số giờ của các khóa đã đạt trong năm, đến %(day)s.")
                % {"day": vdate(on)},
            ),
        ],
    )


def count_people(scope: Scope) -> int:
    return people(assigned(agency=scope.unit.agency, on=scope.filters.on)).count()


def _lines(enrolments: QuerySet[Enrolment], on: date) -> Iterator[list[Cell]]:
    """Person after person, read in portions."""
    for keys in portions(list(people(enrolments).values_list("pk", flat=True))):
        users = User.objects.in_bulk(keys)
        years = years_of(enrolments.filter(learner__in=keys), on)
        for user in map(users.__getitem__, keys):
            yield line(user.staff_code, user.full_name, years[user.pk], on.year)


def line(code: str, name: str, years: list[YearOfLearning], year: int) -> list[Cell]:
    own = next((y for y in years if y.year == year), YearOfLearning(year))
    return [code, name, Plain(year), own.courses, own.credited, own.minutes]
