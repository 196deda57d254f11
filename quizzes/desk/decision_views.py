"""Passes that a correction lost, in /cms/: a person keeps or withdraws each."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from quizzes.desk.base import DeskView
from quizzes.desk.forms import DecisionForm
from quizzes.marks.reach import regrades_for
from quizzes.marks.regrading import decide
from quizzes.models import Regrade


class DecisionView(DeskView):
    """A pass that a correction lost: keep it, or withdraw it with the reason."""

    template_name = "quizzes/admin/decision.html"
    page_title = gettext_lazy("Quyết định về kết quả đạt")

    @cached_property
    def regrade(self) -> Regrade:
        rows = regrades_for(self.request.user).filter(
            passed_before=True, passed_after=False
        )
        return get_object_or_404(
            rows.select_related(
                "correction__question",
                "decided_by",
                "attempt__quiz",
                "attempt__enrolment__learner",
                "attempt__enrolment__training_class",
                "attempt__enrolment__certificate",
            ),
            uid=self.kwargs["uid"],
        )

    def get_page_subtitle(self) -> str:
        return self.name_of(self.regrade.attempt)

    def trail(self) -> list[tuple[str, str]]:
        correction = self.regrade.correction
        return [
            (reverse("key_corrections"), _("Các lần sửa đáp án")),
            (
                reverse("key_correction", args=[correction.uid]),
                str(correction.question),
            ),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.regrade
        return super().get_context_data(**kwargs) | {
            "row": row,
            "name": self.name_of(row.attempt),
            "certificate": row.attempt.enrolment.paper,
            "form": kwargs.get("form") or DecisionForm(),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = DecisionForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        row = decide(
            regrade=self.regrade,
            decision=Regrade.Decision(form.cleaned_data["decision"]),
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        )
        messages.success(
            request,
            _("Đã ghi quyết định: %(decision)s.")
            % {"decision": row.get_decision_display().lower()},
        )
        return redirect("key_correction", uid=row.correction.uid)
