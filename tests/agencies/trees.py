"""Random trees in time, stored and walked by hand."""

from datetime import date, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import strategies as st

from agencies.models import Agency, AgencyPeriod
from agencies.services import rebuild_ancestry

FIRST = date(2022, 1, 1)
LENGTH = 12  # days in which everything happens


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


@st.composite
def histories(draw) -> list[list[int | None]]:
    """For each agency its parent on each day; None is a root, -1 no agency that day.

    An agency stands only under those before it in an order drawn for each change, and
    only under those that exist.
    """
    size = draw(st.integers(1, 7))
    result: list[list[int | None]] = [[] for _ in range(size)]
    changes = sorted(draw(st.sets(st.integers(1, LENGTH - 1), max_size=4)) | {0})
    for start, end in zip(changes, [*changes[1:], LENGTH], strict=True):
        order = draw(st.permutations(range(size)))
        alive = [i for i in order if draw(st.integers(0, 5))]
        for i in range(size):
            above = alive[: alive.index(i)] if i in alive else []
            parent = draw(st.sampled_from([None, *above])) if i in alive else -1
            result[i] += [parent] * (end - start)
    return result


def spans(days: list[int | None]) -> list[tuple[int, int, int | None]]:
    found = []
    for number, parent in enumerate(days):
        if found and found[-1][2] == parent:
            found[-1] = (found[-1][0], number + 1, parent)
        else:
            found.append((number, number + 1, parent))
    return [span for span in found if span[2] != -1]


def store(parents: list[list[int | None]]) -> list[Agency]:
    agencies = Agency.objects.bulk_create(
        Agency(code=f"A{i}") for i in range(len(parents))
    )
    AgencyPeriod.objects.bulk_create(
        AgencyPeriod(
            agency=agency,
            name=agency.code,
            kind="xa",
            parent=None if parent is None else agencies[parent],
            period=DateRange(day(start), day(end)),
        )
        for agency, days in zip(agencies, parents, strict=True)
        for start, end, parent in spans(days)
    )
    rebuild_ancestry()
    return agencies


def above(parents: list[list[int | None]], agency: int, number: int) -> set[int]:
    """Who stands above on a day, and the agency itself: walked link by link."""
    found = set()
    while agency is not None and parents[agency][number] != -1:
        found.add(agency)
        agency = parents[agency][number]
    return found
