from django.urls import path

from deelwijs.advice import views

app_name = "advice"

urlpatterns = [
    path("", views.mine, name="mine"),
    path("<slug:school>/", views.ask, name="ask"),
]
