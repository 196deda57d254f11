"""The check that is open to everybody: by code, by QR code, by the file itself.

Nothing is written and nothing is kept: neither a file nor who asked about which paper.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from certificates.forms import CodeForm, NameForm
from certificates.verification.checking import Unreadable, check_code, check_file
from certificates.verification.findings import Finding
from certificates.verification.limits import limited, seconds_to_wait
from certificates.verification.names import is_name_on
from certificates.verification.uploads import LIMIT, RefusedUploadError, handed_in

NAMES_AN_HOUR = 20  # comparisons of a full name with one certificate
HOUR = 3600


@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for the code on the paper, and go to its page; or for the file."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_valid():
        return redirect("verify_code", code=form.cleaned_data["code"])
    return _page(request, {"form": form})


def too_often(request: HttpRequest, wait: int) -> HttpResponse:
    """Come back in a while."""
    response = _refused(request, "too_often", 429)
    response["Retry-After"] = str(wait)
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("codes", lambda: settings.VERIFY_CODES_A_MINUTE, too_often)
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """What the register says about a code; a posted name is compared, never shown."""
    finding = check_code(code, on=timezone.localdate())
    status = 200 if finding.certificate else 404
    extra = {}
    if request.method == "POST" and finding.certificate:
        extra["named"] = _compare_name(request, finding)
    return _answer(request, finding, status, extra)


@csrf_exempt  # it changes nothing, and programs hand files in too
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("files", lambda: settings.VERIFY_FILES_A_MINUTE, too_often)
def verify_file(request: HttpRequest) -> HttpResponse:
    """Hold a file against the register and its signature, and forget it."""
    if request.method != "POST":
        return redirect("verify")
    try:
        finding = check_file(handed_in(request), on=timezone.localdate())
    except RefusedUploadError as refusal:
        return _refused(request, refusal.problem, refusal.status)
    except Unreadable:
        return _refused(request, "not_pdf", 400)
    return _answer(request, finding, 200, {})


def _answer(
    request: HttpRequest, finding: Finding, status: int, extra: dict
) -> HttpResponse:
    now = timezone.now()
    if _wants_json(request):
        answer = finding.public | {"checked_at": now.isoformat(timespec="seconds")}
        return _unlisted(JsonResponse(answer, status=status))
    form = CodeForm({"code": finding.code} if finding.code else None)
    context = {"form": form, "finding": finding, "now": now} | extra
    return _page(request, context, status)


def _refused(request: HttpRequest, problem: str, status: int) -> HttpResponse:
    """Not looked at: too big, too often, no file, not a PDF."""
    if _wants_json(request):
        answer = {"status": "refused", "problem": problem}
        return _unlisted(JsonResponse(answer, status=status))
    return _page(request, {"form": CodeForm(), "problem": problem}, status)


def _page(request: HttpRequest, context: dict, status: int = 200) -> HttpResponse:
    context |= {"limit": LIMIT}
    response = render(request, "certificates/verify.html", context, status=status)
    return _unlisted(response) if len(context) > 2 else response


def _wants_json(request: HttpRequest) -> bool:
    return (
        request.get_preferred_type(["text/html", "application/json"])
        == "application/json"
    )


def _unlisted(response: HttpResponse) -> HttpResponse:
    """Answers about a person stay out of search engines."""
    response["X-Robots-Tag"] = "noindex"
    patch_vary_headers(response, ["Accept"])
    return response


def _compare_name(request: HttpRequest, finding: Finding) -> str:
    """ "same", "different", "empty" or, for one who tries many names, "too_many"."""
    form = NameForm(request.POST)
    if not form.is_valid():
        return "empty"
    asked = {"what": "names", "who": finding.code, "most": NAMES_AN_HOUR}
    if seconds_to_wait(**asked, period=HOUR, at=timezone.now()):
        return "too_many"
    same = is_name_on(finding.certificate, form.cleaned_data["name"])
    return "same" if same else "different"
