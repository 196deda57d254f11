"""Make a signing key for an issuer."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.seals.making import KeyNameError, make_key


class Command(BaseCommand):
    help = (
        "Make a P-256 key and its certificate in CERTIFICATE_KEYS, to be named in the "
        "issuer in /cms/. An existing one is never replaced: a new year takes a new "
        "name, and the old certificate stays so that old papers can be checked. "
        "Exit 0 made, 1 refused, 2 no folder is configured."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("name", help="for example TTPVHCC-2026")
        parser.add_argument("--organisation", required=True, help="as on the papers")
        parser.add_argument("--years", type=int, default=5)

    def handle(
        self, *args, name: str, organisation: str, years: int, **options
    ) -> None:
        if not settings.CERTIFICATE_KEYS:
            raise CommandError(
                _("Chưa đặt CERTIFICATE_KEYS: thư mục chứa khóa ký."), returncode=2
            )
        try:
            key = make_key(
                name=name,
                organisation=organisation,
                folder=Path(settings.CERTIFICATE_KEYS),
                at=timezone.now(),
                years=years,
                phrase=settings.CERTIFICATE_KEY_PASSPHRASE,
            )
        except KeyNameError as error:
            raise CommandError(
                _(
                    "Tên khóa “%(name)s” không dùng được: chỉ gồm chữ không dấu, chữ số, "
                    "dấu chấm, gạch ngang, gạch dưới; không bắt đầu bằng dấu chấm."
                )
                % {"name": name}
            ) from error
        except FileExistsError as error:
            raise CommandError(
                _("Khóa “%(name)s” đã có và không bị thay: dùng tên khác.")
                % {"name": name}
            ) from error
        self.stdout.write(str(key.private_file))
        self.stdout.write(str(key.certificate_file))
