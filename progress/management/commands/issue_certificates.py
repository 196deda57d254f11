"""Issue what is due or left behind, and have it drawn."""

from __future__ import annotations

import json
import sys
import time

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.models import Certificate
from certificates.services import queue_rendering, try_to_render
from enrolments.models import TrainingClass
from progress.awards import award_all
from progress.due import due_awards

PATIENCE = 5  # seconds: a worker that holds a paper needs one at most


class Command(BaseCommand):
    help = (
        "Issue the certificates that are due, of one class or of all, and draw those "
        "still pending: by the workers, or with --wait here. Safe to run twice. "
        "Exit 0 done, 1 some were not drawn, 2 no such class."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--class", dest="class_code", metavar="CODE")
        parser.add_argument("--wait", action="store_true", help="draw them here")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(
        self, *args, class_code: str | None, wait: bool, as_json: bool, **options
    ) -> None:
        group = find_class(class_code) if class_code else None
        now = timezone.now()
        due = list(due_awards(training_class=group))
        issued = award_all(enrolments=due, clock=timezone.now)
        if wait:
            drawn = draw_here(pending_of(group))
        else:
            drawn = queue(pending_of(group).filter(issued_at__lt=now))
        count = {"issued": issued, "drawn": drawn, "pending": pending_of(group).count()}
        self.stdout.write(json.dumps(count) if as_json else in_words(count))
        if wait and count["pending"]:
            sys.exit(1)


def find_class(code: str) -> TrainingClass:
    try:
        return TrainingClass.objects.get(code=code)
    except TrainingClass.DoesNotExist as error:
        sentence = _("Không có lớp nào mang mã %(code)s.") % {"code": code}
        raise CommandError(sentence, returncode=2) from error


def pending_of(group: TrainingClass | None) -> QuerySet[Certificate]:
    """Certificates without a paper; of a class by the enrolments' own uids."""
    pending = Certificate.objects.pending().order_by("pk")
    return (
        pending.filter(award__in=group.enrolments.values("uid")) if group else pending
    )


def draw_here(pending: QuerySet[Certificate]) -> int:
    """Draw all that no worker is drawing, and give the workers time for theirs."""
    drawn = sum(try_to_render(certificate=c, at=timezone.now()) for c in list(pending))
    until = time.monotonic() + PATIENCE
    while pending.all().exists() and time.monotonic() < until:
        time.sleep(0.2)
    return drawn


def queue(pending: QuerySet[Certificate]) -> int:
    queue_rendering(*pending)
    return 0


def in_words(count: dict[str, int]) -> str:
    return (
        _(
            "Cấp mới %(issued)d giấy, tạo xong %(drawn)d tờ, còn %(pending)d tờ đang chờ."
        )
        % count
    )
