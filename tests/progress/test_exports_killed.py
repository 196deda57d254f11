"""A real worker, killed while it makes a long list, and one whose list is given up."""

import datetime as dt
import io
import os
import signal

import pytest
from django.core.files.storage import storages
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import User
from benchmarks.agencies import bed
from lms.celery import app
from progress.models import Export
from progress.services.exports import drop_export
from tests.cluster import wait_until
from tests.factories import CourseFactory

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]
PEOPLE = 9_000


@pytest.fixture
def desk(as_user, settings):
    settings.EXPORT_ROWS = 10
    CourseFactory()  # the catalogue that courses stand in
    bed.build(agencies=60, people=PEOPLE)
    return as_user(User.objects.get(staff_code="bench-tinh"))


@pytest.fixture
def export(desk, worker):
    """One that a worker has begun and not ended."""
    desk.get(reverse("coordinate_export", args=["B1", "people", "xlsx"]))
    wait_until(lambda: Export.objects.get().done or Export.objects.get().size)
    row = Export.objects.get()
    assert 0 < row.done < row.total == PEOPLE
    return row


def locks() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2"
        )
        return cursor.fetchone()[0]


def is_kept(row) -> bool:
    return storages["private"].exists(row.stored_name)


def test_worker_killed_in_between__another_makes_the_whole_file(export, desk, worker):
    os.killpg(worker.process.pid, signal.SIGKILL)
    worker.process.wait()
    wait_until(lambda: locks() == 0)
    export.refresh_from_db()
    assert (export.state, is_kept(export)) == ("running", False)
    worker.start()
    long_ago = timezone.now() - dt.timedelta(minutes=2)
    Export.objects.update(asked_at=long_ago)
    app.send_task("progress.sweep_exports")
    wait_until(lambda: Export.objects.get().state == "ready", seconds=120)
    export.refresh_from_db()
    assert (export.tries, export.done) == (2, PEOPLE)
    file = desk.get(reverse("export_file", args=[export.uid]))
    book = load_workbook(io.BytesIO(b"".join(file)), read_only=True)
    assert sum(1 for _ in book.worksheets[0].rows) == PEOPLE + 1
    drop_export(row=export)


def test_given_up_in_between__the_worker_stops_and_keeps_nothing(export, desk):
    assert locks() == 1
    desk.post(reverse("export_drop", args=[export.uid]))
    wait_until(lambda: locks() == 0)
    assert not Export.objects.exists()
    assert not is_kept(export)
