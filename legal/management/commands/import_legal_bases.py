"""Bring legal bases in from a CSV file (the columns are in curriculum/README.md)."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from legal.importing import MAX_BYTES, LegalRow, Table, UnusableFile, decode, read_table
from legal.models import LegalBasis
from legal.services import import_legal_bases


class Command(BaseCommand):
    help = "Legal bases from a CSV file; safe to run twice."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--partial", action="store_true", help="write the good rows"
        )
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--json", action="store_true")

    def handle(
        self, *args, file: Path, partial: bool, dry_run: bool, **options
    ) -> None:
        table = self.read(file)
        rows = _usable(table)
        if table.problems and not partial:
            rows = []
        with transaction.atomic():
            count = import_legal_bases(rows=rows)
            transaction.set_rollback(dry_run)
        report = asdict(count) | {
            "refused": len({problem.row for problem in table.problems}),
            "errors": [asdict(problem) for problem in table.problems],
        }
        self.report(file, report, as_json=options["json"])
        if table.problems:
            raise SystemExit(1)

    def read(self, file: Path) -> Table:
        """Read the file, or end with exit code 2 and one sentence."""
        try:
            with file.open("rb") as content:
                text = decode(content.read(MAX_BYTES + 1))
            return read_table(text, kinds=set(LegalBasis.Kind.values))
        except (OSError, UnusableFile) as error:
            raise CommandError(f"{file}: {error}", returncode=2) from error

    def report(self, file: Path, report: dict, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(report, ensure_ascii=False))
            return
        for error in report["errors"]:
            line = _("%(file)s, dòng %(row)s, cột %(column)s: %(message)s")
            self.stderr.write(line % {"file": file, **error})
        self.stdout.write(
            _(
                "Thêm %(created)s, cập nhật %(updated)s, không đổi %(unchanged)s, "
                "từ chối %(refused)s văn bản."
            )
            % report
        )


def _usable(table: Table) -> list[LegalRow]:
    """Rows without a problem of their own that name only such rows."""
    bad = {problem.row for problem in table.problems}
    rows = [row for row in table.rows if row.row not in bad]
    while True:
        codes = {row.code for row in rows}
        kept = [r for r in rows if {*r.amended_by, r.replaced_by} - {""} <= codes]
        if len(kept) == len(rows):
            return rows
        rows = kept
