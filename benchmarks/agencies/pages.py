"""What is measured: pages of a province, a district and a unit, today and in the past."""

from __future__ import annotations

import datetime as dt
import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial

from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.formats import vdate
from accounts.models import User
from agencies.models import Agency
from progress.reports import whole_tree
from progress.trainees import at_risk

OK = 200


def client_of(code: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(staff_code=code))
    return client


def asked(past: dt.date) -> Iterator[tuple[str, Callable[[], object]]]:
    """Each thing measured, with its name."""
    top = Agency.objects.get(code="B1")
    today = timezone.localdate()
    for name, code in (("province", "tinh"), ("district", "huyen"), ("unit", "don-vi")):
        client = client_of(f"bench-{code}")
        yield f"dashboard, {name}, today", partial(client.get, reverse("coordinate"))
        then = {"as_at": vdate(past)}
        yield (
            f"dashboard, {name}, past",
            partial(client.get, reverse("coordinate"), then),
        )
    yield "tree roll-up, today", lambda: whole_tree(agency=top, on=today)
    yield "tree roll-up, past", lambda: whole_tree(agency=top, on=past)
    risks = {"agency": top, "training_class": None, "most": 50}
    yield "at risk, first page, today", lambda: at_risk(**risks, on=today)


def measure(action: Callable[[], object], times: int) -> tuple[int, float, float]:
    """Statements, median and 95th percentile in milliseconds, after one to warm up."""
    statements: list[str] = []

    def note(execute, sql, params, many, context):
        statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        answer = action()
    if getattr(answer, "status_code", 200) != OK:
        raise SystemExit(f"{answer.status_code}: {answer.content[:300]!r}")
    taken = []
    for _time in range(times):
        begun = time.perf_counter()
        action()
        taken.append((time.perf_counter() - begun) * 1000)
    taken.sort()
    worst = taken[min(len(taken) - 1, round(0.95 * len(taken)))]
    return len(statements), statistics.median(taken), worst
