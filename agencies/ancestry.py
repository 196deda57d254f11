"""Who stood under whom, and when: the plain computation that the stored one is proven by.

Pure: links with their days in, spans out. An agency without a link on a day does not
exist that day; whoever names it as parent then stands under nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from typing import NamedTuple

from agencies.days import Days, joined


class Link(NamedTuple):
    """In these days the agency exists and stands under `parent` (None: a root)."""

    days: Days
    parent: Hashable | None


Links = Mapping[Hashable, Sequence[Link]]


class Lineage(NamedTuple):
    """Spans by (descendant, ancestor), each agency also its own; those in a circle."""

    spans: dict[tuple[Hashable, Hashable], list[Days]]
    circular: set[Hashable]


def lineage(links: Links) -> Lineage:
    """Follow every link upwards as long as there is a day on which all of it holds."""
    spans: dict[tuple, list[Days]] = defaultdict(list)
    circular: set[Hashable] = set()
    for agency, own in links.items():
        ways = [((agency,), link) for link in own]
        while ways:
            path, (days, parent) = ways.pop()
            spans[agency, path[-1]].append(days)
            if parent == agency:
                circular.add(agency)
            elif parent not in path:  # else the circle lies above: theirs to report
                ways += [
                    ((*path, parent), link) for link in during(days, links, parent)
                ]
    return Lineage({pair: joined(found) for pair, found in spans.items()}, circular)


def during(days: Days, links: Links, agency: Hashable | None) -> list[Link]:
    """The agency's links within these days."""
    return [
        Link(common, link.parent)
        for link in links.get(agency, ())
        if (common := days.common(link.days))
    ]
