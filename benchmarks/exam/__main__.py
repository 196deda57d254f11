"""`make bench-exam [ARGS=…]`: --closed N learners a way (0: leave out), --open N."""

from __future__ import annotations

import argparse
import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "lms.settings.dev"
os.environ.setdefault("DATA_DIR", ".cache/bench")
os.environ.setdefault("LOG_LEVEL", "WARNING")

from lms.embedded import install, place

install.install(place.here())

from django.conf import settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from benchmarks.exam import bed, closed, open, servers, sitting  # noqa: A004, E402

HEAD = (
    "| way | attempts/s | requests each | requests/s | p50 / p95 / p99 ms "
    "| CPU ms a request, web + database | CPU s an attempt | MB | errors |\n"
    "|---|---|---|---|---|---|---|---|---|"
)
WAYS = (
    ("five a page", 5, sitting.by_pages),
    ("one request an answer", 0, sitting.by_answers),
    ("one a page, by forms", 1, sitting.by_pages),
)


def learners(count: int) -> list[User]:
    enrolled = User.objects.filter(enrolments__isnull=False).distinct()
    return list(enrolled.order_by("pk")[:count])


def ready(per_page: int, people: list[User], stamp: str) -> tuple:
    """A quiz that nobody has sat, and its candidates, logged in."""
    quiz = bed.a_quiz(f"BENCH {per_page} {stamp}", per_page=per_page)
    bed.a_class(quiz, people)
    return quiz.uid, bed.logged_in(people)


def main() -> bool:
    parser = argparse.ArgumentParser()
    parser.add_argument("--closed", type=int, default=300)
    parser.add_argument("--open", type=int, default=872)
    options = parser.parse_args()
    stamp, is_good = f"{timezone.now():%m%d%H%M%S}", True
    with servers.serving(settings.PLACE) as (port, web):
        meter = servers.Meter(settings.PLACE, web)
        print(HEAD)
        for name, per_page, way in WAYS if options.closed else ():
            activity, people = ready(per_page, learners(options.closed), f"c{stamp}")
            closed.run(name, port, meter, activity, people, way)
        if options.open:
            activity, people = ready(0, learners(options.open), f"o{stamp}")
            is_good = open.run(port, meter, activity, people)
    return is_good


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
