"""The numbers of official reports: one after the other within a year."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import connection
from django.db.models import Max

from progress.models import ReportSnapshot


def lock_numbers() -> None:
    """Two at once would take one number; a failed one must not leave a gap."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('progress.reports'))")


def next_number(year: int) -> int:
    issued = ReportSnapshot.objects.filter(year=year)
    return (issued.aggregate(last=Max("number"))["last"] or 0) + 1


def fingerprint(content: dict[str, Any]) -> str:
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()
