"""An agency's life as files tell it: spans with a name, a kind and a parent; pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import gettext as _

from accounts.formats import vdate
from agencies.ancestry import Link, lineage
from agencies.days import Days
from agencies.importing import COLUMNS, ParentRow, Row
from agencies.tables import RowError

Lives = Mapping[str, Days]


@dataclass(frozen=True)
class Span:
    """What the agency was in these days."""

    days: Days
    name: str
    kind: str
    official_code: str
    parent: str  # code; "" for a root


@dataclass(frozen=True)
class History:
    """All that a file says of one agency, in order of time."""

    code: str
    row: int
    spans: tuple[Span, ...]
    successor: str = ""

    @property
    def life(self) -> Days:
        return Days(self.spans[0].days.first, self.spans[-1].days.after)


@dataclass
class Reading:
    """Histories fit to be stored, and what was wrong with the rest."""

    histories: list[History] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)


def assemble(
    rows: list[Row], parent_rows: list[ParentRow], *, known: Lives, file: str = ""
) -> Reading:
    """Bring agencies and their dated parents together.

    `known` has the agencies already stored, with their days: they too may be parents
    and successors. `file` is what errors in `parent_rows` are reported under. A parent
    of the main file counts where the other file is silent, and as long as it lives.
    """
    reading = Reading()
    rows = with_known_references(rows, known, reading)
    lives = dict(known) | {row.code: row.days for row in rows}
    links = dated_parents(rows, parent_rows, lives, file, reading)
    histories = [history(row, links.get(row.code, []), lives) for row in rows]
    reading.histories = without_circles(histories, reading)
    return reading


def with_known_references(rows: list[Row], known: Lives, reading: Reading) -> list[Row]:
    """Refuse rows that name an unknown agency, and then those that named these."""
    while True:
        codes = {row.code for row in rows} | set(known)
        good = []
        for row in rows:
            errors = unknown_references(row, codes)
            reading.errors += errors
            if not errors:
                good.append(row)
        if len(good) == len(rows):
            return good
        rows = good


def unknown_references(row: Row, codes: set[str]) -> list[RowError]:
    return [
        RowError(
            row.row,
            COLUMNS[column][0],
            _("Không có đơn vị mã %(code)s.") % {"code": code},
        )
        for column, code in (("parent", row.parent), ("successor", row.successor))
        if code and code not in codes
    ]


def dated_parents(
    rows: list[Row],
    parent_rows: list[ParentRow],
    lives: Lives,
    file: str,
    reading: Reading,
) -> dict[str, list[ParentRow]]:
    """The dated parents of each agency, without those that cannot be."""
    own = {row.code for row in rows}
    taken: dict[str, list[ParentRow]] = defaultdict(list)
    for link in parent_rows:
        if problem := problem_of(link, own, lives, taken[link.code]):
            column, message = problem
            reading.errors.append(RowError(link.row, COLUMNS[column][0], message, file))
        else:
            taken[link.code].append(link)
    return taken


def problem_of(
    link: ParentRow, own: set[str], lives: Lives, taken: list[ParentRow]
) -> tuple[str, str] | None:
    """The column and the sentence that refuse a dated parent; None for a good one."""
    if link.code not in own:
        return "code", _("Mã %(code)s không có trong tệp đơn vị.") % {"code": link.code}
    if link.parent not in lives:
        return "parent", _("Không có đơn vị mã %(code)s.") % {"code": link.parent}
    for other in taken:
        if other.days.common(link.days):
            return "valid_from", _("Thời gian chồng lên dòng %(row)s.") % {
                "row": other.row
            }
    for code in (link.code, link.parent):
        if exceeds(link.days, lives[code]):
            return "valid_from", _("Đơn vị %(code)s chỉ tồn tại %(days)s.") % {
                "code": code,
                "days": in_words(lives[code]),
            }
    return None


def exceeds(days: Days, life: Days) -> bool:
    """A stated day outside the life; an open side means "as long as it lives"."""
    early = days.first and life.first and days.first < life.first
    late = days.after and life.after and days.after > life.after
    return bool(early or late) or days.common(life) is None


def in_words(days: Days) -> str:
    if days.first and days.last:
        words = _("từ %(first)s đến hết %(last)s")
    elif days.first:
        words = _("từ %(first)s")
    elif days.last:
        words = _("đến hết %(last)s")
    else:
        words = _("mọi lúc")
    ends = {"first": days.first, "last": days.last}
    return words % {key: vdate(day) if day else "" for key, day in ends.items()}


def history(row: Row, links: list[ParentRow], lives: Lives) -> History:
    """Split the agency's life where its parent changes, begins or ends."""
    wanted = [(link.parent, link.days) for link in links]
    if row.parent:
        rest = row.days.without([days for _parent, days in wanted])
        wanted += [(row.parent, days) for days in rest]
    under = [
        (parent, alive)
        for parent, days in wanted
        if (common := days.common(row.days)) and (alive := common.common(lives[parent]))
    ]
    alone = row.days.without([days for _parent, days in under])
    parts = under + [("", days) for days in alone]
    parts.sort(key=lambda part: part[1].first or date.min)
    spans = [Span(days, row.name, row.kind, row.official_code, p) for p, days in parts]
    return History(row.code, row.row, tuple(merged(spans)), row.successor)


def merged(spans: list[Span]) -> list[Span]:
    """Neighbouring spans that say the same become one."""
    result: list[Span] = []
    for span in spans:
        if result and replace(result[-1], days=span.days) == span:
            span = replace(span, days=Days(result.pop().days.first, span.days.after))
        result.append(span)
    return result


def without_circles(histories: list[History], reading: Reading) -> list[History]:
    """Refuse the agencies that stand under themselves on some day, and all below them."""
    links = {
        h.code: [Link(span.days, span.parent or None) for span in h.spans]
        for h in histories
    }
    spans, circular = lineage(links)
    below = {lower for lower, upper in spans if upper in circular} - circular
    sentences = dict.fromkeys(
        circular, _("Đơn vị %(code)s đứng dưới chính nó qua các cấp trên.")
    ) | dict.fromkeys(below, _("Các cấp trên của đơn vị %(code)s đứng vòng tròn."))
    reading.errors += [
        RowError(h.row, COLUMNS["parent"][0], sentences[h.code] % {"code": h.code})
        for h in histories
        if h.code in sentences
    ]
    return [h for h in histories if h.code not in sentences]


def as_at(histories: list[History], day: date) -> list[History]:
    """What lived on that day as it stood, without end dates or successors."""
    return [
        replace(h, successor="", spans=(replace(span, days=Days()),))
        for h in histories
        for span in h.spans
        if span.days.has(day)
    ]


def subtree(
    histories: list[History], code: str, *, known: Iterable[str]
) -> list[History]:
    """The agency and what was ever below it; empty where the file does not have it.

    A parent outside is kept only if it is stored already (`known`).
    """
    if not any(h.code == code for h in histories):
        return []
    children: dict[str, set[str]] = defaultdict(set)
    for h in histories:
        for span in h.spans:
            children[span.parent].add(h.code)
    chosen, ways = set(), [code]
    while ways:
        if (at := ways.pop()) not in chosen:
            chosen.add(at)
            ways += children[at]
    kept = [h for h in histories if h.code in chosen]
    present = {h.code for h in kept} | set(known)
    return [cut_loose(h, lambda c: c in present) for h in kept]


def cut_loose(h: History, is_present: Callable[[str], bool]) -> History:
    spans = [s if is_present(s.parent) else replace(s, parent="") for s in h.spans]
    successor = h.successor if is_present(h.successor) else ""
    return replace(h, spans=tuple(merged(spans)), successor=successor)
