"""Who comes first on the list of those who need a word, without reading everybody."""

from __future__ import annotations

from datetime import date

from progress.sums.asking import rows_of
from progress.sums.reading import said_of, where

STAGE = """
SELECT s.enrolment_id FROM progress_stint s
  JOIN enrolments_enrolment e ON e.id = s.enrolment_id
  JOIN accounts_user u ON u.id = e.learner_id
 WHERE s.since <= %(on)s AND (s.until IS NULL OR s.until > %(on)s)
   AND {where} AND {which} AND {running}
 ORDER BY {order}, u.sort_key, e.id LIMIT %(most)s
"""
# The same, person after person in the order of names, where every few is one of them.
WALK = """
SELECT one.id FROM accounts_user u CROSS JOIN LATERAL (
    SELECT e.id FROM enrolments_enrolment e JOIN progress_stint s ON s.enrolment_id = e.id
     WHERE e.learner_id = u.id AND s.since <= %(on)s AND (s.until IS NULL OR s.until > %(on)s)
       AND {where} AND {which} AND {running} ORDER BY e.id LIMIT 20
) one ORDER BY u.sort_key LIMIT %(most)s
"""
MANY = 2_000
# Nobody is late in a class that has not opened, or helped in one that has closed.
RUNNING = """s.training_class_id NOT IN (SELECT id FROM enrolments_trainingclass
    WHERE opens_on > %(on)s OR progress_day(closed_at) <= %(on)s)"""
# Longest idle; finished without passing: which they are, and who of them comes first.
STALLED = (
    "s.stalled @> %(on)s::date",
    "(SELECT max(lower(r)) FROM unnest(s.stalled) r WHERE r @> %(on)s::date)",
)
NOT_PASSED = (
    "s.completed_on <= %(on)s AND (s.passed_on IS NULL OR s.passed_on > %(on)s)",
    "s.completed_on",
)


def first_of(
    stage: tuple[str, str],
    *,
    agency: int,
    training_class: int | None,
    on: date,
    most: int,
) -> list[int]:
    """Keys of the enrolments of one kind that come first."""
    which, order = stage
    return asked(STAGE, agency, training_class, on, most, which=which, order=order)


def not_started(
    *,
    agency: int,
    training_class: int | None,
    on: date,
    most: int,
    today: date,
    count: int,
) -> list[int]:
    """Keys of the first by name of those who have not begun; `count`: how many there are."""
    which = "s.started_on IS NULL"
    if on < today:
        which = "(s.started_on IS NULL OR s.started_on > %(on)s)"
    script = WALK if count >= MANY else STAGE
    return asked(
        script, agency, training_class, on, most, which=which, order="u.sort_key"
    )


def asked(
    script: str,
    agency: int,
    training_class: int | None,
    on: date,
    most: int,
    **parts: str,
) -> list[int]:
    said = said_of(agency, training_class, on) | {"most": most}
    text = script.format(where=where(said, "s."), running=RUNNING, **parts)
    return [pk for (pk,) in rows_of(text, said)]
