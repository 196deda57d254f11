"""Setting and cancelling meetings of a class."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from enrolments.models import (
    Meeting,
    TrainingClass,
)
from enrolments.services.attendance import AttendanceRefusedError

FIELDS = {"title", "starts_at", "ends_at", "place", "link"}


@transaction.atomic
def add_meeting(*, training_class: TrainingClass, by: User, **said: Any) -> Meeting:
    """Set a meeting; raises AttendanceRefusedError for a class that is closed."""
    if training_class.closed_at is not None:
        raise AttendanceRefusedError(_("Lớp đã bế giảng, không thêm buổi được."))
    return Meeting.objects.create(
        training_class=training_class,
        **{key: said[key] for key in FIELDS & said.keys()},
    )


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, by: User, at: datetime) -> Meeting:
    """A cancelled meeting counts for nobody and stays on record. Safe twice."""
    locked = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if locked.cancelled_at is None:
        locked.cancelled_at = at
        locked.save(update_fields=["cancelled_at"])
    return locked
