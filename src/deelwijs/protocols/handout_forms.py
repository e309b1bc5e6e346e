from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from deelwijs.protocols.models import Handout, Receipt


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
        choices=[
            (Receipt.Way.PAPER.value, Receipt.Way.PAPER.label),
            (Receipt.Way.MEETING.value, Receipt.Way.MEETING.label),
        ]
    )

    def chosen_way(self) -> Receipt.Way:
        """The chosen way."""
        return Receipt.Way(self.cleaned_data["way"])
