"""Sittings of a django-quiz-app dump, as attempts of the people of a class."""

from __future__ import annotations

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from enrolments.models import TrainingClass
from questions.formats.django_quiz import Dump, read_dump
from questions.formats.draft import UnusableFile
from quizzes.historic import SittingsReport, import_sittings
from quizzes.models import QuizPage


class Command(BaseCommand):
    """Run `import_questions --format django-quiz-app` on the same file first.

    Exit codes: 0 done · 1 sittings refused (none written unless --partial) · 2 unusable.
    """

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="JSON of dumpdata")
        parser.add_argument("--class", dest="group", required=True, metavar="CODE")
        parser.add_argument(
            "--quiz", required=True, metavar="SLUG", help="our quiz, in that course"
        )
        parser.add_argument(
            "--source-quiz", type=int, metavar="PK", help="its pk in the dump"
        )
        parser.add_argument("--dry-run", action="store_true", help="write nothing")
        parser.add_argument(
            "--partial", action="store_true", help="write the good ones among bad ones"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args, **options) -> None:
        group, quiz = _place(options)
        dump = _dump(options["file"])
        source = options["source_quiz"] or _only_quiz(dump)
        with transaction.atomic():
            report = import_sittings(
                dump=dump, source_quiz=source, quiz=quiz, training_class=group
            )
            is_whole = not report.refused or options["partial"]
            transaction.set_rollback(options["dry_run"] or not is_whole)
        self.show(report, options)
        if report.refused:
            count = {"refused": len(report.refused)}
            said = _("%(refused)s lần làm bài bị từ chối.") % count
            if not options["partial"]:
                said = f"{said} {_('Chưa ghi gì.')}"
            raise CommandError(said, returncode=1)

    def show(self, report: SittingsReport, options: dict) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))
            return
        for pk, reason in report.refused:
            said = {"pk": pk, "reason": reason}
            self.stdout.write(_("Lần làm bài số %(pk)s: %(reason)s") % said)
        self.stdout.write(
            _("Thêm %(created)s, giữ nguyên %(unchanged)s.")
            % {"created": report.created, "unchanged": report.unchanged}
        )
        if options["dry_run"]:
            self.stdout.write(_("Chạy thử: chưa ghi gì."))


def _place(options: dict) -> tuple[TrainingClass, QuizPage]:
    group = TrainingClass.objects.filter(code=options["group"]).first()
    if group is None:
        said = _("Không có lớp nào mã %(code)s.") % {"code": options["group"]}
        raise CommandError(said, returncode=2)
    quizzes = QuizPage.objects.descendant_of(group.course)
    quiz = quizzes.filter(slug=options["quiz"]).first()
    if quiz is None:
        said = _("Khóa học của lớp không có bài kiểm tra “%(slug)s”.")
        raise CommandError(said % {"slug": options["quiz"]}, returncode=2)
    return group, quiz


def _dump(path: Path) -> Dump:
    try:
        return read_dump(path.read_bytes())
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}", returncode=2) from error
    except UnusableFile as error:
        raise CommandError(f"{path}: {error}", returncode=2) from error


def _only_quiz(dump: Dump) -> int:
    """The quiz of the dump, where it has sittings at one only."""
    quizzes = {one.quiz: one.quiz_title for one in dump.sittings}
    if len(quizzes) == 1:
        return next(iter(quizzes))
    if not quizzes:
        raise CommandError(_("Tệp không có lần làm bài nào."), returncode=2)
    names = ", ".join(f"{pk} ({title})" for pk, title in sorted(quizzes.items()))
    said = _("Tệp có lần làm của nhiều bài; chọn một bằng --source-quiz: %(names)s.")
    raise CommandError(said % {"names": names}, returncode=2)
