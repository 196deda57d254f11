"""Database, broker and worker of a place of its own, killed and brought back."""

from __future__ import annotations

import os
import signal
import threading
from collections import Counter
from random import Random

from lms import supervisor
from lms.embedded import database
from lms.embedded.child import Child
from lms.embedded.place import Place

VICTIMS = ("worker", "broker", "database")
QUIET = 0.3  # seconds at least between two kills


class Servers:
    """What `make run` starts, without web and beat; the keeper restarts the database."""

    def __init__(self, place: Place, port: int) -> None:
        self.place = place
        database.ensure_running(place)
        children = supervisor.children(place, port)
        self.by_name = {child.name: child for child in children}
        for name in ("broker", "worker"):
            self._start(self.by_name[name])

    def _start(self, child: Child) -> None:
        if child.socket:
            child.socket.unlink(missing_ok=True)
        child.start()

    def kill(self, name: str) -> None:
        """`kill -9`, and start it again as the supervisor would."""
        if name == "database":
            pid = (self.place.postgres / "postmaster.pid").read_text().split()[0]
            os.kill(int(pid), signal.SIGKILL)
            return
        child = self.by_name[name]
        os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()
        self._start(child)

    def stop(self) -> None:
        for name in ("worker", "broker"):
            self.by_name[name].stop()
        database.release(self.place, os.getpid())


class Killer(threading.Thread):
    """Kills one of them at random moments until it is told to stop."""

    def __init__(self, servers: Servers, rng: Random, *, longest: float) -> None:
        super().__init__(daemon=True)
        self.servers, self.rng, self.longest = servers, rng, longest
        self.killed: Counter[str] = Counter()
        self.ended = threading.Event()

    def run(self) -> None:
        while not self.ended.wait(self.rng.uniform(QUIET, self.longest)):
            name = self.rng.choice(VICTIMS)
            if name == "database" and not database.answers(self.servers.place):
                continue  # it is just coming back
            try:
                self.servers.kill(name)
            except (FileNotFoundError, ProcessLookupError, IndexError):
                continue
            self.killed[name] += 1

    def stop(self) -> None:
        self.ended.set()
        self.join()

    @property
    def told(self) -> str:
        return ", ".join(f"{name} {n}" for name, n in sorted(self.killed.items()))
