"""Database, broker and worker of a place of its own, killed and brought back."""

from __future__ import annotations

import os
import signal
import threading
from collections import Counter
from random import Random

from lms import supervisor
from lms.embedded import database
from lms.embedded.place import Place

VICTIMS = ("worker", "broker", "database")
QUIET = 0.3  # seconds at least between two kills
LOOK = 0.1  # seconds between two looks for who has died


class Servers(threading.Thread):
    """What `make run` starts, without web and beat, looked after as it looks after them.

    The database has a keeper of its own.
    """

    def __init__(self, place: Place, port: int) -> None:
        super().__init__(daemon=True)
        self.place = place
        self.ended = threading.Event()
        children = supervisor.children(place, port)
        self.children = [c for c in children if c.name in VICTIMS]
        database.ensure_running(place)

    def run(self) -> None:
        """Bury the dead and start them again at once: pauses would spare them kills."""
        while not self.ended.wait(LOOK):
            for child in self.children:
                if child.process is not None and child.is_running:
                    continue
                if child.process is not None:
                    child.bury()
                if child.socket:
                    child.socket.unlink(missing_ok=True)
                child.start()

    def kill(self, name: str) -> None:
        """`kill -9`; raises LookupError or OSError where it is not there just now."""
        if name == "database":
            pid = (self.place.postgres / "postmaster.pid").read_text().split()[0]
            os.kill(int(pid), signal.SIGKILL)
            return
        (child,) = (c for c in self.children if c.name == name)
        if not child.is_running:
            raise LookupError(name)
        os.killpg(child.process.pid, signal.SIGKILL)

    def stop(self) -> None:
        self.ended.set()
        if self.is_alive():
            self.join()
        for child in reversed(self.children):
            child.stop()
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
            except (OSError, LookupError):
                continue
            self.killed[name] += 1

    def stop(self) -> None:
        self.ended.set()
        self.join()

    @property
    def told(self) -> str:
        return ", ".join(f"{name} {n}" for name, n in sorted(self.killed.items()))
