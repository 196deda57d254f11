"""What our forms say of a value they cannot take: full sentences, and what to do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

DAY = _("Ngày viết như 21/11/2022.")
GONE = _("Lựa chọn này không còn trong danh sách. Anh/chị chọn lại.")
# The narrower kind of field comes later and wins.
SENTENCES: list[tuple[type[forms.Field], dict[str, Any]]] = [
    (
        forms.Field,
        {
            "required": _("Ô này còn trống. Anh/chị điền vào rồi lưu lại."),
            "unique": _(
                "%(field_label)s này đã dùng ở chỗ khác. Anh/chị ghi một giá trị khác."
            ),
        },
    ),
    (
        forms.CharField,
        {
            "max_length": _(
                "Viết dài quá: %(show_value)s ký tự, nhiều nhất %(limit_value)s. Anh/chị rút gọn lại."
            )
        },
    ),
    (
        forms.IntegerField,
        {
            "invalid": _("Ô này chỉ ghi số nguyên, ví dụ 80."),
            "min_value": _("Số phải từ %(limit_value)s trở lên."),
            "max_value": _("Số nhiều nhất là %(limit_value)s."),
        },
    ),
    (
        forms.DateField,
        {"required": _("Chưa ghi ngày. Ngày viết như 21/11/2022."), "invalid": DAY},
    ),
    (
        forms.TimeField,
        {
            "required": _("Chưa ghi giờ. Giờ viết như 7:30."),
            "invalid": _("Giờ viết như 7:30."),
        },
    ),
    (forms.EmailField, {"invalid": _("Thư điện tử viết như ten@coquan.gov.vn.")}),
    (
        forms.URLField,
        {"invalid": _("Đường dẫn viết như https://hop.coquan.gov.vn/phong-1.")},
    ),
    (
        forms.ChoiceField,
        {"required": _("Anh/chị chưa chọn."), "invalid_choice": GONE},
    ),
    (
        forms.ModelMultipleChoiceField,
        {"invalid_choice": GONE, "invalid_pk_value": GONE},
    ),
    (
        forms.FileField,
        {
            "required": _("Anh/chị chưa chọn tệp."),
            "missing": _("Anh/chị chưa chọn tệp."),
            "empty": _("Tệp này không có gì bên trong. Anh/chị chọn tệp khác."),
            "invalid": _("Tệp chưa được gửi lên. Anh/chị chọn lại tệp."),
        },
    ),
]


def frameworks_own(field: forms.Field) -> dict[str, Any]:
    """What the field would say without us."""
    found: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        if kind.__module__.startswith("django."):
            found |= kind.__dict__.get("default_error_messages", {})
    return found


class Polite:
    """Says in our words what the framework would say; a form's own words stay."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            own = frameworks_own(field)
            for kind, sentences in SENTENCES:
                if not isinstance(field, kind):
                    continue
                for code, sentence in sentences.items():
                    said = field.error_messages.get(code)
                    if said is None or said is own.get(code):
                        field.error_messages[code] = own[code] = sentence


class PoliteForm(Polite, forms.Form):
    pass


class PoliteModelForm(Polite, forms.ModelForm):
    pass


class PoliteAdminForm(Polite, WagtailAdminModelForm):
    """The same in Wagtail's admin."""
