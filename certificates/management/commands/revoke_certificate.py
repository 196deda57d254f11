"""Withdraw a certificate by decision."""

from __future__ import annotations

import sys
from datetime import date

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.management.naming import named, person
from certificates.models import RegisterEntry
from certificates.services import RevocationRefusedError, revoke_certificate


class Command(BaseCommand):
    help = (
        "Withdraw a certificate, named by its serial or the code on it. A line is added "
        "to the register, nothing is erased; a second time nothing changes. "
        "Exit 0 done, 1 refused, 2 no such certificate or person."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("certificate", metavar="SERIAL|CODE")
        parser.add_argument("--decision", required=True, metavar="NUMBER")
        parser.add_argument("--on", required=True, type=date.fromisoformat)
        parser.add_argument(
            "--ground", required=True, choices=RegisterEntry.Ground.values
        )
        parser.add_argument("--note", default="")
        parser.add_argument("--by", required=True, metavar="STAFF_CODE")

    def handle(self, *args, certificate: str, by: str, **options) -> None:
        found = named(certificate)
        try:
            line = revoke_certificate(
                certificate=found,
                decision_number=options["decision"],
                decision_on=options["on"],
                ground=options["ground"],
                note=options["note"],
                by=person(by),
                at=timezone.now(),
            )
        except RevocationRefusedError as refusal:
            self.stderr.write(str(refusal))
            sys.exit(1)
        said = {"serial": found.serial, "number": line.decision_number}
        self.stdout.write(
            _("%(serial)s: đã thu hồi theo Quyết định số %(number)s.") % said
        )
