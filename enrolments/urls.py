from django.urls import path

from enrolments.views import calendars, scanning

urlpatterns = [
    path("attend/<uuid:uid>/<str:code>/", scanning.attend, name="attend"),
    path("calendar/class/<str:token>.ics", calendars.class_feed, name="class_feed"),
    path("calendar/<str:token>.ics", calendars.own_calendar, name="own_calendar"),
]
