from django.urls import path

from enrolments.views import (
    attendance,
    calendars,
    class_address,
    class_audience,
    class_ends,
    class_people,
    classes,
    delegations,
    meeting_paper,
    meetings,
    paper_sheets,
    reminder_log,
    reminders,
    roster_files,
    roster_rows,
    rosters,
    unplaced,
    wall,
)

urlpatterns = [
    path("classes/new/", classes.new, name="class_new"),
    path("classes/<str:code>/manage/", class_people.manage, name="class_manage"),
    path("classes/<str:code>/people/", class_people.people, name="class_people"),
    path("classes/<str:code>/edit/", classes.edit, name="class_edit"),
    path(
        "classes/<str:code>/audience/", class_audience.audience, name="class_audience"
    ),
    path("classes/<str:code>/apply/", class_audience.apply_now, name="class_apply"),
    path("classes/<str:code>/copy/", class_ends.copy, name="class_copy"),
    path("classes/<str:code>/close/", class_ends.close, name="class_close"),
    path(
        "classes/<str:code>/recognition/",
        class_ends.recognition,
        name="class_recognition",
    ),
    path("classes/<str:code>/meetings/", meetings.meetings, name="class_meetings"),
    path(
        "classes/<str:code>/calendar.ics",
        calendars.class_calendar,
        name="class_calendar",
    ),
    path("classes/<str:code>/calendar/", class_address.address, name="class_address"),
    path("meetings/<uuid:uid>/", attendance.attendance, name="meeting"),
    path("meetings/<uuid:uid>/edit/", meetings.edit, name="meeting_edit"),
    path("meetings/<uuid:uid>/cancel/", meetings.cancel, name="meeting_cancel"),
    path(
        "meetings/<uuid:uid>/sheet.pdf", meeting_paper.sheet_pdf, name="meeting_sheet"
    ),
    path("meetings/<uuid:uid>/wall/", wall.wall, name="meeting_wall"),
    path(
        "meetings/<uuid:uid>/wall.svg", wall.wall_picture, name="meeting_wall_picture"
    ),
    path("meetings/paper/<uuid:uid>/", paper_sheets.sheet, name="meeting_paper"),
    path("delegation/", delegations.delegations, name="delegations"),
    path("delegation/<int:pk>/end/", delegations.end, name="delegation_end"),
    path("reminders/", reminder_log.log, name="reminders"),
    path("reminders/new/", reminders.remind, name="coordinate_remind"),
    path("reminders/<uuid:uid>/again/", reminder_log.again, name="reminder_again"),
    path("unplaced/", unplaced.unplaced, name="unplaced"),
    path("unplaced/place/", unplaced.place, name="unplaced_place"),
    path("unplaced/undo/", unplaced.undo, name="unplaced_undo"),
    path("roster/", rosters.rosters, name="rosters"),
    path("roster/example.xlsx", roster_files.example_file, name="roster_example"),
    path("roster/<uuid:uid>/", rosters.roster, name="roster"),
    path("roster/<uuid:uid>/columns/", rosters.columns, name="roster_columns"),
    path("roster/<uuid:uid>/apply/", rosters.apply, name="roster_apply"),
    path("roster/<uuid:uid>/undo/", rosters.undo, name="roster_undo"),
    path("roster/<uuid:uid>/rows/<slug:key>/", roster_rows.row, name="roster_row"),
    path(
        "roster/<uuid:uid>/rows/<slug:key>/skip/",
        roster_rows.skip,
        name="roster_row_skip",
    ),
    path(
        "roster/<uuid:uid>/rows.<slug:ending>",
        roster_files.result_file,
        name="roster_rows",
    ),
]
