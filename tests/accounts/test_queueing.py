"""What workers are asked for is sent after the commit, and never an error to who wrote."""

import pytest
from django.db import transaction
from kombu.exceptions import OperationalError

from accounts.queueing import ask_workers
from lms.celery import app


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("away", [OperationalError("gone"), ConnectionRefusedError()])
def test_broker_away__one_line_in_the_log(monkeypatch, caplog, away):
    def refuse(name, args):
        raise away

    monkeypatch.setattr(app, "send_task", refuse)
    ask_workers("quizzes.regrade", [1], [2])
    (record,) = caplog.records
    assert record.getMessage().startswith("quizzes.regrade is left for later")
    assert record.exc_info is None


@pytest.mark.django_db(transaction=True)
def test_rolled_back__nobody_is_asked(monkeypatch):
    asked = []
    monkeypatch.setattr(app, "send_task", lambda name, args: asked.append((name, args)))
    with transaction.atomic():
        ask_workers("quizzes.regrade", [1])
        transaction.set_rollback(True)
    with transaction.atomic():
        ask_workers("quizzes.regrade", [2], [3])
        assert asked == []
    assert asked == [("quizzes.regrade", [2]), ("quizzes.regrade", [3])]
