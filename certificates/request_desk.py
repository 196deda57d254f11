"""Requests for another paper in /cms/, for whoever may answer them."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from accounts.formats import vdate
from certificates.kept import KeptIndexView, KeptViewSet, ReadOnlyPolicy
from certificates.models import Certificate, ReplacementRequest
from certificates.steps import REPLACE

STATES = [
    ("open", _("Đang chờ")),
    ("overdue", _("Quá hạn")),
    ("handled", _("Đã giải quyết")),
    ("withdrawn", _("Đã rút")),
]


class RequestFilter(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=_("Tình trạng"), choices=STATES, method="filter_state"
    )

    class Meta:
        model = ReplacementRequest
        fields = ["state"]

    def filter_state(
        self, queryset: models.QuerySet, _name: str, state: str
    ) -> models.QuerySet:
        if state == "overdue":
            return queryset.overdue(on=timezone.localdate())
        return getattr(queryset, state)()


class RequestPolicy(ReadOnlyPolicy):
    """Seen by whoever may answer it; written down on the paper's own page."""

    def user_has_permission(self, user, action: str) -> bool:
        return action == "view" and user.has_perm(REPLACE)


class RequestIndexView(KeptIndexView):
    """The list, with the number of those that are overdue in front."""

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        late = ReplacementRequest.objects.overdue(on=timezone.localdate()).count()
        return super().get_context_data(*args, **kwargs) | {"overdue": late}


def page_of(certificate: Certificate) -> str:
    name = Certificate.snippet_viewset.get_url_name("inspect")
    return reverse(name, args=[certificate.pk])


def new_paper(request: ReplacementRequest) -> Certificate | None:
    """What was given for it; nothing while it waits, or when it ended without."""
    return getattr(request.certificate, "replaced_by", None) if _done(request) else None


def _done(request: ReplacementRequest) -> bool:
    return request.settled_by_id is not None


def asker(request: ReplacementRequest) -> str:
    """Whether the holder asked here, or who wrote it down."""
    if request.is_by_holder:
        return gettext("Người được cấp tự đề nghị")
    return request.by.full_name


def state(request: ReplacementRequest) -> str:
    if request.is_late(on=timezone.localdate()):
        return gettext("Quá hạn")
    if request.is_open:
        return gettext("Đang chờ")
    return handled(request) if _done(request) else withdrawn(request)


def handled(request: ReplacementRequest) -> str:
    """When, whether in time, and by whom."""
    line = request.settled_by
    words = {
        "day": vdate(line.at),
        "time": gettext("đúng hạn") if request.is_in_time else gettext("quá hạn"),
        "name": line.by.full_name if line.by else "–",
    }
    return gettext("Đã giải quyết ngày %(day)s, %(time)s. Người ghi: %(name)s") % words


def withdrawn(request: ReplacementRequest) -> str:
    """When, by whom and why."""
    words = {
        "day": vdate(request.withdrawn_at),
        "name": request.withdrawn_by.full_name,
        "why": request.withdrawn_why,
    }
    return gettext("Đã rút ngày %(day)s: %(why)s. Người rút: %(name)s") % words


class RequestViewSet(KeptViewSet):
    """Every request: what still waits first, the most urgent on top."""

    model = ReplacementRequest
    icon = "mail"
    menu_label = _("Đề nghị cấp lại")
    base_url_path = "certificate-requests"
    permission_policy = RequestPolicy(ReplacementRequest)
    index_view_class = RequestIndexView
    index_template_name = "certificates/admin/requests.html"
    filterset_class = RequestFilter
    list_display = [
        TitleColumn(
            "certificate",
            label=_("Giấy số"),
            accessor="certificate.serial",
            get_url=lambda request: page_of(request.certificate),
        ),
        Column(
            "holder", label=_("Người được cấp"), accessor="certificate.holder.full_name"
        ),
        Column("cause", label=_("Lý do"), accessor="get_cause_display"),
        Column("by", label=_("Người ghi"), accessor=asker),
        Column("received_on", label=_("Nhận ngày"), accessor="received"),
        Column("due_on", label=_("Hạn giải quyết"), accessor="due"),
        Column("state", label=_("Tình trạng"), accessor=state),
        TitleColumn(
            "became",
            label=_("Giấy mới"),
            accessor=lambda request: new_paper(request) or "–",
            get_url=lambda request: (
                page_of(new) if (new := new_paper(request)) else None
            ),
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        asked = ReplacementRequest.objects.open_first()
        return asked.select_related(
            "certificate__holder",
            "certificate__replaced_by",
            "by",
            "withdrawn_by",
            "settled_by__by",
        )
