"""Emblems and seals: pictures of an issuer that go onto its papers.

Kept under the hash of their bytes and never replaced or deleted, so that a paper
renders again with the seal it was issued with. What is kept is made anew from what was
uploaded (`certificates.pictures`), and goes to the renderer as data: it fetches nothing.
"""

from __future__ import annotations

import re
from base64 import b64encode
from functools import lru_cache
from hashlib import sha256

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from certificates.pictures import normalised

FOLDER = "certificates/marks"
NAME = re.compile(r"[0-9a-f]{64}\.(png|svg)")
TYPES = {"png": "image/png", "svg": "image/svg+xml"}


class MarkGone(RuntimeError):
    """A picture of a paper is missing or altered: nothing is drawn without it."""


def keep(upload: bytes) -> str:
    """Check and keep an uploaded picture; return its name. Raises PictureRefused."""
    content, suffix = normalised(upload)
    name = f"{sha256(content).hexdigest()}.{suffix}"
    storage = storages["private"]
    if not storage.exists(f"{FOLDER}/{name}"):
        storage.save(f"{FOLDER}/{name}", ContentFile(content))
    return name


@lru_cache(maxsize=32)
def address(name: str) -> str:
    """The picture as a data url, proven to be the one of that name; raises MarkGone."""
    found = NAME.fullmatch(name)
    if not found:
        raise MarkGone(name)
    try:
        with storages["private"].open(f"{FOLDER}/{name}") as file:
            content = file.read()
    except OSError as error:
        raise MarkGone(name) from error
    if sha256(content).hexdigest() != name.partition(".")[0]:
        raise MarkGone(name)
    return f"data:{TYPES[found[1]]};base64,{b64encode(content).decode()}"
