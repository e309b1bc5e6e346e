from django.urls import include, path

from deelwijs.protocols import handout_views, version_views, views

app_name = "protocols"

urlpatterns = [
    path("", views.protocol, name="protocol"),
    path("versies/", version_views.version_list, name="versions"),
    path("versies/<int:number>/", version_views.version, name="version"),
    path("vergelijken/", version_views.compare, name="compare"),
    path("protocol.pdf", views.protocol_pdf, name="pdf"),
    path("uitreiken/", handout_views.handout, name="handout"),
    path("uitreiken/ontvangen/", handout_views.receipts, name="receipts"),
    path("ontvangst/", handout_views.my_receipt, name="my_receipt"),
    path("ontvangst/bevestigen/", handout_views.confirm, name="confirm"),
    path("artikel/<str:article_id>/", views.article, name="article"),
    path("", include("deelwijs.protocols.drafts.urls")),
]
