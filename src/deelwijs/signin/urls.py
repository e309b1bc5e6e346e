from __future__ import annotations

from django.urls import path

from deelwijs.signin import account_views, views

app_name = "signin"

urlpatterns = [
    path("inloggen/", views.sign_in, name="sign_in"),
    path("inloggen/<slug:school>/", views.sign_in, name="school"),
    path("inloglink/<str:token>/", views.link, name="link"),
    path("uitloggen/", views.sign_out, name="sign_out"),
    path("mijn-account/", account_views.account, name="account"),
    path("mijn-account/opnieuw/", account_views.again, name="again"),
    path("mijn-account/wachtwoord/", account_views.password, name="password"),
    path("mijn-account/overal-uit/", account_views.end_other_visits, name="end_other_visits"),
    path("mijn-account/uit/<str:visit_id>/", account_views.end_visit, name="end_visit"),
]
