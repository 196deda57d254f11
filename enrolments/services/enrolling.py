"""Verbs on who learns in which class."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from enrolments.models import Enrolment, TrainingClass


class ClassClosedError(ValueError):
    """Nobody can be enrolled in a class that is closed; the message says which."""


@transaction.atomic
def enrol(*, learner: User, training_class: TrainingClass, at: datetime) -> Enrolment:
    """Enrol one learner; whoever is enrolled already stays as he or she is.

    Raises ClassClosedError.
    """
    refuse_closed(training_class)
    return Enrolment.objects.get_or_create(
        learner=learner, training_class=training_class, defaults={"enrolled_at": at}
    )[0]


@transaction.atomic
def enrol_all(
    *, learners: Sequence[User], training_class: TrainingClass, at: datetime
) -> int:
    """Enrol many with one insert; return how many were not enrolled before.

    Raises ClassClosedError.
    """
    refuse_closed(training_class)
    before = training_class.enrolments.count()
    Enrolment.objects.bulk_create(
        [
            Enrolment(learner=p, training_class=training_class, enrolled_at=at)
            for p in learners
        ],
        ignore_conflicts=True,
        batch_size=1000,
    )
    return training_class.enrolments.count() - before


def refuse_closed(training_class: TrainingClass) -> None:
    if training_class.closed_at is not None:
        raise ClassClosedError(
            _("Lớp %(code)s đã bế giảng, không ghi danh thêm được.")
            % {"code": training_class.code}
        )
