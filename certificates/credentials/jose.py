"""Signing a credential as a JSON Web Token (W3C VC-JOSE-COSE, Open Badges 3.0 section 8.2).

No `typ`: Open Badges allows only "JWT" there, VC-JOSE-COSE wants "vc+jwt", both accept
none. The media type `application/vc+jwt` says what it is.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from datetime import datetime
from typing import Any

from certificates.seals.keys import Key
from certificates.seals.tokens import raw_signature


def signed(said: dict[str, Any], key: Key, method: str) -> str:
    """The credential in its own claims and those Open Badges asks for, in three parts."""
    content = f"{_packed({'alg': 'ES256', 'kid': method})}.{_packed(claims(said))}"
    return f"{content}.{_text(raw_signature(content.encode(), key))}"


def claims(said: dict[str, Any]) -> dict[str, Any]:
    issuer = said["issuer"]
    more = {
        "iss": issuer if isinstance(issuer, str) else issuer["id"],
        "jti": said["id"],
        "nbf": _seconds(said["validFrom"]),
    }
    if "validUntil" in said:
        more["exp"] = _seconds(said["validUntil"])
    return said | more


def _seconds(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp())


def _packed(said: dict[str, Any]) -> str:
    plain = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return _text(plain.encode())


def _text(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()
