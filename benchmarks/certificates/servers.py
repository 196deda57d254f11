"""Database, broker, cache and the worker as `make run` starts them, and what they use."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from benchmarks.exam.servers import free_port, seconds
from lms import supervisor
from lms.celery import app
from lms.embedded import database
from lms.embedded.child import Child
from lms.embedded.place import Place


@contextmanager
def working(place: Place) -> Iterator[Child]:
    """The worker, ready for tasks. No beat: what is measured is not the sweep."""
    database.ensure_running(place)
    worker = next(
        c for c in supervisor.programs(place, free_port()) if c.name == "worker"
    )
    children = [*supervisor.servers(place), worker]
    try:
        for child in children:
            if child.socket:
                child.socket.unlink(missing_ok=True)
            child.start()
            while not child.is_ready:
                time.sleep(0.05)
        deadline = time.monotonic() + 60
        while not app.control.ping(timeout=0.5):
            if time.monotonic() > deadline:
                raise SystemExit(f"the worker does not answer, see {worker.log}")
        app.control.purge()
        yield worker
    finally:
        for child in reversed(children):
            child.stop()
        database.release(place, os.getpid())


class Meter:
    """CPU seconds of the worker, of PostgreSQL and of this process, since it was made."""

    def __init__(self, place: Place, worker: Child) -> None:
        self.worker = psutil.Process(worker.process.pid)
        pid = (place.postgres / "postmaster.pid").read_text().split()[0]
        self.engine = psutil.Process(int(pid))
        self.begun, self.before = time.perf_counter(), self._now()

    def _now(self) -> tuple[float, float, float]:
        return seconds(self.worker), seconds(self.engine), time.process_time()

    @property
    def elapsed(self) -> float:
        return time.perf_counter() - self.begun

    def cpu(self) -> list[float]:
        return [now - then for now, then in zip(self._now(), self.before, strict=True)]

    def peaks(self) -> list[int]:
        """The most megabytes that each process of the worker's pool ever held."""
        return sorted(peak(child.pid) for child in self.worker.children())


def peak(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) // 1024
