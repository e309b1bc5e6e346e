from django.urls import include, path, register_converter

from deelwijs.protocols import version_views, views
from deelwijs.protocols.handout import views as handout
from deelwijs.protocols.handout.audiences import AudienceConverter

register_converter(AudienceConverter, "audience")

app_name = "protocols"

urlpatterns = [
    path("", views.protocol, name="protocol"),
    path("versies/", version_views.version_list, name="versions"),
    path("versies/<int:number>/", version_views.version, name="version"),
    path("vergelijken/", version_views.compare, name="compare"),
    path("protocol.pdf", views.protocol_pdf, name="pdf"),
    path("versies/<int:number>/ontvangst.pdf", handout.version_receipts, name="version_receipts"),
    path("uitreiken/", handout.handout, name="handout"),
    path("uitreiken/<audience:audience>/", handout.audience, name="handout_audience"),
    path("uitreiken/<audience:audience>/lijst.csv", handout.audience_csv, name="handout_csv"),
    path("uitreiken/<audience:audience>/herinneren/", handout.remind, name="handout_remind"),
    path("uitreiken/<audience:audience>/ontvangen/", handout.receipts, name="receipts"),
    path("ontvangst/", handout.my_receipt, name="my_receipt"),
    path("ontvangst/bevestigen/", handout.confirm, name="confirm"),
    path("ontvangst/<uuid:receipt_id>.pdf", handout.one_receipt, name="receipt_pdf"),
    path("wat-deelwijs-doet/", views.served, name="served"),
    path("artikel/<str:article_id>/", views.article, name="article"),
    path("", include("deelwijs.protocols.drafts.urls")),
]
