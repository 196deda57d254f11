"""Mounted at /attempts/."""

from django.urls import path

from quizzes.views import closing, history, paper, practice, running, saving

urlpatterns = [
    path("", history.history, name="attempt_history"),
    path("practice/<uuid:category>/", practice.practice, name="attempt_practice"),
    path("start/<uuid:activity>/", running.start, name="attempt_start"),
    path("paper/<uuid:activity>/", paper.paper, name="quiz_paper"),
    path("<uuid:uid>/", running.sit, name="attempt"),
    path("<uuid:uid>/luu/", saving.save, name="attempt_save"),
    path("<uuid:uid>/gio/", running.clock, name="attempt_clock"),
    path("<uuid:uid>/roi-trang/", running.leave, name="attempt_leave"),
    path("<uuid:uid>/xem-lai/", running.review, name="attempt_review"),
    path("<uuid:uid>/nop/", closing.submit, name="attempt_submit"),
    path("<uuid:uid>/ket-qua/", closing.result, name="attempt_result"),
]
