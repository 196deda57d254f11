"""A process the supervisor looks after: started, restarted, stopped, never orphaned."""

import os
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lms.embedded.keeper import dying_with_parent

SECONDS_TO_TRUST = 20  # a child that lived so long starts again without delay
LONGEST_PAUSE = 30.0
LOG_LIMIT = 10 * 2**20


@dataclass
class Child:
    """What to run and how to end it; `start` may be called again and again."""

    name: str
    command: list[str]
    log: Path
    socket: Path | None = None
    stop_limit: float = 10
    death_signal: signal.Signals = signal.SIGTERM
    user: dict[str, Any] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen | None = None
    started_at: float = 0
    start_again_at: float = 0
    deaths: int = 0

    def start(self) -> None:
        """Start in a process group of its own, which gets no Ctrl-C from a terminal."""
        rotate(self.log)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - the command is ours
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=os.environ | self.environment,
                start_new_session=True,
                preexec_fn=dying_with_parent(self.death_signal),
                **self.user,
            )
        self.started_at = time.monotonic()

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def is_ready(self) -> bool:
        """Whether others may use it: its socket is there, when it has one."""
        return self.is_running and (self.socket is None or self.socket.exists())

    def bury(self) -> int:
        """Clean up after a death, choose when to start again, give the exit code."""
        code = self.process.returncode
        self.kill_group()
        lived = time.monotonic() - self.started_at
        self.deaths = 0 if lived > SECONDS_TO_TRUST else self.deaths + 1
        pause = min(LONGEST_PAUSE, 0.5 * 2 ** (self.deaths - 1)) if self.deaths else 0
        self.start_again_at = time.monotonic() + pause
        self.process = None
        return code

    def stop(self) -> None:
        """Ask it to end, insist after a while, and leave none of its children."""
        if self.process is None:
            return
        for number, limit in ((signal.SIGTERM, self.stop_limit), (signal.SIGQUIT, 3)):
            self.process.send_signal(number)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(limit)
                break
        self.kill_group()
        self.process.wait()
        self.process = None

    def kill_group(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)


def rotate(log: Path) -> None:
    """Keep one old log; a child starts a new one when it is long."""
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.rename(log.with_suffix(".log.1"))
