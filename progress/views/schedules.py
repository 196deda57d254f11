"""Reports by mail: those one has asked for, one more, one less."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.formats import vdatetime
from progress.models import ReportSchedule
from progress.own_schedules import own_schedules
from progress.report_forms import ScheduleForm
from progress.report_reach import choices
from progress.services.schedule_days import next_round
from progress.services.scheduling import schedule_report
from progress.views.reports import show


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def schedules(request: HttpRequest) -> HttpResponse:
    """What comes to one's own address, and the form for more."""
    form = ScheduleForm(request.POST or None, **choices(request.user))
    if request.method == "POST" and form.is_valid():
        if not request.user.email:
            form.add_error(
                None, _("Tài khoản của anh/chị chưa có thư điện tử để gửi đến.")
            )
        else:
            said = form.cleaned_data
            row = schedule_report(
                owner=request.user,
                kind=said["kind"],
                agency=said["unit"].agency,
                training_class=said["group"],
                rhythm=said["rhythm"],
                first_on=said["first_on"],
            )
            when = vdatetime(next_round(row, timezone.now()))
            words = _("Đã đặt lịch gửi báo cáo. Thư đầu tiên gửi lúc %(when)s.")
            messages.success(request, words % {"when": when})
            return redirect("report_schedules")
    context = {"form": form, "rows": own_schedules(request.user, timezone.now())}
    return show(request, "schedules", context)


@require_POST
@login_required
def stop_schedule(request: HttpRequest, uid: str) -> HttpResponse:
    row = ReportSchedule.objects.filter(owner=request.user, uid=uid).first()
    if row is None:
        raise Http404
    row.is_active = False
    row.save(update_fields=["is_active"])
    messages.success(request, _("Đã thôi gửi báo cáo này."))
    return redirect("report_schedules")
