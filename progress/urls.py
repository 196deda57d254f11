from django.urls import path

from progress.views import learner

urlpatterns = [
    path("", learner.my, name="my"),
    path("activities/<uuid:uid>/done/", learner.mark_done, name="mark_done"),
]
