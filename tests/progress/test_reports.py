"""Completion by agency against a plain recount, on any tree and any day."""

import datetime as dt
from collections import defaultdict

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from agencies.models import Agency, AgencyPeriod, Membership
from agencies.services import rebuild_ancestry
from enrolments.models import Enrolment
from enrolments.services.closing import close_class
from progress.models import Completion, Visit
from progress.reports import agency_progress, completions_by_day, whole_tree
from progress.risks import at_risk, standings
from progress.rollup import Figures
from progress.sums.keeping import fold
from tests.factories import (
    EVER,
    AgencyFactory,
    EnrolmentFactory,
    LessonFactory,
    MembershipFactory,
    ModuleFactory,
    TrainingClassFactory,
    UserFactory,
)

TODAY = timezone.localdate()
FIRST = TODAY - dt.timedelta(days=8)


def noon(day):
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


def figures(rows):
    return {row.code: row.figures for row in rows}


@pytest.fixture
def district(db):
    """Huyện with its own people and two communes."""
    huyen = AgencyFactory(code="H", name="Huyện Châu Đức", kind="cap_huyen")
    for code, name in [("X1", "Xã Suối Rao"), ("X2", "Xã Bình Ba")]:
        AgencyFactory(code=code, name=name, parent=huyen)
    return huyen


def enrol(group, code, **facts):
    agency = Agency.objects.get(code=code)
    enrolment = EnrolmentFactory(training_class=group, **facts)
    MembershipFactory(user=enrolment.learner, agency=agency)
    if enrolment.ended_at:
        enrolment.answering_agency = agency
        enrolment.save()
    return enrolment


def test_agency_progress__rolls_up_and_shows_own_people_apart(district):
    group = TrainingClassFactory()
    enrol(group, "H")
    enrol(group, "X1", passed=True)
    enrol(group, "X1", completed=True)
    progress = agency_progress(agency=district, on=TODAY)
    assert progress.total.figures == Figures(3, 2, 2, 1)
    own, *children = progress.rows
    assert own.is_own
    assert own.figures == Figures(1, 0, 0, 0)
    assert [(row.name, row.figures) for row in children] == [
        ("Xã Bình Ba", Figures()),
        ("Xã Suối Rao", Figures(2, 2, 2, 1)),
    ]


def test_agency_progress__counts_started_by_a_visit_up_to_the_day(district):
    group = TrainingClassFactory()
    enrolment = enrol(group, "X1")
    lesson = LessonFactory(module=ModuleFactory(course=group.course))
    Visit.objects.create(
        enrolment=enrolment, activity=lesson, first_at=noon(TODAY), last_at=noon(TODAY)
    )
    yesterday = TODAY - dt.timedelta(days=1)
    assert agency_progress(agency=district, on=TODAY).total.figures.started == 1
    assert agency_progress(agency=district, on=yesterday).total.figures.started == 0


def test_agency_progress__one_class_only(district):
    first, second = TrainingClassFactory(), TrainingClassFactory()
    enrol(first, "X1")
    enrol(second, "X2")
    both = agency_progress(agency=district, on=TODAY)
    assert both.total.figures.assigned == 2
    one = agency_progress(agency=district, on=TODAY, training_class=first)
    assert figures(one.rows) == {"X1": Figures(1), "X2": Figures()}
    assert figures(both.of_class(first).rows) == figures(one.rows)


def test_agency_progress__kinds_list_units_at_any_depth_and_count_each_once(district):
    group = TrainingClassFactory()
    inner = AgencyFactory(
        code="X1a", name="Xã trong xã", parent=Agency.objects.get(code="X1")
    )
    enrol(group, "H")
    enrol(group, inner.code)
    for _way in ("each unit added up", "branches"):
        progress = agency_progress(agency=district, on=TODAY, kinds=["xa"])
        assert figures(progress.rows) == {
            "X1": Figures(1),
            "X1a": Figures(1),
            "X2": Figures(),
        }
        assert progress.total.figures == Figures(1)
        fold(today=TODAY)


def test_agency_progress__opened_row_is_followed_by_its_children(db):
    top = AgencyFactory(code="T", kind="tinh")
    for code in ("A", "B"):
        child = AgencyFactory(code=code, name=code, parent=top, kind="cap_huyen")
        AgencyFactory(code=f"{code}1", parent=child)
    enrol(TrainingClassFactory(), "A")
    rows = agency_progress(agency=top, on=TODAY, opened=["A", "elsewhere"]).rows
    assert [(row.code, row.level, row.is_own) for row in rows] == [
        ("A", 1, False),
        ("A", 2, True),
        ("A1", 2, False),
        ("B", 1, False),
    ]


def test_agency_progress__closed_enrolment_stays_with_the_unit_it_was_closed_in(
    district,
):
    group = TrainingClassFactory()
    enrolment = enrol(group, "X1", passed=True)
    Membership.objects.filter(user=enrolment.learner).delete()
    MembershipFactory(user=enrolment.learner, agency=Agency.objects.get(code="X2"))
    rows = figures(agency_progress(agency=district, on=TODAY).rows)
    assert rows == {"X1": Figures(1, 1, 1, 1), "X2": Figures()}


def test_agency_progress__who_withdrew_counts_until_that_day(district):
    group = TrainingClassFactory()
    enrol(group, "X1", ended_at=noon(TODAY), ended_reason="withdrawn")
    assert agency_progress(agency=district, on=TODAY).total.figures == Figures()
    yesterday = TODAY - dt.timedelta(days=1)
    assert agency_progress(agency=district, on=yesterday).total.figures == Figures(1)


def test_tables__as_many_queries_whatever_the_number_of_agencies(
    district, django_assert_num_queries
):
    for _ in range(20):
        AgencyFactory(parent=district)
    with django_assert_num_queries(4):
        agency_progress(agency=district, on=TODAY)
    with django_assert_num_queries(3):
        whole_tree(agency=district, on=TODAY)
    fold(today=TODAY)
    with django_assert_num_queries(2):
        agency_progress(agency=district, on=TODAY)
    with django_assert_num_queries(2):
        whole_tree(agency=district, on=TODAY)
    with django_assert_num_queries(1):
        completions_by_day(agency=district, on=TODAY)


def test_completions_by_day__counts_local_days_of_the_subtree(district):
    group = TrainingClassFactory()
    late = timezone.make_aware(
        dt.datetime.combine(TODAY - dt.timedelta(days=2), dt.time(23, 59))
    )
    enrol(group, "X1", completed=True, completed_at=late, ended_at=late)
    enrol(group, "X1")
    outside = AgencyFactory(code="Z")
    enrol(group, outside.code, completed=True)
    found = completions_by_day(agency=district, on=TODAY)
    assert found == {group.pk: {late.date(): 1}}


# --- any tree, any moves, any day --------------------------------------------------

DAYS = st.integers(0, 8)
PEOPLE = st.lists(
    st.fixed_dictionaries(
        {
            "home": st.integers(0, 6),
            "moves": st.none() | st.tuples(st.integers(1, 8), st.integers(0, 6)),
            "enrolled": DAYS,
            "visited": st.none() | DAYS,
            "finished": st.none() | DAYS,
            "completed": st.none() | DAYS,
            "passes": st.booleans(),
        }
    ),
    max_size=6,
)
# The parent of unit i is a unit before it, so that there is no circle.
TREES = st.tuples(
    *(st.none() | st.integers(0, i - 1) if i else st.none() for i in range(7))
)


def test_agency_progress__who_had_not_finished_at_the_closing_still_counts(district):
    group = TrainingClassFactory()
    enrol(group, "X1", passed=True)
    enrol(group, "X1")
    enrol(group, "X2")
    said = {"decision_number": "9/QĐ-SNV", "decision_on": TODAY}
    close_class(training_class=group, by=UserFactory(), at=noon(TODAY), **said)
    asked = {"agency": district, "on": TODAY}
    rows = figures(agency_progress(**asked).rows)
    assert rows == {"X1": Figures(2, 1, 1, 1), "X2": Figures(1)}
    said = standings(**asked, training_class=None)
    assert (said["unfinished"], said["not_started"], said["at_risk"]) == (2, 0, 0)
    assert at_risk(**asked, training_class=None, most=9) == []
    later = {"agency": district, "on": TODAY + dt.timedelta(days=40)}
    assert agency_progress(**later).total.figures == Figures(3, 1, 1, 1)


def naive(people, tree, day):
    """Recount with loops: for each person the unit of that day, then all units above."""
    counts = defaultdict(lambda: [0, 0, 0, 0])
    for person in people:
        if person["enrolled"] > day:
            continue
        done = person["completed"] is not None and person["completed"] <= day
        unit = unit_on(person, person["completed"] if done else day)
        begun = any(
            person[k] is not None and person[k] <= day for k in ("visited", "finished")
        )
        marks = [True, begun or done, done, done and person["passes"]]
        while unit is not None:
            counts[unit] = [n + m for n, m in zip(counts[unit], marks, strict=True)]
            unit = tree[unit]
    return {f"U{unit}": Figures(*counts[unit]) for unit in range(len(tree))}


def unit_on(person, day):
    moves = person["moves"]
    return moves[1] if moves and day >= moves[0] else person["home"]


def build(people, before, after, reformed):
    """Write the drawn people over a tree that is re-parented on day `reformed`."""
    agencies = [Agency.objects.create(code=f"U{i}") for i in range(len(before))]
    change = FIRST + dt.timedelta(days=reformed)
    for tree, period in (
        (before, DateRange(None, change)),
        (after, DateRange(change, None)),
    ):
        for agency, parent in zip(agencies, tree, strict=True):
            AgencyPeriod.objects.create(
                agency=agency,
                name=agency.code,
                kind="xa",
                period=period,
                parent=None if parent is None else agencies[parent],
            )
    rebuild_ancestry()
    group = TrainingClassFactory(course__certificate=False)
    lesson = LessonFactory(module=ModuleFactory(course=group.course))
    for person in people:
        write_person(person, agencies, group, lesson)
    return group


def write_person(person, agencies, group, lesson):
    def at(day):
        return None if day is None else noon(FIRST + dt.timedelta(days=day))

    user = UserFactory()
    spans = [(person["home"], EVER)]
    if person["moves"]:
        change = FIRST + dt.timedelta(days=person["moves"][0])
        spans = [
            (person["home"], DateRange(None, change)),
            (person["moves"][1], DateRange(change, None)),
        ]
    for unit, period in spans:
        # Two posts in one unit are one span: the constraint only forbids overlaps.
        MembershipFactory(user=user, agency=agencies[unit], period=period)
    done = person["completed"]
    enrolment = Enrolment.objects.create(
        learner=user,
        training_class=group,
        enrolled_at=at(person["enrolled"]),
        completed_at=at(done),
        passed_at=at(done) if person["passes"] else None,
        ended_at=at(done),
        ended_reason="" if done is None else "completed",
        answering_agency=None if done is None else agencies[unit_on(person, done)],
    )
    if (day := at(person["visited"])) is not None:
        Visit.objects.create(
            enrolment=enrolment, activity=lesson, first_at=day, last_at=day
        )
    if (day := at(person["finished"])) is not None:
        Completion.objects.create(
            enrolment=enrolment, activity=lesson, occasion="1", completed_at=day
        )


class TestAnyTree(TestCase):
    @settings(
        max_examples=20,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(people=PEOPLE, before=TREES, after=TREES, reformed=DAYS, day=DAYS)
    def test_whole_tree__equals_a_plain_recount(
        self, people, before, after, reformed, day
    ):
        group = build(people, before, after, reformed)
        on = FIRST + dt.timedelta(days=day)
        expected = naive(people, after if day >= reformed else before, day)
        rows = whole_tree(agency=None, on=on, training_class=group)
        assert figures(rows) == expected
        for row in rows:
            progress = agency_progress(agency=Agency.objects.get(code=row.code), on=on)
            assert progress.total.figures == row.figures
            parts = [r.figures for r in progress.rows]
            if parts:
                assert sum(parts[1:], parts[0]) == row.figures
