"""What people see when something is refused or broken, in words."""

import logging
import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token

logger = logging.getLogger(__name__)


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    user = getattr(request, "user", None)
    logger.warning("refused: %s to %s", request.path, user.pk if user else None)
    return render(request, "403.html", {"reason": str(exception or "")}, status=403)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


@requires_csrf_token
def broken(request: HttpRequest) -> HttpResponse:
    """Say that nothing saved is lost, with a number to read out on the phone."""
    incident = secrets.token_hex(3).upper()
    logger.error("incident %s at %s", incident, request.path)
    return render(request, "500.html", {"incident": incident}, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form kept open until its session ended: go back, reload, send again."""
    logger.warning("csrf: %s (%s)", request.path, reason)
    return render(request, "403_csrf.html", status=403)
