"""Check a certificate's PDF, or the code on it, against the register."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from certificates.verification import (
    Finding,
    Unreadable,
    Verdict,
    check_code,
    check_file,
)

A_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z -]*")


class Command(BaseCommand):
    help = (
        "Check FILE.pdf or CODE against the register. "
        "Exit 0 genuine, 1 altered, expired, replaced, revoked or unknown, 2 unreadable."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("subject", metavar="FILE.pdf|CODE")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args, subject: str, as_json: bool, **options) -> None:
        finding = self.judge(subject)
        answer = json.dumps(finding.public, ensure_ascii=False)
        self.stdout.write(answer if as_json else in_words(finding))
        if not finding.is_genuine:
            sys.exit(1)

    def judge(self, subject: str) -> Finding:
        """The finding; ends with exit code 2 for what is neither a PDF nor a code."""
        path = Path(subject)
        if not path.is_file() and path.suffix != ".pdf" and A_CODE.fullmatch(subject):
            return check_code(subject)
        try:
            return check_file(path.read_bytes())
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}", returncode=2) from error
        except Unreadable as error:
            raise CommandError(
                _("%(file)s: không phải tệp PDF.") % {"file": path}, returncode=2
            ) from error


def in_words(finding: Finding) -> str:
    """The verdict as one or a few Vietnamese lines."""
    sentences = {
        Verdict.VALID: _("Giấy thật, có giá trị."),
        Verdict.PENDING: _("Đã vào sổ, tờ giấy đang được tạo."),
        Verdict.EXPIRED: _("Giấy thật, đã hết thời hạn giá trị."),
        Verdict.SUPERSEDED: _("Giấy đã được thay thế."),
        Verdict.REVOKED: _("Giấy đã bị thu hồi."),
        Verdict.ALTERED: _("Tệp đã bị sửa: không trùng với bản đã cấp."),
        Verdict.UNKNOWN: _("Không có trong sổ cấp."),
    }
    public = finding.public
    facts = (
        "serial",
        "holder",
        "agency",
        "course",
        "issued_on",
        "valid_until",
        "issuer",
    )
    lines = [sentences[finding.verdict], finding.code]
    return "\n".join(
        [*filter(None, lines), *(public[f] for f in facts if public.get(f))]
    )
