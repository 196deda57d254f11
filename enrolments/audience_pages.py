"""Who would be enrolled and closed by whom a class is for, before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone

from enrolments.audience_forms import AudienceForm
from enrolments.audience_people import named
from enrolments.models import Audience, TrainingClass
from enrolments.services.audiences import change_of

SHOWN = 50


def apply_preview(group: TrainingClass, request: HttpRequest) -> dict[str, Any]:
    """What the rule as it stands would change now."""
    return looked_at(group, request, list(group.audiences.all()))


def add_preview(
    group: TrainingClass, request: HttpRequest, form: AudienceForm
) -> dict[str, Any]:
    """The same with one more audience; said again, it stands in the place of the first."""
    new = form.audience(group)
    rest = group.audiences.exclude(agency=new.agency_id, positions=new.positions)
    return looked_at(group, request, [*rest, new]) | {"added": form.cleaned_data}


def removal_preview(
    group: TrainingClass, request: HttpRequest, removed: Audience | None
) -> dict[str, Any]:
    """The same without one of them; one that is gone already changes nothing more."""
    rest = group.audiences.exclude(pk=removed.pk if removed else None)
    found = looked_at(group, request, list(rest))
    return found | {"removed": removed.pk if removed else 0}


def looked_at(
    group: TrainingClass, request: HttpRequest, audiences: Sequence[Audience]
) -> dict[str, Any]:
    """The numbers of everybody, and the names of those one may see, page by page."""
    today = timezone.localdate()
    change = change_of(group, audiences, on=today)
    closing = {e.learner_id for e in change.gone}
    coming = change.missing | {e.learner_id for e in change.back}
    people = named(request.user, coming | closing)
    page = Paginator(people, SHOWN).get_page(request.GET.get("page"))
    for person in page.object_list:
        person.leaves = person.pk in closing
    return {
        "enrolled": len(change.missing),
        "reopened": len(change.back),
        "closed": len(closing),
        "page": page,
    }
