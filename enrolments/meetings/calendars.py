"""Meetings and deadlines as calendars (RFC 5545), for a person and for a class."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core import signing
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from accounts.models import User
from enrolments.models import Enrolment, Meeting, TrainingClass

SALT = "enrolments.calendar"


def token_for(user: User) -> str:
    """The address of one's feed; a new password makes it worthless."""
    return signing.dumps([user.pk, user.get_session_auth_hash()[:16]], salt=SALT)


def user_of(token: str) -> User | None:
    """Whose feed it is; None for a false or outdated address."""
    try:
        pk, proof = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    user = User.objects.active().filter(pk=pk).first()
    return user if user and user.get_session_auth_hash()[:16] == proof else None


def of_person(user: User, *, at: datetime) -> bytes:
    """What the person's open classes ask, in his or her language.

    Who finished the course online is still asked to come, but has no deadline left.
    """
    rows = list(
        Enrolment.objects.accessible(on=timezone.localdate(at))
        .filter(learner=user)
        .with_deadline()
        .select_related("training_class")
    )
    groups = [row.training_class_id for row in rows]
    with translation.override(user.language):
        calendar = empty(_("Tập huấn: %(name)s") % {"name": user.full_name})
        add_meetings(calendar, Meeting.objects.filter(training_class__in=groups), at)
        for row in rows:
            if row.deadline and row.ended_at is None:
                calendar.add_component(deadline(row.training_class, row.deadline, at))
    return calendar.to_ical()


def of_class(group: TrainingClass, *, at: datetime) -> bytes:
    calendar = empty(str(group))
    add_meetings(calendar, group.meetings.all(), at)
    if group.due_on:
        calendar.add_component(deadline(group, group.due_on, at))
    return calendar.to_ical()


def empty(name: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Tap huan Mot cua//VI")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    return calendar


def add_meetings(calendar: Calendar, rows: Iterable[Meeting], at: datetime) -> None:
    """Cancelled ones too, so that they leave the reader's calendar."""
    for meeting in rows.select_related("training_class"):
        event = Event()
        event.add("uid", f"{meeting.uid}@{host()}")
        event.add("dtstamp", at)
        event.add("dtstart", meeting.starts_at)
        event.add("dtend", meeting.ends_at)
        event.add("summary", f"{meeting.training_class.title}: {meeting.title}")
        event.add("location", meeting.place or meeting.link)
        event.add("status", "CANCELLED" if meeting.cancelled_at else "CONFIRMED")
        calendar.add_component(event)


def deadline(group: TrainingClass, day: date, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{group.uid}-{day}@{host()}")
    event.add("dtstamp", at)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", _("Hạn hoàn thành: %(title)s") % {"title": group.title})
    return event


def host() -> str:
    return settings.SITE_URL.partition("://")[2]
