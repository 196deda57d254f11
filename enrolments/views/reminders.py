"""Chasing by hand, with a look first, and the log of what went to whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from accounts.formats import vdate
from accounts.models import User
from accounts.polite_forms import PoliteForm
from enrolments.coordinating import coordinates_any
from enrolments.models import Enrolment
from enrolments.reminding.wording import to_learner
from enrolments.services.reminding import day_to_write, unfinished
from enrolments.services.reminding_by_hand import already_told, remind_now
from enrolments.views.class_door import is_uid

MOST = 1000
NOT_NOW = gettext_lazy(
    "Chưa gửi: những người đã chọn đã học xong, hoặc lớp của họ chưa khai giảng, "
    "đã đóng hay không gửi thư nhắc."
)


class RemindForm(PoliteForm):
    """Words of the coordinator's own, added to the mail."""

    more = forms.CharField(
        label=gettext_lazy("Lời nhắn thêm"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def within_reach(user: User) -> QuerySet[Enrolment]:
    """Open enrolments of the units one coordinates today."""
    today = timezone.localdate()
    return unfinished(today).writable_by(user, on=today)


@require_POST
@login_required
def remind(request: HttpRequest) -> HttpResponse:
    """The mail as it will be, to whom, and who cannot be reached; then it goes."""
    if not coordinates_any(request.user, on=timezone.localdate()):
        raise PermissionDenied(_("Chỉ điều phối viên gửi được thư nhắc."))
    uids = [u for u in request.POST.getlist("enrolment")[:MOST] if is_uid(u)]
    rows = list(within_reach(request.user).filter(uid__in=uids))
    idle = nothing_to_do(request.user, uids, rows)
    if not rows:
        messages.warning(request, NOT_NOW if idle else _("Chưa chọn ai còn phải học."))
        return redirect("coordinate")
    form = RemindForm(request.POST if "confirm" in request.POST else None)
    if form.is_valid():
        return sent(request, rows, form.cleaned_data["more"])
    context = preview(rows, form) | {"idle": idle}
    return render(request, "enrolments/reminders/preview.html", context)


def nothing_to_do(
    user: User, uids: list[str], rows: list[Enrolment]
) -> QuerySet[Enrolment]:
    """Whom one ticked and who is not reminded: nothing is due of them now."""
    ticked = Enrolment.objects.writable_by(user, on=timezone.localdate())
    others = ticked.filter(uid__in=uids).exclude(pk__in=[row.pk for row in rows])
    return others.select_related("learner", "training_class")


def preview(rows: list[Enrolment], form: RemindForm) -> dict:
    today = timezone.localdate()
    day = day_to_write(today)
    reachable = [row for row in rows if row.learner.email]
    told = already_told(rows, on=day)
    silent = [row for row in rows if not row.learner.email]
    return {
        "form": form,
        "later": day if day != today else None,
        "rows": (new := [row for row in reachable if row.pk not in told]),
        "people": learners_of(new),
        "told": learners_of(row for row in reachable if row.pk in told),
        "silent": learners_of(silent),
        "all": rows,
        "sample": to_learner(reachable[0], today=day) if reachable else None,
        "nav_here": "reminders",
    }


def learners_of(rows: Iterable[Enrolment]) -> list[User]:
    """Everybody once, however many classes he or she is in."""
    return list({row.learner_id: row.learner for row in rows}.values())


def sent(request: HttpRequest, rows: list[Enrolment], more: str) -> HttpResponse:
    now = timezone.now()
    count = remind_now(enrolments=rows, more=more.strip(), by=request.user, at=now)
    messages.success(request, told_after(count, today=timezone.localdate(now)))
    return redirect("reminders")


def told_after(count: int, *, today: date) -> str:
    """How many letters go, and when."""
    day = day_to_write(today)
    if day == today:
        words = ngettext(
            "%(n)s thư nhắc đang được gửi.", "%(n)s thư nhắc đang được gửi.", count
        )
        return words % {"n": count}
    words = ngettext(
        "Hôm nay là ngày nghỉ: %(n)s thư nhắc sẽ gửi vào ngày làm việc tới, %(day)s.",
        "Hôm nay là ngày nghỉ: %(n)s thư nhắc sẽ gửi vào ngày làm việc tới, %(day)s.",
        count,
    )
    return words % {"n": count, "day": vdate(day)}
