"""Questions from a file into the bank: GIFT, Moodle XML, Aiken, QTI, XLSX and more."""

from __future__ import annotations

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.formats import file_size
from questions import importing
from questions.formats import FORMATS, WRITE_ONLY, format_named
from questions.formats.draft import UnusableFile
from questions.services import ImportReport, import_questions
from questions.soundness import Planned, State

SHOWN = 50


class Command(BaseCommand):
    """Exit codes: 0 done, 1 items refused (none written unless --partial), 2 unusable."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--format", required=True, choices=sorted(set(FORMATS) - WRITE_ONLY)
        )
        parser.add_argument(
            "--category", required=True, metavar="PATH", help="SHHS / 1. Căn cứ"
        )
        parser.add_argument("--dry-run", action="store_true", help="write nothing")
        parser.add_argument(
            "--partial", action="store_true", help="write the good ones among bad ones"
        )
        parser.add_argument("--draft", action="store_true", help="do not publish")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args, **options) -> None:
        try:
            report = self.run(**options)
        except UnusableFile as error:
            self.show_unusable(str(error), options)
            raise CommandError(f"{options['file']}: {error}", returncode=2) from error
        self.show(report, options)
        if report.has_refusals:
            raise CommandError(self.refusal(report), returncode=1)

    def run(self, **options) -> ImportReport:
        form = format_named(options["format"])
        items = importing.read_items(_content(options["file"]), form)
        base = importing.category_names(options["category"])
        with transaction.atomic():
            report = import_questions(
                items=items,
                base=base,
                at=timezone.now(),
                is_partial=options["partial"],
                is_draft=options["draft"],
            )
            transaction.set_rollback(options["dry_run"])
        return report

    def show_unusable(self, message: str, options: dict) -> None:
        if options["json"]:
            empty = ImportReport(items=[]).as_json() | {"error": message}
            self.stdout.write(json.dumps(empty, ensure_ascii=False))

    def show(self, report: ImportReport, options: dict) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))
            return
        said = [item for item in report.items if item.notes]
        for item in said[:SHOWN]:
            self.stdout.write(_line(item))
        if len(said) > SHOWN:
            more = len(said) - SHOWN
            self.stdout.write(_("… và %(more)s câu nữa.") % {"more": more})
        if report.is_written:
            self.stdout.write(self.summary(report, options))

    def summary(self, report: ImportReport, options: dict) -> str:
        line = (
            _(
                "Nhập %(imported)s câu, nhập có mất mát %(lossy)s, giữ nguyên "
                "%(unchanged)s, từ chối %(refused)s."
            )
            % report.counts()
        )
        dry = _("Chạy thử: chưa ghi gì.")
        return f"{line} {dry}" if options["dry_run"] else line

    def refusal(self, report: ImportReport) -> str:
        refused = {"refused": report.counts()["refused"]}
        if report.is_written:
            return _("%(refused)s câu bị từ chối.") % refused
        return _("%(refused)s câu bị từ chối, chưa ghi câu nào.") % refused


def _line(item: Planned) -> str:
    words = {
        State.REFUSED: _("từ chối"),
        State.LOSSY: _("mất mát"),
        State.UNCHANGED: _("giữ nguyên"),
        State.IMPORTED: _("nhập"),
    }
    return f"{item.place}: {words[item.state]}: {'; '.join(item.notes)}"


def _content(path: Path) -> bytes:
    """The bytes of a file; one that is too large is refused before it is read."""
    try:
        size = path.stat().st_size
        if size > importing.MAX_BYTES:
            raise UnusableFile(
                _("Tệp nặng %(size)s, nhiều hơn 100 MB. Chia thành nhiều tệp nhỏ hơn.")
                % {"size": file_size(size)}
            )
        return path.read_bytes()
    except OSError as error:
        raise UnusableFile(
            _("Không đọc được tệp: %(why)s.") % {"why": error.strerror}
        ) from error
