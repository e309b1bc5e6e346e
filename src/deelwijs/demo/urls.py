from django.conf import settings
from django.urls import path

from deelwijs.demo import views

app_name = "demo"
# The views refuse outside demo mode as well; without an address there is nothing to find.
urlpatterns = (
    [
        path("demo/inloggen/<uuid:person_id>/", views.sign_in, name="sign_in"),
        path("demo/post/", views.post, name="post"),
    ]
    if settings.DEMO
    else []
)
