from django.urls import path

from deelwijs.protocols.drafts import adopting_views, article_views, document_views, setting_views, views

# In the namespace of protocols, which includes these.
urlpatterns = [
    path("werkversie/", views.overview, name="draft"),
    path("werkversie/beginnen/", views.start, name="draft_start"),
    path("werkversie/verschillen/", views.differences, name="draft_differences"),
    path("werkversie/weggooien/", views.discard, name="draft_discard"),
    path("werkversie/instellingen/", setting_views.settings, name="draft_settings"),
    path("werkversie/instellingen/<str:name>/", setting_views.setting, name="draft_setting"),
    path("werkversie/keuzes/<str:name>/", setting_views.reading, name="draft_reading"),
    path("werkversie/nieuw-artikel/", article_views.new_article, name="draft_new_article"),
    path("werkversie/artikel/<str:article_id>/", article_views.article, name="draft_article"),
    path("werkversie/artikel/<str:article_id>/aan/", article_views.switch, name="draft_switch"),
    path("werkversie/artikel/<str:article_id>/weg/", article_views.remove, name="draft_remove"),
    path("werkversie/inlezen/", document_views.choose, name="draft_document"),
    path("werkversie/inlezen/bevestigen/", document_views.confirm, name="draft_document_confirm"),
    path("werkversie/controle/", adopting_views.check, name="draft_check"),
    path("werkversie/vaststellen/", adopting_views.adopt, name="draft_adopt"),
    path("versies/<int:number>/instemming/", adopting_views.consent, name="council_consent"),
]
