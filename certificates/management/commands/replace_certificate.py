"""Issue another paper for one that was lost or damaged."""

from __future__ import annotations

import sys

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.management.naming import named, person
from certificates.models import Kind
from certificates.services import (
    ReplacementRefusedError,
    reissue_certificate,
    replace_by_completion,
)


class Command(BaseCommand):
    help = (
        "Issue a lost or damaged paper again with a new number; a chứng chỉ is replaced "
        "by a giấy chứng nhận hoàn thành khóa học. The old line stays, a second time "
        "nothing changes. Exit 0 done, 1 refused, 2 no such certificate or person."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("certificate", metavar="SERIAL|CODE")
        parser.add_argument("--cause", required=True, choices=["lost", "damaged"])
        parser.add_argument("--note", default="")
        parser.add_argument("--by", required=True, metavar="STAFF_CODE")

    def handle(self, *args, certificate: str, by: str, **options) -> None:
        old = named(certificate)
        replace = (
            replace_by_completion
            if old.kind == Kind.CERTIFICATE
            else reissue_certificate
        )
        try:
            new = replace(
                certificate=old,
                cause=options["cause"],
                note=options["note"],
                by=person(by),
                at=timezone.now(),
            )
        except ReplacementRefusedError as refusal:
            self.stderr.write(str(refusal))
            sys.exit(1)
        said = {"old": old.serial, "serial": new.serial}
        self.stdout.write(_("%(old)s: đã thay bằng giấy số %(serial)s.") % said)
