"""A signature in the form of the first one that pyHanko made with the key.

Of all that it holds (RFC 5652) two things are a paper's own: the digest of its bytes
and the signature over the attributes with that digest. Certificates, names and
algorithms are the key's, and building them anew took 10 ms a paper; asn1crypto writes
what is not touched as it was read.
"""

from __future__ import annotations

import asyncio
from hashlib import sha256

from asn1crypto.cms import CMSAttributes, ContentInfo
from pyhanko.sign.signers import Signer
from pyhanko.sign.timestamps import TimeStamper

DIGEST = "sha256"
FIRST = sha256(b"the paper before the first").digest()


class Pattern:
    """Signs digests with a key; raises what its file or token raises."""

    def __init__(self, signer: Signer) -> None:
        self.signer = signer
        self.der = made(signer, FIRST)
        first = ContentInfo.load(self.der)["content"]["signer_infos"][0]
        self.attributes = first["signed_attrs"].untag().dump()
        if self.attributes.count(FIRST) != 1:
            raise ValueError("a signature without the digest of what it signs")

    def filled(self, digest: bytes) -> bytes:
        """The CMS of a digest, as DER."""
        attributes = self.attributes.replace(FIRST, digest)
        signature = asyncio.run(self.signer.async_sign_raw(attributes, DIGEST))
        whole = ContentInfo.load(self.der)
        own = whole["content"]["signer_infos"][0]
        own["signed_attrs"] = CMSAttributes.load(attributes)
        own["signature"] = signature
        return whole.dump()


def made(signer: Signer, digest: bytes, stamper: TimeStamper | None = None) -> bytes:
    """The CMS of a digest by pyHanko alone, with a time stamp if there is who gives it."""
    signing = signer.async_sign(digest, DIGEST, use_pades=True, timestamper=stamper)
    return asyncio.run(signing).dump()
