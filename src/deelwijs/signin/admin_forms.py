from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from deelwijs.signin.inviting import Audience
from deelwijs.ui.choices import Choice

_AUDIENCES = [
    (
        Audience.GUARDIANS.value,
        Choice("Ouders en verzorgers", "Een brief per adres, met een code voor ieder"),
    ),
    (Audience.PUPILS.value, Choice("Leerlingen", "Een brief per leerling, per klas op volgorde")),
    (Audience.STAFF.value, Choice("Medewerkers", "Een brief per medewerker")),
]


class AudienceForm(forms.Form):
    """Who gets letters. Everything has a sensible value, so the page opens with an answer."""

    voor = forms.ChoiceField(label="Voor wie?", widget=forms.RadioSelect, choices=_AUDIENCES)
    klas = forms.ChoiceField(label="Klas", required=False)
    ook = forms.BooleanField(
        label="Ook wie een inloglink kan krijgen",
        help_text="Zonder dit vinkje alleen wie geen eigen e-mailadres heeft.",
        required=False,
    )

    def __init__(self, groups: Iterable[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["klas"] = forms.ChoiceField(
            label="Klas", required=False, choices=[("", "Alle klassen"), *((code, code) for code in groups)]
        )

    @property
    def wish(self) -> dict[str, Any]:
        """The choice, in the words of the selector; what makes no sense is passed over."""
        self.is_valid()
        return {
            "audience": Audience(self.cleaned_data.get("voor") or Audience.GUARDIANS),
            "group": self.cleaned_data.get("klas", ""),
            "also_with_mail": self.cleaned_data.get("ook", False),
        }
