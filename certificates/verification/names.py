"""Comparing a full name with the one on the paper, which is never shown."""

from __future__ import annotations

import unicodedata

from certificates.models import Certificate


def is_name_on(certificate: Certificate, typed: str) -> bool:
    """Whether a typed name is the one on the paper, whatever its case and spacing."""
    return _comparable(typed) == _comparable(certificate.facts["name"])


def _comparable(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
