"""The front door, and the two pages that machines ask for."""

from pathlib import Path
from tempfile import TemporaryFile

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.files.storage import storages
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.i18n import JavaScriptCatalog
from kombu.exceptions import OperationalError

from agencies.querysets import has_a_role
from lms.celery import app


def home(request: HttpRequest) -> HttpResponse:
    """Send everybody to where they work: coordinators, trainers, learners."""
    user = request.user
    if not user.is_authenticated:
        return redirect("login")
    if user.enrolments.exists():
        return redirect("my")
    if has_a_role(user):
        return redirect("coordinate")
    if user.has_perm("wagtailadmin.access_admin"):
        return redirect("wagtailadmin_home")
    return redirect("my")


def cms_login(request: HttpRequest) -> HttpResponse:
    """One log-in for all: Wagtail sends here whoever may not enter its desk."""
    if request.user.is_authenticated:
        raise PermissionDenied(_("Trang soạn bài dành cho giảng viên và quản trị."))
    return redirect_to_login(request.GET.get("next", reverse("wagtailadmin_home")))


def cms_words(request: HttpRequest) -> HttpResponse:
    """The words of the CMS's scripts: Wagtail's own, and ours where it has none."""
    return JavaScriptCatalog.as_view(packages=["wagtail.admin", "lms"])(request)


def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask here whatever the page says."""
    return redirect(static("img/mark.svg"), permanent=True)


def healthz(request: HttpRequest) -> HttpResponse:
    """Alive: the process answers. Asks nothing of anyone else."""
    return HttpResponse("ok", content_type="text/plain")


def readyz(request: HttpRequest) -> JsonResponse:
    """Ready: the database, the broker and the storage answer."""
    checks = {"database": _database, "broker": _broker, "storage": _storage}
    state = {name: check() for name, check in checks.items()}
    return JsonResponse(state, status=200 if all(state.values()) else 503)


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def _broker() -> bool:
    try:
        with app.connection_for_write(
            transport_options={"socket_connect_timeout": 1}
        ) as link:
            link.ensure_connection(max_retries=1, timeout=1)
    except (OperationalError, OSError):
        return False
    return True


def _storage() -> bool:
    """Whether the next paper could be written, in the folder that it would go to."""
    folder = Path(storages["private"].path(f"certificates/{timezone.localdate().year}"))
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent  # made with the first paper of a year
    try:
        with TemporaryFile(dir=folder) as probe:
            probe.write(b"?")
            probe.flush()
    except OSError:
        return False
    return True
