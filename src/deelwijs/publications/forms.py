from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from deelwijs.core.geometry import Box
from deelwijs.core.publication import Act, Grantor, Lesson, LessonPermission, Standing, Tag
from deelwijs.publications.actions.drafts import Words

MOST_PHOTOS = 40  # in one go; a school trip is some 20


class WordsForm(forms.Form):
    """What the author fills in about a post."""

    use_required_attribute = False  # an unfinished draft is saved all the same

    title = forms.CharField(label="Titel van het bericht", max_length=160, required=False)
    text = forms.CharField(
        label="Tekst", max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 7})
    )
    act = forms.ChoiceField(
        label="Wat doet u?",
        choices=[
            (Act.PUBLISH.value, "Ik plaats een bericht"),
            (Act.DISCUSS.value, "Ik reageer in een gesprek"),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    standing = forms.ChoiceField(
        label="Namens wie?",
        choices=[(Standing.WORK.value, "Vanuit mijn werk"), (Standing.PRIVATE.value, "Als privépersoon")],
        widget=forms.RadioSelect,
        required=False,
    )
    lesson = forms.ChoiceField(
        label="Zijn de foto’s in een les gemaakt?",
        choices=[
            (Lesson.NO.value, "Nee"),
            (Lesson.LESSON.value, "Ja, in een les"),
            (Lesson.REMOTE.value, "Ja, in een les op afstand"),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    lesson_permission = forms.ChoiceField(
        label="Was er toestemming om op te nemen?",
        choices=[
            (LessonPermission.NONE.value, "Nee"),
            (LessonPermission.BEFORE.value, "Ja, vooraf"),
            (LessonPermission.AFTER.value, "Ja, achteraf"),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    lesson_granted_by = forms.MultipleChoiceField(
        label="Van wie?",
        choices=[
            (Grantor.LEADERSHIP.value, "De schoolleiding"),
            (Grantor.TEACHER.value, "De leraar van de les"),
            (Grantor.PUPILS.value, "De leerlingen op de foto"),
            (Grantor.PARENTS.value, "Hun ouders"),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    consulted_with = forms.CharField(
        label="Overlegd met",
        help_text="Naam van uw leidinggevende. Alleen nodig als Deelwijs daarom vraagt.",
        max_length=200,
        required=False,
    )

    def words(self) -> Words:
        """The filled-in form; what was left open keeps its ordinary value."""
        data = self.cleaned_data
        return Words(
            title=" ".join(data["title"].split()),
            text=data["text"].replace("\r\n", "\n"),
            act=Act(data["act"] or Act.PUBLISH),
            standing=Standing(data["standing"] or Standing.WORK),
            lesson=Lesson(data["lesson"] or Lesson.NO),
            lesson_permission=LessonPermission(data["lesson_permission"] or LessonPermission.NONE),
            lesson_granted_by=tuple(Grantor(grantor) for grantor in data["lesson_granted_by"]),
            consulted_with=data["consulted_with"].strip(),
        )


class _SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """One or more files from one input, each checked for what can be seen without opening it."""

    widget = _SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        files = data if isinstance(data, list) and data else [data or None]
        if len(files) > MOST_PHOTOS:
            raise forms.ValidationError(
                f"Dit zijn {len(files)} foto’s. Kies er hoogstens {MOST_PHOTOS} tegelijk."
            )
        return [self._one(file, initial) for file in files]

    def _one(self, file: Any, initial: Any) -> UploadedFile[Any]:
        if file is not None and not file.size:
            raise forms.ValidationError(f"{file.name} is leeg. Kies een andere foto.")
        cleaned: UploadedFile[Any] = super().clean(file, initial)
        if cleaned.size is not None and cleaned.size > settings.UPLOAD_MAX_BYTES:
            most = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
            raise forms.ValidationError(
                f"{cleaned.name} is groter dan {most} MB. Maak de foto kleiner en probeer het opnieuw."
            )
        return cleaned


class PhotosForm(forms.Form):
    """Photos to add."""

    photos = PhotosField(
        label="Foto’s kiezen",
        error_messages={"required": "Kies eerst een foto."},
    )


class TagForm(forms.Form):
    """Who a face is."""

    tag = forms.ChoiceField(choices=[(tag.value, tag.name) for tag in Tag])
    person = forms.UUIDField(required=False)
    cover = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        """A person is named exactly when the face is said to be one."""
        data = super().clean() or self.cleaned_data
        if data.get("tag") == Tag.PERSON and not data.get("person"):
            raise forms.ValidationError("Kies wie dit is.")
        return data


class BoxForm(forms.Form):
    """A face drawn by hand, in pixels of the upright photo."""

    x = forms.IntegerField()
    y = forms.IntegerField()
    width = forms.IntegerField(min_value=1)
    height = forms.IntegerField(min_value=1)

    def box(self) -> Box:
        """The drawn rectangle."""
        data = self.cleaned_data
        return Box(data["x"], data["y"], data["width"], data["height"])


class AddressForm(forms.Form):
    """Where somebody placed the post."""

    address = forms.URLField(
        label="Adres van het bericht",
        help_text="Kopieer het adres van het bericht, zoals https://www.instagram.com/p/…",
        assume_scheme="https",
        max_length=500,
        error_messages={"invalid": "Dit is geen webadres. Kopieer het hele adres, met https ervoor."},
    )
