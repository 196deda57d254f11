"""Mails to holders, for who keeps the register: what did not arrive, and send it again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.formats import number
from accounts.models import User
from certificates.desk_view import DeskView
from certificates.models import Notice
from certificates.services import Resent, send_again
from certificates.steps import REPLACE

MOST = 1000  # mails that one click sends again
State = Notice.State
UNSENT, ALL = "unsent", "all"
CHOICES = [
    (UNSENT, gettext_lazy("Chưa tới nơi")),
    (State.FAILED.value, State.FAILED.label),
    (State.PENDING.value, State.PENDING.label),
    (State.DROPPED.value, State.DROPPED.label),
    (State.SENT.value, State.SENT.label),
    (ALL, gettext_lazy("Mọi thư")),
]


def may_send(user: User) -> bool:
    """Who gives papers again also sends again what is said of them."""
    return user.has_perm(REPLACE)


class NoticesView(DeskView):
    """The mails by state; posted, failed ones begin their tries anew."""

    template_name = "certificates/admin/notices.html"
    page_title = gettext_lazy("Thư báo cho người được cấp")
    header_icon = "mail"

    @property
    def state(self) -> str:
        asked = self.request.GET.get("state", "")
        return asked if asked in dict(CHOICES) else UNSENT

    @property
    def wanted(self) -> str:
        return self.request.GET.get("q", "").strip()

    def rows(self) -> QuerySet[Notice]:
        rows = Notice.objects.matching(self.wanted)
        rows = rows.select_related("recipient", "entry__certificate", "asked_again_by")
        if self.state == UNSENT:
            rows = rows.filter(state__in=[State.FAILED, State.PENDING])
            rows = rows.order_by("state", "-created_at", "-pk")  # the failed ones first
        elif self.state != ALL:
            rows = rows.filter(state=self.state)
        return rows.defer("body", "entry__certificate__facts")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "states": CHOICES,
            "state": self.state,
            "wanted": self.wanted,
            "failed": Notice.objects.failed().count(),
            "may_send": may_send(self.request.user),
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        if not may_send(request.user):
            raise PermissionDenied
        keys = _chosen(request.POST)
        _say(request, send_again(notices=keys, by=request.user, at=timezone.now()))
        return redirect(request.get_full_path())


def _chosen(posted: QueryDict) -> list[int]:
    """Keys of all that failed, of one, or of those ticked."""
    if "all" in posted:
        return list(Notice.objects.failed().values_list("pk", flat=True)[:MOST])
    one, many = posted.get("one"), posted.getlist("notice")
    return [int(pk) for pk in ([one] if one else many) if pk.isdecimal()]


def _say(request: HttpRequest, done: Resent) -> None:
    if done.waiting:
        said = ngettext(
            "%(n)s thư được gửi lại ngay.", "%(n)s thư được gửi lại ngay.", done.waiting
        )
        messages.success(request, said % {"n": number(done.waiting)})
    if done.dropped:
        words = _("%(n)s thư không cần gửi nữa: giấy đã được thay thế hoặc thu hồi.")
        messages.warning(request, words % {"n": number(done.dropped)})
    if done.unreachable:
        words = _(
            "%(n)s thư giữ nguyên: người nhận không có địa chỉ hoặc tài khoản đã ngừng."
        )
        messages.warning(request, words % {"n": number(done.unreachable)})
    if done == Resent():
        messages.warning(request, _("Chưa chọn thư nào không gửi được."))


urlpatterns = [
    path("certificates/notices/", NoticesView.as_view(), name="certificate_notices")
]
