"""Asking the sums with the values written into the statement.

A prepared statement is planned once for any unit and any day; for a province and for an
office, for today and for a day long past, different plans are right: measured, eight
times as slow with one plan for all. Elsewhere docs/decisions/0009 holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from psycopg import ClientCursor


def rows_of(script: str, said: dict[str, Any]) -> list[tuple]:
    """The rows of a statement with its values as literals, quoted by psycopg."""
    with connection.cursor() as cursor:
        text = ClientCursor(connection.connection).mogrify(script, said)
        cursor.execute(text)
        return cursor.fetchall()


@contextmanager
def planned_for_its_values() -> Iterator[None]:
    """Let the ORM's statements be planned anew, each for the unit and day it asks about.

    A plan for any day believes that hardly any period holds on it; on most days nearly
    all do: measured, 50 ms with that plan for the units of a district, else 1 ms.
    """
    connection.ensure_connection()
    psycopg = connection.connection
    before, psycopg.prepare_threshold = psycopg.prepare_threshold, None
    try:
        yield
    finally:
        psycopg.prepare_threshold = before
