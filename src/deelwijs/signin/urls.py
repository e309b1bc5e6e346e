from __future__ import annotations

from django.urls import path

from deelwijs.signin import account_views, admin_views, factor_views, invitation_views, security_views, views

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
    path("code/", invitation_views.code, name="code"),
    path("code/welkom/", invitation_views.welcome, name="welcome"),
    path("code/klaar/", invitation_views.welcomed, name="welcomed"),
    path("code/<str:typed>/", invitation_views.code, name="code_from_letter"),
    path("tweede-stap/", factor_views.second_step, name="second_step"),
    path("tweede-stap/passkey/", factor_views.second_step_passkey, name="second_step_passkey"),
    path("passkey/", factor_views.passkey, name="passkey"),
    path("passkey/vraag/", factor_views.passkey_options, name="passkey_options"),
    path("mijn-account/tweede-stap/", security_views.second_factor, name="second_factor"),
    path("mijn-account/passkey/", security_views.add_passkey, name="add_passkey"),
    path("mijn-account/app/", security_views.add_app, name="add_app"),
    path("mijn-account/noodcodes/", security_views.codes, name="codes"),
    path("mijn-account/weg/<int:factor_id>/", security_views.remove_factor, name="remove_factor"),
    path("mijn-account/uit/<str:visit_id>/", account_views.end_visit, name="end_visit"),
    path("beheer/inloggen/", admin_views.people, name="admin"),
    path("beheer/inloggen/brieven/", admin_views.invite, name="invite"),
    path("beheer/inloggen/<uuid:person_id>/", admin_views.person, name="admin_person"),
    path("beheer/inloggen/<uuid:person_id>/brief/", admin_views.letter, name="letter"),
    path("beheer/inloggen/<uuid:person_id>/brief/weg/", admin_views.withdraw, name="withdraw"),
    path("beheer/inloggen/<uuid:person_id>/tweede-stap/", admin_views.reset_factors, name="reset_factors"),
    path("beheer/inloggen/<uuid:person_id>/uit/", admin_views.end_visits, name="end_visits"),
    path("beheer/inloggen/<uuid:person_id>/los/", admin_views.part, name="part"),
]
