"""Keep PostgreSQL running for as long as somebody uses it, then stop it.

Every process that uses the database holds a shared lock on one file; the kernel
lets go of it however the process ends, so the count is never wrong. The keeper
stops PostgreSQL when it gets that lock for itself. It imports nothing of ours and
is started by its path: it must be up in a moment.
"""

import ctypes
import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1
POLL = 0.1
STOP_LIMIT = 60
QUICK_DEATH = 10
QUICK_DEATHS_ALLOWED = 5


def dying_with_parent(number: signal.Signals) -> Callable[[], None]:
    """A `preexec_fn`: the child gets the signal when its parent dies, even of -9.

    Popen calls it after changing the user, which is what would clear the wish.
    """
    libc = ctypes.CDLL(None)
    parent = os.getpid()

    def ask() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(number))
        if os.getppid() != parent:
            os.kill(os.getpid(), number)

    return ask


def gets(lock: IO[str]) -> bool:
    """Take the lock for oneself if nobody else holds it."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def start(config: dict) -> subprocess.Popen:
    """Start PostgreSQL as its own user; a keeper killed with -9 takes it along."""
    forget_stale_pid(Path(config["data"]))
    return subprocess.Popen(  # noqa: S603 - the command is ours
        config["command"],
        stdin=subprocess.DEVNULL,
        cwd="/",
        preexec_fn=dying_with_parent(signal.SIGINT),
        **config["user"],
    )


def forget_stale_pid(data: Path) -> None:
    """Remove a pid file whose pid another program got since, as after a restart."""
    pid_file = data / "postmaster.pid"
    try:
        pid = int(pid_file.read_text().split()[0])
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ValueError, IndexError):
        return
    if os.fsencode(data) not in command.split(b"\0"):
        pid_file.unlink(missing_ok=True)


def stop(postgres: subprocess.Popen) -> None:
    """Stop fast but in order; after a minute without a last checkpoint."""
    postgres.send_signal(signal.SIGINT)
    try:
        postgres.wait(STOP_LIMIT)
    except subprocess.TimeoutExpired:
        postgres.send_signal(signal.SIGQUIT)
        postgres.wait()


def keep(config: dict, users: IO[str]) -> int:
    """Restart PostgreSQL whenever it dies, until nobody uses it."""
    deaths = 0
    while deaths < QUICK_DEATHS_ALLOWED:
        postgres, started = start(config), time.monotonic()
        try:
            while postgres.poll() is None:
                if gets(users):
                    return 0
                time.sleep(POLL)
        finally:
            stop(postgres)
        lived = time.monotonic() - started
        deaths = deaths + 1 if lived < QUICK_DEATH else 1
        time.sleep(0.1 * 2**deaths)
    return 1


def wait_for_seat(seat: IO[str], users: IO[str]) -> bool:
    """Wait until no other keeper is there; say whether one is still needed."""
    while not gets(seat):
        if gets(users):
            return False
        time.sleep(POLL)
    return True


def main() -> int:
    config = json.loads(sys.argv[1])
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(0))
    with (  # the seat is free before the next user gets in, who would count on us
        Path(config["users"]).open("a") as users,
        Path(config["seat"]).open("a") as seat,
    ):
        return keep(config, users) if wait_for_seat(seat, users) else 0


if __name__ == "__main__":
    sys.exit(main())
