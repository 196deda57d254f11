"""Registration, and the refusal in words to delete what certificates rest on."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from accounts.dependants import dependants, in_words
from certificates import notice_desk, unfinished
from certificates.desk_view import DeskItem
from certificates.files import kept_file
from certificates.issuer_desk import lacks_key
from certificates.kept import NoBulkDelete
from certificates.log_actions import register_actions
from certificates.models import CertificateTemplate, Issuer
from certificates.register_views import register_file
from certificates.step_views import StepView
from certificates.viewsets import CertificatesGroup

register_snippet(CertificatesGroup)
# After Wagtail's own, whose place it takes for what is kept.
hooks.register("register_bulk_action", NoBulkDelete, order=1)
hooks.register("register_log_actions", register_actions)


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path(
            "certificates/<uuid:uid>/<slug:step>/",
            StepView.as_view(),
            name="certificate_step",
        ),
        path("certificates/<uuid:uid>/file.pdf", kept_file, name="kept_file"),
        path(
            "registers/<int:pk>/book.<slug:kind>", register_file, name="register_file"
        ),
    ]


@hooks.register("register_admin_urls")
def desk_urls() -> list:
    return [*unfinished.urlpatterns, *notice_desk.urlpatterns]


@hooks.register("register_admin_menu_item")
def unfinished_item() -> MenuItem:
    url = reverse_lazy("unfinished_papers")
    return DeskItem(_lazy("Chưa ra giấy"), url, icon_name="warning", order=351)


@hooks.register("before_delete_snippet")
def keep_what_is_used(
    request: HttpRequest, instances: Sequence[Model]
) -> HttpResponse | None:
    """An issuer or a wording goes only when nothing needs it."""
    ours = [x for x in instances if isinstance(x, Issuer | CertificateTemplate)]
    reasons = [reason for thing in ours if (reason := _why_stays(thing))]
    for reason in reasons:
        messages.error(request, reason)
    if reasons:
        return redirect(ours[0].snippet_viewset.get_url_name("list"))
    return None


@hooks.register("before_bulk_action")
def keep_what_is_used_in_bulk(
    request: HttpRequest, action_type: str, objects: Sequence[Model], action: object
) -> HttpResponse | None:
    """The same for what is ticked in a list."""
    return keep_what_is_used(request, objects) if action_type == "delete" else None


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def warn_of_a_missing_key(request: HttpRequest, instance: Model) -> None:
    """The issuer is saved; that its papers may wait for a key is said."""
    if not isinstance(instance, Issuer) or not lacks_key(instance):
        return
    sentence = _(
        "Đã lưu. Máy chủ này không có khóa ký “%(key)s”: nếu nơi tạo tệp cũng không có, "
        "giấy của cơ quan này chờ đến khi khóa được cài."
    )
    messages.warning(request, sentence % {"key": instance.key_name})


@hooks.register("before_unpublish")
def keep_what_courses_print_on(
    request: HttpRequest, instance: Model
) -> HttpResponse | None:
    """A template that a course prints on stays published."""
    if not isinstance(instance, CertificateTemplate):
        return None
    needed_by = dependants(CertificateTemplate, pk=instance.pk)
    if not needed_by:
        return None
    sentence = _(
        "Không thôi xuất bản “%(name)s”: đang được dùng ở %(needed_by)s. Chọn mẫu khác "
        "cho nơi đang dùng trước."
    )
    told = {"name": instance, "needed_by": in_words(needed_by)}
    messages.error(request, sentence % told)
    return redirect(instance.snippet_viewset.get_url_name("list"))


def _why_stays(thing: Model) -> str:
    """One sentence why it cannot go and what to do instead; empty when it can."""
    needed_by = dependants(type(thing), pk=thing.pk)
    if not needed_by:
        return ""
    sentence = _(
        "Không xóa “%(name)s”: đang được dùng ở %(needed_by)s. Sửa lại hoặc lập mục mới; "
        "giấy đã cấp giữ nguyên chữ cũ."
    )
    return sentence % {"name": thing, "needed_by": in_words(needed_by)}
