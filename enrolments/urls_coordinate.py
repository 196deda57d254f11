from django.urls import path

from enrolments.views import roster_files, rosters

urlpatterns = [
    path("roster/", rosters.rosters, name="rosters"),
    path("roster/example.xlsx", roster_files.example_file, name="roster_example"),
    path("roster/<uuid:uid>/", rosters.roster, name="roster"),
    path("roster/<uuid:uid>/columns/", rosters.columns, name="roster_columns"),
    path("roster/<uuid:uid>/apply/", rosters.apply, name="roster_apply"),
    path("roster/<uuid:uid>/undo/", rosters.undo, name="roster_undo"),
    path(
        "roster/<uuid:uid>/rows.<slug:ending>",
        roster_files.result_file,
        name="roster_rows",
    ),
]
