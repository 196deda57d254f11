"""Read a roster as an office sent it: look, apply, undo. See docs/rosters.md."""

from __future__ import annotations

import json
from argparse import ArgumentTypeError
from collections import Counter
from datetime import datetime
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from agencies.management.import_command import day
from agencies.models import Agency
from agencies.tables import read_file
from agencies.workbooks import UnusableFileError, column_number
from enrolments.coordinating import coordinates
from enrolments.management.commands.import_roster import find_class
from enrolments.models import RosterImport
from enrolments.roster_decisions import read_decisions
from enrolments.roster_forms import letter
from enrolments.roster_pages import Preview, corrections_in_words
from enrolments.rosters.headings import FIELDS
from enrolments.services import ClassClosedError, roster_import
from enrolments.services.roster_import import NotCorrectableError
from enrolments.services.roster_import.uploads import Upload
from enrolments.services.roster_import.verdicts import Planned, Verdict


def column(text: str) -> tuple[str, list[int]]:
    """position=E says which column a field is; phone= that there is none."""
    name, _equals, letters = text.partition("=")
    if name not in FIELDS or not (letters.isalpha() or not letters):
        raise ArgumentTypeError(
            _("Viết dạng trường=CỘT, trường là một trong: %(names)s.")
            % {"names": ", ".join(FIELDS)}
        )
    return name, [column_number(letters.upper()) - 1] if letters else []


def is_good(roster: RosterImport) -> bool:
    """Whether every row would be applied, or is left out on purpose."""
    bad = {Verdict.REFUSED, Verdict.DOUBTFUL}
    return not any(row["verdict"] in bad for row in roster.plan)


class Command(BaseCommand):
    """The wizard of /coordinate/roster/ on the command line: a preview unless --apply."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_argument
        add("file", type=Path, nargs="?", help="CSV or XLSX")
        add("--by", required=True, metavar="STAFF_CODE", help="the coordinator")
        add("--within", metavar="CODE", help="the unit whose people may be touched")
        add("--class", dest="class_code", metavar="CODE", help="enrol everybody there")
        add("--effective", type=day, metavar="DATE", help="today unless given")
        add("--complete", action="store_true", help="who is missing has left")
        add("--sheet", default="", help="the sheet of an XLSX, the first unless given")
        add("--column", action="append", type=column, default=[], metavar="FIELD=C")
        add("--decisions", type=Path, metavar="FILE", help="CSV row,column,value")
        add("--apply", action="store_true", help="do it")
        add("--partial", action="store_true", help="though rows are bad")
        add("--undo", metavar="UID", help="take an applied roster back")
        add("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args, **options) -> None:
        try:
            owner = self.owner(options["by"])
            done = (
                self.undo(owner, options)
                if options["undo"]
                else self.read(owner, options)
            )
        except (
            UnusableFileError,
            ClassClosedError,
            ValidationError,
            NotCorrectableError,
        ) as error:
            words = getattr(error, "messages", [str(error)])[0]
            raise CommandError(words, returncode=2) from error
        if options["json"]:
            self.stdout.write(json.dumps(done, ensure_ascii=False))
        self.refuse_rows(done.get("counts", {}), options)

    def refuse_rows(self, counts: dict[str, int], options: dict) -> None:
        """The exit code 1 of every import: some rows were not, or would not be, done."""
        bad = counts.get(Verdict.REFUSED, 0) + counts.get(Verdict.DOUBTFUL, 0)
        if bad and options["apply"] and not options["partial"]:
            words = _("%(refused)s dòng có lỗi, chưa ghi dòng nào.")
        else:
            words = _("%(refused)s dòng bị từ chối.")
        if bad:
            raise CommandError(words % {"refused": bad}, returncode=1)

    def owner(self, code: str) -> User:
        found = User.objects.active().filter(staff_code__iexact=code).first()
        if found is None:
            raise UnusableFileError(_("Không có cán bộ đang hoạt động mang mã này."))
        return found

    def undo(self, owner: User, options: dict) -> dict:
        roster = RosterImport.objects.filter(uid=options["undo"], owner=owner).first()
        if roster is None:
            raise UnusableFileError(_("Không có lần nhập này."))
        roster_import.start_undoing(roster=roster, at=timezone.now())
        while roster_import.undo_portion(uid=str(roster.uid), at=timezone.now()):
            pass
        roster.refresh_from_db()
        kept = roster.result.get("kept", [])
        if not options["json"]:
            self.stdout.write(
                _("Đã hoàn tác; giữ lại %(kept)s dòng.") % {"kept": len(kept)}
            )
            for entry in kept:
                self.stdout.write(f"{entry['row']}: {entry['reason']}")
        return {"uid": str(roster.uid), "state": roster.state, "kept": kept}

    def read(self, owner: User, options: dict) -> dict:
        """Plan, and apply when told so; a mere look is rolled back."""
        with transaction.atomic():
            roster = self.planned(owner, options)
            applies = options["apply"] and (options["partial"] or is_good(roster))
            if not applies:
                transaction.set_rollback(True)
                roster_import.discard_upload(roster)
        if applies:
            roster_import.start_applying(roster=roster, at=timezone.now())
            while roster_import.apply_portion(uid=str(roster.uid), at=timezone.now()):
                pass
            roster.refresh_from_db()
        rows = [Planned(**row) for row in roster.plan]
        if not options["json"]:
            self.show(rows, roster, applies=applies)
        counts = Counter(row.verdict for row in rows)
        return {
            "uid": str(roster.uid),
            "state": roster.state,
            "counts": counts,
            "rows": roster.plan,
            "asides": roster.result.get("asides", []),
        }

    def planned(self, owner: User, options: dict) -> RosterImport:
        now = timezone.now()
        on = options["effective"] or timezone.localdate(now)
        agency = self.unit(owner, options["within"], on)
        if options["file"] is None:
            raise UnusableFileError(_("Chưa cho biết tệp."))
        upload = Upload(
            name=options["file"].name,
            content=read_file(options["file"]),
            agency=agency,
            effective_on=on,
            is_complete=options["complete"],
            training_class=find_class(options["class_code"]),
            sheet=options["sheet"],
        )
        roster = roster_import.keep_upload(upload=upload, by=owner, at=now)
        try:
            return self.judged(roster, options, at=now)
        except Exception:
            roster_import.discard_upload(roster)
            raise

    def judged(
        self, roster: RosterImport, options: dict, *, at: datetime
    ) -> RosterImport:
        """The plan with the columns and decisions given."""
        columns = roster.columns["fields"] | dict(options["column"])
        roster = roster_import.plan_import(roster=roster, columns=columns, at=at)
        if options["decisions"] is None:
            return roster
        said = read_decisions(options["decisions"], roster)
        return roster_import.correct_rows(roster=roster, corrections=said, at=at)

    def unit(self, owner: User, code: str | None, on) -> Agency:
        agency = Agency.objects.filter(code=code).first()
        today = timezone.localdate()
        if agency is None or not coordinates(owner, agency, today=today, on=on):
            raise UnusableFileError(
                _("%(name)s không điều phối đơn vị mã %(code)s.")
                % {"name": owner.full_name, "code": code}
            )
        return agency

    def tell_spare(self, roster: RosterImport) -> None:
        """Columns that seem to say what another one says already."""
        for index in roster.columns.get("spare", []):
            self.stdout.write(
                _(
                    "Cột %(letter)s “%(title)s” có vẻ cùng nghĩa với một cột khác nên không dùng."
                )
                % {"letter": letter(index), "title": roster.columns["titles"][index]}
            )

    def show(self, rows: list[Planned], roster: RosterImport, *, applies: bool) -> None:
        for row in rows:
            label = Verdict(row.verdict).label
            place = _("dòng %(row)s") % {"row": row.row or "–"}
            reasons = " ".join([*row.reasons, *corrections_in_words(row)])
            self.stdout.write(
                f"{place}: {label}: {row.full_name}, {row.unit}. {reasons}".rstrip()
            )
        for aside in Preview(roster).asides:
            self.stdout.write(
                _("dòng %(row)s: Bỏ qua, không phải dòng danh sách (%(why)s): %(text)s")
                % {"row": aside.row, "why": aside.kind.label, "text": aside.text}
            )
        self.tell_spare(roster)
        counts = Counter(row.verdict for row in rows)
        self.stdout.write(
            ", ".join(f"{Verdict(v).label}: {n}" for v, n in counts.items())
        )
        if applies:
            self.stdout.write(
                _("Đã nhập. Hoàn tác: --undo %(uid)s") % {"uid": roster.uid}
            )
        else:
            self.stdout.write(_("Chạy thử: chưa ghi gì."))
