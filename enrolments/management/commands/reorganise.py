"""Merge, split, absorb, rename, move and dissolve units from a day on."""

from __future__ import annotations

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.management.import_command import ImportCommand, day
from agencies.models import Kind
from agencies.reorganising import COLUMNS, REQUIRED, read_steps
from agencies.services import AgencyTreeError
from agencies.services.reorganise import Outcome, reorganise
from agencies.tables import ImportReport, RowError, read_file, read_table


class Command(ImportCommand):
    """Columns action, code, new_code, new_name, new_kind, new_parent; the actions are
    merge, split, absorb, rename, kind, reparent, dissolve. A reorganisation is applied
    whole or not at all, so --partial changes nothing."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--effective", type=day, metavar="DATE", required=True)
        parser.add_argument("--decision", default="", help="number and date")

    def import_file(self, **options) -> ImportReport:
        table = read_table(
            read_file(options["file"]), columns=COLUMNS, required=REQUIRED
        )
        steps, errors = read_steps(table, kinds=Kind.values)
        options["partial"] = False
        if errors:
            return ImportReport(errors=errors)
        try:
            outcome = reorganise(
                steps=steps,
                effective_on=options["effective"],
                decision=options["decision"],
                file_name=options["file"].name,
                at=timezone.now(),
            )
        except AgencyTreeError as error:
            return ImportReport(errors=[RowError(None, None, str(error))])
        self.outcome = outcome
        return outcome.report

    def summary(self, report: ImportReport, options: dict) -> str:
        lines = [super().summary(report, options)]
        outcome = getattr(self, "outcome", Outcome(report))
        if report.extra:
            lines.append(
                _("%(ended)s đơn vị kết thúc, %(moved)s người chuyển theo.")
                % report.extra
            )
        if outcome.roles:
            head = _("%(count)s vai trò kết thúc, cần giao lại nếu còn cần:")
            lines.append(head % {"count": len(outcome.roles)})
            lines += [
                f"{row.user.full_name}, {row.get_role_display()}, {row.agency}"
                for row in outcome.roles
            ]
        if outcome.homeless:
            head = _("%(count)s người cần được bố trí lại:")
            lines.append(head % {"count": len(outcome.homeless)})
            lines += [f"{row.user.full_name}, {row.agency}" for row in outcome.homeless]
        return "\n".join(lines)
