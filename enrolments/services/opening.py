"""Opening a class, and opening it again for the next cycle."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.codes import refusal_of
from accounts.models import User
from enrolments.models import Audience, Meeting, TrainingClass
from enrolments.models.classes import code_taken
from enrolments.next_title import next_title

KEPT = [
    "course", "mode", "place", "attendance_minimum", "sends_reminders", "organiser",
]  # fmt: skip


class CodeRefusedError(ValueError):
    """No class may bear the code: an address cannot, or another class does.

    Whose that class is stays with its organiser.
    """


@transaction.atomic
def open_class(*, by: User, **fields: Any) -> TrainingClass:
    """Make a class; raises CodeRefusedError."""
    return TrainingClass.objects.create(**fields | {"code": fit_code(fields["code"])})


@transaction.atomic
def copy_class(
    *, training_class: TrainingClass, code: str, opens_on: date, by: User, at: datetime
) -> TrainingClass:
    """The same class for the next cycle, every date moved by as many days.

    Audience and meetings come along, and a title that ends in a number counts on.
    Learners do not: `apply_audience` enrols those of the audience, a roster others.
    Raises CodeRefusedError.
    """
    code = fit_code(code)
    shift = opens_on - training_class.opens_on
    copied = TrainingClass.objects.create(
        code=code,
        title=next_title(training_class.title),
        opens_on=opens_on,
        due_on=training_class.due_on and training_class.due_on + shift,
        copied_from=training_class,
        **{name: getattr(training_class, name) for name in KEPT},
    )
    Audience.objects.bulk_create(
        Audience(
            training_class=copied,
            agency_id=row.agency_id,
            is_with_below=row.is_with_below,
            positions=row.positions,
        )
        for row in training_class.audiences.all()
    )
    Meeting.objects.bulk_create(
        Meeting(
            training_class=copied,
            title=row.title,
            starts_at=row.starts_at + shift,
            ends_at=row.ends_at + shift,
            place=row.place,
            link=row.link,
        )
        for row in training_class.meetings.filter(cancelled_at=None)
    )
    return copied


def fit_code(code: str) -> str:
    """The code as a class may bear it."""
    code = code.strip()
    if refusal := refusal_of(code):
        raise CodeRefusedError(refusal)
    other = TrainingClass.objects.filter(code__iexact=code).first()
    if other is not None:
        raise CodeRefusedError(code_taken(other.code))
    return code
