"""People are never deleted in /cms/: the refusal says why and what to do instead."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from accounts.dependants import dependants, in_words
from accounts.models import User


def refuse_user(request: HttpRequest, user: User) -> HttpResponse:
    """Back to the person, whose account may be locked there."""
    messages.error(request, why_user_stays(user))
    return redirect("wagtailusers_users:edit", user.pk)


def refuse_users_in_bulk(
    request: HttpRequest, action_type: str, objects: Sequence[Model], action: object
) -> HttpResponse | None:
    """Back to the list, with a way to lock the same people together."""
    if action_type != "delete" or not any(isinstance(o, User) for o in objects):
        return None
    lock = messages.button(_lock_url(objects), _("Khóa các tài khoản này"))
    for user in objects[:-1]:
        messages.error(request, why_user_stays(user))
    messages.error(request, why_user_stays(objects[-1]), buttons=[lock])
    return redirect("wagtailusers_users:index")


def why_user_stays(user: User) -> str:
    name = {"name": user.full_name}
    if found := dependants(User, pk=user.pk):
        return _(
            "Không xóa %(name)s: sổ sách còn dựa vào người này (%(depends)s). "
            "Hãy khóa tài khoản: bỏ chọn “Đang hoạt động” rồi lưu."
        ) % (name | {"depends": in_words(found)})
    return _(
        "Không xóa %(name)s: hệ thống không xóa người dùng, để sổ sách luôn đủ dòng. "
        "Hãy khóa tài khoản: bỏ chọn “Đang hoạt động” rồi lưu."
    ) % (name)


def _lock_url(users: Sequence[Model]) -> str:
    address = reverse(
        "wagtail_bulk_action",
        args=[User._meta.app_label, User._meta.model_name, "set_active_state"],
    )
    query = [("id", user.pk) for user in users]
    return f"{address}?{urlencode([*query, ('next', _list())])}"


def _list() -> str:
    return reverse("wagtailusers_users:index")
