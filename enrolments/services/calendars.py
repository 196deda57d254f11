"""The address at which programs fetch the calendar of a class."""

from __future__ import annotations

from django.db import transaction

from enrolments.models import TrainingClass
from enrolments.models.calendars import new_token


@transaction.atomic
def renew_calendar(*, training_class: TrainingClass, known: str) -> TrainingClass:
    """Give the calendar another address; who follows the one before gets nothing more.

    `known` is the address that was to be given up. Safe twice: when it is no longer the
    class's own, somebody renewed it meanwhile and nothing happens.
    """
    group = TrainingClass.objects.select_for_update(no_key=True).get(
        pk=training_class.pk
    )
    if group.calendar_token == known:
        group.calendar_token = new_token()
        group.save(update_fields=["calendar_token"])
    return group
