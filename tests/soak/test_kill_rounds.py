"""Worker, broker and database killed while certificates are issued: nothing is lost."""

import os
import subprocess
import sys

import pytest

from lms.embedded.place import CHECKOUT

ROUNDS, ISSUES = (50, 100) if os.environ.get("SOAK") else (2, 100)


@pytest.mark.worker
def test_kills__every_award_has_one_line_one_serial_and_one_file(tmp_path):
    """A place of its own: the database of the other tests stays alone."""
    keep = ("DJANGO_SETTINGS_MODULE", "PYTEST_XDIST_WORKER")
    environment = {k: v for k, v in os.environ.items() if k not in keep}
    run = subprocess.run(
        [sys.executable, "-m", "tests.soak.kill_rounds",
         "--rounds", str(ROUNDS), "--issues", str(ISSUES)],
        cwd=CHECKOUT,
        env=environment | {"DATA_DIR": str(CHECKOUT / ".cache" / "kill-rounds")},
        capture_output=True,
        text=True,
    )  # fmt: skip
    print(run.stdout)
    assert run.returncode == 0, run.stdout + run.stderr[-3000:]
    assert f"{ROUNDS} of {ROUNDS} rounds without a fault" in run.stdout
