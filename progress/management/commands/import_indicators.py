"""Read indicators of units and their targets from CSV or XLSX."""

from __future__ import annotations

from agencies.management.import_command import ImportCommand
from agencies.tables import ImportReport, read_file, read_table
from progress.indicator_files import COLUMNS, REQUIRED, read_rows
from progress.indicators import import_indicators


class Command(ImportCommand):
    """Columns unit_code, period_start, period_end, indicator_code, indicator_name_vi,
    value_numerator, value_denominator, value, unit_of_measure, target, target_due,
    qualifier, note."""

    help = __doc__

    def import_file(self, **options) -> ImportReport:
        content = read_file(options["file"])
        rows, errors = read_rows(
            read_table(content, columns=COLUMNS, required=REQUIRED)
        )
        if errors and not options["partial"]:
            return ImportReport(errors=errors)
        report = import_indicators(rows=rows, partial=options["partial"])
        report.errors = sorted([*errors, *report.errors], key=lambda e: e.row or 0)
        return report
