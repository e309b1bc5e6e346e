from django.urls import path

from deelwijs.advice import views

app_name = "advice"

urlpatterns = [
    path("", views.mine, name="mine"),
    path("<slug:school>/", views.ask, name="ask"),
    path("<slug:school>/print.css", views.print_style, name="print_style"),
    path("<slug:school>/artikel/<str:article_id>/", views.article, name="article"),
]
