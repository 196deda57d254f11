"""Whom a class is for, as its coordinator writes it: any unit within reach."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.collation import fold
from accounts.models import User
from accounts.polite_forms import PoliteForm
from agencies.directory import Directory, UnknownAgencyError
from agencies.directory import Entry as Unit
from agencies.services import directory
from enrolments.models import Audience, TrainingClass
from enrolments.placing_forms import names_offered, open_units
from enrolments.services.audiences import phrases_of

MOST_ALIKE = 20


class AudienceForm(PoliteForm):
    """People of a unit, perhaps only of some positions.

    A name that is none, or that of several, leaves `alike`: the units it may mean.
    """

    unit = forms.CharField(
        label=_("Đơn vị"),
        max_length=240,
        help_text=_(
            "Mã, tên hoặc một phần tên của đơn vị trong phạm vi anh/chị điều phối."
        ),
        widget=forms.TextInput(attrs={"list": "don-vi", "autocomplete": "off"}),
    )
    is_with_below = forms.BooleanField(
        label=_("Kể cả đơn vị bên dưới"), required=False, initial=True
    )
    positions = forms.CharField(
        label=_("Chức vụ có chứa"),
        max_length=500,
        required=False,
        help_text=_("Các cụm cách nhau bằng dấu chấm phẩy. Để trống là mọi chức vụ."),
    )

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.alike: list[Unit] = []

    @property
    def offered(self) -> list[str]:
        return names_offered(self.user, on=timezone.localdate())

    def clean_unit(self) -> Unit:
        written, today = self.cleaned_data["unit"].strip(), timezone.localdate()
        known = directory(on=today, within=open_units(self.user, on=today))
        if unit := known.codes.get(written.casefold()):
            return unit
        try:
            return known.by_name(written)
        except UnknownAgencyError as error:
            self.alike = units_with(written, known)
            if len(self.alike) == 1:
                return self.alike[0]
            raise forms.ValidationError(str(error)) from error

    def audience(self, group: TrainingClass) -> Audience:
        """What would be added to whom the class is for; not saved."""
        said = self.cleaned_data
        return Audience(
            training_class=group,
            agency_id=said["unit"].pk,
            is_with_below=said["is_with_below"],
            positions="; ".join(phrases_of(said["positions"])),
        )


def units_with(written: str, known: Directory) -> list[Unit]:
    """The units whose name has all the words written, in any spelling."""
    words = fold(written).split()
    found = (
        unit
        for unit in known.codes.values()
        if all(word in fold(unit.name) for word in words)
    )
    return sorted(found, key=lambda unit: fold(unit.name))[:MOST_ALIKE] if words else []
