from django.urls import path

from deelwijs.publications import placement_views, views

app_name = "publications"

urlpatterns = [
    path("", views.desk, name="desk"),
    path("nieuw/", views.start, name="start"),
    path("<uuid:post_id>/", views.editor, name="editor"),
    path("<uuid:post_id>/tekst/", views.write, name="write"),
    path("<uuid:post_id>/kanalen/", views.choose_channels, name="channels"),
    path("<uuid:post_id>/fotos/", views.add_photos, name="add_photos"),
    path("<uuid:post_id>/fotos/nergens/", views.leave_all_out, name="leave_all_out"),
    path("<uuid:post_id>/fotos/<uuid:photo_id>.jpg", views.photo_file, name="photo_file"),
    path("<uuid:post_id>/fotos/<uuid:photo_id>/<slug:channel>.jpg", views.preview_file, name="preview_file"),
    path("<uuid:post_id>/fotos/<uuid:photo_id>/weg/", views.remove_photo, name="remove_photo"),
    path("<uuid:post_id>/fotos/<uuid:photo_id>/beschrijving/", views.describe, name="describe"),
    path("<uuid:post_id>/fotos/<uuid:photo_id>/weglaten/", views.leave_out, name="leave_out"),
    path("<uuid:post_id>/fotos/<uuid:photo_id>/gezicht/", views.add_face, name="add_face"),
    path("<uuid:post_id>/gezichten/<uuid:face_id>/", views.tag, name="tag"),
    path("<uuid:post_id>/gezichten/<uuid:face_id>/bedekken/", views.cover, name="cover"),
    path("<uuid:post_id>/woorden/anders/", views.replace_words, name="replace_words"),
    path("<uuid:post_id>/woorden/goed/", views.accept_words, name="accept_words"),
    path("<uuid:post_id>/zin/", views.add_sentence, name="add_sentence"),
    path("<uuid:post_id>/vraag/", views.ask, name="ask"),
    path("<uuid:post_id>/iedereen/", views.confirm, name="confirm"),
    path("<uuid:post_id>/plaatsen/", views.submit, name="submit"),
    path("<uuid:post_id>/verwijderen/", views.delete, name="delete"),
    path("<uuid:post_id>/opnieuw/", placement_views.reopen, name="reopen"),
    path("geplaatst/<uuid:placement_id>/", placement_views.placement, name="placement"),
    path("geplaatst/<uuid:placement_id>/adres/", placement_views.placed, name="placed"),
    path("geplaatst/<uuid:placement_id>/weghalen/", placement_views.take_down, name="take_down"),
    path("geplaatst/<uuid:placement_id>/weg/", placement_views.removed, name="removed"),
    path("geplaatst/<uuid:placement_id>/opnieuw-kijken/", placement_views.retry, name="retry"),
    path(
        "geplaatst/<uuid:placement_id>/foto/<str:token>.jpg",
        placement_views.package_file,
        name="package_file",
    ),
    path("weghalen/", placement_views.takedowns, name="takedowns"),
]
