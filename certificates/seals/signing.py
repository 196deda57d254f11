"""Signing a paper: PAdES (ETSI EN 319 142-1), baseline B, or T with a time stamp."""

from __future__ import annotations

from functools import cache
from io import BytesIO

from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper

from certificates.seals.keys import Key

FIELD = "Signature"
ROOM = 6_144  # hex digits for the signature and the chain of an ECDSA key
STAMPED_ROOM = 20_480  # with the token of a time-stamp authority


def signed(content: bytes, key: Key) -> bytes:
    """The paper with an invisible signature over all of it; nothing may be added later.

    Invisible, because a visible field breaks PDF/UA-1. Raises KeyUnavailableError; a
    time-stamp server that does not answer raises too, and the paper is tried again.
    """
    stamper = timestamper(settings.TIMESTAMP_URL)
    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    signer = PdfSigner(
        metadata,
        signer=key.signer,
        timestamper=stamper,
        new_field_spec=SigFieldSpec(FIELD),
    )
    written = signer.sign_pdf(
        IncrementalPdfFileWriter(BytesIO(content)),
        bytes_reserved=STAMPED_ROOM if stamper else ROOM,
    )
    return written.getvalue()


@cache
def timestamper(url: str) -> TimeStamper | None:
    """The time-stamp authority (RFC 3161) that the operator configured, if any."""
    return HTTPTimeStamper(url, timeout=settings.TIMESTAMP_SECONDS) if url else None
