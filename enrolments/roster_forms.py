"""Sending a roster, and saying which column is what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.polite_forms import PoliteForm
from agencies.forms import DayField
from agencies.models import AgencyPeriod
from enrolments.class_reach import classes_open_to
from enrolments.coordinating import coordinated_units
from enrolments.models import RosterImport, TrainingClass
from enrolments.rosters.headings import FIELDS, SEVERAL


class UnitChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: AgencyPeriod) -> str:
        return obj.name


class ClassChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: TrainingClass) -> str:
        return str(obj)


def highest(units: QuerySet[AgencyPeriod]) -> int | None:
    """The key of the first unit that stands under none of the others."""
    agencies = {unit.agency_id for unit in units}
    return next((u.pk for u in units if u.parent_id not in agencies), None)


class UploadForm(PoliteForm):
    """A file, whose people it lists, and from when it holds."""

    file = forms.FileField(
        label=_("Tệp danh sách"),
        help_text=_(
            "XLSX hoặc CSV như cơ quan vẫn gửi: tiêu đề, ô gộp, tên cột tự do đều đọc được."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    unit = UnitChoice(
        label=_("Danh sách của"),
        queryset=AgencyPeriod.objects.none(),
        empty_label=None,
        help_text=_(
            "Chỉ người của đơn vị này và các đơn vị bên dưới được thêm hay sửa."
        ),
    )
    training_class = ClassChoice(
        label=_("Ghi danh vào lớp"),
        queryset=TrainingClass.objects.none(),
        required=False,
        empty_label=_("Không ghi danh"),
    )
    effective_on = DayField(
        label=_("Áp dụng từ ngày"),
        initial=timezone.localdate,
        help_text=_("Ví dụ 05/4/2023."),
    )
    is_complete = forms.BooleanField(
        label=_(
            "Đây là danh sách đầy đủ: ai của các đơn vị trong tệp mà không có tên là đã rời đơn vị"
        ),
        required=False,
    )

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        units = coordinated_units(user, on=today)
        self.fields["unit"].queryset = units
        self.fields["unit"].initial = highest(units)
        classes = classes_open_to(user, today=today)
        self.fields["training_class"].queryset = classes.filter(closed_at=None)


class ColumnsForm(PoliteForm):
    """One choice for each column of the file, with what was recognised chosen."""

    def __init__(self, *args, roster: RosterImport, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        fields = roster.columns["fields"]
        at = {index: name for name, places in fields.items() for index in places}
        choices = [("", _("Bỏ qua")), *FIELDS.items()]
        for index, title in enumerate(roster.columns["titles"]):
            self.fields[f"c{index}"] = forms.ChoiceField(
                label=title or _("Cột %(letter)s") % {"letter": letter(index)},
                choices=choices,
                initial=at.get(index, ""),
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        columns = self.columns(cleaned)
        for name, places in columns.items():
            if len(places) > 1 and not may_be_several(name, places):
                for place in places[1:]:
                    self.add_error(
                        f"c{place}",
                        _("Hai cột cùng là “%(name)s”.") % {"name": FIELDS[name]},
                    )
        if not {"full_name", "given"} & columns.keys():
            raise forms.ValidationError(_("Chưa chọn cột họ và tên."))
        return cleaned

    def columns(self, cleaned: dict[str, Any]) -> dict[str, list[int]]:
        """Field to the indices of its columns."""
        found: dict[str, list[int]] = {}
        for key, name in cleaned.items():
            if name:
                found.setdefault(name, []).append(int(key[1:]))
        return found


def may_be_several(name: str, places: list[int]) -> bool:
    """A name may go on in the next cell only."""
    if name == "full_name":
        return places == list(range(places[0], places[-1] + 1))
    return name in SEVERAL


def letter(index: int) -> str:
    """The spreadsheet's own name of a column: A, Z, AA."""
    rest, last = divmod(index, 26)
    return (letter(rest - 1) if rest else "") + chr(ord("A") + last)
