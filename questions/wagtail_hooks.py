"""Registration of the bank, and the refusal to delete a shelf that is not empty."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from questions import exchange  # noqa: F401 (registers its own)
from questions.bank import hooks as bank_hooks  # noqa: F401 (registers its own)
from questions.models import QuestionCategory
from questions.viewsets import QuestionBankGroup

register_snippet(QuestionBankGroup)


@hooks.register("before_delete_snippet")
def keep_filled_categories(
    request: HttpRequest, instances: Sequence[Model]
) -> HttpResponse | None:
    """A category goes when nothing is in it any more."""
    filled = [
        category
        for category in instances
        if isinstance(category, QuestionCategory)
        and (category.questions.exists() or category.children.exists())
    ]
    for category in filled:
        message = _(
            "Không xóa nhóm “%(name)s”: trong nhóm còn câu hỏi hoặc nhóm con. Chuyển chúng sang nhóm khác trước."
        )
        messages.error(request, message % {"name": category})
    if filled:
        return redirect(QuestionCategory.snippet_viewset.get_url_name("list"))
    return None
