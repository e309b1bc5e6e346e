from django.urls import path

from deelwijs.accountability import views

app_name = "accountability"

urlpatterns = [
    path("", views.ledger, name="ledger"),
    path("controle/", views.check, name="check"),
    path("adressen/", views.mailboxes, name="mailboxes"),
    path("keten/", views.whole_chain, name="whole_chain"),
    path("ankers/<int:size>/", views.anchor, name="anchor"),
    path("ankers/<int:size>/anker.txt", views.anchor_file, name="anchor_file"),
    path("over/<uuid:subject>/", views.case, name="case"),
    path("over/<uuid:subject>/bewijs/", views.proof, name="proof"),
]
