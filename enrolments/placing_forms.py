"""Saying into which unit people without one go, and from when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.formats import vdate
from accounts.models import User
from accounts.polite_forms import PoliteForm
from agencies.directory import UnknownAgencyError
from agencies.forms import DayField
from agencies.models import Agency, AgencyPeriod, Membership
from agencies.services import directory

OFFERED = 300  # names the browser may suggest; more make the page heavy


def open_units(user: User, *, on: date) -> QuerySet[Agency]:
    """Units the person coordinates that exist on the day and today."""
    today = timezone.localdate()
    units = Agency.objects.existing(today).writable_by(user, on=today)
    return units.filter(pk__in=Agency.objects.writable_by(user, on=on, today=today))


def names_offered(user: User, *, on: date) -> list[str]:
    """What the browser suggests while a unit is written."""
    units = AgencyPeriod.objects.on(on).filter(agency__in=open_units(user, on=on))
    return list(units.listed().values_list("name", flat=True)[:OFFERED])


class PlacingForm(PoliteForm):
    """A unit by code or name, of one's own only, and the first day there."""

    agency_name = forms.CharField(
        label=_("Xếp vào đơn vị"),
        max_length=240,
        help_text=_("Mã hoặc tên đơn vị trong phạm vi anh/chị điều phối."),
        widget=forms.TextInput(attrs={"list": "don-vi", "autocomplete": "off"}),
    )
    since = DayField(
        label=_("Từ ngày"),
        initial=timezone.localdate,
        help_text=_("Hôm nay, hoặc sớm nhất là ngày đơn vị cũ chấm dứt."),
    )

    def __init__(
        self, *args, user: User, rows: Sequence[Membership] = (), **kwargs
    ) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.rows = user, rows

    @property
    def offered(self) -> list[str]:
        return names_offered(self.user, on=timezone.localdate())

    def clean_since(self) -> date:
        since = self.cleaned_data["since"]
        if since > timezone.localdate():
            raise forms.ValidationError(gettext("Ngày này còn ở phía trước."))
        early = [row for row in self.rows if row.ended_on > since]
        if early:
            words = gettext("Đơn vị cũ của %(name)s còn tồn tại đến ngày %(day)s.")
            said = {"name": early[0].user.full_name, "day": vdate(early[0].ended_on)}
            raise forms.ValidationError(words % said)
        return since

    def clean(self) -> dict:
        cleaned = super().clean()
        if "agency_name" in cleaned and "since" in cleaned:
            units = open_units(self.user, on=cleaned["since"])
            known = directory(on=cleaned["since"], within=units)
            written = cleaned["agency_name"].strip()
            try:
                cleaned["unit"] = known.codes.get(written.casefold()) or known.by_name(
                    written
                )
            except UnknownAgencyError as error:
                self.add_error("agency_name", str(error))
        return cleaned
