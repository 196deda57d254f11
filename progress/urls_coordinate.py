from django.urls import path

from progress.views import coordinate, exports, papers, quick

urlpatterns = [
    path("", coordinate.overview, name="coordinate"),
    path("people/", coordinate.all_people, name="coordinate_all_people"),
    path("people/<uuid:uid>/", coordinate.person, name="coordinate_person"),
    path("classes/", coordinate.classes, name="coordinate_classes"),
    path("classes/<str:code>/", coordinate.training_class, name="coordinate_class"),
    path("classes/<str:code>/papers/", papers.papers, name="class_papers"),
    path(
        "classes/<str:code>/papers/issue/",
        papers.issue_papers,
        name="class_papers_issue",
    ),
    path("agencies/<str:code>/", coordinate.agency, name="coordinate_agency"),
    path("agencies/<str:code>/people/", coordinate.people, name="coordinate_people"),
    path("agencies/<str:code>/quick/", quick.quick, name="coordinate_quick"),
    path(
        "agencies/<str:code>/export/<slug:what>.<slug:ending>",
        coordinate.export,
        name="coordinate_export",
    ),
    path("exports/", exports.exports, name="exports"),
    path("exports/<uuid:uid>/", exports.export, name="export"),
    path("exports/<uuid:uid>/file/", exports.export_file, name="export_file"),
    path("exports/<uuid:uid>/delete/", exports.export_drop, name="export_drop"),
]
