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
