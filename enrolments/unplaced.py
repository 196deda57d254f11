"""How the list of people without a unit is searched and sorted."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.collation import fold
from agencies.models import Membership

SORTS = {
    "name": "user__sort_key",
    "unit": "unit_name",
    "since": "ended_on",
}


def searched(rows: QuerySet[Membership], q: str) -> QuerySet[Membership]:
    for word in fold(q[:100].replace("\x00", "")).split():
        rows = rows.filter(user__search_text__contains=word)
    return rows


def known(sort: str) -> str:
    """What can be sorted by, with a minus for downwards; else the longest wait first."""
    return sort if sort.removeprefix("-") in SORTS else "since"


def order_of(sort: str) -> list[str]:
    minus = "-" if sort.startswith("-") else ""
    return [minus + SORTS[sort.removeprefix("-")], "user__sort_key", "pk"]


def headings(sort: str) -> list[tuple[str, str, str]]:
    """Label, what its link asks for, and `aria-sort` of each column."""
    labels = [("name", _("Người")), ("unit", _("Đơn vị cũ")), ("since", _("Từ ngày"))]
    directions = {"": "ascending", "-": "descending"}
    found = []
    for key, label in labels:
        minus = sort.removesuffix(key) if sort.removeprefix("-") == key else None
        link = f"-{key}" if minus == "" else key
        found.append((label, link, directions.get(minus, "")))
    return found
