"""Verbs on the meetings of a class: when and where one comes together."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.formats import vdatetime
from accounts.models import User
from enrolments.meetings.codes import OPENS_BEFORE
from enrolments.models import Meeting, TrainingClass
from enrolments.services.meeting_rules import (
    AttendanceRefusedError,
    lock_meeting,
    refuse_closed_class,
    refuse_outside,
    refuse_times,
    was_held,
)

FIELDS = {"title", "starts_at", "ends_at", "place", "link"}


@transaction.atomic
def add_meeting(
    *, training_class: TrainingClass, by: User, is_meant: bool = False, **said: Any
) -> Meeting:
    """Set a meeting. Safe twice: the same title at the same time is the same meeting.

    Raises AttendanceRefusedError for a class that is closed and for times that cannot
    be; MeetingOutsideError for a day far from the class, unless that `is_meant`.
    """
    classes = TrainingClass.objects.select_for_update(no_key=True)
    group = classes.get(pk=training_class.pk)
    refuse_closed_class(group)
    refuse_times(group, said["starts_at"], said["ends_at"])
    if not is_meant:
        refuse_outside(group, said["starts_at"])
    told = {key: said[key] for key in FIELDS & said.keys()}
    known = {key: told.pop(key) for key in ("title", "starts_at", "ends_at")}
    return Meeting.objects.get_or_create(
        training_class=group, cancelled_at=None, **known, defaults=told
    )[0]


@transaction.atomic
def edit_meeting(
    *, meeting: Meeting, by: User, at: datetime, is_meant: bool = False, **said: Any
) -> Meeting:
    """Change what a meeting is about, when and where; attendance stays with it.

    Raises AttendanceRefusedError, also when people were marked as present or absent and
    the meeting would move to a time that is still to come; MeetingOutsideError for a
    new day far from the class, unless that `is_meant`.
    """
    held = lock_meeting(meeting)
    day_before = timezone.localdate(held.starts_at)
    for name in FIELDS & said.keys():
        setattr(held, name, said[name])
    refuse_times(held.training_class, held.starts_at, held.ends_at)
    if not is_meant and timezone.localdate(held.starts_at) != day_before:
        refuse_outside(held.training_class, held.starts_at)
    if held.starts_at - OPENS_BEFORE > at and was_held(held):
        raise AttendanceRefusedError(
            _(
                "Buổi “%(title)s” đã điểm danh nên không dời sang %(when)s là lúc chưa "
                "tới. Lập một buổi mới."
            )
            % {"title": meeting.title, "when": vdatetime(held.starts_at)}
        )
    held.save(update_fields=sorted(FIELDS))
    return held
