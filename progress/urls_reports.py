from django.urls import path

from progress.views import report_drafts, report_files, reports, schedules

urlpatterns = [
    path("", reports.reports, name="reports"),
    path("draft/", report_drafts.draft, name="report_draft"),
    path("draft.<slug:ending>", report_files.draft_file, name="report_draft_file"),
    path("issue/", report_drafts.issue, name="report_issue"),
    path("schedules/", schedules.schedules, name="report_schedules"),
    path(
        "schedules/<uuid:uid>/stop/",
        schedules.stop_schedule,
        name="report_schedule_stop",
    ),
    path("<uuid:uid>/", reports.report, name="report"),
    path("<uuid:uid>/file.<slug:ending>", report_files.report_file, name="report_file"),
]
