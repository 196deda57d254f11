"""Calls beside each other, each on a connection of its own, as real visitors have."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from threading import Barrier
from typing import Any

from django.db import connections, transaction

WAIT = 0.5  # seconds in which the other one is sure to have come to its lock


def alone(call: Callable[[], Any]) -> Any:
    """What the call returns; its thread's connections are closed whatever happens."""
    try:
        return call()
    finally:
        connections.close_all()


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Run the calls in threads that start together; their results in order."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        barrier.wait()
        return alone(call)

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@contextmanager
def beside(call: Callable[[], Any]) -> Iterator[None]:
    """Let another connection act while the block's transaction is still open."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            yield
            other = pool.submit(alone, call)
            wait([other], timeout=WAIT)
        other.result(timeout=10)
