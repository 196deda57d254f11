"""What is needed to check a QR code without us: the public keys, a page, a file.

The page and the file hold a QR code's signature against the keys in the browser; the
worker keeps page and keys in it, so that they are there when the line is not.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import conditional_page, require_safe

STYLES = ("css/lms.css", "css/site.css", "css/verify.css")
SCRIPTS = ("js/token.js", "js/verify-offline.js")
KEPT = (*STYLES, *SCRIPTS, "js/lms.js", "img/mark.svg")  # by the service worker
HOUR = 3600


def _open_to_all(response: HttpResponse) -> HttpResponse:
    """Keys are public: any page anywhere may read them."""
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
@conditional_page
@cache_control(public=True, max_age=HOUR)
def keys(request: HttpRequest) -> HttpResponse:
    """The public keys as a JWK Set (RFC 7517)."""
    from certificates import seals

    return _open_to_all(JsonResponse(seals.key_set(seals.known_keys())))


@require_safe
@conditional_page
@cache_control(public=True, max_age=HOUR)
def certificate_of_key(request: HttpRequest, name: str) -> HttpResponse:
    """The certificate of a key, with those above it, as PEM."""
    from certificates import seals

    try:
        key = seals.key_named(name)
    except seals.KeyUnavailableError as error:
        raise Http404 from error
    content_type = "application/pem-certificate-chain"
    return _open_to_all(HttpResponse(seals.pem(key), content_type=content_type))


@never_cache
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Checks a QR code in the browser; the same for everybody, for browsers keep it."""
    context = {"user": AnonymousUser(), "messages": ()}
    return render(request, "certificates/offline.html", context)


@never_cache
@require_safe
def offline_file(request: HttpRequest) -> HttpResponse:
    """The same page as one file, keys and all, that opens from a disk."""
    from certificates import seals

    context = {
        "styles": _inlined(STYLES),
        "scripts": _inlined(SCRIPTS),
        "keys": seals.key_set(seals.known_keys()),
        "today": timezone.localdate(),
    }
    response = render(request, "certificates/offline_file.html", context)
    name = _("kiem-tra-giay-chung-nhan")
    response["Content-Disposition"] = f'attachment; filename="{name}.html"'
    return response


@never_cache
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker of /verify/; its address is its scope, so it is served here."""
    content = "".join(_source(name) for name in KEPT)
    shell = {
        "version": hashlib.sha256(content.encode()).hexdigest()[:12],
        "page": reverse("verify_offline"),
        "keys": reverse("verify_keys"),
        "files": [static(name) for name in KEPT],
    }
    script = f"self.SHELL = {json.dumps(shell)};\n" + _source("js/verify-worker.js")
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


def _inlined(names: tuple[str, ...]) -> str:
    """Our own files, one after another, to stand inside a page."""
    return mark_safe("\n".join(_source(name) for name in names))  # noqa: S308


def _source(name: str) -> str:
    return Path(finders.find(name)).read_text(encoding="utf-8")
