"""Signing a credential inside itself: Data Integrity, ecdsa-rdfc-2019 (W3C VC-DI-ECDSA).

What is signed is the meaning, as a canonical set of RDF statements: a program may order
and space the JSON as it likes. The contexts that give words their meaning come with a
package; nothing is fetched.
"""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pyld import jsonld

from certificates.credentials.badge import moment
from certificates.seals.keys import Key
from certificates.seals.tokens import raw_signature

CARRIER = "openbadgeslib"  # the package with the contexts; nothing else of it is used
CONTEXTS = {
    "https://www.w3.org/ns/credentials/v2": "credentials-v2.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": "ob-v3p0-context-3.0.3.json",
}
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def proven(said: dict[str, Any], key: Key, method: str, at: datetime) -> dict[str, Any]:
    """The credential with its proof."""
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": "ecdsa-rdfc-2019",
        "created": moment(at),
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    content = _digest({"@context": said["@context"]} | proof) + _digest(said)
    signature = f"z{base58(raw_signature(content, key))}"
    return said | {"proof": proof | {"proofValue": signature}}


def _digest(said: dict[str, Any]) -> bytes:
    """The hash of what it says, in RDF Dataset Canonicalization 1.0."""
    options = {
        "algorithm": "URDNA2015",  # what RDFC-1.0 was called before it was a standard
        "format": "application/n-quads",
        "documentLoader": _load,
    }
    return sha256(jsonld.normalize(said, options).encode()).digest()


def _load(url: str, _options: dict[str, Any]) -> dict[str, Any]:
    """A context we know, from disk; KeyError for any other."""
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "tag": "static",  # it never changes: pyld keeps it resolved
        "documentUrl": url,
        "document": context(url),
    }


@cache
def context(url: str) -> dict[str, Any]:
    folder = Path(find_spec(CARRIER).origin).parent / "ob3" / "contexts"
    return json.loads((folder / CONTEXTS[url]).read_bytes())


def base58(content: bytes) -> str:
    """The multibase alphabet of Bitcoin, without what is easily mistaken."""
    number, digits = int.from_bytes(content, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        digits = BASE58[rest] + digits
    zeros = len(content) - len(content.lstrip(b"\0"))
    return BASE58[0] * zeros + digits
