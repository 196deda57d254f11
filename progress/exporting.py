"""What a person may take away as a file: found again by what the address asked.

The same list is found twice, by the page that was asked for it and perhaps by a worker
afterwards; each time only as far as the person's roles reach on that day.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.formats import vdate
from accounts.models import User
from agencies.exports import Table
from progress import bundles, hours, lists, quick_files, sheets
from progress.exported_words import Pairs, filters_in_words
from progress.filters import read_filters
from progress.lists import Scope
from progress.models import Export, ReportSnapshot
from progress.official import Content, Query, build
from progress.official.letters import default_letter
from progress.official.paper import pdf_of
from progress.report_reach import readable
from progress.units import reached, way_to

What = Export.What
Bundle = Callable[[str, IO[bytes], Callable[[int], None]], None]

LISTS: dict[str, tuple[Callable[[Scope], Table], Callable[[Scope], int], str]] = {
    What.AGENCIES: (lists.by_agency, lists.count_agencies, "tien-do"),
    What.PEOPLE: (lists.by_trainee, lists.count_trainees, "hoc-vien"),
    What.HOURS: (hours.by_person, hours.count_people, "gio-hoc"),
    What.QUICK: (quick_files.by_lesson, quick_files.count_lessons, "bai-xong-nhanh"),
}


class OutOfReach(Exception):
    """No role of this person reaches today what the list is about."""


@dataclass(frozen=True)
class Listing:
    """A list that was asked for: what it is, how long, and how it becomes a file."""

    what: str
    asked: dict[str, Any]
    said: Pairs
    as_at: date
    name: str  # of the file, without its ending
    count: Callable[[], int]
    table: Callable[[], Table] | None = None
    paper: Callable[[], bytes] | None = None
    bundle: Bundle | None = None  # writes many files as one

    @cached_property
    def total(self) -> int:
        """Its rows; counted once, however often a request asks."""
        return self.count()


def is_open(user: User, what: str, asked: dict[str, Any], *, today: date) -> bool:
    """Whether the person's roles of today reach what the list is about."""
    if what == What.REPORT:
        return readable(user).filter(uid=asked["report"]).exists()
    on = date.fromisoformat(asked["as_at"])
    reach = reached(user, today=today, on=on)
    return reach.filter(descendant__code=asked["agency"]).exists()


def find(user: User, what: str, asked: dict[str, Any], *, today: date) -> Listing:
    """The list that was asked for, as this person may see it; raises OutOfReach."""
    if not is_open(user, what, asked, today=today):
        raise OutOfReach
    if what == What.REPORT:
        return issued(readable(user).get(uid=asked["report"]))
    if what == What.DRAFT:
        return drafted(Query.of(asked), by=user)
    filters = read_filters(asked, today=today)
    way = way_to(user, asked["agency"], today=today, on=filters.on)
    scope = lists.scope_of(way, filters)
    return papers_of_unit(scope) if what == What.PAPERS else of_unit(what, scope)


def papers_of_unit(scope: Scope) -> Listing:
    """The certificates of a unit's people, of one class or of all."""
    filters, code = scope.filters, scope.unit.agency.code
    papers = bundles.papers_of(scope)
    said = [(_("Đơn vị"), scope.unit.name)]
    if scope.group:
        said.append((_("Lớp"), str(scope.group)))
    kept = {"as_at": str(filters.on), "class": scope.group.code if scope.group else ""}

    def bundle(ending: str, file: IO[bytes], note: Callable[[int], None]) -> None:
        title = ", ".join(value for _term, value in said)
        bundles.write_bundle(papers, ending, file, title=title, note=note)

    return Listing(
        what=What.PAPERS,
        asked={"agency": code} | kept,
        said=said,
        as_at=filters.on,
        name=sheets.file_stem(
            "giay-chung-nhan", training_class=scope.group, code=code, on=filters.on
        ),
        count=papers.count,
        bundle=bundle,
    )


def of_unit(what: str, scope: Scope) -> Listing:
    """One of LISTS about a unit, as the filters of its page ask for it."""
    make, count, prefix = LISTS[what]
    filters, code = scope.filters, scope.unit.agency.code
    named = {"training_class": scope.group, "code": code, "on": filters.on}
    return Listing(
        what=what,
        asked={"agency": code} | filters.as_query(),
        said=[(_("Đơn vị"), scope.unit.name), *filters_in_words(what, scope)],
        as_at=filters.on,
        name=sheets.file_stem(prefix, **named),
        count=lambda: count(scope),
        table=lambda: make(scope),
    )


def drafted(query: Query, *, by: User) -> Listing:
    """A report that was not issued, counted now."""
    content = build(query)

    def paper() -> bytes:
        letter = default_letter(query.agency, on=query.as_at, by=by)
        return pdf_of(content, letter, dated=timezone.localdate())

    return Listing(
        what=What.DRAFT,
        asked=query.as_json(),
        said=[(_("Báo cáo"), content.title)],
        as_at=query.as_at,
        name=f"nhap-{query.kind}-{query.as_at}",
        count=lambda: len(content.rows),
        table=lambda: content.table(
            [
                (_("Bản nháp"), _("Chưa ban hành, chưa có số.")),
                (_("Số liệu đến hết ngày"), vdate(query.as_at)),
            ]
        ),
        paper=paper,
    )


def issued(row: ReportSnapshot) -> Listing:
    """A report as it was issued; the same every time."""
    content = Content.of(row.content)

    def paper() -> bytes:
        dated = timezone.localdate(row.issued_at)
        letter = row.content["letter"]
        return pdf_of(content, letter, dated=dated, reference=row.reference)

    return Listing(
        what=What.REPORT,
        asked={"report": str(row.uid)},
        said=[(_("Báo cáo số"), f"{row.reference}, {row.year}"), ("", row.title)],
        as_at=row.as_at,
        name=sheets.plain(f"bao-cao-so-{row.reference}-{row.year}"),
        count=lambda: len(content.rows),
        table=lambda: content.table(notes_of(row)),
        paper=paper,
    )


def notes_of(row: ReportSnapshot) -> Pairs:
    return [
        (_("Báo cáo số"), f"{row.reference}, {row.year}"),
        (_("Số liệu đến hết ngày"), vdate(row.as_at)),
        (_("Ban hành"), f"{vdate(row.issued_at)}, {row.issued_by.full_name}"),
        *((_("Ghi chú"), note) for note in row.content["notes"]),
    ]
