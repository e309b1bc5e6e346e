from __future__ import annotations

from django.urls import path

from deelwijs.people.imports import views

urlpatterns = [
    path("", views.start, name="import"),
    path("keren/", views.runs, name="import_runs"),
    path("<uuid:run_id>/", views.run, name="import_run"),
    path("<uuid:run_id>/kolommen/", views.columns, name="import_columns"),
    path("<uuid:run_id>/kolommen/vergeet/", views.forget_columns, name="import_forget_columns"),
    path("<uuid:run_id>/school/", views.school, name="import_school"),
    path("<uuid:run_id>/verschil/<str:kind>/", views.difference, name="import_difference"),
    path("<uuid:run_id>/fouten.csv", views.problems, name="import_problems"),
    path("<uuid:run_id>/weg/", views.cancel, name="import_cancel"),
    path("<uuid:run_id>/terug/", views.undo, name="import_undo"),
]
