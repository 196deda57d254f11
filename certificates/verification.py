"""What the register says about a code or a file; what strangers may know of it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from django.utils import timezone

from certificates.codes import FORM, is_code, tidy
from certificates.models import Certificate, RegisterEntry

CODE = re.compile(FORM.pattern.encode())
STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
STREAM_LIMIT = 2**20  # bytes unpacked of one stream, against bombs


class Verdict(StrEnum):
    """In the register and as issued, or why not."""

    VALID = "valid"
    PENDING = "pending"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"
    ALTERED = "altered"
    UNKNOWN = "unknown"


VERDICTS = {
    Certificate.Status.READY: Verdict.VALID,
    Certificate.Status.PENDING: Verdict.PENDING,
    Certificate.Status.SUPERSEDED: Verdict.SUPERSEDED,
    Certificate.Status.REVOKED: Verdict.REVOKED,
}


class Unreadable(ValueError):
    """The file is not a PDF."""


@dataclass(frozen=True)
class Finding:
    """The answer about one code or file."""

    verdict: Verdict
    code: str
    certificate: Certificate | None = None

    @property
    def is_genuine(self) -> bool:
        return self.verdict == Verdict.VALID

    @property
    def public(self) -> dict[str, str]:
        """What anyone may see: never the full name, never the date of birth."""
        if self.certificate is None:
            return {"status": self.verdict, "code": self.code}
        facts = self.certificate.facts
        return (
            {
                "status": self.verdict,
                "code": self.code,
                "serial": self.certificate.serial,
                "kind": self.certificate.kind,
                "holder": facts["initials"],
                "agency": facts["agency"],
                "course": facts["course"],
                "issued_on": facts["issued_on"],
                "issuer": issuer_of(facts),
            }
            | self._withdrawn
            | self._until
            | self._replaced
        )

    @property
    def _until(self) -> dict[str, str]:
        """The last day it is valid, for one that does not last for ever."""
        until = self.certificate.facts.get("valid_until")
        return {"valid_until": until} if until else {}

    @property
    def _replaced(self) -> dict[str, str]:
        return {"replaced_by": self.replaced_by} if self.replaced_by else {}

    @property
    def _withdrawn(self) -> dict[str, str]:
        """When, why and by which decision; nothing for one that was not withdrawn."""
        if self.revocation is None:
            return {}
        return {
            "revoked_on": self.revocation.decision_on.isoformat(),
            "revoked_by_decision": self.revocation.decision_number,
            "revoked_for": self.revocation.ground,
        }

    @cached_property
    def revocation(self) -> RegisterEntry | None:
        """The line of the book that withdrew it."""
        if self.verdict != Verdict.REVOKED:
            return None
        lines = self.certificate.entries.filter(action=RegisterEntry.Action.REVOKED)
        return lines.first()

    @property
    def replaced_by(self) -> str:
        """The serial that stands in the place of a superseded certificate."""
        successor = getattr(self.certificate, "replaced_by", None)
        return successor.serial if successor else ""


def issuer_of(facts: dict[str, str]) -> str:
    """Trung tâm Phục vụ hành chính công, UBND tỉnh Bà Rịa – Vũng Tàu"""
    return ", ".join(part for part in (facts["issuer"], facts["superior"]) if part)


def verdict_on(certificate: Certificate, on: date | None) -> Verdict:
    """What stands of a certificate on a day; today when none is named."""
    verdict = VERDICTS[certificate.status]
    if verdict == Verdict.VALID and certificate.is_expired(
        on=on or timezone.localdate()
    ):
        return Verdict.EXPIRED
    return verdict


def check_code(code: str, *, on: date | None = None) -> Finding:
    """Look a code up as a person typed it."""
    code = tidy(code)
    register = Certificate.objects.select_related("replaced_by")
    certificate = register.filter(code=code).first() if is_code(code) else None
    if certificate is None:
        return Finding(Verdict.UNKNOWN, code)
    return Finding(verdict_on(certificate, on), code, certificate)


def check_file(content: bytes, *, on: date | None = None) -> Finding:
    """Compare a PDF, byte for byte, with what was issued; raises Unreadable."""
    if b"%PDF-" not in content[:1024]:
        raise Unreadable
    digest = hashlib.sha256(content).hexdigest()
    issued = Certificate.objects.filter(sha256=digest).first()
    if issued is not None:
        return Finding(verdict_on(issued, on), issued.code, issued)
    codes = sorted({match.decode() for match in _codes_in(content)})
    altered = Certificate.objects.filter(code__in=codes).first()
    if altered is not None:
        return Finding(Verdict.ALTERED, altered.code, altered)
    return Finding(Verdict.UNKNOWN, codes[0] if codes else "")


def _codes_in(content: bytes) -> Iterator[bytes]:
    """Every code in the plain bytes and in the packed streams of a PDF."""
    yield from CODE.findall(content.replace(b"\x00", b""))
    for stream in STREAM.findall(content):
        try:
            plain = zlib.decompressobj().decompress(stream, STREAM_LIMIT)
        except zlib.error:
            continue
        yield from CODE.findall(plain.replace(b"\x00", b""))


def is_name_on(certificate: Certificate, typed: str) -> bool:
    """Whether a typed name is the one on the paper, whatever its case and spacing."""
    return _comparable(typed) == _comparable(certificate.facts["name"])


def _comparable(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
