"""`python -m tests.soak.kill_rounds [--rounds N] [--issues N] [--seed N]`.

Certificates are issued while worker, broker and database are killed with -9 at random
moments. Afterwards each award has one line, one serial and one whole, signed file.
Prints a line for each round; exit 1 when something is not so.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from random import Random

os.environ["DJANGO_SETTINGS_MODULE"] = "lms.settings.dev"
os.environ.setdefault("DATA_DIR", ".cache/kill-rounds")
os.environ.setdefault("LOG_LEVEL", "CRITICAL")
os.environ["CERTIFICATE_KEYS"] = str(Path(os.environ["DATA_DIR"]).absolute() / "keys")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

from benchmarks.exam.servers import free_port  # noqa: E402
from tests.soak import issuing  # noqa: E402
from tests.soak.servers import Killer, Servers  # noqa: E402

LONGEST = 2.5  # seconds between two kills
HEAD = (
    "| round | killed | issued | tried again | lines | serials | files whole and signed "
    "| wrong | seconds |\n|---|---|---|---|---|---|---|---|---|"
)


def one_round(number: int, servers: Servers, issues: int, rng: Random) -> bool:
    begun = time.monotonic()
    issuer, people = issuing.prepare(issues)
    killer = Killer(servers, rng, longest=LONGEST)
    killer.start()
    retries = issuing.issue_all(issuer, people)
    issuing.wait_for_some(issuer, issues // 2)
    killer.stop()
    issuing.wait_for_all(issuer)
    found = issuing.findings(issuer, issues)
    cells = [
        number, killer.told, issues, retries, found.lines, found.serials, found.whole,
        "; ".join(found.wrong) or "nothing", f"{time.monotonic() - begun:.0f}",
    ]  # fmt: skip
    print(f"| {' | '.join(map(str, cells))} |", flush=True)
    return not found.wrong


def main() -> int:
    parser = argparse.ArgumentParser(prog="kill-rounds")
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--issues", type=int, default=100)
    parser.add_argument("--seed", type=int, default=2022)
    asked = parser.parse_args()
    place, rng = settings.PLACE, Random(asked.seed)
    place.prepare()
    servers = Servers(place, free_port())
    try:
        call_command("migrate", interactive=False, verbosity=0)
        print(HEAD, flush=True)
        rounds = range(1, asked.rounds + 1)
        good = [one_round(n, servers, asked.issues, rng) for n in rounds]
    finally:
        servers.stop()
    print(f"{sum(good)} of {asked.rounds} rounds without a fault, seed {asked.seed}")
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
