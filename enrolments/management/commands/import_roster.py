"""Read people and where they work from a CSV or XLSX."""

from __future__ import annotations

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.management.import_command import ImportCommand, day
from agencies.tables import ImportReport, read_file
from agencies.workbooks import UnusableFileError
from enrolments.models import TrainingClass
from enrolments.roster import read_roster
from enrolments.services import ClassClosedError, import_roster


class Command(ImportCommand):
    """Columns: mã cán bộ, họ và tên, mã đơn vị (or tên đơn vị); optional chức vụ, ngày
    sinh, thư điện tử, điện thoại. See docs/rosters.md."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--sheet", help="the sheet of an XLSX, the first unless given"
        )
        parser.add_argument(
            "--class",
            dest="class_code",
            metavar="CODE",
            help="enrol everybody in that class",
        )
        parser.add_argument(
            "--effective",
            type=day,
            metavar="DATE",
            help="the day from which the roster holds, today unless given",
        )

    def import_file(self, **options) -> ImportReport:
        now = timezone.now()
        on = options["effective"] or timezone.localdate(now)
        roster = read_roster(read_file(options["file"]), on=on, sheet=options["sheet"])
        try:
            return import_roster(
                roster=roster,
                effective_on=on,
                at=now,
                partial=options["partial"],
                training_class=find_class(options["class_code"]),
            )
        except ClassClosedError as error:
            raise UnusableFileError(str(error)) from error

    def summary(self, report: ImportReport, options: dict) -> str:
        more = _("Chuyển đơn vị %(moved)s, ghi danh %(enrolled)s.") % report.extra
        return f"{super().summary(report, options)} {more}"


def find_class(code: str | None) -> TrainingClass | None:
    """The class of a code; raises UnusableFileError where there is none."""
    if code is None:
        return None
    found = TrainingClass.objects.filter(code=code).first()
    if found is None:
        raise UnusableFileError(_("Không có lớp mã %(code)s.") % {"code": code})
    return found
