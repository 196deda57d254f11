"""Read agencies with their dates, parents and successors from CSV or XLSX."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from agencies import histories, importing
from agencies.days import Days
from agencies.histories import History, Reading
from agencies.management.import_command import ImportCommand, day
from agencies.models import AgencyPeriod, Kind
from agencies.services import AgencyTreeError, import_agencies
from agencies.tables import ImportReport, RowError, read_file, read_table
from agencies.workbooks import UnusableFileError


class Command(ImportCommand):
    """Columns code, name_vi, type, parent_code, valid_from, valid_to (its last day),
    successor_code, gso_code; see docs/rosters.md."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--parents", type=Path, help="CSV of dated changes of parent"
        )
        parser.add_argument(
            "--as-at",
            type=day,
            metavar="DATE",
            help="only what lived on that day, without end dates or successors",
        )
        parser.add_argument(
            "--under", metavar="CODE", help="only that agency's subtree"
        )

    def import_file(self, **options) -> ImportReport:
        reading = self.read(options["file"], options["parents"])
        if reading.errors and not options["partial"]:
            return ImportReport(errors=reading.errors)
        chosen = reading.histories
        if options["as_at"]:
            chosen = histories.as_at(chosen, options["as_at"])
        if options["under"]:
            chosen = self.subtree(chosen, options["under"])
        try:
            report = import_agencies(histories=chosen)
        except AgencyTreeError as error:
            report = ImportReport(errors=[RowError(None, None, str(error))])
        report.errors += reading.errors
        return report

    def read(self, path: Path, parents: Path | None) -> Reading:
        rows, errors = importing.read_rows(
            read_table(
                read_file(path), columns=importing.COLUMNS, required=importing.REQUIRED
            ),
            kinds=Kind.values,
        )
        parent_rows, parent_errors = [], []
        name = parents.name if parents else ""
        if parents:
            parent_rows, parent_errors = importing.read_parent_rows(
                read_table(
                    read_file(parents),
                    columns=importing.PARENT_COLUMNS,
                    required=importing.PARENT_COLUMNS,
                ),
                file=name,
            )
        reading = histories.assemble(rows, parent_rows, known=stored_lives(), file=name)
        reading.errors = [*errors, *parent_errors, *reading.errors]
        return reading

    def subtree(self, chosen: list[History], code: str) -> list[History]:
        found = histories.subtree(chosen, code, known=stored_lives())
        if not found:
            raise UnusableFileError(
                _("Tệp không có đơn vị mã %(code)s vào thời gian đã chọn.")
                % {"code": code}
            )
        return found


def stored_lives() -> dict[str, Days]:
    """The agencies already stored, each with its first and last day."""
    lives: dict[str, Days] = {}
    rows = AgencyPeriod.objects.order_by("period").values_list("agency__code", "period")
    for code, period in rows:
        first = lives[code].first if code in lives else period.lower
        lives[code] = Days(first, period.upper)
    return lives
