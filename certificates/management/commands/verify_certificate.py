"""Check a certificate's PDF, or the code on it, against the register."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.formats import vdate
from certificates.verification import (
    Fault,
    Finding,
    Unreadable,
    Verdict,
    check_code,
    check_file,
    check_token,
)

A_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z -]*")
A_TOKEN = re.compile(r"(?:https?://\S*#)?([\w-]+\.[\w-]+\.[\w-]+)")


class Command(BaseCommand):
    help = (
        "Check FILE.pdf, CODE or the TOKEN of a QR code (or its whole link) against the "
        "register. Exit 0 genuine, 1 altered, replaced, revoked, expired or unknown, "
        "2 unreadable."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("subject", metavar="FILE.pdf|CODE|TOKEN")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args, subject: str, as_json: bool, **options) -> None:
        finding = self.judge(subject, on=timezone.localdate())
        answer = json.dumps(finding.public, ensure_ascii=False)
        self.stdout.write(answer if as_json else in_words(finding))
        if not finding.is_genuine:
            sys.exit(1)

    def judge(self, subject: str, *, on: date) -> Finding:
        """The finding; ends with exit code 2 for what is neither a PDF nor a code."""
        path = Path(subject)
        if path.suffix != ".pdf" and (token := A_TOKEN.fullmatch(subject)):
            return check_token(token[1], on=on)
        if path.suffix != ".pdf" and A_CODE.fullmatch(subject) and not path.is_file():
            return check_code(subject, on=on)
        try:
            return check_file(path.read_bytes(), on=on)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}", returncode=2) from error
        except Unreadable as error:
            raise CommandError(
                _("%(file)s: không phải tệp PDF.") % {"file": path}, returncode=2
            ) from error


def in_words(finding: Finding) -> str:
    """The verdict as one or a few Vietnamese lines, each with what it is."""
    lines = [sentence(finding), *facts(finding)]
    lines += [in_place(finding), signature(finding)]
    return "\n".join(filter(None, lines))


def facts(finding: Finding) -> Iterator[str]:
    """Số vào sổ: 0001/2022/TTPVHCC, and whatever else the register says of it."""
    public = finding.public | {"kind": finding.kind}
    labels = {
        "code": _("Mã tra cứu"),
        "serial": _("Số vào sổ"),
        "kind": _("Loại giấy"),
        "holder": _("Người được cấp"),
        "agency": _("Đơn vị lúc cấp"),
        "course": _("Khóa"),
        "issued_on": _("Ngày cấp"),
        "valid_until": _("Có giá trị đến hết"),
        "issuer": _("Nơi cấp"),
    }
    for name, label in labels.items():
        if said := str(public.get(name) or ""):
            is_day = name in {"issued_on", "valid_until"}
            yield f"{label}: {vdate(date.fromisoformat(said)) if is_day else said}"


def sentence(finding: Finding) -> str:
    faults = {
        Fault.CHANGED: _("Tệp đã bị sửa: không trùng với bản đã cấp."),
        Fault.APPENDED: _("Tệp đã bị sửa: có phần thêm vào sau bản đã cấp."),
        Fault.STRANGER: _("Tệp đã bị sửa: chữ ký số là của người khác."),
        Fault.UNSIGNED: _("Tệp đã bị sửa: mất chữ ký số của nơi cấp."),
        Fault.OTHER_COPY: _("Chữ ký đúng, nhưng tệp không phải bản trong sổ cấp."),
        Fault.FORGED: _("Mã QR giả: chữ ký không phải của nơi cấp."),
        Fault.FACTS: _("Nội dung trong mã QR khác với sổ cấp."),
    }
    verdicts = {
        Verdict.VALID: _("Giấy thật, có giá trị."),
        Verdict.PENDING: _("Đã vào sổ, tờ giấy đang được tạo."),
        Verdict.EXPIRED: _("Giấy thật, đã hết thời hạn giá trị."),
        Verdict.SUPERSEDED: _("Giấy đã được thay thế."),
        Verdict.REVOKED: _("Giấy đã bị thu hồi."),
        Verdict.UNREGISTERED: _("Chữ ký đúng của nơi cấp, nhưng sổ cấp không có giấy."),
        Verdict.UNKNOWN: _("Không có trong sổ cấp."),
    }
    return faults[finding.fault] if finding.fault else verdicts[finding.verdict]


def in_place(finding: Finding) -> str:
    """What came instead of it, or withdrew it."""
    if finding.replaced_by:
        return successor(finding) % {"serial": finding.replaced_by}
    if line := finding.revocation:
        said = {"number": line.decision_number, "day": vdate(line.decision_on)}
        return _("Quyết định thu hồi số %(number)s ngày %(day)s.") % said
    return ""


def successor(finding: Finding) -> str:
    """What stands at the end of the chain, if it stands."""
    if finding.successor_verdict == Verdict.REVOKED:
        return _("Giấy thay nó, số %(serial)s, đã bị thu hồi.")
    if finding.successor_verdict == Verdict.EXPIRED:
        return _("Giấy thay nó, số %(serial)s, đã hết thời hạn giá trị.")
    return _("Giấy thay thế: %(serial)s.")


def signature(finding: Finding) -> str:
    """Who sealed the file, with which key, when."""
    if finding.signer:
        return _("Mã QR do %(signer)s ký.") % {"signer": finding.signer}
    if not finding.is_of_file:
        return ""
    said = finding.public["signature"]
    sentences = {
        "none": _("Chữ ký số: không có."),
        "broken": _("Chữ ký số: không khớp với tệp."),
        "stranger": _("Chữ ký số: không phải của nơi cấp."),
        "appended": _("Chữ ký số: đúng, nhưng không phủ phần thêm vào."),
        "holds": _(
            "Chữ ký số: đúng, do %(signer)s ký bằng khóa %(key)s lúc %(signed_at)s."
        ),
    }
    return sentences[said["state"]] % said
