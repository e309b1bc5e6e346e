from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from deelwijs.protocols.actions import CouncilConsent
from deelwijs.protocols.drafts.actions import Adoption
from deelwijs.protocols.statutes import StatuteRule

_NO_DATE = "Dit is geen datum. Schrijf bijvoorbeeld 4-9-2026."
_MOST_DAYS_AHEAD = 730


class CouncilForm(forms.Form):
    """Which (G)MR, and which part of it, agreed, and when."""

    council = forms.ChoiceField(label="Welke raad stemde in?", widget=forms.RadioSelect)
    members = forms.MultipleChoiceField(label="Welk deel van de raad?", widget=forms.CheckboxSelectMultiple)
    consent_on = forms.DateField(
        label="Op welke dag?",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _NO_DATE, "required": "Vul de dag van de instemming in."},
    )

    def __init__(self, rule: StatuteRule | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rule = rule
        self.words: dict[str, dict[str, str]] = dict(rule.details) if rule else {"raden": {}, "delen": {}}
        for name, key, message in (
            ("council", "raden", "Kies welke raad instemde."),
            ("members", "delen", "Kies welk deel van de raad instemde."),
        ):
            field = cast("forms.ChoiceField", self.fields[name])
            labels = self.words[key].items()
            field.choices = [(value, f"{label[:1].upper()}{label[1:]}") for value, label in labels]
            field.error_messages["required"] = message

    def clean_consent_on(self) -> date | None:
        """Consent that is recorded was given already."""
        day: date | None = self.cleaned_data["consent_on"]
        if day and day > timezone.localdate():
            raise ValidationError("Deze dag moet nog komen. Leg de instemming vast als zij er is.")
        return day

    def consent(self) -> CouncilConsent:
        """The consent, with the council in words."""
        parts = [self.words["delen"][value] for value in self.cleaned_data["members"]]
        listed = " en ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
        council = self.words["raden"][self.cleaned_data["council"]]
        return CouncilConsent(on=self.cleaned_data["consent_on"], by=f"{council} ({listed})")


_YES, _NOT_YET = "ja", "nee"


class AdoptForm(CouncilForm):
    """From which day a version holds, whether the (G)MR agreed, and that the warnings were seen."""

    valid_from = forms.DateField(
        label="Vanaf welke dag geldt deze versie?",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _NO_DATE, "required": "Vul in vanaf welke dag deze versie geldt."},
    )
    agreed = forms.ChoiceField(
        label="Heeft de (G)MR ingestemd?",
        widget=forms.RadioSelect,
        choices=[(_YES, "Ja"), (_NOT_YET, "Nog niet")],
        error_messages={"required": "Kies ja of nog niet."},
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    field_order = ("valid_from", "agreed", "council", "members", "consent_on")

    def __init__(self, rule: StatuteRule | None, *args: Any, warnings: int, **kwargs: Any) -> None:
        super().__init__(rule, *args, **kwargs)
        if rule is None:  # no law asks for a council on this day
            del self.fields["agreed"]
        if self.data.get("agreed") != _YES:  # nothing is needed of a council that did not agree
            for name in ("council", "members", "consent_on"):
                self.fields[name].required = False
        if warnings:
            points = "het punt" if warnings == 1 else f"de {warnings} punten"
            self.fields["accepted"] = forms.BooleanField(
                label=f"Ik heb {points} hierboven gezien en wil deze versie toch vaststellen",
                error_messages={"required": "Kijk eerst naar de punten hierboven en zet dan dit vinkje."},
            )

    def clean_valid_from(self) -> date:
        """A day that is still to come, and not so far off that it must be a slip of the pen."""
        day: date = self.cleaned_data["valid_from"]
        ahead = (day - timezone.localdate()).days
        if ahead < 0:
            raise ValidationError("Deze dag is al voorbij. Kies vandaag of een latere dag.")
        if ahead > _MOST_DAYS_AHEAD:
            raise ValidationError("Deze dag ligt meer dan 2 jaar vooruit. Klopt het jaar?")
        return day

    def adoption(self) -> Adoption:
        """What the action needs."""
        given = self.cleaned_data
        return Adoption(
            valid_from=given["valid_from"],
            seen=given["seen"],
            accepted=given.get("accepted", False),
            consent=self.consent() if given.get("agreed") == _YES else None,
        )
