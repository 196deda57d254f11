"""What visitors of the public check type, and authors of templates."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from certificates.codes import tidy


class CodeForm(forms.Form):
    code = forms.CharField(label=_("Mã tra cứu trên giấy"), max_length=40)

    def clean_code(self) -> str:
        code = tidy(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(_("Mã gồm chữ và số."), code="no_code")
        return code


class NameForm(forms.Form):
    """The full name on the paper, to be compared and never shown."""

    name = forms.CharField(label=_("Họ và tên trên giấy"), max_length=150)


class TemplateForm(WagtailAdminModelForm):
    """A template, with buttons that put a field where the caret is."""

    class Media:
        css = {"all": ["css/wording.css"]}
        js = ["js/wording.js"]
