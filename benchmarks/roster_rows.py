"""What it costs to put one row of a roster of 10,000 right.

Run after `make setup`: `.venv/bin/python -m benchmarks.roster_rows`, on the demo's data;
everything is rolled back. Pages are asked by Django's test client, through all middleware.
"""

import logging
import os
import time
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.dev")
django.setup()

from django.db import connection, transaction  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from agencies.models import Agency  # noqa: E402
from benchmarks.pages import client_of  # noqa: E402
from enrolments.models import RosterImport  # noqa: E402
from enrolments.services import roster_import  # noqa: E402
from enrolments.services.roster_import.uploads import Upload  # noqa: E402

ROWS = 10_000
FAMILIES = ["Nguyễn", "Trần", "Lê", "Phạm", "Võ", "Đặng", "Bùi", "Hồ", "Đỗ", "Lý"]
GIVEN = ["An", "Bình", "Chi", "Dũng", "Hà", "Hương", "Khánh", "Lan", "Minh", "Nga"]
logging.disable(logging.INFO)


def name(number: int) -> str:
    middle = "".join("abcdeghikl"[int(figure)] for figure in f"{number:04d}")
    return f"{FAMILIES[number % 10]} {middle.title()} {GIVEN[number // 10 % 10]}"


def roster_file() -> bytes:
    """Everybody born on a day that was none: all rows are refused."""
    lines = [f"{name(number)};Huyện Châu Đức;31/02/1980" for number in range(ROWS)]
    return "\n".join(["Họ và tên;Đơn vị;Ngày sinh", *lines]).encode()


def timed(what: str, call: Callable[[], object]) -> None:
    with CaptureQueriesContext(connection) as asked:
        started = time.perf_counter()
        call()
        spent = time.perf_counter() - started
    print(f"{what:<48}{spent * 1000:8.0f} ms {len(asked):4} statements")


def correct(roster: RosterImport, row: int, **cells: str) -> None:
    correction = roster_import.Correction(cells=cells)
    roster_import.correct_row(
        roster=roster, key=str(row), correction=correction, at=timezone.now()
    )


def main() -> None:
    now, client = timezone.now(), client_of("quantri")
    owner = User.objects.get(staff_code="quantri")
    top = Agency.objects.get(code="BRVT")
    upload = Upload("bench.csv", roster_file(), top, timezone.localdate(now))
    roster = roster_import.keep_upload(upload=upload, by=owner, at=now)
    preview = reverse("roster", args=[roster.uid])
    row = reverse("roster_row", args=[roster.uid, "500"])
    try:
        timed("reading and planning the file", lambda: roster_import.plan_import(roster=roster, at=now))  # fmt: skip
        timed("a page of the preview", lambda: client.get(preview))
        timed("a page of the preview, again", lambda: client.get(preview + "?page=50"))
        timed("the page of a row", lambda: client.get(row))
        timed("a row put right, judged alone", lambda: correct(roster, 500, birth_on="28/02/1980"))  # fmt: skip
        timed("a row put right, all judged again", lambda: correct(roster, 600, full_name=name(3)))  # fmt: skip
    finally:
        roster_import.discard_upload(roster)


if __name__ == "__main__":
    with transaction.atomic():
        main()
        transaction.set_rollback(True)
