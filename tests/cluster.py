"""Pytest plugin: the tests' own PostgreSQL, and a real broker and worker on request.

PostgreSQL starts by itself on the first connection (`lms.embedded.backend`) and
stops with the last test process; its database is kept for the next run.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator

import psycopg
import pytest
from django.conf import settings
from django.db import connection

# Before anything of ours: lms.celery would choose the settings of a run.
os.environ["DJANGO_SETTINGS_MODULE"] = "lms.settings.test"

from lms.celery import app
from lms.embedded import database, valkey
from lms.embedded.child import Child
from lms.embedded.messages import compile_messages

PATIENCE = 60

compile_messages()  # before Django is set up, which reads the default language's once


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Drop the databases of migrations that are no more."""
    if not hasattr(session.config, "workerinput") and database.is_held(settings.PLACE):
        drop_outdated(settings.DATABASES["default"])


def drop_outdated(config: dict) -> None:
    """Those of this tester that nobody is connected to, but not the present one."""
    current = config["TEST"]["NAME"]
    with psycopg.connect(
        host=config["HOST"], user=config["USER"], dbname=database.NAME, autocommit=True
    ) as link:
        names = link.execute(
            "SELECT datname FROM pg_database d WHERE datname ~ %s"
            " AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datid = d.oid)",
            [f"^{current.rpartition('_')[0]}_[0-9a-f]{{8}}(_gw[0-9]+)?$"],
        )
        for (name,) in names.fetchall():
            if not name.startswith(current):
                link.execute(f'DROP DATABASE IF EXISTS "{name}"')


def wait_until(condition: Callable[[], object], *, seconds: float = PATIENCE) -> None:
    """Poll a condition instead of sleeping; fail when it never comes true."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not true after {seconds} s"
        time.sleep(0.05)


@pytest.fixture(scope="session")
def broker() -> Iterator[Child]:
    """A real broker for this test process; `broker.stop()` and `.start()` are allowed."""
    place = settings.PLACE
    place.prepare()
    child = Child(
        "broker",
        valkey.broker_command(place),
        place.log(f"broker{place.suffix}"),
        socket=place.broker_socket,
        user=database.as_owner(place),
    )
    place.broker_socket.unlink(missing_ok=True)
    child.start()
    wait_until(lambda: child.is_ready)
    yield child
    child.stop()


@pytest.fixture
def worker(broker: Child, transactional_db: None) -> Iterator[Child]:
    """A real Celery worker on the test's own database, ready for work."""
    if not broker.is_running:
        broker.start()
    child = Child(
        "worker",
        [sys.executable, "-m", "celery", "-A", "lms", "worker", "--concurrency", "2"],
        settings.PLACE.log(f"worker{settings.PLACE.suffix}"),
        environment={
            "DJANGO_SETTINGS_MODULE": "lms.settings.test",
            "TEST_DATABASE": connection.settings_dict["NAME"],
            "PYTEST_XDIST_WORKER": os.environ.get("PYTEST_XDIST_WORKER", ""),
        },
    )
    child.start()
    wait_until(lambda: app.control.ping(timeout=0.5))
    yield child
    child.stop()
    app.control.purge()
