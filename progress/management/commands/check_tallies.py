"""Prove that the sums kept beside the facts are what the facts say."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from progress.sums.keeping import differences, rebuild

SHOWN = 50


class Command(BaseCommand):
    """Counts everything again. Exit 0 all equal, 1 with what differs; --rebuild throws
    the sums away and makes them anew. docs/decisions/0015."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--rebuild", action="store_true", help="make them anew first"
        )

    def handle(self, *_args, rebuild: bool, **_options) -> None:
        if rebuild:
            make_anew(today=timezone.localdate())
        found = differences()
        for line in found[:SHOWN]:
            self.stdout.write(line)
        if found:
            raise CommandError(
                _("%(n)s tổng khác với dữ liệu. Chạy lại với --rebuild.")
                % {"n": len(found)},
                returncode=1,
            )
        self.stdout.write(_("Mọi tổng khớp với dữ liệu."))


make_anew = rebuild
