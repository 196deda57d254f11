"""Sửa đáp án in /cms/: whom it would change, and what a correction did."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.models import Revision

from questions.bank.rights import refusal
from questions.kinds import KINDS
from questions.models import Question
from questions.rekeying import can_rekey
from questions.rendering import outcome
from quizzes.desk.base import DeskView
from quizzes.desk.forms import CorrectionForm
from quizzes.marks.forecasting import Forecast, forecast, key_of
from quizzes.marks.reach import corrections_for, regrades_for, responses_for
from quizzes.marks.regrading import correct_key, regrade, rooms_left, undecided
from quizzes.models import KeyCorrection

SHOWN = 200  # rows of a list; the sums above it are of all
AT_ONCE = 50  # learners who are regraded in the request when no worker takes it


class CorrectionsView(DeskView):
    """What was corrected, and whose pass waits for a decision."""

    template_name = "quizzes/admin/corrections.html"
    page_title = gettext_lazy("Các lần sửa đáp án")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        waiting = (regrades_for(user) & undecided()).select_related(
            "correction__question",
            "attempt__quiz",
            "attempt__enrolment__learner",
            "attempt__enrolment__training_class",
        )
        corrections = corrections_for(user).select_related("question", "by")
        return super().get_context_data(**kwargs) | {
            "waiting": [(row, self.name_of(row.attempt)) for row in waiting[:SHOWN]],
            "corrections": corrections.order_by("-at").distinct()[:SHOWN],
        }


class CorrectView(DeskView):
    """Before correcting: the key as it will be, and whom it changes."""

    template_name = "quizzes/admin/correct.html"
    page_title = gettext_lazy("Sửa đáp án")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """For who may change the question: its key is corrected in the bank."""
        if why := refusal(request.user, [self.question]):
            messages.error(request, why)
            return redirect("key_corrections")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def question(self) -> Question:
        """One that was asked in the user's courses; others are told nothing."""
        if not self.request.user.has_perm("questions.change_question"):
            raise PermissionDenied
        question = get_object_or_404(Question, pk=self.kwargs["pk"])
        if not responses_for(self.request.user).filter(question=question).exists():
            raise Http404
        return question

    def get_page_subtitle(self) -> str:
        return str(self.question)

    def trail(self) -> list[tuple[str, str]]:
        return [(reverse("key_corrections"), _("Các lần sửa đáp án"))]

    @cached_property
    def revision(self) -> Revision | None:
        """The draft when one is asked for and there is one; else what is live."""
        question = self.question
        if self.uses_draft and question.latest_revision_id:
            return question.latest_revision
        return question.live_revision

    @property
    def has_draft(self) -> bool:
        question = self.question
        return question.latest_revision_id not in (None, question.live_revision_id)

    @property
    def uses_draft(self) -> bool:
        asked = self.request.POST or self.request.GET
        return self.has_draft and "draft" in asked

    @property
    def may_apply(self) -> bool:
        may_publish = self.request.user.has_perm("questions.publish_question")
        return may_publish or not self.uses_draft

    @cached_property
    def forecast(self) -> Forecast:
        corrected = key_of(self.question, self.revision)
        return forecast(
            question=self.question, corrected=corrected, by=self.request.user
        )

    def form_for(self, data: Any) -> CorrectionForm:
        """What is applied is what was seen, not what somebody published since."""
        pk = self.revision.pk if self.revision else None
        return CorrectionForm(data, revision=pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        question, context = self.question, super().get_context_data(**kwargs)
        corrected = key_of(question, self.revision)
        context |= {
            "question": question,
            "has_draft": self.has_draft,
            "uses_draft": self.uses_draft,
            "may_apply": self.may_apply,
            "form": kwargs.get("form") or self.form_for(None),
        }
        if not can_rekey(corrected["kind"]):
            return context | {"by_person": KINDS[corrected["kind"]].label}
        return context | {
            "key": outcome(corrected, None),
            "old_key": self.forecast.frozen and outcome(self.forecast.frozen, None),
            "forecast": self.forecast,
            "effects": self._named(self.forecast.effects),
            "mismatches": [
                (response, self.name_of(response.attempt), why)
                for response, why in self.forecast.mismatches[:SHOWN]
            ],
        }

    def _named(self, effects: list) -> list[tuple]:
        """Passes lost first, then passes gained, then the rest."""
        ordered = sorted(effects, key=lambda e: (not e.loses, not e.gains))
        return [(effect, self.name_of(effect.attempt)) for effect in ordered[:SHOWN]]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form_for(request.POST)
        if not form.is_valid() or not self.may_apply:
            return self.render_to_response(self.get_context_data(form=form))
        correction = correct_key(
            question=self.question,
            revision=self.revision,
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        )
        if len(self.forecast.effects) + self.forecast.running <= AT_ONCE:
            regrade(correction=correction, at=timezone.now())
        return redirect("key_correction", uid=correction.uid)


class CorrectionView(DeskView):
    """What a correction did; and, while something is left, the button to go on."""

    template_name = "quizzes/admin/correction.html"
    page_title = gettext_lazy("Lần sửa đáp án")

    @cached_property
    def correction(self) -> KeyCorrection:
        rows = corrections_for(self.request.user).select_related("question", "by")
        return get_object_or_404(rows.distinct(), uid=self.kwargs["uid"])

    def get_page_subtitle(self) -> str:
        return str(self.correction.question)

    def trail(self) -> list[tuple[str, str]]:
        return [(reverse("key_corrections"), _("Các lần sửa đáp án"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(
            regrades_for(self.request.user)
            .filter(correction=self.correction)
            .select_related(
                "attempt__quiz",
                "attempt__enrolment__learner",
                "attempt__enrolment__training_class",
                "decided_by",
            )
            .order_by("attempt__enrolment__learner__sort_key", "pk")
        )
        lost = [row for row in rows if row.passed_before and not row.passed_after]
        gained = [row for row in rows if row.passed_after and not row.passed_before]
        return super().get_context_data(**kwargs) | {
            "correction": self.correction,
            "rows": [(row, self.name_of(row.attempt)) for row in rows[:SHOWN]],
            "changed": len(rows),
            "gained": len(gained),
            "lost": [(row, self.name_of(row.attempt)) for row in lost],
            "left": len(rooms_left(self.correction)),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Go on where it stopped, here and now."""
        left = regrade(correction=self.correction, at=timezone.now(), limit=AT_ONCE)
        if left:
            messages.warning(
                request, _("Còn %(count)s người chưa chấm lại.") % {"count": left}
            )
        return redirect(request.path)
