"""The status list of a register: one bit for each credential (W3C Bitstring Status List).

Whoever asks fetches the whole list and looks a bit up: we do not learn whom they check.
"""

from __future__ import annotations

import gzip
import math
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from certificates.credentials import addresses
from certificates.credentials.badge import CONTEXT, moment

LEAST_BITS = 131_072  # by the standard: 16 KB, so that one bit hides among many
TTL = timedelta(minutes=5)  # how long a verifier may keep a list
LASTS = timedelta(days=7)  # a list of which nobody renews the signature
RENEWED_AFTER = timedelta(days=1)


def length_for(credentials: int) -> int:
    """Bits of a list: at least twice as many as are taken, so free ones are found fast."""
    return max(LEAST_BITS, 2 ** math.ceil(math.log2(max(1, credentials) * 2)))


def encoded(indices: Iterable[int], *, length: int) -> str:
    """The list with the bits of those indices set; the first is the leftmost."""
    bits = bytearray(length // 8)
    for index in indices:
        bits[index // 8] |= 0x80 >> index % 8
    packed = gzip.compress(bytes(bits), mtime=0)  # the same bits, the same text
    return "u" + urlsafe_b64encode(packed).rstrip(b"=").decode()


def status_list(
    bits: str, *, issuer_code: str, year: int, form: str, at: datetime
) -> dict[str, Any]:
    """The credential about credentials, unsigned."""
    url = addresses.status_list_url(issuer_code, year, form)
    return {
        "@context": CONTEXT[:1],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": addresses.did_of(issuer_code),
        "validFrom": moment(at),
        "validUntil": moment(at + LASTS),
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": bits,
            "ttl": int(TTL / timedelta(milliseconds=1)),
        },
    }
