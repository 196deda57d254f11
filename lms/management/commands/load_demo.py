"""Load the demo: three courses, the province of 21/11/2022 and its invented people."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TextIO

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from courses.curriculum import CurriculumError
from legal.importing import UnusableFile
from lms.demo import accounts, awards, content, life, province

Step = tuple[str, int, Callable[[], object]]  # words, share of the time, what to do


class Command(BaseCommand):
    help = (
        "Load the demo; safe to run twice, an interrupted run is completed by the next."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--trainees", type=int, default=872, metavar="N")

    def handle(self, *args, trainees: int, **options) -> None:
        if not settings.DEMO_ALLOWED:
            raise CommandError(
                _("Cấu hình này không cho nạp dữ liệu minh họa."), returncode=2
            )
        if trainees < 1:
            raise CommandError(_("Cần ít nhất một học viên."), returncode=2)
        # A line for every page that Wagtail publishes would tear the bar apart.
        logging.getLogger("wagtail").setLevel(logging.WARNING)
        try:
            with translation.override("vi"):
                run(steps(trainees), Progress(sys.stderr))
        except (CurriculumError, UnusableFile) as error:
            raise CommandError(str(error), returncode=2) from error


def steps(trainees: int) -> list[Step]:
    """What the demo is made of; each step is atomic and skips what is there."""
    folder = settings.BASE_DIR / "curriculum"
    now = timezone.now()
    courses = [
        (
            _("Khóa học %(code)s") % {"code": name.upper()},
            9,
            partial(content.load_one_course, folder / name),
        )
        for name in content.FOLDERS
    ]
    classes = [
        (_("Lớp %(code)s") % {"code": pace.code}, 14, partial(load_class, pace, now))
        for pace in life.CLASSES
    ]
    codes = [pace.code for pace in life.CLASSES]
    return [
        (_("Trang và nhóm quyền"), 1, content.load_site),
        (_("Căn cứ pháp lý"), 2, partial(content.load_law, folder)),
        (_("Đơn vị"), 3, partial(province.load_agencies, folder)),
        (_("Chỉ tiêu"), 1, partial(province.load_indicators, folder)),
        (_("Ngày nghỉ"), 1, partial(province.load_holidays, folder)),
        *courses,
        (_("Cán bộ, công chức"), 3, partial(load_people, trainees)),
        *classes,
        (_("Giấy chứng nhận"), 12, partial(awards.issue_all, class_codes=codes)),
    ]


def load_people(trainees: int) -> None:
    units = {unit.code: unit for unit in province.read_units()}
    province.load_staff(trainees=trainees, first=accounts.trainee(units))
    accounts.load_accounts(units)


def load_class(pace: life.Pace, now: datetime) -> None:
    """The class with every invented trainee; the other accounts are not enrolled."""
    units = {unit.pk: unit for unit in province.read_units()}
    trainee = User.objects.get(staff_code=accounts.TRAINEE)
    learners = [
        trainee,
        *User.objects.filter(staff_code__startswith="BRVT-").order_by("pk"),
    ]
    life.load_class(pace, units=units, learners=learners, trainee=trainee, at=now)


def run(todo: list[Step], progress: Progress) -> None:
    whole = sum(share for _words, share, _do in todo)
    done = 0
    for words, share, do in todo:
        progress.show(done * 100 // whole, words)
        do()
        done += share
    progress.show(100, _("Xong"))


class Progress:
    """A bar on a terminal; plain lines with a percentage elsewhere."""

    WIDTH = 30

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def show(self, percent: int, words: str) -> None:
        if not self.stream.isatty():
            self.stream.write(f"{percent:3d}% {words}\n")
            return
        filled = "█" * (percent * self.WIDTH // 100)
        end = "\n" if percent == 100 else ""
        self.stream.write(f"\r\033[K{filled:░<{self.WIDTH}} {percent:3d}% {words}{end}")
        self.stream.flush()
