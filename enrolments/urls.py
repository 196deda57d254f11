from django.urls import path

from enrolments.views import calendars, scanning

urlpatterns = [
    path("attend/<uuid:uid>/<str:code>/", scanning.attend, name="attend"),
    path("calendar/<str:token>.ics", calendars.own_calendar, name="own_calendar"),
]
