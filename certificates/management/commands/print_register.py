"""Print the register of an issuer and year as a book or a sheet."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.book import filename, pdf_of, xlsx_of
from certificates.models import Register


class Command(BaseCommand):
    help = (
        "Write the register (sổ cấp) of an issuer and year as PDF, to print and bind, "
        "or as XLSX. Exit 0 written, 2 no such register or the file cannot be written."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("issuer", metavar="ISSUER")
        parser.add_argument("year", type=int, metavar="YEAR")
        parser.add_argument("--format", choices=["pdf", "xlsx"], default="pdf")
        parser.add_argument("--output", type=Path, metavar="FILE")

    def handle(
        self, *args, issuer: str, year: int, output: Path | None, **options
    ) -> None:
        kind = options["format"]
        book = Register.objects.select_related("issuer")
        register = book.filter(issuer__code=issuer, year=year).first()
        if register is None:
            raise CommandError(_("Không có sổ cấp nào như vậy."), returncode=2)
        content = (
            pdf_of(register, at=timezone.now()) if kind == "pdf" else xlsx_of(register)
        )
        path = output or Path(filename(register, kind))
        try:
            path.write_bytes(content)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}", returncode=2) from error
        self.stdout.write(str(path))
