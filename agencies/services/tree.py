"""Verbs that keep the tree of agencies true in time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.collation import collation_key
from agencies.days import Days
from agencies.histories import History, Span
from agencies.models import Agency, AgencyPeriod, Succession
from agencies.services.inheriting import rebuild_heirs
from agencies.tables import ImportReport

# The recursion follows a link only while the parent exists too. MOST_LEVELS ends it
# should the periods form a circle, which check_tree then finds.
MOST_LEVELS = 60
DERIVED = """
WITH RECURSIVE up AS (
    SELECT agency_id AS descendant_id, agency_id AS ancestor_id, parent_id, period,
           0 AS depth
      FROM agencies_agencyperiod
    UNION ALL
    SELECT up.descendant_id, p.agency_id, p.parent_id, up.period * p.period, up.depth + 1
      FROM up
      JOIN agencies_agencyperiod p
        ON p.agency_id = up.parent_id AND p.period && up.period
     WHERE up.depth < %(levels)s
), derived AS (
    SELECT descendant_id, ancestor_id, unnest(range_agg(period)) AS period
      FROM up
     GROUP BY descendant_id, ancestor_id
)
"""
# Only what differs is written: what is kept beside an unchanged tree stays true.
DELETE = f"""
{DERIVED}
DELETE FROM agencies_agencyancestry a
 WHERE NOT EXISTS (SELECT FROM derived d WHERE d.descendant_id = a.descendant_id
                      AND d.ancestor_id = a.ancestor_id AND d.period = a.period)
"""  # noqa: S608 (made of constants)
INSERT = f"""
{DERIVED}
INSERT INTO agencies_agencyancestry (descendant_id, ancestor_id, period)
TABLE derived EXCEPT SELECT descendant_id, ancestor_id, period FROM agencies_agencyancestry
"""  # noqa: S608 (made of constants)


class AgencyTreeError(ValueError):
    """The tree would not hold together; the message names the agency and why."""


def lock_tree() -> None:
    """Let one transaction at a time change agencies, memberships or roles in bulk."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('agencies.tree'))")


@transaction.atomic
def rebuild_ancestry() -> None:
    """Derive who stands under whom, and when, from the periods.

    With it who answers for units that have ended, from their successions. Raises AgencyTreeError where the periods form no tree.
    """
    with connection.cursor() as cursor:
        for script in (DELETE, INSERT):
            cursor.execute(script, {"levels": MOST_LEVELS})
    check_tree()
    rebuild_heirs()


def check_tree() -> None:
    """Raise AgencyTreeError for the first agency under itself or under a dead parent."""
    for period in AgencyPeriod.objects.circular()[:1]:
        raise AgencyTreeError(
            _("Đơn vị %(code)s đứng dưới chính nó qua các cấp trên.")
            % {"code": period.agency.code}
        )
    for period in AgencyPeriod.objects.orphaned()[:1]:
        raise AgencyTreeError(
            _("Đơn vị %(code)s đứng dưới %(parent)s vào ngày %(parent)s không tồn tại.")
            % {"code": period.agency.code, "parent": period.parent.code}
        )


@transaction.atomic
def import_agencies(*, histories: Sequence[History]) -> ImportReport:
    """Store what files say of agencies; a second time nothing changes.

    An agency's periods and successor are replaced where the file says otherwise; the
    agency itself stays, with everything that refers to it. Agencies that the file does
    not name are left alone. Raises AgencyTreeError, and then nothing is stored.
    """
    lock_tree()
    agencies = agencies_by_code(histories)
    created = {h.code for h in histories if agencies[h.code].pk is None}
    Agency.objects.bulk_create(agencies[code] for code in created)
    stored, heirs = stored_spans(), stored_successions()
    changed = [
        h
        for h in histories
        if stored.get(h.code, ()) != h.spans
        or heirs.get(h.code, set()) != succession(h)
    ]
    replace_periods(changed, agencies)
    replace_successions(changed, agencies)
    if changed:
        rebuild_ancestry()
    return ImportReport(
        created=len(created),
        updated=len(changed) - len(created),
        unchanged=len(histories) - len(changed),
    )


def agencies_by_code(histories: Sequence[History]) -> dict[str, Agency]:
    """All agencies, the file's new ones not yet saved."""
    agencies = {agency.code: agency for agency in Agency.objects.all()}
    for h in histories:
        agencies.setdefault(h.code, Agency(code=h.code))
    return agencies


def stored_spans() -> dict[str, tuple[Span, ...]]:
    """The agencies' periods as files would say them, in order of time."""
    spans: dict[str, list[Span]] = defaultdict(list)
    periods = AgencyPeriod.objects.select_related("agency", "parent").order_by(
        "agency", "period"
    )
    for p in periods:
        parent = p.parent.code if p.parent else ""
        span = Span(Days.of(p.period), p.name, p.kind, p.official_code, parent)
        spans[p.agency.code].append(span)
    return {code: tuple(found) for code, found in spans.items()}


def succession(h: History) -> set[tuple[str, date]]:
    """The successor with the day it takes over; the day after the last one."""
    return {(h.successor, h.life.after)} if h.successor else set()


def stored_successions() -> dict[str, set[tuple[str, date]]]:
    """The successors of each agency with the day they take over."""
    heirs: dict[str, set] = defaultdict(set)
    rows = Succession.objects.values_list(
        "predecessor__code", "successor__code", "effective_on"
    )
    for predecessor, successor, effective_on in rows:
        heirs[predecessor].add((successor, effective_on))
    return heirs


def replace_periods(changed: Sequence[History], agencies: dict[str, Agency]) -> None:
    AgencyPeriod.objects.filter(agency__code__in=[h.code for h in changed]).delete()
    AgencyPeriod.objects.bulk_create(
        AgencyPeriod(
            agency=agencies[h.code],
            period=span.days.range(),
            name=span.name,
            sort_key=collation_key(span.name),
            kind=span.kind,
            official_code=span.official_code,
            parent=agencies[span.parent] if span.parent else None,
        )
        for h in changed
        for span in h.spans
    )


def replace_successions(
    changed: Sequence[History], agencies: dict[str, Agency]
) -> None:
    Succession.objects.filter(predecessor__code__in=[h.code for h in changed]).delete()
    Succession.objects.bulk_create(
        Succession(
            predecessor=agencies[h.code],
            successor=agencies[successor],
            effective_on=effective_on,
        )
        for h in changed
        for successor, effective_on in succession(h)
    )
