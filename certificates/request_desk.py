"""Requests for another paper in /cms/, for whoever may answer them."""

from __future__ import annotations

from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn

from certificates.kept import KeptViewSet, ReadOnlyPolicy
from certificates.models import Certificate, ReplacementRequest
from certificates.steps import REPLACE


def asker(request: ReplacementRequest) -> str:
    """Whether the holder asked here, or who wrote it down."""
    if request.is_by_holder:
        return _("Người được cấp tự đề nghị")
    return request.by.full_name


class RequestPolicy(ReadOnlyPolicy):
    """Seen by whoever may answer it; written down on the paper's own page."""

    def user_has_permission(self, user, action: str) -> bool:
        return action == "view" and user.has_perm(REPLACE)


def paper_url(request: ReplacementRequest) -> str:
    name = Certificate.snippet_viewset.get_url_name("inspect")
    return reverse(name, args=[request.certificate_id])


class RequestViewSet(KeptViewSet):
    """What still waits for an answer, the most urgent first."""

    model = ReplacementRequest
    icon = "mail"
    menu_label = _("Đề nghị đang chờ")
    base_url_path = "certificate-requests"
    permission_policy = RequestPolicy(ReplacementRequest)
    list_display = [
        TitleColumn(
            "certificate",
            label=_("Giấy số"),
            accessor="certificate.serial",
            get_url=paper_url,
        ),
        Column(
            "holder", label=_("Người được cấp"), accessor="certificate.holder.full_name"
        ),
        Column("cause", label=_("Lý do"), accessor="get_cause_display"),
        Column("by", label=_("Người ghi"), accessor=asker),
        Column("received_on", label=_("Nhận ngày"), accessor="received"),
        Column("due_on", label=_("Hạn giải quyết"), accessor="due"),
    ]
    ordering = ["due_on", "pk"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        waiting = ReplacementRequest.objects.open()
        return waiting.select_related("certificate__holder", "by")
