from django.urls import path

from deelwijs.consents import register_views, views

app_name = "consents"

urlpatterns = [
    path("", views.mine, name="mine"),
    path("overzicht/", register_views.overview, name="overview"),
    path("overzicht/lijst.pdf", register_views.class_list, name="class_list"),
    path("overzicht/lijst.<str:kind>", register_views.export, name="export"),
    path("<uuid:person_id>/", views.questions, name="questions"),
    path("<uuid:person_id>/alles/", views.all_at_once, name="all"),
    path("<uuid:person_id>/<slug:purpose>/<slug:channel>/", views.question, name="question"),
    path("<uuid:person_id>/<slug:purpose>/<slug:channel>/stop/", views.stop, name="stop"),
]
