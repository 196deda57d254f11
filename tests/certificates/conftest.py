from asyncio import _get_running_loop, _set_running_loop

import pytest
from django.core.files.storage import FileSystemStorage

from certificates.models import Certificate
from lms.celery import app


@pytest.fixture(autouse=True)
def papers(tmp_path, monkeypatch):
    """Papers of a test lie in its own folder."""
    storage = FileSystemStorage(location=tmp_path / "private")
    monkeypatch.setattr(Certificate._meta.get_field("file"), "storage", storage)
    return storage


@pytest.fixture(autouse=True)
def queued(monkeypatch):
    """The names of tasks sent to the broker, which is not there."""
    sent = []
    monkeypatch.setattr(app, "send_task", lambda name, args: sent.append((name, *args)))
    return sent


@pytest.fixture(autouse=True)
def no_loop():
    """Playwright leaves its event loop running in this thread; signing wants its own."""
    running = _get_running_loop()
    _set_running_loop(None)
    yield
    _set_running_loop(running)
