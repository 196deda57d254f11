"""Read days off, and Saturdays worked instead, from a CSV or XLSX."""

from __future__ import annotations

from agencies.management.import_command import ImportCommand
from agencies.tables import ImportReport, read_file
from enrolments.holidays import import_holidays


class Command(ImportCommand):
    """Columns: ngày, tên, làm bù (anything there is a day worked). No mail goes out on
    a day off."""

    help = __doc__

    def import_file(self, **options) -> ImportReport:
        content = read_file(options["file"])
        return import_holidays(content=content, partial=options["partial"])
