from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordResetForm
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm as WagtailUserCreationForm
from wagtail.users.forms import UserEditForm as WagtailUserEditForm

from accounts.models import User


class LoginForm(AuthenticationForm):
    """Staff code or e-mail, and password; one message whatever was wrong."""

    error_messages = {
        "invalid_login": _(
            "Mã cán bộ, thư công vụ hoặc mật khẩu chưa đúng. Kiểm tra phím Caps Lock "
            "và tắt bộ gõ tiếng Việt khi gõ mật khẩu."
        ),
        "inactive": _("Tài khoản này đã ngừng. Hãy báo điều phối viên của đơn vị."),
    }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Mã cán bộ hoặc thư công vụ")
        self.fields["username"].max_length = 254
        self.fields["username"].widget.attrs["maxlength"] = 254


class ResetForm(PasswordResetForm):
    """Ask for a reset link by mail; also for people who never had a password."""

    email = forms.EmailField(label=_("Thư công vụ"), max_length=254)

    def get_users(self, email: str):
        return User.objects.active().filter(email__iexact=email.strip())


OWN_FIELDS = [
    "staff_code",
    "full_name",
    "email",
    "phone",
    "birth_on",
    "time_allowance",
    "language",
    "is_superuser",
    "groups",
]


class UserCreationForm(WagtailUserCreationForm):
    first_name = None
    last_name = None
    email = forms.EmailField(required=False, label=_("Thư công vụ"))

    class Meta(WagtailUserCreationForm.Meta):
        fields = OWN_FIELDS


class UserEditForm(WagtailUserEditForm):
    first_name = None
    last_name = None
    email = forms.EmailField(required=False, label=_("Thư công vụ"))

    class Meta(WagtailUserEditForm.Meta):
        fields = [*OWN_FIELDS, "is_active"]
