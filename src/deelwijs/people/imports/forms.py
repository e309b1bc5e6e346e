from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField

from deelwijs.people.importers.columns import ListMapping, field_choices
from deelwijs.people.importers.records import OrgRow
from deelwijs.people.imports.mappings import AskedColumn, Question
from deelwijs.people.imports.results import ImportResult
from deelwijs.ui.choices import Choice

ALL_SCHOOLS = "alle"
_MEGABYTE = 1024 * 1024


class UploadForm(forms.Form):
    """One file out of the school's administration. What kind it is shows from its content."""

    file = forms.FileField(
        label="Bestand",
        help_text="Excel, CSV, EDEXML, of een zip met de bestanden van OneRoster of SDS.",
        widget=forms.FileInput(attrs={"accept": ".zip,.csv,.txt,.xlsx,.xml"}),
        error_messages={
            "required": "Er is nog geen bestand gekozen. Kies een bestand.",
            "empty": "Dit bestand is leeg. Maak de export opnieuw.",
        },
    )

    def clean_file(self) -> UploadedFile[Any]:
        """Refuse what is too large before it is kept."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        limit = settings.UPLOAD_MAX_BYTES
        if (file.size or 0) > limit:
            raise forms.ValidationError(
                f"Dit bestand is groter dan {limit // _MEGABYTE} MB. Lever alleen de bestanden met mensen."
            )
        return file


class ColumnsForm(forms.Form):
    """What the columns of one list hold, and of whom the list is."""

    def __init__(self, question: Question, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question = question
        self.fields["kind"] = forms.ChoiceField(
            label="Van wie is deze lijst?",
            widget=forms.RadioSelect,
            choices=[(key, Choice(*words)) for key, words in _KINDS.items()],
            initial=question.kind or None,
            error_messages={"required": "Kies van wie deze lijst is."},
        )
        for index, column in enumerate(question.columns):
            if not column.never:
                label = f"Wat staat er in “{column.header}”?"
                self.fields[f"c{index}"] = forms.ChoiceField(
                    label=label,
                    required=False,
                    widget=forms.Select({"aria-label": label}),  # the row of the table shows the same
                    choices=[("", "Niet inlezen"), *_grouped(field_choices(""))],
                    initial=column.field,
                )

    @property
    def rows(self) -> Iterator[tuple[AskedColumn, BoundField | None]]:
        """Each column with its choice; what is never kept has none."""
        for index, column in enumerate(self.question.columns):
            yield column, None if column.never else self[f"c{index}"]

    @property
    def mapping(self) -> ListMapping:
        """What was chosen."""
        data = getattr(self, "cleaned_data", {})
        chosen = {
            column.header: data[f"c{index}"]
            for index, column in enumerate(self.question.columns)
            if data.get(f"c{index}")
        }
        return ListMapping(data.get("kind", ""), chosen)

    def clean(self) -> dict[str, Any]:
        """Refuse two columns for one field, and a list without what it needs."""
        cleaned = super().clean() or {}
        if cleaned.get("kind"):
            for sentence in self.mapping.problems():
                self.add_error(None, sentence)
        return cleaned


def _grouped(choices: Iterable[tuple[str, str]]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The fields, those of each guardian apart."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for name, label in choices:
        who = label.partition(":")[0] if "." in name else "Deze persoon"
        groups.setdefault(who, []).append((name, label))
    return list(groups.items())


_KINDS = {
    "pupil": ("Leerlingen", "met hun ouders ernaast, als die er staan"),
    "guardian": ("Ouders en verzorgers", "met het leerlingnummer van hun kind"),
    "employee": ("Medewerkers",),
    "mixed": ("Door elkaar", "een kolom zegt wie het is"),
}


class SchoolForm(forms.Form):
    """Which of the schools in a delivery; only asked when there are several."""

    school = forms.ChoiceField(label="Wie leest u in?", widget=forms.RadioSelect)

    def __init__(self, schools: Iterable[OrgRow], chosen: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(org.source_id, Choice(org.name, hint=org.source_id)) for org in schools]
        self.fields["school"] = forms.ChoiceField(
            label="Wie leest u in?",
            widget=forms.RadioSelect,
            choices=[(ALL_SCHOOLS, Choice("Alle scholen in dit bestand")), *named],
            initial=chosen[0] if len(chosen) == 1 else ALL_SCHOOLS,
            error_messages={
                "invalid_choice": "Deze school staat niet in het bestand. Kies er een uit de lijst.",
                "required": "Kies een school, of alle scholen.",
            },
        )

    @property
    def schools(self) -> list[str]:
        """The source's ids of what was chosen; none for all of them."""
        chosen = self.cleaned_data["school"]
        return [] if chosen == ALL_SCHOOLS else [chosen]


class ConfirmForm(forms.Form):
    """Going on. When many people end, somebody has to have seen that."""

    def __init__(self, result: ImportResult, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if result.many_gone:
            gone = result.people.gone
            who = (
                "1 persoon niet meer bij de school hoort"
                if gone == 1
                else f"{gone} mensen niet meer bij de school horen"
            )
            self.fields["gone_is_right"] = forms.BooleanField(
                label=f"Het klopt dat {who}",
                help_text="Wie weg is, verliest meteen de toegang.",
                error_messages={"required": "Er gaan veel mensen weg. Klopt dat? Zet dan dit vinkje."},
            )
