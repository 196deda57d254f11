"""`make bench-certificates [ARGS=…]`: --papers N, --plain N for the way compared with."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "lms.settings.dev"
os.environ.setdefault("DATA_DIR", ".cache/bench-certificates")
os.environ.setdefault("LOG_LEVEL", "WARNING")
os.environ["CERTIFICATE_KEYS"] = str(Path(os.environ["DATA_DIR"]).absolute() / "keys")

from lms.embedded import install, place

install.install(place.here())

from django.conf import settings  # noqa: E402
from django.db.models import QuerySet  # noqa: E402
from django.utils import timezone  # noqa: E402

from benchmarks.certificates import bed, plain, servers  # noqa: E402
from certificates.models import Certificate  # noqa: E402
from enrolments.models import TrainingClass  # noqa: E402
from lms.embedded.child import Child  # noqa: E402
from progress.awards import award_all  # noqa: E402
from progress.due import due_awards  # noqa: E402

PATIENCE = 600
LARGEST = 120_000  # octets a file may have
MEMORY = 250  # megabytes a process of the worker may hold
SECONDS = {False: 12, True: 40}  # for 872, unsigned and signed
HEAD = (
    "| papers | seconds | papers/s | CPU s: worker + issuing + database | ms CPU each "
    "| MB at most, each process | KB, largest | demanded | met | load |\n"
    "|---|---|---|---|---|---|---|---|---|---|"
)


def measured(worker: Child, *, is_signed: bool, papers: int) -> float:
    """Issue a class and wait for its papers; print a line, return papers a second."""
    stamp = f"{timezone.now():%m%d%H%M%S}"
    group = bed.a_class(bed.an_issuer(stamp, is_signed=is_signed), papers)
    meter = servers.Meter(settings.PLACE, worker)
    due = list(due_awards(training_class=group))
    issued = award_all(enrolments=due, clock=timezone.now)
    issuing = meter.elapsed
    ours = certificates_of(group)
    while ours.pending().exists() and meter.elapsed < PATIENCE:
        time.sleep(0.05)
    taken, cpu, peaks = meter.elapsed, meter.cpu(), meter.peaks()
    sizes = [row.file.size for row in ours.ready()]
    limit = SECONDS[is_signed]
    is_met = (
        (len(sizes) == issued == papers)
        and (taken <= limit)
        and max(peaks) <= MEMORY
        and max(sizes) <= LARGEST
    )
    cells = [
        f"{len(sizes)} {'signed' if is_signed else 'unsigned'} (issued in {issuing:.1f} s)",
        f"{taken:.1f}",
        f"{len(sizes) / taken:.1f}",
        f"{cpu[0]:.1f} + {cpu[2]:.1f} + {cpu[1]:.1f}",
        f"{sum(cpu) * 1000 / len(sizes):.0f}",
        " ".join(map(str, peaks)),
        f"{max(sizes) / 1000:.0f}",
        f"≤ {limit} s",
        "yes" if is_met else "no",
        f"{os.getloadavg()[0]:.1f}",
    ]
    print(f"| {' | '.join(cells)} |", flush=True)
    return len(sizes) / taken


def certificates_of(group: TrainingClass) -> QuerySet[Certificate]:
    return Certificate.objects.filter(award__in=group.enrolments.values("uid"))


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench-certificates")
    parser.add_argument("--papers", type=int, default=872)
    parser.add_argument(
        "--plain", type=int, default=40, help="drawn by WeasyPrint alone"
    )
    asked = parser.parse_args()
    with servers.working(settings.PLACE) as worker:
        print(HEAD, flush=True)
        speeds = [
            measured(worker, is_signed=is_signed, papers=asked.papers)
            for is_signed in (False, True)
        ]
        newest = list(Certificate.objects.ready().order_by("-pk")[: asked.plain])
    if newest:
        alone = plain.per_second(newest)
        print(
            f"WeasyPrint for each paper, 2 processes, unsigned: {alone:.1f} papers/s, "
            f"{asked.papers / alone:.0f} s for {asked.papers}; ours {speeds[0] / alone:.1f} "
            f"times as fast, signed {speeds[1] / alone:.1f} times"
        )


if __name__ == "__main__":
    main()
    sys.exit(0)
