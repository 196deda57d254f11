"""How far the papers of a class are, for the page that shows it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from certificates.models import Certificate
from enrolments.models import Enrolment, TrainingClass
from progress.due import due_awards

SHOWN = 50  # troubles named on the page


@dataclass(frozen=True)
class ClassPapers:
    """Counts of the papers that one person may see, and what stands in the way."""

    due: int
    issued: int
    waiting: int
    ready: int
    troubles: list[Enrolment]
    troubled: int

    @property
    def total(self) -> int:
        return self.due + self.issued

    @property
    def done(self) -> int:
        return self.issued - self.waiting

    @property
    def in_turn(self) -> int:
        """Coming by themselves: nothing went wrong with them."""
        return max(self.waiting - self.troubled, 0)

    @property
    def is_moving(self) -> bool:
        """Whether something is still to come by itself."""
        return bool(self.due or self.waiting)


def class_papers(group: TrainingClass, rows: QuerySet[Enrolment]) -> ClassPapers:
    """Of the enrolments of a class that a person sees; the same queries for many."""
    seen = Enrolment.objects.filter(pk__in=rows.values("pk"))
    counts = seen.aggregate(
        issued=Count("certificate"),
        waiting=Count("pk", filter=Q(certificate__status="pending")),
        ready=Count("pk", filter=Q(certificate__status="ready")),
    )
    troubled = Certificate.objects.troubled()
    stuck = seen.filter(certificate__in=troubled).order_by("learner__sort_key", "pk")
    return ClassPapers(
        due=due_awards(training_class=group).filter(pk__in=rows.values("pk")).count(),
        troubles=list(stuck.select_related("learner", "certificate")[:SHOWN]),
        troubled=stuck.count(),
        **counts,
    )
