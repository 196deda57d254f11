"""The public check: what the register says about a code, a file or a QR code."""

from certificates.verification.checking import (
    Unreadable,
    check_code,
    check_file,
    check_token,
)
from certificates.verification.findings import Fault, Finding, Verdict, issuer_of
from certificates.verification.names import is_name_on

__all__ = [
    "Fault",
    "Finding",
    "Unreadable",
    "Verdict",
    "check_code",
    "check_file",
    "check_token",
    "is_name_on",
    "issuer_of",
]
