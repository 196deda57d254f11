"""Loaded by the embedded Celery worker: its pool dies with it, even of kill -9."""

import signal

from celery.signals import worker_process_init

from lms.embedded.keeper import dying_with_parent

_die_with_worker = dying_with_parent(signal.SIGKILL)


@worker_process_init.connect
def die_with_worker(**kwargs: object) -> None:
    _die_with_worker()
