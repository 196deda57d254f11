"""The log of what went to whom."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.formats import vdate
from accounts.models import User
from agencies.querysets import has_a_role, reach, sees_everything
from enrolments.coordinating import coordinates_any
from enrolments.models import Enrolment, Reminder
from enrolments.services.reminding import day_to_write
from enrolments.services.sending import send_again

SHOWN = 50


def readable(user: User) -> QuerySet[Reminder]:
    """Mails to oneself, and those about people of one's own units."""
    rows = Reminder.objects.select_related(
        "recipient", "training_class", "requested_by"
    )
    if sees_everything(user):
        return rows
    today = timezone.localdate()
    ours = reach(user, on=today).filter(descendant=OuterRef("agency_on"))
    people = Enrolment.objects.answering(on=today).filter(Exists(ours))
    return rows.filter(Q(recipient=user) | Q(enrolment__in=people.values("pk")))


@require_safe
@login_required
def log(request: HttpRequest) -> HttpResponse:
    """What went to whom, the newest first."""
    if not (sees_everything(request.user) or has_a_role(request.user)):
        raise PermissionDenied(
            _("Trang này dành cho điều phối viên và lãnh đạo đơn vị.")
        )
    rows = readable(request.user)
    state = request.GET.get("state", "")
    if state in Reminder.State.values:
        rows = rows.filter(state=state)
    page = Paginator(rows, SHOWN).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "state": state,
        "states": Reminder.State.choices,
        "today": timezone.localdate(),
        "nav_here": "reminders",
    }
    return render(request, "enrolments/reminders/log.html", context)


def may_send(user: User, row: Reminder) -> bool:
    """A mail about a learner is sent again by that learner's coordinator."""
    today = timezone.localdate()
    if row.enrolment_id is None:
        return coordinates_any(user, on=today)
    own = Enrolment.objects.writable_by(user, on=today)
    return own.filter(pk=row.enrolment_id).exists()


@require_POST
@login_required
def again(request: HttpRequest, uid: str) -> HttpResponse:
    row = readable(request.user).filter(uid=uid).first()
    if row is None or not may_send(request.user, row):
        raise Http404
    sent = send_again(reminder=row, at=timezone.now())
    if sent.state == Reminder.State.DROPPED:
        words = _("Thư không được gửi lại mà được rút lại. %(why)s")
        messages.warning(request, words % {"why": sent.error})
        return redirect("reminders")
    day = day_to_write(timezone.localdate())
    if day == timezone.localdate():
        messages.success(request, _("Thư sẽ được gửi lại."))
    else:
        words = _("Hôm nay là ngày nghỉ: thư sẽ được gửi lại ngày %(day)s.")
        messages.success(request, words % {"day": vdate(day)})
    return redirect("reminders")
