from __future__ import annotations

from django.urls import path

from deelwijs.people import correction_views, views

app_name = "people"

urlpatterns = [
    path("mensen/", views.people, name="people"),
    path("mensen/inlezen/", views.import_people, name="import"),
    path("mensen/inlezen/klaar/", views.import_done, name="import_done"),
    path("mensen/inlezen/<str:token>/", views.import_preview, name="import_preview"),
    path("mensen/inlezen/<str:token>/weg/", views.import_cancel, name="import_cancel"),
    path("mensen/nieuw/", correction_views.add_member, name="add_member"),
    path("mensen/<uuid:person_id>/", views.person, name="person"),
    path("mensen/<uuid:person_id>/<slug:what>/", correction_views.correct, name="correct"),
    path("wie/", views.who, name="who"),
    path("huisstijl/<slug:slug>.css", views.theme, name="theme"),
]
