"""Pages that evidence rests on stay: neither deleted nor moved into another course."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from accounts.dependants import dependants, in_words
from courses.models import CoursePage
from courses.structure import course_of


def evidence_of(page: Page) -> Counter[str]:
    """What was learned, or is about to be, on the page and everything below it."""
    return dependants(Page, path__startswith=page.path)


def refuse_deleting(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Back to the page, with a button that takes it from the learners instead."""
    if not _refuse_each(request, [page]):
        return None
    return redirect("wagtailadmin_pages:edit", page.pk)


def refuse_in_bulk(
    request: HttpRequest, action_type: str, objects: Sequence[Model], action: object
) -> HttpResponse | None:
    """None of the ticked pages goes when evidence rests on one of them."""
    pages = [thing for thing in objects if isinstance(thing, Page)]
    if not pages:
        return None
    if action_type == "delete":
        refused = _refuse_each(request, pages)
    elif action_type == "move":
        destination = action.cleaned_form.cleaned_data["chooser"]
        refusals = [_refuse_move(request, page, destination) for page in pages]
        refused = any(refusals)
    else:
        refused = False
    return redirect(_list_with(pages[0])) if refused else None


def refuse_moving(
    request: HttpRequest, page: Page, destination: Page
) -> HttpResponse | None:
    if not _refuse_move(request, page, destination):
        return None
    return redirect(_list_with(page))


def tell_what_stays(request: HttpRequest, page: Page) -> None:
    """After unpublishing: what was recorded stays, and what changes for learners."""
    if found := evidence_of(page):
        message = _(
            "“%(name)s” không còn hiện với học viên và không tính vào điều kiện hoàn thành. "
            "Những gì đã ghi vẫn giữ nguyên: %(depends)s."
        )
        messages.warning(
            request,
            message
            % {"name": page.get_admin_display_title(), "depends": in_words(found)},
        )


def tell_what_stays_in_bulk(
    request: HttpRequest, action_type: str, objects: Sequence[Model], action: object
) -> None:
    if action_type == "unpublish":
        for thing in objects:
            if isinstance(thing, Page):
                tell_what_stays(request, thing)


def _refuse_each(request: HttpRequest, pages: Iterable[Page]) -> bool:
    refused = False
    for page in pages:
        if found := evidence_of(page):
            refused = True
            messages.error(request, _why_stays(page, found), buttons=_instead(page))
    return refused


def _why_stays(page: Page, found: Counter[str]) -> str:
    if page.live:
        message = _(
            "Không xóa “%(name)s”: trang này và các trang bên dưới đang có %(depends)s. "
            "Hãy hủy xuất bản: học viên không thấy nữa, kết quả đã ghi vẫn giữ nguyên."
        )
    else:
        message = _(
            "Không xóa “%(name)s”: trang này và các trang bên dưới đang có %(depends)s. "
            "Trang đã hủy xuất bản, học viên không còn thấy; kết quả đã ghi cần trang này."
        )
    return message % {
        "name": page.get_admin_display_title(),
        "depends": in_words(found),
    }


def _instead(page: Page) -> list[messages.Button] | None:
    if not page.live:
        return None
    address = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
    return [messages.button(address, _("Hủy xuất bản"))]


def _refuse_move(request: HttpRequest, page: Page, destination: Page) -> bool:
    """Evidence belongs to a class of one course: its page cannot leave that course."""
    course = course_of(page)
    if course is None or isinstance(page.specific, CoursePage):
        return False
    if course == course_of(destination.specific):
        return False
    found = evidence_of(page)
    if not found:
        return False
    message = _(
        "Không chuyển “%(name)s” sang khóa học khác: trang này và các trang bên dưới đang "
        "có %(depends)s. Hãy sao chép trang sang khóa học kia."
    )
    messages.error(
        request,
        message % {"name": page.get_admin_display_title(), "depends": in_words(found)},
    )
    return True


def _list_with(page: Page) -> str:
    return reverse("wagtailadmin_explore", args=[page.get_parent().pk])
