from django.urls import path

from progress.views import coordinate

urlpatterns = [
    path("", coordinate.overview, name="coordinate"),
    path("people/", coordinate.all_people, name="coordinate_all_people"),
    path("people/<uuid:uid>/", coordinate.person, name="coordinate_person"),
    path("classes/", coordinate.classes, name="coordinate_classes"),
    path("classes/<str:code>/", coordinate.training_class, name="coordinate_class"),
    path("agencies/<str:code>/", coordinate.agency, name="coordinate_agency"),
    path("agencies/<str:code>/people/", coordinate.people, name="coordinate_people"),
    path(
        "agencies/<str:code>/export/<slug:what>.<slug:ending>",
        coordinate.export,
        name="coordinate_export",
    ),
]
