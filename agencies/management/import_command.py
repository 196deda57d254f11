"""What every import command shares: its options, its words and its exit codes.

0 done · 1 some rows refused (none written unless --partial) · 2 unusable input.
"""

from __future__ import annotations

import json
from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from agencies.importing import parse_date
from agencies.tables import ImportReport, RowError
from agencies.workbooks import UnusableFileError

SHOWN = 50


def day(text: str) -> date:
    """An argument that is a date: 2022-11-21 or 21/11/2022."""
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    if found is None:
        raise ArgumentTypeError(
            _("“%(text)s” không phải là ngày, viết dạng 2022-11-21") % {"text": text}
        )
    return found


class ImportCommand(BaseCommand):
    """A command that reads a file into the database, or refuses it in words."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="CSV (UTF-8) or XLSX")
        parser.add_argument("--dry-run", action="store_true", help="write nothing")
        parser.add_argument(
            "--partial",
            action="store_true",
            help="write the good rows though others are bad",
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def import_file(self, **options) -> ImportReport:
        """Read and store; raises UnusableFileError. Runs in a transaction."""
        raise NotImplementedError

    def handle(self, *_args, **options) -> None:
        try:
            with transaction.atomic():
                report = self.import_file(**options)
                transaction.set_rollback(options["dry_run"])
        except UnusableFileError as error:
            report = ImportReport(errors=[RowError(None, None, str(error))])
            self.show(report, options)
            raise CommandError(str(error), returncode=2) from error
        self.show(report, options)
        if report.errors:
            raise CommandError(self.refusal(report, options), returncode=1)

    def show(self, report: ImportReport, options: dict) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))
            return
        for error in report.errors[:SHOWN]:
            if error.row is not None:
                self.stdout.write(str(error))
        if len(report.errors) > SHOWN:
            more = len(report.errors) - SHOWN
            self.stdout.write(_("… và %(more)s lỗi nữa.") % {"more": more})
        if not report.errors or options["partial"]:
            self.stdout.write(self.summary(report, options))

    def summary(self, report: ImportReport, options: dict) -> str:
        line = _("Thêm %(created)s, sửa %(updated)s, giữ nguyên %(unchanged)s.") % {
            "created": report.created,
            "updated": report.updated,
            "unchanged": report.unchanged,
        }
        dry = _("Chạy thử: chưa ghi gì.")
        return f"{line} {dry}" if options["dry_run"] else line

    def refusal(self, report: ImportReport, options: dict) -> str:
        if options["partial"]:
            return _("%(refused)s dòng bị từ chối.") % {"refused": report.refused}
        return _("%(refused)s dòng có lỗi, chưa ghi dòng nào.") % {
            "refused": report.refused
        }
