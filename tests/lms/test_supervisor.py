"""`make run` on an empty place: what dies is started again, nothing outlives it."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from lms.embedded.place import CHECKOUT, Place
from tests.cluster import wait_until


class Site:
    """A running supervisor and what it has said so far."""

    def __init__(self, place: Place, port: int) -> None:
        self.place = place
        self.port = port
        self.output = place.data_dir / "output"
        environment = os.environ | {"DATA_DIR": str(place.data_dir), "PORT": str(port)}
        environment.pop("DJANGO_SETTINGS_MODULE")
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "lms.supervisor"],
                cwd=CHECKOUT,
                env=environment,
                stdout=output,
                stderr=output,
            )

    def said(self) -> str:
        return self.output.read_text()

    def pid_of(self, name: str) -> int:
        return int(re.findall(rf"{name}: started, pid (\d+)", self.said())[-1])

    def answers(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def processes(self) -> list[str]:
        """The commands of every process that works on this place."""
        marks = [os.fsencode(self.place.data_dir), os.fsencode(self.place.runtime)]
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                known = (folder / "environ").read_bytes() + (
                    folder / "cmdline"
                ).read_bytes()
                command = (folder / "cmdline").read_text()
            except OSError:
                continue
            if command and any(mark in known for mark in marks):
                found.append(command.replace("\0", " "))
        return found


def children_of(pid: int) -> list[int]:
    return [
        int(child)
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    ]


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def site(place: Place, port: int) -> Iterator[Site]:
    site = Site(place, port)
    try:
        wait_until(lambda: "sẵn sàng" in site.said())
        yield site
    finally:
        site.process.terminate()
        site.process.wait()
        wait_until(lambda: not site.processes())


def test_children_come_back__when_they_are_killed(site):
    names = ["broker", "cache", "worker", "beat", "web"]
    killed = {name: site.pid_of(name) for name in names}
    for pid in killed.values():
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: all(site.pid_of(name) != killed[name] for name in names))
    wait_until(site.answers)


def test_all_stops_in_reverse_order__on_sigterm(site):
    site.process.send_signal(signal.SIGTERM)
    assert site.process.wait(60) == 0
    stopped = re.findall(r"(\w+): stopped", site.said())
    assert stopped == ["web", "beat", "worker", "cache", "broker", "database"]
    assert site.processes() == []


def test_nothing_is_left__when_the_supervisor_is_killed(site):
    assert len(site.processes()) > 6
    for pid in children_of(site.pid_of("worker")):
        os.kill(pid, signal.SIGSTOP)  # a pool that is busy for ever
    site.process.kill()
    site.process.wait()
    wait_until(lambda: site.processes() == [])


def test_second_supervisor_is_refused__while_the_first_runs(site):
    second = Site(site.place, site.port + 1)
    assert second.process.wait(30) == 1
    assert f"đang chạy, tại http://127.0.0.1:{site.port}" in second.said()


def test_taken_port_is_told__with_another_to_choose(place, port):
    with socket.create_server(("127.0.0.1", port)):
        refused = Site(place, port)
        assert refused.process.wait(30) == 1
        assert f"make run PORT={port + 1}" in refused.said()
    assert refused.processes() == []
