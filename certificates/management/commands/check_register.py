"""Prove that the registers are whole: nothing missing, nothing changed afterwards."""

from __future__ import annotations

import json
import sys

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from certificates.models import Register
from certificates.proving import faults


class Command(BaseCommand):
    help = (
        "Check the chain, the numbers and the facts of all registers, or of one issuer "
        "or year. Exit 0 whole, 1 something is wrong, 2 no such register."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--issuer", metavar="CODE")
        parser.add_argument("--year", type=int)
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(
        self, *args, issuer: str | None, year: int | None, as_json: bool, **options
    ) -> None:
        registers = asked_for(issuer, year)
        found = [
            {
                "register": f"{register.year}/{register.issuer.code}",
                "lines": register.lines,
                "head": register.head,
                "faults": list(faults(register)),
            }
            for register in registers
        ]
        self.stdout.write(
            json.dumps(found, ensure_ascii=False) if as_json else in_words(found)
        )
        if any(row["faults"] for row in found):
            sys.exit(1)


def asked_for(issuer: str | None, year: int | None) -> list[Register]:
    """The registers meant; ends with exit code 2 where one was named and is not there."""
    registers = Register.objects.select_related("issuer").order_by("year", "issuer")
    if issuer:
        registers = registers.filter(issuer__code=issuer)
    if year:
        registers = registers.filter(year=year)
    if (issuer or year) and not registers:
        raise CommandError(_("Không có sổ cấp nào như vậy."), returncode=2)
    return list(registers)


def in_words(found: list[dict]) -> str:
    lines = []
    for row in found:
        whole = _("nguyên vẹn") if not row["faults"] else _("CÓ SAI LỆCH")
        said = {**row, "whole": whole}
        lines.append(_("Sổ %(register)s: %(lines)d dòng, %(whole)s.") % said)
        lines += [f"  {fault}" for fault in row["faults"]]
    return "\n".join(lines) or _("Chưa có sổ cấp nào.")
