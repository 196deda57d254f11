"""Asking the register about a code, a file or the signed facts of a QR code.

Only reading: nothing is written, and nothing is kept of who asked about what.
"""

from __future__ import annotations

import hashlib
from datetime import date

from certificates.codes import is_code, tidy
from certificates.models import Certificate
from certificates.paper import Paper
from certificates.verification.findings import Fault, Finding, Verdict, verdict_on
from certificates.verification.reading import codes_in


class Unreadable(ValueError):
    """The file is not a PDF."""


def check_code(code: str, *, on: date) -> Finding:
    """Look a code up as a person typed it."""
    code = tidy(code)
    certificate = _recorded(code=code) if is_code(code) else None
    if certificate is None:
        return Finding(Verdict.UNKNOWN, code, on)
    return Finding(verdict_on(certificate, on=on), code, on, certificate)


def check_file(content: bytes, *, on: date) -> Finding:
    """Compare a PDF, byte for byte, with what was issued; raises Unreadable."""
    from certificates.seals import seal_of  # pyHanko loads slowly, and only for this

    if b"%PDF-" not in content[:1024]:
        raise Unreadable
    seal = seal_of(content)
    issued = _recorded(sha256=hashlib.sha256(content).hexdigest())
    if issued is not None:
        verdict = verdict_on(issued, on=on)
        return Finding(verdict, issued.code, on, issued, is_of_file=True, seal=seal)
    codes = codes_in(content)
    meant = _recorded(code__in=codes)
    if meant is not None:
        fault = _fault(content, seal, meant)
        return Finding(
            Verdict.ALTERED, meant.code, on, meant, fault, is_of_file=True, seal=seal
        )
    ours = seal is not None and seal.key is not None and seal.fits
    verdict = Verdict.UNREGISTERED if ours else Verdict.UNKNOWN
    code = codes[0] if codes else ""
    return Finding(verdict, code, on, is_of_file=True, seal=seal)


def check_token(token: str, *, on: date) -> Finding:
    """Hold what a QR code says against its signature, then against the register."""
    from certificates.seals import TokenError, read_token, signer_of

    try:
        said = read_token(token)
    except TokenError:
        return Finding(Verdict.ALTERED, "", on, fault=Fault.FORGED)
    signer = signer_of(token).organisation
    certificate = _recorded(serial=str(said.get("s")))
    if certificate is None:
        return Finding(Verdict.UNREGISTERED, "", on, signer=signer)
    code, claims = certificate.code, _claims(certificate)
    if any(claims.get(name) != text for name, text in said.items()):
        return Finding(
            Verdict.ALTERED, code, on, certificate, Fault.FACTS, signer=signer
        )
    return Finding(verdict_on(certificate, on=on), code, on, certificate, signer=signer)


def _claims(certificate: Certificate) -> dict[str, str]:
    """What the QR code on the paper of this line says."""
    facts, serial, code = certificate.facts, certificate.serial, certificate.code
    return Paper(facts=facts, serial=serial, code=code, verify_url="").claims


def _recorded(**which: object) -> Certificate | None:
    return Certificate.objects.filter(**which).first()


def _fault(content: bytes, seal, meant: Certificate) -> Fault:
    """Why a file with a code of ours is not the file that was issued."""
    if seal is not None and seal.holds:
        return Fault.OTHER_COPY
    if _begins_as_issued(content, meant) or (seal and seal.is_ours_with_more):
        return Fault.APPENDED
    if seal is None:
        return Fault.UNSIGNED if meant.facts.get("key") else Fault.CHANGED
    return Fault.STRANGER if seal.fits and seal.key is None else Fault.CHANGED


def _begins_as_issued(content: bytes, meant: Certificate) -> bool:
    octets = meant.octets
    if not octets or octets >= len(content):
        return False
    return hashlib.sha256(content[:octets]).hexdigest() == meant.sha256
