"""Whether rows of a roster bear on each other: one name, one code, one address, one person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from accounts.collation import fold
from enrolments.services.roster_import.verdicts import Verdict

Row = Mapping[str, Any]  # of a plan, as it is kept
Key = tuple[str, str | int]


def is_linked(others: Iterable[Row], *versions: Row) -> bool:
    """Whether a row, as it was or as it is now, shares anything with another one."""
    ours: set[Key] = set().union(*map(keys, versions))
    standing = (row for row in others if row["verdict"] != Verdict.SKIPPED)
    return any(not ours.isdisjoint(keys(row)) for row in standing)


def keys(row: Row) -> set[Key]:
    """By what another row could mean the same person or ask for the same address."""
    found: set[Key] = {("name", fold(row["full_name"]))}
    if row["staff_code"]:
        found.add(("staff_code", row["staff_code"].casefold()))
    if row["user"]:
        found.add(("person", row["user"]))
    after = row["after"]
    return found | {
        (name, after[name].casefold()) for name in ("email", "phone") if after.get(name)
    }
