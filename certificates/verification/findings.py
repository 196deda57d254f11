"""The answer about a code, a file or a QR code; what strangers may know of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from certificates.models import Certificate, RegisterEntry

if TYPE_CHECKING:
    from certificates.seals import Seal


class Verdict(StrEnum):
    """In the register and as issued, or why not."""

    VALID = "valid"
    PENDING = "pending"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"
    ALTERED = "altered"
    UNREGISTERED = "unregistered"  # our key signed it, the register lacks it
    UNKNOWN = "unknown"


class Fault(StrEnum):
    """What does not fit in an altered one."""

    CHANGED = "changed"  # bytes are others than those issued
    APPENDED = "appended"  # the paper as issued, and something behind it
    STRANGER = "stranger"  # signed by a key that is not ours
    UNSIGNED = "unsigned"  # the signature it was issued with is gone
    OTHER_COPY = "other_copy"  # signed by us, and not the file in the register
    FORGED = "forged"  # the QR code's signature does not fit
    FACTS = "facts"  # the QR code says other than the register


VERDICTS = {
    Certificate.Status.READY: Verdict.VALID,
    Certificate.Status.PENDING: Verdict.PENDING,
    Certificate.Status.SUPERSEDED: Verdict.SUPERSEDED,
    Certificate.Status.REVOKED: Verdict.REVOKED,
}


@dataclass(frozen=True)
class Finding:
    """The answer about one code, file or QR code."""

    verdict: Verdict
    code: str
    on: date  # the day it was asked
    certificate: Certificate | None = None
    fault: Fault | None = None
    is_of_file: bool = False
    seal: Seal | None = None
    signer: str = ""  # whose key signed the QR code

    @property
    def is_genuine(self) -> bool:
        return self.verdict == Verdict.VALID

    @property
    def kind(self) -> str:
        """Chứng chỉ, giấy chứng nhận: what the register has it as."""
        return self.certificate.get_kind_display() if self.certificate else ""

    @property
    def public(self) -> dict[str, object]:
        """What anyone may see: never the full name, never the date of birth."""
        answer: dict[str, object] = {"status": self.verdict}
        if self.code:  # a file that is none of ours has none
            answer["code"] = self.code
        if self.certificate is not None:
            answer |= self._recorded | self._withdrawn | self._replaced
        if self.fault:
            answer["fault"] = self.fault
        if self.is_of_file:
            answer["signature"] = self._signature
        if self.signer:
            answer["qr_signed_by"] = self.signer
        return answer

    @property
    def _recorded(self) -> dict[str, str]:
        facts = self.certificate.facts
        recorded = {
            "serial": self.certificate.serial,
            "kind": self.certificate.kind,
            "holder": facts["initials"],
            "agency": facts["agency"],
            "course": facts["course"],
            "issued_on": facts["issued_on"],
            "issuer": issuer_of(facts),
        }
        if facts.get("valid_until"):
            recorded["valid_until"] = facts["valid_until"]
        return recorded

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

    @property
    def _replaced(self) -> dict[str, str]:
        if self.successor is None:
            return {}
        state = self.successor_verdict
        return {"replaced_by": self.replaced_by, "replaced_by_status": state}

    @property
    def _signature(self) -> dict[str, object]:
        """What the file's signature says; of a stranger's no more than that it is one."""
        if self.seal is None:
            return {"state": "none"}
        if not self.seal.fits:
            return {"state": "broken"}
        if self.seal.key is None:
            return {"state": "stranger"}
        moment = self.seal.signed_at
        return {
            "state": "holds" if self.seal.is_whole else "appended",
            "key": self.seal.key.name,
            "signer": self.seal.key.organisation,
            "signed_at": moment.isoformat(timespec="seconds") if moment else None,
        }

    @cached_property
    def revocation(self) -> RegisterEntry | None:
        """The line of the book that withdrew it."""
        if self.verdict != Verdict.REVOKED:
            return None
        lines = self.certificate.entries.filter(action=RegisterEntry.Action.REVOKED)
        return lines.first()

    @cached_property
    def successor(self) -> Certificate | None:
        """The last of those that took a superseded certificate's place, in one query."""
        if self.verdict != Verdict.SUPERSEDED:
            return None
        last = self.certificate.current
        return last if last != self.certificate else None

    @property
    def successor_verdict(self) -> Verdict | None:
        """Whether that one stands; it may be withdrawn or run out since."""
        return verdict_on(self.successor, on=self.on) if self.successor else None

    @property
    def replaced_by(self) -> str:
        """The serial that stands in the place of a superseded certificate."""
        return self.successor.serial if self.successor else ""

    @property
    def valid_until(self) -> date | None:
        """The last day of a certificate that runs out."""
        day = self.certificate.facts.get("valid_until") if self.certificate else None
        return date.fromisoformat(day) if day else None


def verdict_on(certificate: Certificate, *, on: date) -> Verdict:
    """What the register says of a line on a day."""
    until = certificate.facts.get("valid_until")
    if certificate.is_ready and until and date.fromisoformat(until) < on:
        return Verdict.EXPIRED
    return VERDICTS[certificate.status]


def issuer_of(facts: dict[str, str]) -> str:
    """Trung tâm Phục vụ hành chính công, UBND tỉnh Bà Rịa – Vũng Tàu"""
    return ", ".join(part for part in (facts["issuer"], facts["superior"]) if part)
