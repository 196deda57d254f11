"""Whether the signature in a file holds, and whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from certificates.seals.keys import Key, known_keys, store_of


@dataclass(frozen=True)
class Seal:
    """What a file's signature says.

    `key` is ours, or None for a stranger's. `is_intact`: the signature fits, and covers
    every byte of the file: what was added behind it would not show otherwise.
    """

    key: Key | None
    is_intact: bool
    signed_at: datetime | None

    @property
    def holds(self) -> bool:
        return self.is_intact and self.key is not None


def seal_of(content: bytes) -> Seal | None:
    """The seal of a PDF as somebody handed it in; None where there is none."""
    try:
        signatures = PdfFileReader(BytesIO(content), strict=False).embedded_signatures
        if not signatures:
            return None
        keys = known_keys()
        status = validate_pdf_signature(signatures[-1], _trust(keys))
        return _seal(status, keys)
    except (PdfError, SigningError, SignatureValidationError, ValueError, OSError):
        return Seal(None, is_intact=False, signed_at=None)


def _trust(keys: list[Key]) -> ValidationContext:
    """Our own certificates are the roots: whom we list has signed, nobody else.

    Nothing is fetched. A certificate that has expired since was valid when it signed.
    """
    roots = list(store_of(keys)) if keys else []
    return ValidationContext(
        trust_roots=roots, allow_fetching=False, revocation_mode="soft-fail"
    )


def _seal(status: PdfSignatureStatus, keys: list[Key]) -> Seal:
    der = status.signing_cert.dump()
    key = next((key for key in keys if key.fingerprint == der), None)
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    return Seal(
        key,
        is_intact=status.intact and status.valid and whole,
        signed_at=status.signer_reported_dt,
    )
