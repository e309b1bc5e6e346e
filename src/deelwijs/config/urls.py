"""Every address of the product."""

from django.urls import include, path

from deelwijs.accounts.access import public
from deelwijs.config import views
from deelwijs.ui.views import gallery

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("deelwijs.signin.urls")),
    path("", include("deelwijs.people.urls")),
    # The ui room stands below the one that knows who may see what.
    path("bouwstenen/", public(gallery), name="gallery"),
    path("", include("deelwijs.demo.urls")),
    path("protocol/", include("deelwijs.protocols.urls")),
    path("toestemming/", include("deelwijs.consents.urls")),
    path("publiceren/", include("deelwijs.publications.urls")),
    path("mag-dit/", include("deelwijs.advice.urls")),
    path("bestuur/", include("deelwijs.board.urls")),
    path("logboek/", include("deelwijs.accountability.urls")),
    path("nieuws/", include("deelwijs.publications.news_urls")),
]
