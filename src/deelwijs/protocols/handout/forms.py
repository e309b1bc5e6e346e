from __future__ import annotations

from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from deelwijs.people.names import is_uuid
from deelwijs.protocols.handout.standing import State
from deelwijs.protocols.models import Handout, Receipt

EVERYBODY_SHOWN = "iedereen"  # the button that records a receipt for everybody on the page


class HandoutForm(forms.Form):
    """To whom the protocol is handed out, and before which day they confirm."""

    audience = forms.ChoiceField(label="Aan wie", choices=Handout.Audience.choices)
    due_on = forms.DateField(
        label="Bevestigen vóór",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "Dit is geen datum. Schrijf bijvoorbeeld 4-9-2026."},
    )

    def clean_due_on(self) -> object:
        """A day that is still to come."""
        day = self.cleaned_data["due_on"]
        if day < timezone.localdate():
            raise ValidationError("Deze dag is al voorbij. Kies een dag vanaf vandaag.")
        return day

    def chosen_audience(self) -> Handout.Audience:
        """The chosen audience."""
        return Handout.Audience(self.cleaned_data["audience"])


class ReceiptsForm(forms.Form):
    """In which way people received it."""

    way = forms.ChoiceField(
        label="Hoe kregen zij het?",
        choices=[
            (Receipt.Way.PAPER.value, Receipt.Way.PAPER.label),
            (Receipt.Way.MEETING.value, Receipt.Way.MEETING.label),
        ],
    )

    def chosen_way(self) -> Receipt.Way:
        """The chosen way."""
        return Receipt.Way(self.cleaned_data["way"])


def ticked(data: QueryDict) -> list[UUID]:
    """The people that were ticked, or everybody on the page with that button; nonsense is passed over."""
    name = "shown" if data.get("wie") == EVERYBODY_SHOWN else "person"
    return [UUID(value) for value in data.getlist(name) if is_uuid(value)]


class ShowForm(forms.Form):
    """Which people of an audience to show. What makes no sense shows everybody."""

    toon = forms.ChoiceField(choices=[(state.value, state.value) for state in State], required=False)
    klas = forms.CharField(required=False)
    pagina = forms.IntegerField(required=False)

    def chosen(self) -> tuple[State | None, str, int]:
        """The state, the class and the number of the page."""
        self.is_valid()
        state = self.cleaned_data.get("toon")
        return (
            State(state) if state else None,
            self.cleaned_data.get("klas") or "",
            self.cleaned_data.get("pagina") or 1,
        )
