"""Put right what the issuer wrote wrongly of a person."""

from __future__ import annotations

import sys
from datetime import date

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.formats import vdate
from certificates.management.naming import named, person
from certificates.services import ReplacementRefusedError, correct_name


class Command(BaseCommand):
    help = (
        "Issue a paper anew with the right name or day of birth. The old line stays, a "
        "second time nothing changes. "
        "Exit 0 done, 1 refused, 2 no such certificate or person."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("certificate", metavar="SERIAL|CODE")
        parser.add_argument("--name", required=True, help="as it must be printed")
        parser.add_argument("--born", type=date.fromisoformat, metavar="DATE")
        parser.add_argument("--note", default="")
        parser.add_argument("--by", required=True, metavar="STAFF_CODE")

    def handle(self, *args, certificate: str, by: str, **options) -> None:
        old, born = named(certificate), options["born"]
        try:
            new = correct_name(
                certificate=old,
                name=options["name"],
                born=vdate(born) if born else None,
                note=options["note"],
                by=person(by),
                at=timezone.now(),
            )
        except ReplacementRefusedError as refusal:
            self.stderr.write(str(refusal))
            sys.exit(1)
        said = {"old": old.serial, "serial": new.serial}
        self.stdout.write(_("%(old)s: đã thay bằng giấy số %(serial)s.") % said)
