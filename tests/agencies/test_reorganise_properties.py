"""Whatever is rearranged later, the counts of a past day stay what they were."""

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
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
from agencies.services.reorganise import reorganise
from tests.factories import EVER, AgencyFactory, UserFactory

START = dt.date(2023, 1, 1)
AT = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)

ACTIONS = ["merge", "split", "absorb", "rename", "kind", "reparent", "dissolve"]
changes = st.lists(
    st.tuples(
        st.sampled_from(ACTIONS), st.integers(0, 30), st.integers(0, 30), st.booleans()
    ),
    min_size=1,
    max_size=8,
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
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(changes=changes)
def test_counts_of_a_past_day__never_change_afterwards(db, changes):
    with transaction.atomic():
        forest()
        remembered = {START - dt.timedelta(1): standing(START - dt.timedelta(1))}
        for number, (action, one, other, moves) in enumerate(changes):
            day = START + dt.timedelta(30 * number)
            try:
                step = step_for(action, one, other, number, day)
                reorganise(steps=[step], effective_on=day, at=AT)
            except AgencyTreeError:
                pass  # refused whole; the tree must stand as before
            if moves:
                move_somebody(one, other, day)
            check_tree()
            for past, counts in remembered.items():
                assert standing(past) == counts
            remembered[day] = standing(day)
        before = standing(START)
        rebuild_ancestry()
        assert standing(START) == before
        transaction.set_rollback(True)


def move_somebody(one: int, other: int, day: dt.date) -> None:
    people = sorted(set(Membership.objects.values_list("user", flat=True)))
    living = Agency.objects.existing(day).order_by("code")
    target = living[other % living.count()]
    place_members(posts=[Post(people[one % len(people)], target.pk)], on=day)
