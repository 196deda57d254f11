"""The list of days off, as a file has it and as it is stored."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.importing import parse_date
from agencies.tables import ImportReport, RowError, Table, read_table
from enrolments.models import Holiday

COLUMNS = {
    "day": ["ngày", "day", "date"],
    "name": ["tên", "tên ngày", "name"],
    "is_working": ["làm bù", "working"],
}
REQUIRED = ["day", "name"]


@transaction.atomic
def import_holidays(*, content: bytes, partial: bool = False) -> ImportReport:
    """Store the days of a file; a day known already takes the file's name.

    Raises UnusableFileError. Nothing is written while a row is refused, unless
    `partial`; a second time nothing changes.
    """
    table = read_table(content, columns=COLUMNS, required=REQUIRED)
    rows, report = read_days(table)
    if report.errors and not partial:
        return report
    for day, (name, is_working) in rows.items():
        stored = Holiday.objects.filter(day=day).first()
        if stored is None:
            Holiday.objects.create(day=day, name=name, is_working=is_working)
            report.created += 1
        elif (stored.name, stored.is_working) != (name, is_working):
            stored.name, stored.is_working = name, is_working
            stored.save()
            report.updated += 1
        else:
            report.unchanged += 1
    return report


def read_days(table: Table) -> tuple[dict[date, tuple[str, bool]], ImportReport]:
    rows: dict[date, tuple[str, bool]] = {}
    report = ImportReport()
    for line in table.lines:
        try:
            cell = line.cells.get("day")
            day = cell if isinstance(cell, date) else parse_date(line.text("day"))
        except ValueError:
            day = None
        if day is None or day in rows or not line.text("name"):
            message = _(
                "Mỗi dòng cần một ngày có thật, chưa có ở dòng trên, và một tên."
            )
            report.errors.append(RowError(line.row, table.headings["day"], message))
            continue
        rows[day] = (line.text("name")[:150], bool(line.text("is_working")))
    return rows, report
