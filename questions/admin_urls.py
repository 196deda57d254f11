"""Addresses below /cms/ for questions in and out."""

from django.urls import path

from questions import import_views as views

urlpatterns = [
    path("question-import/", views.upload, name="question_import"),
    path("question-import/template/", views.template, name="question_import_template"),
    path("question-import/<uuid:uid>/", views.preview, name="question_import_preview"),
    path(
        "question-import/<uuid:uid>/items/<int:number>/",
        views.item,
        name="question_import_item",
    ),
    path(
        "question-import/<uuid:uid>/confirm/",
        views.confirm,
        name="question_import_confirm",
    ),
    path(
        "question-import/<uuid:uid>/result/",
        views.result,
        name="question_import_result",
    ),
    path("question-import/<uuid:uid>/undo/", views.undo, name="question_import_undo"),
    path("question-export/", views.export, name="question_export"),
]
