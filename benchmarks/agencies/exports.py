"""The XLSX of the first 100,000 rows of trainees: seconds and memory."""

import itertools
import os
import re
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.dev")
django.setup()

from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from agencies.exports import write_xlsx  # noqa: E402
from benchmarks.agencies.files import EXPORT  # noqa: E402
from progress.filters import read_filters  # noqa: E402
from progress.lists import by_trainee, scope_of  # noqa: E402
from progress.units import top_units  # noqa: E402


def most_memory() -> int:
    """The most that this process held so far, in MB; a child inherits getrusage's."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) // 1024


def main() -> None:
    today = timezone.localdate()
    user = User.objects.get(staff_code="bench-tinh")
    before = most_memory()
    way = top_units(user, today=today, on=today)
    table = by_trainee(scope_of(way, read_filters({}, today=today)))
    begun = time.perf_counter()
    with tempfile.TemporaryFile() as target:
        write_xlsx(replace(table, rows=itertools.islice(table.rows, EXPORT)), target)
        size = target.tell() // 1_000_000
    peak = most_memory()
    print(
        f"export of {EXPORT:,} rows: {time.perf_counter() - begun:.0f} s, {size} MB, "
        f"memory {before} → {peak} MB"
    )


if __name__ == "__main__":
    main()
