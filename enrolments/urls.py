from django.urls import path

from enrolments.views import wall

urlpatterns = [
    path("attend/<uuid:uid>/<str:code>/", wall.attend, name="attend"),
    path("calendar/<str:token>.ics", wall.own_calendar, name="own_calendar"),
]
