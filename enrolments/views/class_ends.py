"""The end of a class and its next cycle: copying, closing, who is recognised."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.formats import number
from enrolments.class_forms import CopyForm
from enrolments.closing_form import CloseForm
from enrolments.models import TrainingClass
from enrolments.recognition_paper import paper_of
from enrolments.services.audiences import apply_audience
from enrolments.services.closing import close_class, recognition_of
from enrolments.services.closing_rules import ClosingRefusedError
from enrolments.services.opening import CodeRefusedError, copy_class
from enrolments.services.unsettled import unsettled_of
from enrolments.views.class_door import desk_or_404
from enrolments.views.classes import show


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def copy(request: HttpRequest, code: str) -> HttpResponse:
    desk = desk_or_404(request, code, to_run=True)
    form = CopyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            group, count = opened_again(desk.group, form, request)
        except CodeRefusedError as error:
            form.add_error("code", str(error))
        else:
            messages.success(request, told_of_copy(group, count))
            return redirect("class_manage", group.code)
    return show(request, "copy", {"form": form, "group": desk.group})


@transaction.atomic
def opened_again(
    before: TrainingClass, form: CopyForm, request: HttpRequest
) -> tuple[TrainingClass, int]:
    """The next cycle, and how many its audience enrolled at once."""
    now = timezone.now()
    group = copy_class(
        training_class=before, by=request.user, at=now, **form.cleaned_data
    )
    return group, apply_audience(training_class=group, at=now).enrolled


def told_of_copy(group: TrainingClass, count: int) -> str:
    words = {"code": group.code, "title": group.title, "n": number(count)}
    if not group.audiences.exists():
        said = _(
            "Đã mở lớp %(code)s (%(title)s) cho đợt sau. Lớp chưa có đối tượng: ghi danh "
            "bằng danh sách."
        )
        return said % words
    said = ngettext(
        "Đã mở lớp %(code)s (%(title)s) cho đợt sau, ghi danh %(n)s người theo đối tượng.",
        "Đã mở lớp %(code)s (%(title)s) cho đợt sau, ghi danh %(n)s người theo đối tượng.",
        count,
    )
    return said % words


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Who would be recognised and who not, then the decision."""
    desk = desk_or_404(request, code, to_run=True)
    now = timezone.now()
    unsettled = unsettled_of(desk.group, at=now)
    form = CloseForm(request.POST or None, group=desk.group, unsettled=unsettled)
    if request.method == "POST" and form.is_valid():
        try:
            close_class(
                training_class=desk.group, by=request.user, at=now, **form.cleaned_data
            )
            return redirect("class_recognition", code)
        except ClosingRefusedError as error:
            form.add_error(None, str(error))
    context = {
        "form": form,
        "group": desk.group,
        "found": recognition_of(desk.group, at=now),
        "unsettled": unsettled,
    }
    return show(request, "close", context)


@require_safe
@login_required
def recognition(request: HttpRequest, code: str) -> HttpResponse:
    """The list of results as the class closed, to look at and to print."""
    desk = desk_or_404(request, code, to_run=True)
    at = desk.group.closed_at or timezone.now()
    context = {
        "group": desk.group,
        "found": recognition_of(desk.group, at=at),
        "paper": paper_of(desk.group, by=request.user, at=at),
    }
    return show(request, "recognition", context)
