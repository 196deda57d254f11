"""Who needs the embedded database gets it, and it is gone after the last of them."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from lms.embedded import database
from lms.embedded.place import CHECKOUT, Place
from tests.cluster import wait_until

USE = """
import pathlib, sys
from lms.embedded import database
from lms.embedded.place import Place
database.ensure_running(Place(pathlib.Path(sys.argv[1])))
print("up", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def start_user(place: Place) -> Iterator[Callable[[], subprocess.Popen]]:
    """Start another process that uses the database until its input ends."""
    users = []

    def start() -> subprocess.Popen:
        user = subprocess.Popen(
            [sys.executable, "-c", USE, str(place.data_dir)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=CHECKOUT,
        )
        users.append(user)
        return user

    yield start
    for user in users:
        user.kill()
        user.wait()
        user.stdin.close()
        user.stdout.close()


def is_up(user: subprocess.Popen) -> bool:
    return user.stdout.readline() == b"up\n"


def leave(user: subprocess.Popen) -> None:
    user.stdin.close()
    assert user.wait(30) == 0


def postmaster(place: Place) -> int:
    return int((place.postgres / "postmaster.pid").read_text().split()[0])


def connect(place: Place) -> psycopg.Connection:
    return psycopg.connect(
        host=str(place.runtime),
        user=database.USER,
        dbname=database.NAME,
        autocommit=True,
    )


def test_database_stops__when_the_last_user_leaves(place, start_user):
    first, second = start_user(), start_user()
    assert is_up(first)
    assert is_up(second)
    leave(first)
    assert database.answers(place)
    leave(second)
    assert not database.has_keeper(place)
    assert not (place.postgres / "postmaster.pid").exists()


def test_count_of_users_is_right__when_they_are_killed(place, start_user):
    first, second = start_user(), start_user()
    assert is_up(first)
    assert is_up(second)
    first.kill()
    first.wait()
    assert database.answers(place)
    second.kill()
    wait_until(lambda: not database.has_keeper(place))
    assert not (place.postgres / "postmaster.pid").exists()


def test_one_server_runs__when_many_start_at_once(place, start_user):
    users = [start_user() for _ in range(6)]
    assert all(is_up(user) for user in users)
    assert place.log("postgres").read_text().count("ready to accept connections") == 1


def test_nobody_meets_it_closing__while_users_come_and_go(start_user):
    rounds = 20 if os.environ.get("SOAK") == "1" else 4

    def come_and_go(_: int) -> bool:
        user = start_user()
        is_served = is_up(user)
        leave(user)
        return is_served

    with ThreadPoolExecutor(2) as both:
        assert all(both.map(come_and_go, range(2 * rounds)))


def test_rows_are_kept__when_the_server_is_killed(place, start_user):
    assert is_up(start_user())
    with connect(place) as link:
        link.execute("CREATE TABLE kept AS SELECT 5 AS five")
    killed = postmaster(place)
    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: database.answers(place) and postmaster(place) != killed)
    with connect(place) as link:
        assert link.execute("SELECT five FROM kept").fetchone() == (5,)


def test_next_user_brings_it_back__when_the_keeper_is_killed(place, start_user):
    assert is_up(start_user())
    keeper = keeper_of(place)
    os.kill(keeper, signal.SIGKILL)
    wait_until(lambda: not database.has_keeper(place))
    assert is_up(start_user())
    assert database.has_keeper(place)


def keeper_of(place: Place) -> int:
    """Its pid: it is the parent of PostgreSQL."""
    status = Path(f"/proc/{postmaster(place)}/status").read_text()
    return int(re.search(r"^PPid:\s*(\d+)", status, re.MULTILINE)[1])


def test_cluster_is_made_anew__when_its_making_was_cut_short(place, start_user):
    place.own(place.servers / "postgres.new")
    assert is_up(start_user())


def test_reason_is_told__when_the_server_cannot_start(place, start_user):
    user = start_user()
    assert is_up(user)
    leave(user)
    (place.postgres / "PG_VERSION").write_text("9.1\n")
    with pytest.raises(database.DatabaseDownError, match="is not compatible"):
        database.ensure_running(place)
    database.release(place, os.getpid())


def test_stale_pid_does_not_keep_it_down__when_another_program_has_the_pid(
    place, start_user
):
    user = start_user()
    assert is_up(user)
    pid_file = place.postgres / "postmaster.pid"
    lines = pid_file.read_text().splitlines(keepends=True)
    leave(user)
    pid_file.write_text("".join([f"{os.getppid()}\n", *lines[1:]]))
    assert is_up(start_user())
