"""How long something takes, and how much of it was work: a busy neighbour costs no CPU."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import NamedTuple

import psutil
from django.db import connection

OK = 200
HEADING = """
| what | statements | median ms | p95 ms | CPU ms, Python + database | demanded p95 | met |
|---|---|---|---|---|---|---|"""


class Asked(NamedTuple):
    """Something to measure, and how many milliseconds its 95th percentile may take."""

    name: str
    limit: int
    action: Callable[[], object]


class Taken(NamedTuple):
    """Milliseconds: of the clock, and of CPU on average; None for a database elsewhere."""

    statements: int
    median: float
    p95: float
    python: float
    database: float | None

    def line(self, asked: Asked) -> str:
        database = "?" if self.database is None else f"{self.database:.0f}"
        cells = [
            asked.name,
            f"{self.statements}",
            f"{self.median:.0f}",
            f"{self.p95:.0f}",
            f"{self.python:.0f} + {database}",
            f"≤ {asked.limit:,}",
            "yes" if self.p95 <= asked.limit else "no",
        ]
        return f"| {' | '.join(cells)} |"


def measure(action: Callable[[], object], times: int) -> Taken:
    """Measure it some times, after one to warm up."""
    statements = statements_of(action)
    taken = []
    database, python = backend_cpu(), time.process_time()
    for _time in range(times):
        begun = time.perf_counter()
        action()
        taken.append((time.perf_counter() - begun) * 1000)
    python = (time.process_time() - python) * 1000 / times
    if database is not None:
        database = (backend_cpu() - database) / times
    taken.sort()
    worst = taken[min(len(taken) - 1, round(0.95 * len(taken)))]
    return Taken(statements, statistics.median(taken), worst, python, database)


def statements_of(action: Callable[[], object]) -> int:
    """How many statements it sends; a page that does not answer ends the run."""
    statements: list[str] = []

    def note(execute, sql, params, many, context):
        statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        answer = action()
    if getattr(answer, "status_code", OK) != OK:
        raise SystemExit(f"{answer.status_code}: {answer.content[:300]!r}")
    return len(statements)


def backend_cpu() -> float | None:
    """CPU milliseconds so far of the server's process for this connection, if it is here."""
    try:
        backend = psutil.Process(connection.connection.info.backend_pid)
    except psutil.NoSuchProcess:
        return None
    if not backend.name().startswith("postgres"):
        return None
    used = backend.cpu_times()
    return (used.user + used.system) * 1000
