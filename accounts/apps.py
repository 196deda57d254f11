from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    default = True
    name = "accounts"
    verbose_name = _("Người dùng")

    def ready(self) -> None:
        import accounts.signal_handlers  # noqa: F401


class WagtailUsersConfig(WagtailUsersAppConfig):
    """Wagtail's user administration with our fields."""

    user_viewset = "accounts.viewsets.UserViewSet"
