"""The JSON of `dumpdata` and its plain values, whatever somebody made of them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware
from django.utils.translation import gettext as _

from questions.formats.decoding import decode
from questions.formats.draft import UnusableFile

Fields = dict[str, Any]


def read_tables(content: bytes) -> dict[str, dict[int, Fields]]:
    """Rows by model and pk; what is no such row is skipped."""
    try:
        rows = json.loads(decode(content))
    except (ValueError, RecursionError):
        raise UnusableFile(_("Tệp không phải JSON của lệnh dumpdata.")) from None
    tables: dict[str, dict[int, Fields]] = defaultdict(dict)
    for row in rows if isinstance(rows, list) else []:
        if not isinstance(row, dict) or not isinstance(row.get("fields"), dict):
            continue
        pk = number(row.get("pk"))
        if pk is not None:
            tables[str(row.get("model")).lower()][pk] = row["fields"]
    return tables


def number(value: Any) -> int | None:
    """A pk or a count, whichever way it was written."""
    text = str(value).strip() if isinstance(value, int | str) else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def words(value: Any) -> str:
    """A text without outer spaces; "" for anything else."""
    return value.replace("\0", "").strip() if isinstance(value, str) else ""


def numbers(text: Any) -> list[int]:
    """ "3,1,,2," → [3, 1, 2], each once."""
    found = (number(part) for part in words(text).split(","))
    return list(dict.fromkeys(one for one in found if one is not None))


def moment(value: Any) -> datetime | None:
    """A time as dumpdata writes it; one without a zone is ours."""
    try:
        found = parse_datetime(words(value))
    except ValueError:
        return None
    return make_aware(found) if found and is_naive(found) else found


def given(text: Any) -> Iterator[tuple[int, str]]:
    """The answers of a sitting, by the pk of the question."""
    try:
        answers = json.loads(words(text) or "{}")
    except (ValueError, RecursionError):
        return
    for pk, answer in answers.items() if isinstance(answers, dict) else ():
        if (found := number(pk)) is not None and isinstance(answer, str | int):
            yield found, str(answer).replace("\0", "")
