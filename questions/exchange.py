"""Where the trainer's desk offers questions in and out: addresses, menu, list header."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from questions import admin_urls
from questions.import_views import ADD, VIEW

IMPORT, EXPORT = _("Nhập câu hỏi"), _("Xuất câu hỏi")


class PermittedMenuItem(MenuItem):
    """An item for those who may do it."""

    def __init__(self, *args, permission: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(self.permission)


def menu_items() -> list[MenuItem]:
    return [
        PermittedMenuItem(
            IMPORT,
            reverse("question_import"),
            icon_name="upload",
            order=60,
            permission=ADD,
        ),
        PermittedMenuItem(
            EXPORT,
            reverse("question_export"),
            icon_name="download",
            order=70,
            permission=VIEW,
        ),
    ]


class ExchangeButtons:
    """For the list of questions: in and out among the buttons of its header."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons = [*super().header_more_buttons]
        if self.request.user.has_perm(ADD):
            url = reverse("question_import")
            buttons.append(Button(IMPORT, url=url, icon_name="upload", priority=80))
        url = reverse("question_export")
        buttons.append(Button(EXPORT, url=url, icon_name="download", priority=81))
        return buttons


@hooks.register("register_admin_urls")
def exchange_urls() -> list[URLPattern]:
    return admin_urls.urlpatterns
