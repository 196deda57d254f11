"""Handing out what the worker signed: to the holder, to who has the code, to verifiers.

Nothing is signed here: a web server has no keys. What a verifier fetches may be read by
pages of any origin, for that is where verifiers run.
"""

from __future__ import annotations

from hashlib import sha256
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import condition, require_safe

from certificates.codes import tidy
from certificates.credentials.documents import did_document
from certificates.credentials.status import TTL
from certificates.models import Certificate, Credential, StatusList
from certificates.services import keys_of

FIELDS = {"jwt": "jwt", "json": "document"}
TYPES = {"jwt": "application/vc+jwt", "json": "application/vc"}


@never_cache
@require_safe
@login_required
def own_credential(request: HttpRequest, uid: UUID, form: str) -> HttpResponse:
    """The badge as a file, for the holder and the keepers of the register."""
    visible = Certificate.objects.visible_to(request.user)
    certificate = get_object_or_404(visible.ready(), uid=uid)
    found = get_object_or_404(Credential, certificate=certificate)
    response = _signed(found, form)
    name = f"huy-hieu-{certificate.serial.replace('/', '-')}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@never_cache
@require_safe
def public_credential(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The badge by its code, also one that no longer stands: its list says so."""
    found = get_object_or_404(Credential, certificate__code=tidy(code))
    return _open(_signed(found, form))


def _tag(request: HttpRequest, issuer_code: str, year: int, form: str) -> str | None:
    lists = StatusList.objects.filter(issuer_code=issuer_code, register__year=year)
    text = lists.values_list(FIELDS[form], flat=True).first()
    return f'"{sha256(text.encode()).hexdigest()[:32]}"' if text else None


@cache_control(public=True, max_age=int(TTL.total_seconds()))
@require_safe
@condition(etag_func=_tag)
def status_list(
    request: HttpRequest, issuer_code: str, year: int, form: str
) -> HttpResponse:
    """What of a register no longer stands, as the worker signed it last."""
    lists = StatusList.objects.exclude(signed_at=None)
    found = get_object_or_404(lists, issuer_code=issuer_code, register__year=year)
    return _open(_signed(found, form))


@cache_control(public=True, max_age=int(TTL.total_seconds()))
@require_safe
def issuer_did(request: HttpRequest, issuer_code: str) -> HttpResponse:
    """An issuer's public keys, for who verifies what it signed."""
    from certificates.seals import known_keys  # loads pyHanko, which few pages need

    names = set(keys_of(issuer_code))
    keys = [key for key in known_keys() if key.name in names]
    if not keys:
        raise Http404
    return _open(JsonResponse(did_document(issuer_code, keys)))


def _signed(found: Credential | StatusList, form: str) -> HttpResponse:
    return HttpResponse(getattr(found, FIELDS[form]), content_type=TYPES[form])


def _open(response: HttpResponse) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Robots-Tag"] = "noindex"
    return response
