"""How the list of lessons finished very fast is sorted from its headings."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from progress.sums.quick import FIRST, SORTS


@dataclass(frozen=True)
class SortLink:
    """A column of the list that can sort it, as its heading links to it."""

    label: str
    link: str
    direction: str


def sort_links(sort: str) -> dict[str, SortLink]:
    """By name and pace from the least, by day from the newest; a second click turns it."""
    sort = sort if sort in SORTS else FIRST
    first = {"name": _("Học viên"), "pace": _("Đo được"), "-done": _("Đánh dấu xong")}
    links = {}
    for key, label in first.items():
        column = key.lstrip("-")
        other = column if key.startswith("-") else f"-{column}"
        direction = "descending" if sort.startswith("-") else "ascending"
        shown = direction if sort.lstrip("-") == column else ""
        links[column] = SortLink(label, other if sort == key else key, shown)
    return links
