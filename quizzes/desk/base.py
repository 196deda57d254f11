"""What the pages of the desk share."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from quizzes.models import Attempt

ANONYMOUS = "marks_without_names"


class DeskView(WagtailAdminTemplateMixin, TemplateView):
    """A page of the desk; `trail` are the crumbs between the desk and the page."""

    header_icon = "edit"

    def trail(self) -> list[tuple[str, str]]:
        """Url and label of the pages above this one."""
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        above = [(reverse("marks"), _("Chấm bài")), *self.trail()]
        return [
            *self.breadcrumbs_items,
            *({"url": url, "label": label} for url, label in above),
            {"url": "", "label": self.get_page_title()},
        ]

    @property
    def is_anonymous(self) -> bool:
        """The trainer asked not to see whose work it is."""
        return bool(self.request.session.get(ANONYMOUS))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"is_anonymous": self.is_anonymous}

    def name_of(self, attempt: Attempt) -> str:
        """The learner, or a code that tells nothing when names are hidden."""
        if self.is_anonymous:
            return alias_of(attempt)
        return attempt.enrolment.learner.full_name


def alias_of(attempt: Attempt) -> str:
    return _("Bài %(code)s") % {"code": attempt.uid.hex[:6].upper()}
