"""The import of a roster of 10,000 people into the full database, rolled back."""

import csv
import io
import os
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.dev")
django.setup()

from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from benchmarks.agencies.files import IMPORT  # noqa: E402
from enrolments.models import TrainingClass  # noqa: E402
from enrolments.roster import read_roster  # noqa: E402
from enrolments.services import import_roster  # noqa: E402


def roster() -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["Mã cán bộ", "Họ và tên", "Mã đơn vị"])
    writer.writerows(
        [f"N{n}", f"Người mới {n}", f"B{1 + n % 1000}"] for n in range(IMPORT)
    )
    return text.getvalue().encode()


def main() -> None:
    today, now = timezone.localdate(), timezone.now()
    begun = time.perf_counter()
    with transaction.atomic():
        report = import_roster(
            roster=read_roster(roster(), on=today),
            effective_on=today,
            at=now,
            training_class=TrainingClass.objects.get(code="BENCH0"),
        )
        transaction.set_rollback(True)
    print(f"import of {report.created:,} people: {time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
