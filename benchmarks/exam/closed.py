"""Closed loop: eight learners at a time, each as fast as the server lets them."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from random import Random
from threading import Thread
from uuid import UUID

from benchmarks.exam.bed import Candidate
from benchmarks.exam.browser import Browser, Timed
from benchmarks.exam.servers import Meter

CONNECTIONS = 8
Way = Callable[[Browser, UUID], None]


def run(
    name: str,
    port: int,
    meter: Meter,
    activity: UUID,
    candidates: list[Candidate],
    way: Way,
) -> None:
    """Let every candidate sit once; print a line of the table."""
    waiting: SimpleQueue[Candidate] = SimpleQueue()
    for candidate in candidates:
        waiting.put(candidate)
    logs: list[list[Timed]] = []

    def work(number: int) -> None:
        log: list[Timed] = []
        logs.append(log)
        while True:
            try:
                candidate = waiting.get_nowait()
            except Empty:
                return
            way(Browser(port, candidate.session, Random(number), log), activity)  # noqa: S311

    threads = [Thread(target=work, args=[n]) for n in range(CONNECTIONS)]
    begun, used = time.perf_counter(), meter.cpu()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - begun
    web, engine = (now - then for now, then in zip(meter.cpu(), used, strict=True))
    asked = [timed for log in logs for timed in log]
    show(name, asked, len(candidates), elapsed, web, engine, meter.memory())


def show(
    name: str, asked: list[Timed], attempts: int, elapsed: float,
    web: float, engine: float, megabytes: int,
) -> None:  # fmt: skip
    failed = [timed for timed in asked if timed.status >= 400]
    times = [timed.seconds * 1000 for timed in asked]
    cuts = statistics.quantiles(times, n=100)
    print(
        f"| {name} | {attempts / elapsed:.1f} | {len(asked) / attempts:.0f} "
        f"| {len(asked) / elapsed:.0f} | {cuts[49]:.0f} / {cuts[94]:.0f} / {cuts[98]:.0f} "
        f"| {web / len(asked) * 1000:.1f} + {engine / len(asked) * 1000:.1f} "
        f"| {(web + engine) / attempts:.2f} | {megabytes} | {len(failed)} |",
        flush=True,
    )
    for timed in failed[:3]:
        print("  failed:", timed)
    for part in sorted({timed.name for timed in asked}):
        ours = [t.seconds * 1000 for t in asked if t.name == part]
        print(f"  {part}: {len(ours)} × {statistics.median(ours):.1f} ms")
