"""Registration of legal bases, and the refusal to delete one that is cited."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from legal.citations import citations_of
from legal.models import LegalBasis
from legal.viewsets import LegalBasisViewSet

register_snippet(LegalBasisViewSet)


@hooks.register("before_delete_snippet")
def keep_cited_texts(
    request: HttpRequest, instances: Sequence[Model]
) -> HttpResponse | None:
    """Say what cites a text and what to do instead; nothing of the choice is deleted."""
    refused = False
    for basis in instances:
        citing = citations_of(basis) if isinstance(basis, LegalBasis) else {}
        if citing:
            refused = True
            listed = ", ".join(
                f"{count} {name}" for name, count in sorted(citing.items())
            )
            message = _(
                "Không xóa %(text)s: %(citing)s đang dẫn văn bản này. "
                "Hãy ghi ngày cuối còn hiệu lực và văn bản thay thế."
            )
            messages.error(request, message % {"text": basis, "citing": listed})
    if refused:
        return redirect(LegalBasis.snippet_viewset.get_url_name("list"))
    return None
