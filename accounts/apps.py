from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Người dùng")


class WagtailUsersConfig(WagtailUsersAppConfig):
    """Wagtail's user administration with our fields."""

    user_viewset = "accounts.viewsets.UserViewSet"
