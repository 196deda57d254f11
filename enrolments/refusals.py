"""A class with learners stays: the refusal says how many and what to do instead."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from accounts.dependants import dependants, in_words
from enrolments.models import TrainingClass


def refuse_class(
    request: HttpRequest, training_class: TrainingClass
) -> HttpResponse | None:
    """Back to the list, unless nothing rests on the class."""
    found = dependants(TrainingClass, pk=training_class.pk)
    if not found:
        return None
    message = _(
        "Không xóa lớp %(code)s: lớp đang có %(depends)s. "
        "Lớp ở lại làm hồ sơ; nếu lập nhầm thì sửa mã, tên và ngày của lớp."
    )
    messages.error(
        request, message % {"code": training_class.code, "depends": in_words(found)}
    )
    return redirect("classes:index")
