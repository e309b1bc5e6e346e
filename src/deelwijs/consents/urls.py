from django.urls import path

from deelwijs.consents import receipt_views, register_views, views

app_name = "consents"

urlpatterns = [
    path("", views.mine, name="mine"),
    path("overzicht/", register_views.overview, name="overview"),
    path("overzicht/lijst.pdf", register_views.class_list, name="class_list"),
    path("overzicht/lijst.<str:kind>", register_views.export, name="export"),
    path("<uuid:person_id>/", views.questions, name="questions"),
    path("<uuid:person_id>/alles/", views.all_at_once, name="all"),
    path("<uuid:person_id>/bewijs/", receipt_views.receipts, name="receipts"),
    path("<uuid:person_id>/<slug:purpose>/<slug:channel>/", views.question, name="question"),
    path("<uuid:person_id>/<slug:purpose>/<slug:channel>/stop/", views.stop, name="stop"),
    path("<uuid:person_id>/<slug:purpose>/<slug:channel>/bewijs/", receipt_views.receipt, name="receipt"),
    path(
        "<uuid:person_id>/<slug:purpose>/<slug:channel>/bewijs/bewijs.pdf",
        receipt_views.receipt_pdf,
        name="receipt_pdf",
    ),
    path(
        "<uuid:person_id>/<slug:purpose>/<slug:channel>/bewijs/bewijs.jsonld",
        receipt_views.receipt_json_ld,
        name="receipt_json_ld",
    ),
    path("<uuid:person_id>/<slug:purpose>/<slug:channel>/bewijs/keten/", receipt_views.proof, name="proof"),
]
