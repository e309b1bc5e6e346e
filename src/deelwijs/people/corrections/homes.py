"""Where somebody lives, and who may not know."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from deelwijs.people import family_actions, family_selectors
from deelwijs.people.corrections.base import NOBODY, CorrectionForm, DayField
from deelwijs.people.person_selectors import PersonDetails
from deelwijs.ui.choices import Choice

_POSTCODE = re.compile(r"([1-9]\d{3})\s*([A-Za-z]{2})")
_HOME = {"nederland", "nl", "holland"}


class AddressForm(CorrectionForm):
    """Where somebody lives, from a day on."""

    slug, label, icon = "adres", "Adres", "house"
    done = "Het adres is vastgelegd"
    beside = (("street", "number"), ("postcode", "city"))

    street = forms.CharField(
        label="Straat", max_length=120, error_messages={"required": "De straat ontbreekt."}
    )
    number = forms.CharField(
        label="Huisnummer", max_length=20, error_messages={"required": "Het huisnummer ontbreekt."}
    )
    postcode = forms.CharField(label="Postcode", max_length=12, required=False)
    city = forms.CharField(label="Plaats", max_length=80, error_messages={"required": "De plaats ontbreekt."})
    country = forms.CharField(
        label="Land", max_length=60, required=False, help_text="Alleen buiten Nederland."
    )
    starts_on = DayField("Vanaf")

    def prepare(self) -> None:
        """Start from what is known."""
        self.fields["starts_on"].initial = self.today
        address = self.details.contact.address if self.details.contact else None
        for field in ("street", "number", "postcode", "city", "country"):
            self.fields[field].initial = getattr(address, field) if address else ""

    @classmethod
    def applies(cls, details: PersonDetails) -> bool:
        """Of anybody who is there."""
        return details.is_current

    @property
    def title(self) -> str:
        """The heading of the page."""
        return f"Waar woont {self.name}?"

    @property
    def meaning(self) -> Sequence[str]:
        """What an address is for here."""
        return (
            "Brieven gaan vanaf die dag naar dit adres.",
            "Ouders op hetzelfde adres krijgen samen één brief.",
            "Alleen wie het voor het werk nodig heeft, ziet adressen.",
            "Het vorige adres blijft bewaard bij de dagen waarop het gold.",
        )

    def clean_country(self) -> str:
        """The Netherlands is written as nothing."""
        country: str = self.cleaned_data["country"].strip()
        return "" if country.casefold() in _HOME else country

    def clean(self) -> dict[str, Any]:
        """A Dutch postcode, written in one way."""
        postcode = self.cleaned_data.get("postcode", "").strip()
        found = _POSTCODE.fullmatch(postcode)
        if found and not self.cleaned_data.get("country"):
            self.cleaned_data["postcode"] = f"{found[1]} {found[2].upper()}"
        elif not self.cleaned_data.get("country") and "country" in self.cleaned_data:
            self.add_error(
                "postcode", "Een postcode heeft 4 cijfers en 2 letters. In het buitenland? Vul het land in."
            )
        return self.cleaned_data

    def save(self) -> None:
        """Record it."""
        data = self.cleaned_data
        family_actions.record_address(
            actor=self.actor,
            person_id=self.person_id,
            address=family_actions.NewAddress(
                data["street"], data["number"], data["postcode"], data["city"], data["country"]
            ),
            starts_on=data["starts_on"],
        )


class SecrecyForm(CorrectionForm):
    """Who may not know where somebody lives."""

    slug, label, icon = "geheim-adres", "Geheim adres", "eye-slash"
    done = "Wie het adres niet mag weten, is vastgelegd"

    relatives = forms.MultipleChoiceField(
        label="Uit de familie", widget=forms.CheckboxSelectMultiple, required=False
    )
    colleague = forms.ChoiceField(label="Iemand die op school werkt", required=False)

    def prepare(self) -> None:
        """The family, with who is on the list already."""
        kept = family_selectors.hides_from(self.actor, self.person_id)
        family = family_selectors.relatives(self.actor, self.person_id)
        known = {one.id: one for one in (*family, *kept)}
        chosen: Any = self.fields["relatives"]
        chosen.choices = [(str(key), Choice(one.name, hint=one.kinds_label)) for key, one in known.items()]
        chosen.initial = [str(one.id) for one in kept]
        others = [one for one in self.colleagues() if one.id not in known]
        self.choose("colleague", others, (NOBODY, "Niemand"))

    @classmethod
    def applies(cls, details: PersonDetails) -> bool:
        """Of anybody who is there."""
        return details.is_current

    @property
    def title(self) -> str:
        """The heading of the page."""
        return f"Wie mag niet weten waar {self.name} woont?"

    @property
    def meaning(self) -> Sequence[str]:
        """How far the secret reaches."""
        return (
            "Wie u kiest, ziet het adres en de e-mail nergens. Ook niet in een brief of bij zoeken.",
            "Dat geldt ook als deze persoon op school werkt.",
            "Het adres van de kinderen en van huisgenoten blijft net zo geheim.",
            "Zij krijgen nooit samen één brief.",
            "Collega's zien bij het adres een waarschuwing.",
            "Een geheim stopt pas als u het vinkje weghaalt.",
        )

    def save(self) -> None:
        """Record it."""
        others = {UUID(value) for value in self.cleaned_data["relatives"]}
        colleague = self.chosen("colleague")
        family_actions.keep_address_from(
            actor=self.actor, person_id=self.person_id, others=others | ({colleague} if colleague else set())
        )
