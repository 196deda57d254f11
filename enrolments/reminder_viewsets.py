"""Days off, steps of reminding and the log of mails in Wagtail's admin."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from accounts.formats import vdate, vdatetime
from accounts.polite_forms import PoliteAdminForm
from agencies.forms import DayField
from agencies.viewsets import LookPolicy
from enrolments.models import Holiday, Reminder, ReminderStep


class HolidayForm(PoliteAdminForm):
    day = DayField(label=_("Ngày"))

    class Meta:
        model = Holiday
        fields = ["day", "name", "is_working"]
        error_messages = {
            "day": {
                "unique": _("Ngày này đã có trong danh sách. Anh/chị sửa ngày đã có.")
            }
        }


class HolidayViewSet(ModelViewSet):
    model = Holiday
    icon = "date"
    menu_label = _("Ngày nghỉ")
    url_prefix = "holidays"
    list_display = [
        Column(
            "day", label=_("Ngày"), accessor=lambda row: vdate(row.day), sort_key="day"
        ),
        "name",
        "is_working",
    ]
    ordering = ["-day"]
    search_fields = ["name"]
    add_to_reference_index = False

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return HolidayForm


class StepViewSet(ModelViewSet):
    model = ReminderStep
    icon = "list-ol"
    menu_label = _("Các bước nhắc")
    url_prefix = "reminder-steps"
    form_fields = ["days", "audience", "is_active"]
    list_display = [
        "days",
        Column("audience", accessor="get_audience_display", label=_("Người nhận")),
        "is_active",
    ]
    copy_view_enabled = False
    add_to_reference_index = False


class LogViewSet(ModelViewSet):
    """What was sent to whom; nothing in it can be changed."""

    model = Reminder
    icon = "mail"
    menu_label = _("Thư nhắc")
    url_prefix = "reminder-log"
    form_fields: list[str] = []
    inspect_view_enabled = True
    inspect_view_fields = [
        "to",
        "subject",
        "body",
        "state",
        "attempts",
        "retry_at",
        "error",
        "created_at",
        "sent_at",
    ]
    copy_view_enabled = False
    add_to_reference_index = False
    search_fields = ["to", "subject", "recipient__full_name"]
    list_filter = ["state", "audience"]
    list_display = [
        "recipient",
        "subject",
        Column("state", label=_("Tình trạng"), accessor="get_state_display"),
        Column(
            "created_at",
            label=_("Lập lúc"),
            accessor=lambda row: vdatetime(row.created_at),
        ),
        "error",
    ]

    @property
    def permission_policy(self) -> LookPolicy:
        return LookPolicy(self.model)


class ReminderGroup(ViewSetGroup):
    menu_label = _("Nhắc học")
    menu_icon = "mail"
    menu_order = 340
    items = (LogViewSet, StepViewSet, HolidayViewSet)
