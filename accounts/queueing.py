"""Asking the workers for what a transaction wrote; that it is done, others see to."""

from __future__ import annotations

import logging
from typing import Any

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


def ask_workers(task: str, *calls: list[Any]) -> None:
    """Send a task once this is committed, for each list of arguments given.

    Only for work that a sweep finds by itself or that is asked for anew: with the
    broker down the transaction stands, whoever wrote sees no error, the log one line.
    """

    def send() -> None:  # a partial has no __qualname__, which Django logs on failure
        try:
            for arguments in calls:
                current_app.send_task(task, args=arguments)
        except (OperationalError, OSError) as error:
            reason = str(error) or type(error).__name__
            log.warning("%s is left for later, the broker is away: %s", task, reason)

    transaction.on_commit(send, robust=True)
