"""Families: custody, a guardian more, a death, a language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from django import forms

from deelwijs.people import family_actions, membership_actions
from deelwijs.people.corrections.base import CorrectionForm, DayField, RowsForm, refuse_backwards
from deelwijs.people.languages import DUTCH, LANGUAGES
from deelwijs.people.membership_actions import NewPerson
from deelwijs.people.person_selectors import PersonDetails
from deelwijs.ui.choices import Choice

YES, NO = "ja", "nee"
_ORDERS = ("Als eerste", "Als tweede", "Als derde", "Als vierde")


def custody_field() -> forms.ChoiceField:
    """Custody or not; nothing is chosen beforehand."""
    field: Any = forms.ChoiceField(
        label="Heeft deze persoon gezag?",
        choices=[(YES, Choice("Ja")), (NO, Choice("Nee"))],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies ja of nee."},
    )
    field.shape = "row"
    return cast("forms.ChoiceField", field)


def order_field() -> forms.ChoiceField:
    """Whom the school calls first."""
    numbered = [(str(number), label) for number, label in enumerate(_ORDERS, start=1)]
    return forms.ChoiceField(label="Wanneer belt u deze persoon?", choices=numbered)


class CustodyForm(CorrectionForm):
    """Who has custody over a pupil, from when, until when, and whom the school calls first."""

    slug, label, icon = "gezag", "Gezag", "scales"
    done = "Het gezag is vastgelegd"
    beside = (("starts_on", "ends_on"),)

    guardian = forms.ChoiceField(
        label="Om wie gaat het?",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies om wie het gaat."},
    )
    custody = custody_field()
    starts_on = DayField("Vanaf")
    ends_on = DayField("Tot en met", required=False, help_text="Alleen als er een laatste dag is.")
    order = order_field()

    def prepare(self) -> None:
        """The guardians of today, each with how it is now."""
        chosen: Any = self.fields["guardian"]
        chosen.choices = [
            (str(one.person.id), Choice(one.person.name, hint=one.custody_word))
            for one in self.details.guardians
        ]
        self.fields["starts_on"].initial = self.today

    @classmethod
    def applies(cls, details: PersonDetails) -> bool:
        """Of a pupil with somebody who cares."""
        return details.is_pupil and bool(details.guardians)

    @property
    def title(self) -> str:
        """The heading of the page."""
        return f"Wie heeft gezag over {self.name}?"

    @property
    def meaning(self) -> Sequence[str]:
        """What custody does here."""
        given = self.name.partition(" ")[0]
        return (
            f"Wie gezag heeft, beslist over foto's zolang {given} nog niet zelf beslist.",
            "Wie gezag heeft, krijgt de brieven. Wie op hetzelfde adres woont, krijgt er samen één.",
            f"Op de eerste dag kijken we elk bericht met {given} opnieuw na.",
            "Een foto gaat weg als niemand met gezag ja heeft gezegd.",
            "Twijfelt u? Vraag om een uittreksel uit het gezagsregister.",
        )

    def clean(self) -> dict[str, Any]:
        """The days in order; a last day belongs to custody only."""
        refuse_backwards(self)
        if self.cleaned_data.get("ends_on") and self.cleaned_data.get("custody") == NO:
            self.add_error("ends_on", "Een laatste dag hoort bij ja. Laat deze leeg bij nee.")
        return self.cleaned_data

    def save(self) -> None:
        """Record it."""
        family_actions.change_custody(
            actor=self.actor,
            pupil_id=self.person_id,
            guardian_id=UUID(self.cleaned_data["guardian"]),
            has_custody=self.cleaned_data["custody"] == YES,
            order=int(self.cleaned_data["order"]),
            starts_on=self.cleaned_data["starts_on"],
            ends_on=self.cleaned_data["ends_on"],
        )


class NewPersonFields(RowsForm):
    """The name and so on of somebody who is not known yet."""

    beside = (("given", "infix", "family"), ("starts_on", "ends_on", "order"), ("email", "language"))

    given = forms.CharField(
        label="Voornaam", max_length=100, error_messages={"required": "De voornaam ontbreekt."}
    )
    infix = forms.CharField(label="Tussenvoegsel", max_length=40, required=False)
    family = forms.CharField(label="Achternaam", max_length=100, required=False)
    email = forms.EmailField(
        label="E-mail",
        required=False,
        error_messages={"invalid": "Dit is geen e-mailadres. Het lijkt op naam@voorbeeld.nl."},
    )

    def new_person(self, *, language: str = DUTCH, function: str = "") -> NewPerson:
        """What was filled in."""
        data = self.cleaned_data
        return NewPerson(data["given"], data["infix"], data["family"], data["email"], function, language)


class GuardianForm(NewPersonFields, CorrectionForm):
    """Somebody more who cares for a pupil, whom no file brings."""

    slug, label, icon = "verzorger", "Nieuwe ouder of verzorger", "user-circle-plus"
    done = "De nieuwe verzorger staat erbij"
    submit = "Voeg toe"

    language = forms.ChoiceField(label="Taal", choices=list(LANGUAGES.items()), initial=DUTCH)
    custody = custody_field()
    starts_on = DayField("Vanaf")
    order = order_field()

    def prepare(self) -> None:
        """From today, after those who are there."""
        self.fields["starts_on"].initial = self.today
        self.fields["order"].initial = str(min(len(self.details.guardians) + 1, len(_ORDERS)))

    @classmethod
    def applies(cls, details: PersonDetails) -> bool:
        """Of a pupil."""
        return details.is_pupil

    @property
    def title(self) -> str:
        """The heading of the page."""
        return f"Wie zorgt er nog meer voor {self.name}?"

    @property
    def meaning(self) -> Sequence[str]:
        """What it does, and when not to do it here."""
        return (
            "Staat deze persoon in uw administratie? Lees dan het bestand opnieuw in.",
            "Met gezag beslist deze persoon vanaf de eerste dag mee over foto's.",
            "Zonder gezag krijgt deze persoon geen vragen en geen brieven.",
        )

    def save(self) -> None:
        """Add the person."""
        membership_actions.add_guardian(
            actor=self.actor,
            pupil_id=self.person_id,
            new=self.new_person(language=self.cleaned_data["language"]),
            has_custody=self.cleaned_data["custody"] == YES,
            order=int(self.cleaned_data["order"]),
            starts_on=self.cleaned_data["starts_on"],
        )


class LanguageForm(CorrectionForm):
    """The language of letters and questions."""

    slug, label, icon = "taal", "Taal", "translate"
    done = "De taal is vastgelegd"

    language = forms.ChoiceField(
        label="Taal", choices=list(LANGUAGES.items()), error_messages={"required": "Kies een taal."}
    )

    def prepare(self) -> None:
        """Start from what is known."""
        self.fields["language"].initial = self.details.language

    @classmethod
    def applies(cls, details: PersonDetails) -> bool:
        """Of whoever answers for oneself or for somebody else."""
        return details.is_guardian or details.is_pupil

    @property
    def title(self) -> str:
        """The heading of the page."""
        return f"Welke taal leest {self.name}?"

    @property
    def meaning(self) -> Sequence[str]:
        """What the language does, and what not."""
        return (
            "Vragen om toestemming staan in deze taal klaar. Brieven vragen we in deze taal.",
            "De Nederlandse tekst blijft de tekst die telt.",
            "De persoon zelf kan altijd een andere taal kiezen.",
        )

    def save(self) -> None:
        """Record it."""
        family_actions.set_language(
            actor=self.actor, person_id=self.person_id, language=self.cleaned_data["language"]
        )


class DeathForm(CorrectionForm):
    """The last day of somebody's life."""

    slug, label, icon = "overlijden", "Overlijden", "user"
    done = "Dit is vastgelegd"

    died_on = DayField("Dag van overlijden")

    def prepare(self) -> None:
        """Start from what is known, which can be a mistake."""
        box = self.fields["died_on"]
        box.initial = self.details.died_on
        if self.details.died_on:
            box.required, box.help_text = False, "Vergissing? Maak dit vak leeg."

    @classmethod
    def applies(cls, details: PersonDetails) -> bool:
        """Of anybody."""
        return details.is_current or details.died_on is not None

    @property
    def title(self) -> str:
        """The heading of the page."""
        return f"Is {self.name} overleden?"

    @property
    def meaning(self) -> Sequence[str]:
        """What ends, and what not."""
        lines = [
            f"Vanaf de dag erna gaat er niets meer naar {self.name}.",
            "Een bestand dat u later inleest, verandert dit niet.",
        ]
        if self.details.is_guardian:
            lines[1:1] = [
                "Het gezag stopt. Wie verder gezag heeft, beslist dan alleen.",
                "Een foto die alleen op dit ja staat, gaat weg. Vraag het daarna opnieuw.",
            ]
        return lines

    def clean_died_on(self) -> Any:
        """Not a day that is still to come."""
        day = self.cleaned_data["died_on"]
        if day and day > self.today:
            raise forms.ValidationError("Deze dag komt nog. Kijk de datum na.")
        return day

    def save(self) -> None:
        """Record it."""
        family_actions.record_death(
            actor=self.actor, person_id=self.person_id, died_on=self.cleaned_data["died_on"]
        )
