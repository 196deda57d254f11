"""Where credentials, status lists and issuers' keys are found, and the issuers' DIDs."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from django.conf import settings
from django.urls import reverse


def site() -> str:
    return settings.SITE_URL.rstrip("/")


def did_of(issuer_code: str) -> str:
    """did:web:tap-huan.example.vn:verify:issuers:TTPVHCC

    Each issuer has its own: one may never sign for another. did:web turns it into the
    address of `did_document` below.
    """
    path = reverse("issuer_did", args=[issuer_code]).removesuffix("/did.json")
    host = quote(urlsplit(site()).netloc, safe="")  # a port's colon is written %3A
    return f"did:web:{host}{path.replace('/', ':')}"


def method_of(issuer_code: str, key_name: str) -> str:
    """Where one key of an issuer stands in its document; the `kid` of what it signed."""
    return f"{did_of(issuer_code)}#{key_name}"


def credential_url(code: str) -> str:
    return site() + reverse("public_credential", args=[code, "json"])


def status_list_url(issuer_code: str, year: int, form: str) -> str:
    return site() + reverse("status_list", args=[issuer_code, year, form])
