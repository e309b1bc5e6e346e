from django.conf import settings
from django.urls import path

from deelwijs.demo import views

app_name = "demo"
# The view refuses outside demo mode as well; without an address there is nothing to find.
urlpatterns = (
    [path("demo/inloggen/<uuid:person_id>/", views.sign_in, name="sign_in")] if settings.DEMO else []
)
