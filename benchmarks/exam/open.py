"""Open loop: a province starts within a minute and answers at its own pace.

What is due is due, however slow the server is: a late answer counts its waiting too.
"""

from __future__ import annotations

import heapq
import statistics
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from random import Random
from uuid import UUID

from benchmarks.exam.bed import Candidate
from benchmarks.exam.browser import Browser
from benchmarks.exam.servers import Meter
from benchmarks.exam.sitting import Asked, questions_of, save, start, submit
from quizzes.models import Attempt, Response

START_WITHIN, SHORTEST, LONGEST = 60.0, 20.0, 40.0
HANDS = 64  # requests on their way at once; the server has eight threads
Step = Callable[[], float | None]


@dataclass
class Person:
    """A learner in the open loop; each step tells how long until the next."""

    browser: Browser
    activity: UUID
    acknowledged: dict[str, UUID] = field(default_factory=dict)
    todo: list[Asked] = field(default_factory=list)
    attempt: str = ""

    def pause(self) -> float:
        return self.browser.rng.uniform(SHORTEST, LONGEST)

    def step(self) -> float | None:
        self.browser.connection.close()  # the server does not keep it so long
        if not self.attempt:
            place, page = start(self.browser, self.activity)
            self.attempt = place.partition("?")[0]
            self.todo = list(questions_of(page))
            return self.pause()
        if self.todo:
            asked = self.todo.pop(0)
            if key := save(self.browser, asked):
                self.acknowledged[asked.response] = key
            return self.pause()
        submit(self.browser, self.attempt)
        return None


class Schedule:
    """Steps in the order they are due; as many hands as the machine lets work."""

    def __init__(self) -> None:
        self.due: list[tuple[float, int, Person]] = []
        self.order = count()
        self.lock = threading.Lock()
        self.late: list[tuple[str, float]] = []
        self.errors: list[str] = []
        self.unfinished = 0

    def add(self, at: float, person: Person) -> None:
        with self.lock:
            heapq.heappush(self.due, (at, next(self.order), person))

    def take(self, at: float, person: Person) -> None:
        asked = len(person.browser.log)
        try:
            pause = person.step()
        except Exception as error:  # noqa: BLE001 - it is counted and shown
            self.errors.append(repr(error))
            pause = None
        name = (
            person.browser.log[asked].name if len(person.browser.log) > asked else "?"
        )
        self.late.append((name, time.monotonic() - at))
        if pause is not None:
            self.add(at + pause, person)
        else:
            with self.lock:
                self.unfinished -= 1

    def run(self, people: list[Person]) -> None:
        begun, rng = time.monotonic(), Random(872)  # noqa: S311
        self.unfinished = len(people)
        for person in people:
            self.add(begun + rng.uniform(0, START_WITHIN), person)
        with ThreadPoolExecutor(HANDS) as hands:
            while self.unfinished:
                with self.lock:
                    is_due = self.due and self.due[0][0] <= time.monotonic()
                    now = heapq.heappop(self.due) if is_due else None
                if now is None:
                    time.sleep(0.005)
                else:
                    hands.submit(self.take, now[0], now[2])


def run(port: int, meter: Meter, activity: UUID, candidates: list[Candidate]) -> bool:
    """Let everybody sit; print the figures; whether nothing failed or was lost."""
    people = [
        Person(Browser(port, c.session, Random(n)), activity)  # noqa: S311
        for n, c in enumerate(candidates)
    ]
    schedule, used, begun = Schedule(), meter.cpu(), time.monotonic()
    schedule.run(people)
    elapsed = time.monotonic() - begun
    web, engine = (now - then for now, then in zip(meter.cpu(), used, strict=True))
    print(f"\n{len(people)} learners in {elapsed:.0f} s, {meter.memory()} MB")
    print("| step | count | p50 | p95 | p99 | slowest, ms |\n|---|---|---|---|---|---|")
    for name in ("start", "save", "submit"):
        times = [late * 1000 for step, late in schedule.late if step == name]
        cuts = statistics.quantiles(times, n=100)
        print(
            f"| {name} | {len(times)} | {cuts[49]:.0f} | {cuts[94]:.0f} "
            f"| {cuts[98]:.0f} | {max(times):.0f} |"
        )
    bad = sum(t.status >= 400 for p in people for t in p.browser.log)
    lost = lost_of(people)
    requests = sum(len(p.browser.log) for p in people)
    print(f"CPU: web {web:.0f} s, database {engine:.0f} s for {requests} requests")
    print(f"errors: {bad + len(schedule.errors)} {schedule.errors[:3]}; lost: {lost}")
    return not (bad or schedule.errors or lost)


def lost_of(people: list[Person]) -> int:
    """Acknowledged answers that the rows do not have, and attempts not submitted."""
    told = {uid: key for person in people for uid, key in person.acknowledged.items()}
    rows = Response.objects.filter(uid__in=told).values_list(
        "uid", "last_key", "points"
    )
    kept = {
        str(u) for u, key, points in rows if told[str(u)] == key and points is not None
    }
    uids = [person.attempt.strip("/").split("/")[-1] for person in people]
    submitted = Attempt.objects.filter(uid__in=uids, submitted_at__isnull=False).count()
    print(f"{len(told)} answers acknowledged, {submitted} attempts submitted")
    return len(told) - len(kept) + len(people) - submitted
