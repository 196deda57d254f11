"""Naming a deputy for some days."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.polite_forms import PoliteForm
from agencies.forms import DayField
from agencies.models import AgencyRole
from agencies.querysets import people_visible_to


class RoleChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: AgencyRole) -> str:
        return f"{obj.get_role_display()}, {obj.agency_name}"


def own_roles(user: User) -> QuerySet[AgencyRole]:
    """Roles of one's own that hold today, with the unit's name."""
    today = timezone.localdate()
    rows = AgencyRole.objects.on(today).filter(user=user, delegated_from=None)
    return rows.with_agency_name(today).order_by("agency_name", "role")


class DelegationForm(PoliteForm):
    role = RoleChoice(
        label=_("Vai trò"), queryset=AgencyRole.objects.none(), empty_label=None
    )
    staff_code = forms.CharField(
        label=_("Mã cán bộ của người thay"),
        max_length=64,
        help_text=_("Người của đơn vị anh/chị hoặc đơn vị bên dưới."),
    )
    since = DayField(label=_("Từ ngày"), initial=timezone.localdate)
    until = DayField(label=_("Đến hết ngày"))
    reason = forms.CharField(
        label=_("Lý do"), max_length=300, help_text=_("Ví dụ: nghỉ phép năm.")
    )

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["role"].queryset = own_roles(user)

    def clean_staff_code(self) -> User:
        """A stranger and nobody are the same."""
        code = self.cleaned_data["staff_code"].strip()
        people = people_visible_to(
            User.objects.active(), self.user, on=timezone.localdate()
        )
        found = people.filter(staff_code__iexact=code).first()
        if found is None:
            raise forms.ValidationError(
                _("Không thấy người mang mã này trong đơn vị của anh/chị.")
            )
        return found
