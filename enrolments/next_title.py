"""What the next cycle of a class is called; pure."""

from __future__ import annotations

import re

COUNTED = re.compile(
    r"^(?P<head>.*\b(?:đợt|khóa|khoá|lớp)\s+)(?P<n>\d{1,3})$", re.IGNORECASE
)


def next_title(title: str) -> str:
    """Số hóa hồ sơ, đợt 2 → đợt 3; a title that ends otherwise stays as it is."""
    found = COUNTED.match(title.strip())
    if found is None:
        return title
    digits = found["n"]
    return found["head"] + str(int(digits) + 1).zfill(len(digits))
