from django.urls import path

from deelwijs.protocols import views

app_name = "protocols"

urlpatterns = [
    path("", views.protocol, name="protocol"),
    path("artikel/<str:article_id>/", views.article, name="article"),
]
