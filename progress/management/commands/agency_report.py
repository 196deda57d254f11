"""Completion by agency for scripts and offices: `agency_report --class SHHS --format json`."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.exports import Column, Table, csv_lines, write_xlsx
from agencies.models import Agency
from enrolments.models import TrainingClass
from progress.filters import parse_day
from progress.models import ReportKind
from progress.official import Query, build
from progress.official.letters import default_letter
from progress.official.paper import pdf_of
from progress.reports import Row, whole_tree
from progress.sheets import agency_table, notes_on

FORMATS = ("json", "csv", "xlsx", "pdf")
KEYS = ("code", "name", "kind", "parent", "assigned", "started", "completed", "passed")
UNUSABLE = 2


class Command(BaseCommand):
    """A row for each unit of a subtree, with the figures of everything below it.

    Exit code 2, and a sentence, when the class, the unit, the day or the format cannot
    be used. To standard output unless --output names a file; a CSV file gets a BOM for
    Excel, standard output does not.
    """

    help = "Completion by agency of one class, as at a day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--class", dest="class_code", required=True, metavar="CODE")
        parser.add_argument("--agency", metavar="CODE", help="only this unit and below")
        parser.add_argument("--as-at", metavar="DATE", help="2022-11-21 or 21/11/2022")
        parser.add_argument("--format", default="json", metavar="json|csv|xlsx|pdf")
        parser.add_argument("--output", type=Path, metavar="FILE")

    def handle(self, *args, **options) -> None:
        file_format = options["format"]
        if file_format not in FORMATS:
            raise refusal(
                _(
                    "Không có định dạng “%(format)s”. Dùng một trong: json, csv, xlsx, pdf."
                )
                % {"format": file_format}
            )
        group = find_class(options["class_code"])
        on = read_day(options["as_at"])
        agency = find_agency(options["agency"], on) if options["agency"] else None
        if file_format == "pdf" and agency is None:
            raise refusal(_("Bản PDF cần một đơn vị: --agency MÃ."))
        rows = whole_tree(agency=agency, on=on, training_class=group)
        try:
            if file_format == "pdf":
                write_pdf(agency, group=group, on=on, output=options["output"])
                return
            self.write(file_format, rows, group=group, on=on, output=options["output"])
        except OSError as error:
            raise refusal(
                _("Không ghi được tệp %(file)s: %(reason)s.")
                % {"file": options["output"], "reason": error.strerror}
            ) from error

    def write(
        self,
        file_format: str,
        rows: list[Row],
        *,
        group: TrainingClass,
        on: date,
        output: Path | None,
    ) -> None:
        if file_format == "xlsx":
            notes = notes_on(unit=_("như cột Đơn vị"), classes=str(group), on=on)
            table = agency_table(rows, notes=notes)
            with output.open("wb") if output else sys.stdout.buffer as target:
                write_xlsx(table, target)
            return
        text = (
            as_json(rows, group=group, on=on) if file_format == "json" else as_csv(rows)
        )
        if output is None:
            self.stdout.write(text, ending="")
            return
        encoding = "utf-8-sig" if file_format == "csv" else "utf-8"
        output.write_text(text, encoding=encoding, newline="")


def write_pdf(
    agency: Agency, *, group: TrainingClass, on: date, output: Path | None
) -> None:
    """The draft of the official report by unit, without a number."""
    content = build(Query(ReportKind.AGENCIES, agency, group, on))
    paper = pdf_of(content, default_letter(agency, on=on, by=None), dated=on)
    if output:
        output.write_bytes(paper)
    else:
        sys.stdout.buffer.write(paper)


def refusal(sentence: str) -> CommandError:
    return CommandError(sentence, returncode=UNUSABLE)


def find_class(code: str) -> TrainingClass:
    try:
        return TrainingClass.objects.get(code=code)
    except TrainingClass.DoesNotExist as error:
        raise refusal(_("Không có lớp mã %(code)s.") % {"code": code}) from error


def find_agency(code: str, on: date) -> Agency:
    try:
        return Agency.objects.existing(on).get(code=code)
    except Agency.DoesNotExist as error:
        raise refusal(
            _("Không có đơn vị mã %(code)s vào ngày %(day)s.")
            % {"code": code, "day": on.isoformat()}
        ) from error


def read_day(text: str | None) -> date:
    try:
        return parse_day(text) if text else timezone.localdate()
    except ValueError as error:
        raise refusal(str(error)) from error


def figures_of(row: Row) -> dict[str, str | int | None]:
    n = row.figures
    values = (
        row.code,
        row.name,
        row.kind,
        row.parent,
        n.assigned,
        n.started,
        n.completed,
        n.passed,
    )
    return dict(zip(KEYS, values, strict=True))


def as_json(rows: list[Row], *, group: TrainingClass, on: date) -> str:
    report = {
        "class": group.code,
        "as_at": on.isoformat(),
        "rows": [figures_of(row) for row in rows],
    }
    return json.dumps(report, ensure_ascii=False, indent=1) + "\n"


def as_csv(rows: list[Row]) -> str:
    """With the keys of the JSON as headings: both are for programs."""
    table = Table(
        "", [Column(key) for key in KEYS], [[*figures_of(row).values()] for row in rows]
    )
    return "".join(csv_lines(table))
