"""Who may open the pages of a class, and who may change it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.utils import timezone

from agencies.models import AgencyAncestry
from agencies.querysets import reach, sees_everything
from enrolments.class_reach import may_run, own_enrolments
from enrolments.coordinating import coordinates_any
from enrolments.models import Enrolment, TrainingClass


@dataclass(frozen=True)
class Desk:
    """A class as one person may deal with it."""

    group: TrainingClass
    request: HttpRequest
    runs: bool
    writes: bool

    @property
    def enrolments(self):
        """Those of the class that are this person's to see."""
        return own_enrolments(self.request.user, self.group, today=timezone.localdate())

    def chosen(self, uids: list[str]) -> list[Enrolment]:
        """The enrolments a form names; one not to be changed is as if there were none."""
        own = self.enrolments.writable_by(self.request.user, on=timezone.localdate())
        found = list(own.filter(uid__in=[u for u in uids if is_uid(u)]))
        if len(found) != len(set(uids)):
            raise Http404
        return found


def is_uid(text: str) -> bool:
    return len(text) == 36 and text.count("-") == 4


def desk_or_404(request: HttpRequest, code: str, *, to_run: bool = False) -> Desk:
    """The class, if the person organises it or has people in it; else nothing at all."""
    today = timezone.localdate()
    user = request.user
    group = (
        TrainingClass.objects.select_related("course", "organiser")
        .filter(code=code)
        .first()
    )
    if group is None:
        raise Http404
    runs = may_run(user, group, today=today)
    if not runs and (to_run or not has_people(request, group)):
        raise Http404
    writes = runs or coordinates_any(user, on=today)
    return Desk(group, request, runs, writes)


def has_people(request: HttpRequest, group: TrainingClass) -> bool:
    """Some unit of the person's has learners in the class, or is to have them."""
    user, today = request.user, timezone.localdate()
    if sees_everything(user):
        return True
    if own_enrolments(user, group, today=today).exists():
        return True
    ours = reach(user, on=today)
    above = AgencyAncestry.objects.on(today).filter(
        descendant__in=ours.values("descendant")
    )
    return group.audiences.filter(agency__in=above.values("ancestor")).exists()
