"""The tree in time: what is stored equals a recount day by day."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from agencies.models import Agency, AgencyAncestry, AgencyPeriod
from agencies.services import AgencyTreeError, rebuild_ancestry
from tests.agencies.trees import FIRST, LENGTH, above, day, histories, store
from tests.factories import AgencyFactory


class AnyTree(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(histories())
    def test_ancestry__equals_a_recount_day_by_day(self, parents):
        agencies = store(parents)
        number_of = {agency.pk: i for i, agency in enumerate(agencies)}
        for number in range(LENGTH):
            rows = AgencyAncestry.objects.on(day(number))
            stored = {
                (number_of[d], number_of[a])
                for d, a in rows.values_list("descendant", "ancestor")
            }
            counted = {
                (i, j) for i in range(len(parents)) for j in above(parents, i, number)
            }
            assert stored == counted
        call_command("check_agencies", stdout=StringIO())

    @settings(max_examples=20, deadline=None)
    @given(histories(), st.integers(0, LENGTH - 1), st.data())
    def test_within__is_the_subtree_of_the_day(self, parents, number, data):
        agencies = store(parents)
        top = data.draw(st.integers(0, len(parents) - 1))
        within = Agency.objects.within(agencies[top], on=day(number))
        assert {a.code for a in within} == {
            f"A{i}" for i in range(len(parents)) if top in above(parents, i, number)
        }


@pytest.mark.django_db
def test_circle__is_refused():
    a = AgencyFactory()
    b = AgencyFactory(parent=a)
    AgencyPeriod.objects.filter(agency=a).update(parent=b)
    with pytest.raises(AgencyTreeError, match=f"{a.code}|{b.code}"):
        rebuild_ancestry()


@pytest.mark.django_db
def test_parent_that_is_gone__is_refused():
    a = AgencyFactory()
    AgencyFactory(parent=a)
    AgencyPeriod.objects.filter(agency=a).update(period=DateRange(None, FIRST))
    with pytest.raises(AgencyTreeError, match="không tồn tại"):
        rebuild_ancestry()


def broken_ancestry(a, b):
    AgencyAncestry.objects.filter(descendant=b, ancestor=a).delete()


def broken_days(a, b):
    AgencyAncestry.objects.filter(descendant=b).update(period=DateRange(FIRST, None))


def broken_circle(a, b):
    AgencyPeriod.objects.filter(agency=a).update(parent=b)


def broken_parent(a, b):
    AgencyPeriod.objects.filter(agency=a).update(period=DateRange(FIRST, None))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "harm", [broken_ancestry, broken_days, broken_circle, broken_parent]
)
def test_check__finds_what_was_broken(harm):
    a = AgencyFactory()
    b = AgencyFactory(parent=a)
    harm(a, b)
    out = StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("check_agencies", stdout=out)
    assert refusal.value.returncode == 1
    assert b.code in out.getvalue()
