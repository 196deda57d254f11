import os
import subprocess
import sys
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from lms.settings.clock import VARIABLE, is_late

ASK = """
import django; django.setup()
from accounts.models import User
print(User._meta.get_field("joined_at").get_default().isoformat())
"""


@pytest.mark.parametrize(
    ("hour", "minute", "late"),
    [(0, 0, False), (20, 59, False), (21, 0, True), (23, 59, True)],
)
def test_late__is_the_evening_before_midnight(hour, minute, late):
    zone = ZoneInfo(settings.TIME_ZONE)
    assert is_late(datetime(2026, 11, 28, hour, minute, tzinfo=zone)) is late


def test_another_process_of_the_session__goes_by_the_same_clock():
    """Models too, which took the clock as their default when they were loaded."""
    answer = subprocess.run(
        [sys.executable, "-c", ASK],
        env=os.environ | {VARIABLE: "7200"},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    back = datetime.now(UTC) - datetime.fromisoformat(answer.stdout.strip())
    assert 7200 <= back.total_seconds() < 7200 + 60
