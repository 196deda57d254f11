"""An import of 10,000 people and an XLSX of 100,000 rows, each in a process of its own."""

from __future__ import annotations

import subprocess
import sys

IMPORT, EXPORT = 10_000, 100_000


def measure() -> None:
    for what in ("import", "export"):
        command = [sys.executable, "-m", f"benchmarks.agencies.{what}s"]
        subprocess.run(command, check=True)  # noqa: S603 (our own modules)
