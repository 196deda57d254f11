"""Agencies and their coordinators in Wagtail's admin."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import ModelPermissionPolicy

from accounts.formats import vdate
from agencies.days import Days
from agencies.forms import DayField, GrantForm, LastDayForm
from agencies.models import AgencyPeriod, AgencyRole, Kind


class LookPolicy(ModelPermissionPolicy):
    """Agencies change by import and reorganisation, with all that depends on them."""

    def user_has_permission(self, user, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class KeepPolicy(ModelPermissionPolicy):
    """Who held which role is a record: it is ended, never deleted."""

    def user_has_permission(self, user, action: str) -> bool:
        return action != "delete" and super().user_has_permission(user, action)


class DayFilter(django_filters.Filter):
    field_class = DayField


class TreeFilter(WagtailFilterSet):
    """The tree of a day, today's unless another is asked for."""

    on = DayFilter(label=_("Vào ngày"), method="filter_on")
    kind = django_filters.ChoiceFilter(label=_("Loại"), choices=Kind.choices)

    class Meta:
        model = AgencyPeriod
        fields = ["on", "kind"]

    def filter_on(self, queryset, _name, _day):
        return queryset

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        day = self.form.cleaned_data.get("on") or timezone.localdate()
        return super().filter_queryset(queryset).on(day).with_parent_name(day)


class PeriodIndexView(generic.IndexView):
    default_ordering = "sort_key"

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("agency")


def first_day(row) -> str:
    days = Days.of(row.period)
    return vdate(days.first) if days.first else ""


def last_day(row) -> str:
    days = Days.of(row.period)
    return vdate(days.last) if days.last else ""


class AgencyPeriodViewSet(ModelViewSet):
    model = AgencyPeriod
    menu_label = _("Cây đơn vị")
    icon = "list-ul"
    index_view_class = PeriodIndexView
    permission_policy = LookPolicy(AgencyPeriod)
    add_to_reference_index = False
    exclude_form_fields: list[str] = []
    copy_view_enabled = False
    filterset_class = TreeFilter
    search_fields = ["name", "agency__code"]
    ordering = "sort_key"
    list_per_page = 50
    list_display = [
        TitleColumn("name", label=_("Tên"), sort_key="sort_key"),
        Column("agency", label=_("Mã"), accessor="agency.code"),
        Column("kind", label=_("Loại"), accessor="get_kind_display"),
        Column("parent_name", label=_("Cấp trên")),
        Column("since", label=_("Từ ngày"), accessor=first_day),
        Column("until", label=_("Đến hết ngày"), accessor=last_day),
    ]


class RoleIndexView(generic.IndexView):
    default_ordering = "user__sort_key"

    def get_base_queryset(self):
        rows = (
            super()
            .get_base_queryset()
            .select_related("user", "agency", "granted_by", "delegated_from__user")
        )
        return rows.with_agency_name(timezone.localdate())


class GrantView(generic.CreateView):
    """A link may say whom, where and what: after a unit ended, for its successor."""

    def get_initial(self) -> dict:
        asked = {name: self.request.GET.get(name) for name in GrantForm.field_order}
        return super().get_initial() | {k: v for k, v in asked.items() if v}


class AgencyRoleViewSet(ModelViewSet):
    model = AgencyRole
    menu_label = _("Điều phối viên")
    icon = "group"
    index_view_class = RoleIndexView
    add_view_class = GrantView
    permission_policy = KeepPolicy(AgencyRole)
    add_to_reference_index = False
    copy_view_enabled = False
    search_fields = ["user__search_text", "user__staff_code", "agency__code"]
    ordering = "user__sort_key"
    list_per_page = 50
    list_display = [
        TitleColumn(
            "user",
            label=_("Người"),
            sort_key="user__sort_key",
            url_name="agency_roles:edit",
        ),
        Column("staff_code", label=_("Mã cán bộ"), accessor="user.staff_code"),
        Column("role", label=_("Vai trò"), accessor="get_role_display"),
        Column("agency_name", label=_("Đơn vị")),
        Column("since", label=_("Từ ngày"), accessor=first_day),
        Column("until", label=_("Đến hết ngày"), accessor=last_day),
        Column("granted_by", label=_("Người giao")),
        Column("stands_in", label=_("Thay mặt"), accessor="delegated_from.user"),
    ]

    def get_form_class(self, for_update: bool = False):
        return LastDayForm if for_update else GrantForm


class AgencyGroup(ViewSetGroup):
    menu_label = _("Đơn vị")
    menu_icon = "site"
    menu_order = 340
    items = (AgencyPeriodViewSet("agencies"), AgencyRoleViewSet("agency_roles"))
