"""`make bench-agencies [ARGS=…]`: --agencies N --people N --times N --no-files.

Another size needs another DATA_DIR; the bed is built once and kept.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import resource
import sys
import time

os.environ["DJANGO_SETTINGS_MODULE"] = "lms.settings.dev"
os.environ.setdefault("DATA_DIR", ".cache/bench-agencies")
os.environ.setdefault("LOG_LEVEL", "ERROR")
os.environ["DEMO"] = "0"

from lms.embedded import database, install, place

install.install(place.here())

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

import lms.wsgi  # noqa: E402, F401 (a process set up as the web's workers are)
from benchmarks.agencies import bed, files, pages, recount  # noqa: E402
from benchmarks.agencies.measuring import HEADING, measure  # noqa: E402
from enrolments.models import Enrolment  # noqa: E402
from enrolments.querysets import end_of  # noqa: E402
from progress.sums.keeping import fold  # noqa: E402


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench-agencies")
    parser.add_argument("--agencies", type=int, default=10_000)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--no-files", action="store_true", help="no import, no export")
    return parser.parse_args()


def prepared(asked: argparse.Namespace) -> None:
    """The bed, built once and kept: it takes minutes. Folded and swept as time would."""
    if not Enrolment.objects.exists():
        begun = time.perf_counter()
        bed.build(agencies=asked.agencies, people=asked.people)
        print(f"built in {time.perf_counter() - begun:.0f} s", flush=True)
    fold(today=timezone.localdate())
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT pg_size_pretty(pg_database_size(current_database()))")
        (size,) = cursor.fetchone()
    print(f"{Enrolment.objects.count():,} enrolments, database of {size}", flush=True)


def main() -> None:
    asked = arguments()
    settings.ALLOWED_HOSTS = ["*"]
    settings.SECURE_SSL_REDIRECT = False
    prepared(asked)
    past = timezone.localdate() - dt.timedelta(days=12)
    for day in (timezone.localdate(), past):
        wrong = recount.differences(day, end_of(day))
        print(
            f"units whose figures differ from a plain recount on {day}: {wrong}",
            flush=True,
        )
    print(HEADING, flush=True)
    for thing in pages.asked(past):
        taken = measure(thing.action, asked.times)
        print(taken.line(thing), flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"memory of this process at most {peak} MB", flush=True)
    if not asked.no_files:
        files.measure()


if __name__ == "__main__":
    try:
        main()
    finally:
        connection.close()
        database.release(place.here(), os.getpid())
    sys.exit(0)
