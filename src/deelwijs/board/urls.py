from django.urls import path

from deelwijs.board import views

app_name = "board"

urlpatterns = [path("", views.overview, name="overview")]
