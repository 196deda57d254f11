"""Sums of branches: read while the tree stands as it was added up, never otherwise."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from agencies.models import AgencyAncestry
from agencies.reorganising import Step
from agencies.services import rebuild_ancestry
from agencies.services.reorganise import reorganise
from enrolments.models import Enrolment
from progress.models import Fold
from progress.sums.asking import planned_for_its_values
from progress.sums.keeping import differences, fold
from progress.tasks import fold_sums
from tests.progress.province import TODAY, noon, province
from tests.progress.ways import compare_ways

DAYS = [TODAY - dt.timedelta(days=n) for n in range(24, -1, -1)]
SOON = TODAY + dt.timedelta(days=10)


@pytest.fixture
def units(db):
    return province()[0]


def absorb(code, heir, day):
    steps = [Step(2, "absorb", code, heir, "", "", "")]
    return reorganise(steps=steps, effective_on=day, at=timezone.now())


def tree():
    return Fold.objects.get().tree


def test_nothing_is_folded__each_unit_is_added_up(units):
    assert not any(compare_ways(day) for day in DAYS)


def test_one_tree_for_ever__is_read_on_any_day(units):
    fold(today=TODAY)
    assert all(compare_ways(day) for day in [*DAYS, SOON])


def test_a_reorganisation__is_seen_at_once_and_folded_later(units):
    fold(today=TODAY)
    absorb("SR", "XS", DAYS[8])
    assert tree() is None
    assert not any(compare_ways(day) for day in DAYS)
    fold_sums()
    assert (tree().lower, tree().upper) == (DAYS[8], None)
    assert [compare_ways(day) for day in DAYS] == [day >= DAYS[8] for day in DAYS]
    assert differences() == []


def test_a_reorganisation_to_come__ends_the_days_of_this_tree(units):
    absorb("SR", "XS", SOON)
    fold(today=TODAY)
    assert tree().upper == SOON
    assert compare_ways(SOON - dt.timedelta(days=1))
    assert not compare_ways(SOON)
    fold(today=SOON)
    assert tree().lower == SOON
    assert compare_ways(SOON)
    assert not compare_ways(TODAY)
    assert differences() == []


def test_changes_go_into_the_branches_one_by_one(units):
    fold(today=TODAY)
    for day in (DAYS[9], TODAY):
        row = Enrolment.objects.filter(completed_at=None).first()
        Enrolment.objects.filter(pk=row.pk).update(
            completed_at=noon(day), passed_at=noon(day)
        )
        assert all(compare_ways(on) for on in DAYS)
        fold(today=TODAY)
        assert differences() == []
    assert all(compare_ways(on) for on in DAYS)


def test_deriving_the_same_tree_again__keeps_the_branches(units):
    fold(today=TODAY)
    rows = set(AgencyAncestry.objects.values_list("pk", flat=True))
    rebuild_ancestry()
    assert set(AgencyAncestry.objects.values_list("pk", flat=True)) == rows
    assert tree() is not None


def test_a_truncated_tree__is_not_read_either(units):
    fold(today=TODAY)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE agencies_agencyancestry")
    assert tree() is None


def test_planning_for_its_values__leaves_the_connection_as_it_was(units):
    connection.ensure_connection()
    before = connection.connection.prepare_threshold
    with planned_for_its_values():
        assert connection.connection.prepare_threshold is None
    assert connection.connection.prepare_threshold == before is not None
