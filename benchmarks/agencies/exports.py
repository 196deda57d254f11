"""The XLSX of 100,000 rows of trainees, as a worker makes it: seconds and memory.

Without a broker the task's own function is called; everything it does is done.
"""

import os
import re
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.dev")
django.setup()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from benchmarks.agencies.files import EXPORT  # noqa: E402
from enrolments.models import TrainingClass  # noqa: E402
from progress.exporting import of_unit  # noqa: E402
from progress.filters import read_filters  # noqa: E402
from progress.lists import scope_of  # noqa: E402
from progress.models import Export  # noqa: E402
from progress.services.exports import drop_export  # noqa: E402
from progress.tasks import make_export  # noqa: E402
from progress.units import top_units  # noqa: E402


def most_memory() -> int:
    """The most that this process held so far, in MB; a child inherits getrusage's."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) // 1024


def server_seconds() -> float | None:
    """Processor time of our connection's own server process, where it runs here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        place = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not place.exists():
        return None
    fields = place.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def asked_for() -> Export:
    """One of the classes, or all of them while they have no more than wanted."""
    today, user = timezone.localdate(), User.objects.get(staff_code="bench-tinh")
    way = top_units(user, today=today, on=today)
    scope = scope_of(way, read_filters({}, today=today))
    if scope.enrolments.count() > 2 * EXPORT:
        group = TrainingClass.objects.order_by("pk").first()
        scope = scope_of(way, read_filters({"class": group.code}, today=today))
    found = of_unit("people", scope)
    return Export.objects.create(
        asked_by=user,
        what=found.what,
        asked=found.asked,
        as_at=found.as_at,
        ending="xlsx",
        file_name="bench.xlsx",
        total=found.count(),
        expires_at=timezone.now(),
    )


def main() -> None:
    row = asked_for()
    before, served = most_memory(), server_seconds()
    begun, worked = time.perf_counter(), time.process_time()
    make_export(str(row.uid))
    seconds, cpu = time.perf_counter() - begun, time.process_time() - worked
    row.refresh_from_db()
    print(
        f"export of {row.done:,} rows: {row.state}, {seconds:.0f} s "
        f"({row.done / seconds:,.0f} rows/s), processor {cpu:.0f} s, of the database "
        f"{(server_seconds() or 0) - (served or 0):.0f} s, {row.size // 1_000_000} MB, "
        f"memory {before} → {most_memory()} MB"
    )
    drop_export(row=row)


if __name__ == "__main__":
    main()
