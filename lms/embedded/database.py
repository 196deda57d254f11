"""PostgreSQL for whoever needs it: started by the first, stopped after the last."""

import atexit
import fcntl
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import psycopg

from lms.embedded import keeper
from lms.embedded.binaries import postgres_bin
from lms.embedded.place import Place

NAME = USER = "lms"
START_LIMIT = 60
STOP_LIMIT = 20
OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "log_timezone": "Asia/Ho_Chi_Minh",
}
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

_held: dict[Path, IO[str]] = {}
_keepers: list[int] = []
_threads = threading.RLock()


class DatabaseDownError(RuntimeError):
    """PostgreSQL could not be started; the message ends with its last words."""


def hold(place: Place) -> None:
    """Count this process among the users of the database until it ends."""
    with _threads:
        if place.data_dir in _held:
            return
        place.prepare()
        users = place.lock("users").open("a")
        fcntl.flock(users, fcntl.LOCK_SH)
        _held[place.data_dir] = users
        atexit.register(release, place, os.getpid())


def is_held(place: Place) -> bool:
    """Whether this process is a user of the database."""
    return place.data_dir in _held


def release(place: Place, pid: int) -> None:
    """Stop being a user; as the last one wait until the database has stopped."""
    users = _held.get(place.data_dir)
    if users is None or os.getpid() != pid:
        return
    with _threads:
        del _held[place.data_dir]
        fcntl.flock(users, fcntl.LOCK_UN)
        deadline = time.monotonic() + STOP_LIMIT
        while has_keeper(place) and time.monotonic() < deadline:
            if not is_abandoned(users):
                break
            time.sleep(0.02)
        users.close()


def is_abandoned(users: IO[str]) -> bool:
    """Whether no process uses the database: the lock is free, or its keeper's."""
    try:
        fcntl.flock(users, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    alone = keeper.gets(users)
    fcntl.flock(users, fcntl.LOCK_UN)
    return alone


def ensure_running(place: Place) -> None:
    """Return when the database answers, having started it if it was down."""
    hold(place)
    with _threads, only_one_starts(place):
        started = None
        deadline = time.monotonic() + START_LIMIT
        while not answers(place):
            if started is None and not has_keeper(place):
                initialise(place)
                started = start_keeper(place)
            if time.monotonic() > deadline or has_given_up(started):
                raise DatabaseDownError(last_words(place))
            time.sleep(0.05)


@contextmanager
def only_one_starts(place: Place) -> Iterator[None]:
    with place.lock("start").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def answers(place: Place) -> bool:
    """Whether the database takes connections."""
    try:
        psycopg.connect(
            host=str(place.runtime), user=USER, dbname=NAME, connect_timeout=5
        ).close()
    except psycopg.OperationalError:
        return False
    return True


def has_keeper(place: Place) -> bool:
    with place.lock("keeper").open("a") as seat:
        return not keeper.gets(seat)


def has_given_up(started: int | None) -> bool:
    """Whether the keeper that this process started is gone again."""
    return started is not None and started not in living_keepers()


def living_keepers() -> list[int]:
    """The keepers this process started; the dead ones are buried on the way."""
    for pid in list(_keepers):
        with suppress(ChildProcessError):
            if os.waitpid(pid, os.WNOHANG) == (0, 0):
                continue
        _keepers.remove(pid)
    return _keepers


def start_keeper(place: Place) -> int:
    """Start the keeper detached: it outlives this process if others need it."""
    log = str(place.log("postgres"))
    write, append = os.O_WRONLY | os.O_CREAT, os.O_APPEND
    pid = os.posix_spawn(
        sys.executable,
        [sys.executable, keeper.__file__, json.dumps(keeper_config(place))],
        os.environ,
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, log, write | append, 0o600),
            (os.POSIX_SPAWN_DUP2, 1, 2),
        ],
        setsid=True,
    )
    _keepers.append(pid)
    return pid


def keeper_config(place: Place) -> dict:
    options = OPTIONS if place.durable else OPTIONS | CARELESS
    settings = [part for key in options for part in ("-c", f"{key}={options[key]}")]
    postgres = str(postgres_bin() / "postgres")
    return {
        "command": [
            postgres,
            "-D",
            str(place.postgres),
            "-k",
            str(place.runtime),
            *settings,
        ],
        "data": str(place.postgres),
        "seat": str(place.lock("keeper")),
        "users": str(place.lock("users")),
        "user": as_owner(place),
    }


def as_owner(place: Place) -> dict:
    """The arguments that make Popen run a program as the servers' user."""
    if os.geteuid() != 0:
        return {}
    return {"user": place.owner.pw_uid, "group": place.owner.pw_gid, "extra_groups": []}


def initialise(place: Place) -> None:
    """Create the cluster with its empty database; half a cluster never counts."""
    if place.postgres.exists():
        return
    draft = place.servers / "postgres.new"
    shutil.rmtree(draft, ignore_errors=True)
    programs, data = postgres_bin(), ["-D", str(draft)]
    initdb = [
        "-U",
        USER,
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "--no-instructions",
    ]
    run(
        place,
        [str(programs / "initdb"), *data, *initdb, *([] if place.durable else ["-N"])],
    )
    run(
        place,
        [str(programs / "postgres"), "--single", *data, "postgres"],
        f"CREATE DATABASE {NAME}\n",
    )
    draft.rename(place.postgres)


def run(place: Place, command: list[str], text: str = "") -> None:
    """Run one of PostgreSQL's programs as the servers' user, its words to the log."""
    with place.log("postgres").open("ab") as log:
        done = subprocess.run(  # noqa: S603 - the command is ours
            command,
            input=text.encode(),
            stdout=log,
            stderr=log,
            cwd="/",
            check=False,
            **as_owner(place),
        )
    if done.returncode:
        raise DatabaseDownError(last_words(place))


def last_words(place: Place) -> str:
    log = place.log("postgres")
    tail = log.read_text(errors="replace").splitlines()[-15:] if log.exists() else []
    return "\n".join([f"PostgreSQL does not start; its log is {log}:", *tail])
