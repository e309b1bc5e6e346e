from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from deelwijs.core.people import Affiliation
from deelwijs.people.cards import KIND_LABELS


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
