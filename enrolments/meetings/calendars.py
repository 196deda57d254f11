"""Meetings and deadlines as calendars (RFC 5545), for a person and for a class."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db.models import Count, Max, QuerySet
from django.urls import reverse
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
        .annotate(
            times_extended=Count("extensions"),
            extended_at=Max("extensions__granted_at"),
        )
        .order_by("pk")
    )
    groups = [row.training_class_id for row in rows]
    with translation.override(user.language):
        calendar = empty(_("Tập huấn: %(name)s") % {"name": user.full_name})
        add_meetings(calendar, Meeting.objects.filter(training_class__in=groups))
        for row in rows:
            if row.deadline and row.ended_at is None:
                calendar.add_component(own_deadline(row, row.deadline))
    return calendar.to_ical()


def of_class(group: TrainingClass) -> bytes:
    """The meetings of a class and its deadline; nobody who takes part is named.

    Always in Vietnamese: whoever fetches it is not known.
    """
    with translation.override("vi"):
        calendar = empty(str(group))
        add_meetings(calendar, group.meetings.all())
        if group.due_on:
            event = deadline(group, group.due_on, key=group.uid)
            revision, changed = group.calendar_revision, group.calendar_changed_at
            calendar.add_component(stamped(event, revision=revision, changed=changed))
    return calendar.to_ical()


def changed_at(group: TrainingClass) -> datetime:
    """When anything in the calendar of a class changed last."""
    last = group.meetings.aggregate(at=Max("calendar_changed_at"))["at"]
    return max(group.calendar_changed_at, last or group.calendar_changed_at)


def empty(name: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Tap huan Mot cua//VI")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    return calendar


def add_meetings(calendar: Calendar, rows: QuerySet[Meeting]) -> None:
    """Cancelled ones too, so that they leave the reader's calendar."""
    for meeting in rows.select_related("training_class").order_by("starts_at", "pk"):
        event = Event()
        event.add("uid", f"{meeting.uid}@{host()}")
        event.add("dtstart", meeting.starts_at.astimezone(UTC))
        event.add("dtend", meeting.ends_at.astimezone(UTC))
        event.add("summary", f"{meeting.training_class.title}: {meeting.title}")
        if meeting.place or meeting.link:
            event.add("location", meeting.place or meeting.link)
        if meeting.link:
            event.add("url", meeting.link)
        event.add("status", "CANCELLED" if meeting.cancelled_at else "CONFIRMED")
        calendar.add_component(with_its_class(event, meeting))


def with_its_class(event: Event, meeting: Meeting) -> Event:
    """The title holds the class's, so a meeting changes with its class."""
    group = meeting.training_class
    return stamped(
        event,
        revision=meeting.calendar_revision + group.calendar_revision,
        changed=max(meeting.calendar_changed_at, group.calendar_changed_at),
    )


def stamped(event: Event, *, revision: int, changed: datetime) -> Event:
    """How often and when the event changed: both only ever rise.

    A published calendar has its DTSTAMP at the last change (RFC 5545, 3.8.7.2), or it
    would never be the same twice.
    """
    event.add("sequence", revision)
    event.add("dtstamp", changed.astimezone(UTC))
    event.add("last-modified", changed.astimezone(UTC))
    return event


def deadline(group: TrainingClass, day: date, *, key: UUID) -> Event:
    """A whole day that keeps nobody busy; the key stays when the day is moved."""
    event = Event()
    event.add("uid", f"{key}-deadline@{host()}")
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("summary", _("Hạn hoàn thành: %(title)s") % {"title": group.title})
    return event


def own_deadline(row: Enrolment, day: date) -> Event:
    """A learner's own, which an extension moves too."""
    group = row.training_class
    changed = max(group.calendar_changed_at, row.extended_at or row.enrolled_at)
    return stamped(
        deadline(group, day, key=row.uid),
        revision=group.calendar_revision + row.times_extended,
        changed=changed,
    )


def host() -> str:
    return settings.SITE_URL.partition("://")[2]


@dataclass(frozen=True)
class Address:
    """Where a calendar is fetched: as people copy it, and as a phone opens it."""

    title: str
    url: str

    @property
    def webcal(self) -> str:
        return f"webcal://{self.url.partition('://')[2]}"

    @classmethod
    def of_class(cls, group: TrainingClass) -> Address:
        path = reverse("class_feed", args=[group.calendar_token])
        return cls(group.title, f"{settings.SITE_URL}{path}")

    @classmethod
    def of_person(cls, user: User) -> Address:
        path = reverse("own_calendar", args=[token_for(user)])
        return cls(_("Lịch học và hạn của tôi"), f"{settings.SITE_URL}{path}")
