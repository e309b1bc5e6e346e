from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from deelwijs.core.people import Affiliation
from deelwijs.people.cards import KIND_LABELS, ImportResult
from deelwijs.people.importers.records import OrgRow
from deelwijs.ui.choices import Choice

ALL_SCHOOLS = "alle"
_MEGABYTE = 1024 * 1024


def day_input() -> forms.DateInput:
    """A box for a day, with the browser's own calendar."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def day_asked(data: Mapping[str, Any]) -> date:
    """The day about which an address asks, or today. What makes no sense is passed over."""
    try:
        return date.fromisoformat(str(data.get("dag", "")))
    except ValueError:
        return timezone.localdate()


class FilterForm(forms.Form):
    """What somebody looks for in the list of people. What makes no sense is passed over."""

    q = forms.CharField(label="Naam of klas", required=False, max_length=100)
    soort = forms.ChoiceField(label="Wie", required=False)
    klas = forms.ChoiceField(label="Klas", required=False)
    dag = forms.DateField(label="Op welke dag", required=False, widget=day_input())

    def __init__(self, groups: Iterable[str], day: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["dag"] = day
        kinds = [(kind.value, label) for kind, label in KIND_LABELS.items()]
        self.fields["soort"] = forms.ChoiceField(
            label="Wie", required=False, choices=[("", "Iedereen"), *kinds]
        )
        self.fields["klas"] = forms.ChoiceField(
            label="Klas", required=False, choices=[("", "Alle klassen"), *((code, code) for code in groups)]
        )

    @property
    def wish(self) -> dict[str, Any]:
        """The filters, in the words of the selector."""
        self.is_valid()
        kind = self.cleaned_data.get("soort")
        return {
            "text": self.cleaned_data.get("q", ""),
            "kind": Affiliation(kind) if kind else None,
            "group": self.cleaned_data.get("klas", ""),
        }


class UploadForm(forms.Form):
    """One zip file out of the school's administration."""

    file = forms.FileField(
        label="Zip-bestand",
        help_text="Eén zip-bestand met de CSV-bestanden van OneRoster.",
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
        error_messages={
            "required": "Er is nog geen bestand gekozen. Kies een zip-bestand.",
            "empty": "Dit bestand is leeg. Maak de export opnieuw.",
        },
    )

    def clean_file(self) -> UploadedFile[Any]:
        """Refuse what is too large before it is kept."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        limit = settings.UPLOAD_MAX_BYTES
        if (file.size or 0) > limit:
            raise forms.ValidationError(
                f"Dit bestand is groter dan {limit // _MEGABYTE} MB. Lever alleen de OneRoster-bestanden."
            )
        return file


class SchoolForm(forms.Form):
    """Which of the schools in a file; only asked when there are several."""

    school = forms.ChoiceField(label="Wie leest u in?", required=False, widget=forms.RadioSelect)

    def __init__(self, schools: Iterable[OrgRow], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(org.source_id, Choice(org.name, hint=org.source_id)) for org in schools]
        self.fields["school"] = forms.ChoiceField(
            label="Wie leest u in?",
            required=False,
            widget=forms.RadioSelect,
            choices=[(ALL_SCHOOLS, Choice("Alle scholen in dit bestand")), *named],
            initial=ALL_SCHOOLS,
            error_messages={
                "invalid_choice": "Deze school staat niet in het bestand. Kies er een uit de lijst."
            },
        )

    @property
    def org(self) -> str:
        """The source's id of the chosen school, or nothing for all of them."""
        chosen = str(self.cleaned_data.get("school") or ALL_SCHOOLS) if self.is_valid() else ALL_SCHOOLS
        return "" if chosen == ALL_SCHOOLS else chosen


class ConfirmForm(forms.Form):
    """Going on. When many people end, somebody has to have seen that."""

    def __init__(self, result: ImportResult, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if result.many_gone:
            self.fields["gone_is_right"] = forms.BooleanField(
                label=f"Het klopt dat {result.people.gone} mensen niet meer bij de school horen",
                help_text="Zij verliezen meteen hun toegang.",
                error_messages={"required": "Er gaan veel mensen weg. Klopt dat? Zet dan dit vinkje."},
            )
