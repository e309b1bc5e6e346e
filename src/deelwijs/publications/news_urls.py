from django.urls import path

from deelwijs.publications import news_views

app_name = "news"

urlpatterns = [
    path("<slug:school>/", news_views.index, name="index"),
    path("<slug:school>/atom.xml", news_views.feed, name="feed"),
    path("<slug:school>/foto/<str:token>.jpg", news_views.photo, name="file"),
    path("<slug:school>/<slug:slug>/", news_views.article, name="article"),
]
