"""The servers of a run, started for the benchmark alone, and what they used of the machine."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psutil

from lms import supervisor
from lms.embedded import database
from lms.embedded.child import Child
from lms.embedded.place import Place


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((supervisor.HOST, 0))
        return probe.getsockname()[1]


@contextmanager
def serving(place: Place) -> Iterator[tuple[int, Child]]:
    """Database, broker, cache and gunicorn as `make run` starts them; port and gunicorn."""
    port = free_port()
    database.ensure_running(place)
    web = next(c for c in supervisor.programs(place, port) if c.name == "web")
    children = [*supervisor.servers(place), web]
    try:
        for child in children:
            if child.socket:
                child.socket.unlink(missing_ok=True)
            child.start()
        deadline = time.monotonic() + 60
        while not supervisor.answers(port):
            if time.monotonic() > deadline:
                raise SystemExit(f"gunicorn does not answer, see {web.log}")
            time.sleep(0.1)
        yield port, web
    finally:
        for child in reversed(children):
            child.stop()
        database.release(place, os.getpid())


class Meter:
    """CPU seconds and memory of gunicorn and of our PostgreSQL between two moments."""

    def __init__(self, place: Place, web: Child) -> None:
        self.web = psutil.Process(web.process.pid)
        pid = (place.postgres / "postmaster.pid").read_text().split()[0]
        self.engine = psutil.Process(int(pid))

    def cpu(self) -> tuple[float, float]:
        """Of gunicorn and of PostgreSQL."""
        return seconds(self.web), seconds(self.engine)

    def memory(self) -> int:
        """Resident megabytes of gunicorn with its workers."""
        family = [self.web, *self.web.children(recursive=True)]
        return sum(p.memory_info().rss for p in family) // 2**20


def seconds(parent: psutil.Process) -> float:
    """Of a server and its children; one that ended hands its time to the parent."""
    total = 0.0
    for process in (parent, *parent.children(recursive=True)):
        try:
            used = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += used.user + used.system + used.children_user + used.children_system
    return total
