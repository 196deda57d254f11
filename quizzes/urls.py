"""Mounted at /attempts/."""

from django.urls import path

from quizzes import views

urlpatterns = [
    path("start/<uuid:activity>/", views.start, name="attempt_start"),
    path("<uuid:uid>/", views.sit, name="attempt"),
    path("<uuid:uid>/luu/", views.save, name="attempt_save"),
    path("<uuid:uid>/gio/", views.clock, name="attempt_clock"),
    path("<uuid:uid>/xem-lai/", views.review, name="attempt_review"),
    path("<uuid:uid>/nop/", views.submit, name="attempt_submit"),
    path("<uuid:uid>/ket-qua/", views.result, name="attempt_result"),
]
