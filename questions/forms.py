"""What a person says about a file: which, of which format, and where it goes."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from questions.bank.forms import ShelfField
from questions.formats import FORMATS, READ_ONLY, WRITE_ONLY, format_named
from questions.formats.foreign import refusal_of
from questions.importing import MAX_BYTES
from questions.models import QuestionCategory


def _labels(names: list[str]) -> list[tuple[str, str]]:
    return [(name, format_named(name).label) for name in names]


def readable() -> list[tuple[str, str]]:
    return _labels([name for name in FORMATS if name not in WRITE_ONLY])


def writable() -> list[tuple[str, str]]:
    return _labels([name for name in FORMATS if name not in READ_ONLY])


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Tệp câu hỏi"),
        help_text=_(
            "Excel theo tệp mẫu, GIFT, Moodle XML, Aiken, QTI (zip) hoặc dữ liệu "
            "django-quiz-app; nhiều nhất 100 MB và 10.000 câu."
        ),
        error_messages={
            "required": _("Chọn tệp câu hỏi cần nhập."),
            "empty": _("Tệp trống, chưa có câu nào. Mở tệp, lưu lại rồi chọn lần nữa."),
        },
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(
                gettext("Tệp lớn hơn 100 MB. Chia thành nhiều tệp nhỏ hơn.")
            )
        if why := refusal_of(file.read()):
            raise ValidationError(why)
        file.seek(0)
        return file


class ImportForm(forms.Form):
    """The settings of an import; its preview follows them."""

    format = forms.ChoiceField(label=_("Dạng tệp"), choices=readable)
    category = ShelfField(
        label=_("Nhập vào nhóm"),
        help_text=_("Nhóm ghi trong tệp được tạo bên dưới nhóm này."),
    )
    is_draft = forms.BooleanField(
        label=_("Để ở bản nháp, chưa xuất bản"), required=False
    )

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].offer_to(user)


class ExportForm(forms.Form):
    category = forms.ModelChoiceField(
        label=_("Nhóm câu hỏi"),
        queryset=QuestionCategory.objects.all(),
        help_text=_("Gồm cả các nhóm bên dưới; câu đã ngừng dùng không được xuất."),
    )
    format = forms.ChoiceField(label=_("Dạng tệp"), choices=writable)
