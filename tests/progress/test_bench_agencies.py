"""The bed of `make bench-agencies` in small: the sums equal a plain recount on any day."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from benchmarks.agencies import bed, pages, recount
from benchmarks.agencies.measuring import measure
from enrolments.querysets import end_of
from progress.sums.keeping import differences, fold
from tests.factories import CourseFactory

pytestmark = pytest.mark.django_db


def test_figures_of_every_unit_equal_a_plain_recount():
    CourseFactory()  # the catalogue that courses stand in
    bed.build(agencies=80, people=600)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as after the real bed: plans need to know its size
    today = timezone.localdate()
    for days_ago in (0, 5, 12, 29):
        day = today - dt.timedelta(days=days_ago)
        assert recount.differences(day, end_of(day)) == 0
        fold(today=day)
    assert differences() == []
    for thing in pages.asked(today - dt.timedelta(days=12)):
        taken = measure(thing.action, 1)
        assert taken.statements <= 24
        assert thing.name in taken.line(thing)
