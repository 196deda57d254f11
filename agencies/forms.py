"""Making a coordinator: a staff code, an agency, and from when until when."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.polite_forms import PoliteAdminForm
from agencies.days import Days
from agencies.directory import Entry, UnknownAgencyError
from agencies.models import Agency, AgencyRole
from agencies.services import change_last_day, directory, grant_role
from agencies.services.role_days import refusal_of


class DayField(forms.DateField):
    """Typed as d/m/yyyy: an English Windows would show type=date the wrong way round."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def prepare_value(self, value):
        return value.strftime("%d/%m/%Y") if hasattr(value, "strftime") else value


class RoleForm(PoliteAdminForm):
    """What both forms share: a last day, which may be left open."""

    until = DayField(
        label=_("Đến hết ngày"),
        required=False,
        help_text=_("Để trống nếu chưa định ngày."),
    )

    def clean(self) -> dict:
        cleaned = super().clean()
        first, last = self.first_day(), cleaned.get("until")
        if first and last and last < first:
            self.add_error("until", _("Ngày cuối đứng trước ngày đầu."))
        return cleaned


class GrantForm(RoleForm):
    """Give a person a role for an agency and all below it."""

    staff_code = forms.CharField(label=_("Mã cán bộ"), max_length=64)
    agency_name = forms.CharField(
        label=_("Đơn vị"),
        max_length=240,
        help_text=_(
            "Mã hoặc tên đơn vị. Vai trò này thấy đơn vị đó và mọi đơn vị bên dưới."
        ),
    )
    since = DayField(label=_("Từ ngày"), initial=timezone.localdate)

    field_order = ["staff_code", "agency_name", "role", "since", "until"]

    class Meta:
        model = AgencyRole
        fields = ["role"]

    def first_day(self):
        return self.cleaned_data.get("since")

    def clean_staff_code(self) -> User:
        code = self.cleaned_data["staff_code"].strip()
        user = User.objects.active().filter(staff_code__iexact=code).first()
        if user is None:
            raise forms.ValidationError(
                _("Không có cán bộ đang hoạt động mang mã này.")
            )
        return user

    def clean(self) -> dict:
        cleaned = super().clean()
        if "agency_name" in cleaned and "since" in cleaned:
            try:
                cleaned["agency"] = self.find_agency()
            except UnknownAgencyError as error:
                self.add_error("agency_name", str(error))
        return cleaned

    def find_agency(self) -> Entry:
        agencies = directory(on=self.cleaned_data["since"])
        written = self.cleaned_data["agency_name"]
        try:
            return agencies.by_code(written)
        except UnknownAgencyError:
            return agencies.by_name(written)

    def save(self, commit: bool = True) -> AgencyRole:
        return grant_role(
            user=self.cleaned_data["staff_code"],
            agency=Agency.objects.get(pk=self.cleaned_data["agency"].pk),
            role=self.cleaned_data["role"],
            since=self.cleaned_data["since"],
            until=self.cleaned_data["until"],
            by=self.for_user,
        )


class LastDayForm(RoleForm):
    """End a role, or let it go on; who held what stays on record."""

    class Meta:
        model = AgencyRole
        fields: list[str] = []

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = Days.of(self.instance.period).last

    def first_day(self):
        return self.instance.period.lower

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.errors:
            days = Days.through(self.first_day(), cleaned["until"])
            if refusal := refusal_of(self.instance, days):
                self.add_error("until", refusal)
        return cleaned

    def save(self, commit: bool = True) -> AgencyRole:
        return change_last_day(role=self.instance, until=self.cleaned_data["until"])
