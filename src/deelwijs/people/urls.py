from __future__ import annotations

from django.urls import include, path

from deelwijs.people import correction_views, views

app_name = "people"

urlpatterns = [
    path("mensen/", views.people, name="people"),
    path("mensen/inlezen/", include("deelwijs.people.imports.urls")),
    path("mensen/nieuw/", correction_views.add_member, name="add_member"),
    path("mensen/<uuid:person_id>/", views.person, name="person"),
    path("mensen/<uuid:person_id>/<slug:what>/", correction_views.correct, name="correct"),
    path("wie/", views.who, name="who"),
    path("huisstijl/<slug:slug>.css", views.theme, name="theme"),
]
