"""Whatever is rearranged, in any order of entry, the days before it stay as they were."""

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from agencies.models import Agency, AgencyAncestry, AgencyPeriod, Kind, Membership
from agencies.reorganising import Step
from agencies.services import (
    AgencyTreeError,
    Post,
    check_tree,
    place_members,
    rebuild_ancestry,
)
from agencies.services.inheriting import expected_heirs, stored_heirs
from agencies.services.reorganise import reorganise
from tests.factories import EVER, AgencyFactory, UserFactory

START = dt.date(2023, 1, 1)
AT = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)

ACTIONS = ["merge", "split", "absorb", "rename", "kind", "reparent", "dissolve"]
changes = st.lists(
    st.tuples(
        st.sampled_from(ACTIONS),
        st.integers(0, 30),
        st.integers(0, 30),
        st.integers(0, 6),
        st.booleans(),
    ),
    min_size=1,
    max_size=8,
)
# a day before everything, every day on which something may happen, the day before it
DAYS = sorted(
    START + dt.timedelta(30 * place - before) for place in range(7) for before in (0, 1)
)


def standing(day: dt.date) -> dict:
    """Units and people of every subtree, as at a day."""
    below: dict[str, list] = {}
    rows = AgencyAncestry.objects.on(day).values_list("ancestor__code", "descendant")
    for code, descendant in rows:
        below.setdefault(code, []).append(descendant)
    members = Membership.objects.on(day).main()
    return {
        code: (len(units), members.filter(agency__in=units).count())
        for code, units in sorted(below.items())
    }


def step_for(action: str, one: int, other: int, number: int, day: dt.date) -> Step:
    codes = sorted(AgencyPeriod.objects.on(day).values_list("agency__code", flat=True))
    code, second = codes[one % len(codes)], codes[other % len(codes)]
    new = second if action == "absorb" else f"N{number}"
    succeeds = action in {"merge", "split", "absorb"}
    return Step(
        row=2,
        action=action,
        code=code,
        new_code=new if succeeds else "",
        new_name=f"Xã {number}" if action != "reparent" else "",
        new_kind=Kind.WARD if action != "reparent" else "",
        new_parent=second if action != "dissolve" else "",
    )


def forest() -> None:
    top = AgencyFactory(code="T", kind="tinh", name="Tỉnh")
    for letter in "AB":
        district = AgencyFactory(code=letter, kind="cap_huyen", parent=top)
        for number in range(3):
            commune = AgencyFactory(code=f"{letter}{number}", parent=district)
            Membership.objects.create(user=UserFactory(), agency=commune, period=EVER)


@pytest.mark.django_db
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(changes=changes)
@example(  # a move entered late, to a unit that has been merged since
    changes=[
        ("merge", 0, 18, 0, True),
        ("merge", 16, 0, 0, False),
        ("merge", 21, 26, 6, False),
        ("merge", 27, 30, 0, False),
        ("reparent", 29, 6, 6, False),
        ("merge", 19, 12, 0, False),
        ("merge", 0, 0, 0, False),
        ("merge", 0, 12, 0, True),
    ]
)
def test_counts_of_a_past_day__never_change_afterwards__in_any_order_of_entry(
    db, changes
):
    with transaction.atomic():
        forest()
        stood = {day: standing(day) for day in DAYS}
        for number, (action, one, other, place, moves) in enumerate(changes):
            day = START + dt.timedelta(30 * place)
            try:
                step = step_for(action, one, other, number, day)
                reorganise(steps=[step], effective_on=day, at=AT)
            except AgencyTreeError:
                pass  # refused whole; the tree must stand as before
            if moves:
                move_somebody(one, other, day)
            check_tree()
            nobody_is_twice_or_where_nothing_is()
            assert stored_heirs() == expected_heirs()
            now = {day: standing(day) for day in DAYS}
            assert all(now[past] == stood[past] for past in DAYS if past < day)
            stood = now
        rebuild_ancestry()
        assert {day: standing(day) for day in DAYS} == stood
        transaction.set_rollback(True)


def nobody_is_twice_or_where_nothing_is() -> None:
    """Who is at a unit that has ended has nowhere to follow: it has no one successor."""
    for day in DAYS:
        rows = Membership.objects.on(day).main()
        assert rows.count() == rows.values("user").distinct().count() == 6
        lost = rows.exclude(agency__in=Agency.objects.existing(day))
        assert all(row.agency.successions.count() != 1 for row in lost)


@pytest.mark.django_db
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    said=st.lists(
        st.tuples(st.integers(0, 5), st.sampled_from(["rename", "reparent"])),
        min_size=2,
        max_size=6,
        unique=True,
    ),
    order=st.randoms(use_true_random=False),
)
def test_names_and_parents__are_the_same_in_whatever_order_they_were_entered(
    db, said, order
):
    trees = []
    for shuffled in (sorted(said), order.sample(said, len(said))):
        with transaction.atomic():
            top = AgencyFactory(code="T", kind="tinh", name="Tỉnh")
            for place in range(6):
                AgencyFactory(code=f"P{place}", kind="cap_huyen", parent=top)
            AgencyFactory(code="A", parent=top)
            for place, action in shuffled:
                name = f"Xã {place}" if action == "rename" else ""
                parent = f"P{place}" if action == "reparent" else ""
                step = Step(2, action, "A", "", name, "", parent)
                day = START + dt.timedelta(30 * place)
                done = reorganise(steps=[step], effective_on=day, at=AT)
                assert not done.report.errors
            rows = AgencyPeriod.objects.filter(agency__code="A").order_by("period")
            trees.append(list(rows.values_list("period", "name", "parent__code")))
            transaction.set_rollback(True)
    assert trees[0] == trees[1]


def move_somebody(one: int, other: int, day: dt.date) -> None:
    people = sorted(set(Membership.objects.values_list("user", flat=True)))
    living = Agency.objects.existing(day).order_by("code")
    target = living[other % living.count()]
    place_members(posts=[Post(people[one % len(people)], target.pk)], on=day)
