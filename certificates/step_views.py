"""A step of a paper's life in /cms/: ask, say what it means, do it when confirmed."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from certificates.models import Certificate
from certificates.services import RegisterRefusedError
from certificates.step_forms import StepForm
from certificates.steps import STEPS, Step

LIST = "wagtailsnippets_certificates_certificate:list"
INSPECT = "wagtailsnippets_certificates_certificate:inspect"


class StepView(WagtailAdminTemplateMixin, TemplateView):
    """Withdraw, replace or correct one paper."""

    template_name = "certificates/admin/step.html"
    header_icon = "clipboard-list"

    @cached_property
    def step(self) -> Step:
        try:
            return STEPS[self.kwargs["step"]]
        except KeyError as error:
            raise Http404 from error

    @cached_property
    def certificate(self) -> Certificate:
        papers = Certificate.objects.select_related("register__issuer", "holder")
        return get_object_or_404(papers, uid=self.kwargs["uid"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(self.step.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return str(self.step.title)

    def get_page_subtitle(self) -> str:
        return self.certificate.serial

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        paper = self.certificate
        return [
            *self.breadcrumbs_items,
            {"url": reverse(LIST), "label": _("Giấy đã cấp")},
            {"url": reverse(INSPECT, args=[paper.pk]), "label": paper.serial},
            {"url": "", "label": self.get_page_title()},
        ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.refused() or super().get(request, *args, **kwargs)

    def refused(self) -> HttpResponse | None:
        """The refusal in words, with the way to go; nothing when the step is open."""
        refusal = self.step.refusal(self.certificate)
        if refusal is None:
            return None
        context = self.get_context_data() | {"refusal": refusal}
        return self.render_to_response(context, status=HTTPStatus.CONFLICT)

    def form(self, data: Any = None) -> StepForm:
        return self.step.form(
            data, certificate=self.certificate, on=timezone.localdate()
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "step": self.step,
            "certificate": self.certificate,
            "form": kwargs.get("form") or self.form(),
            "means": self.step.means(self.certificate),
            "is_confirming": kwargs.get("is_confirming", False),
            "back": reverse(INSPECT, args=[self.certificate.pk]),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if "back" in request.POST or not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            done = self.do(form, tries_only="confirmed" not in request.POST)
        except RegisterRefusedError as refusal:
            if refused := self.refused():
                return refused
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form))
        if "confirmed" not in request.POST:
            context = self.get_context_data(form=form, is_confirming=True)
            return self.render_to_response(context)
        messages.success(request, self.step.done)
        paper = done if isinstance(done, Certificate) else self.certificate
        return redirect(INSPECT, paper.pk)

    @transaction.atomic
    def do(self, form: StepForm, *, tries_only: bool) -> Any:
        """Do it; or do it, hear whether it is refused, and take it back."""
        done = self.step.does(
            certificate=self.certificate,
            by=self.request.user,
            at=timezone.now(),
            **form.said(),
        )
        transaction.set_rollback(tries_only)
        return done
