"""Work: function and manager, absence with a substitute, the last day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from deelwijs.accounts.roles import Permission, Role
from deelwijs.core.people import Affiliation as Kind
from deelwijs.people import membership_actions, work_actions
from deelwijs.people.cards import KIND_LABELS
from deelwijs.people.corrections.base import NOBODY, CorrectionForm, DayField, refuse_backwards
from deelwijs.people.membership_actions import GIVEN_ROLES
from deelwijs.people.person_selectors import PersonDetails
from deelwijs.people.work_selectors import WORKING
from deelwijs.ui.choices import Choice

BOARD = "bestuur"
BACK = "terug"
_ROLE_HINTS = {
    Role.MANAGER: "Geeft leiding aan collega's.",
    Role.COMMUNICATIONS: "Schrijft en plaatst berichten, en ziet wie daarop mag.",
    Role.SCHOOL_LEADERSHIP: "Stelt het protocol vast, ziet adressen en legt dingen vast over mensen.",
    Role.COUNSELLOR: "Luistert in vertrouwen.",
    Role.PRIVACY_OFFICER: "Controleert hoe het met de toestemmingen staat.",
    Role.ADMINISTRATOR: "Leest mensen in, ziet adressen en geeft rollen.",
}


class PositionForm(CorrectionForm):
    """What somebody does, and to whom they answer."""

    slug, label, icon = "functie", "Functie en leidinggevende", "identification-card"
    done = "Functie en leidinggevende zijn vastgelegd"

    function = forms.CharField(
        label="Functie", max_length=100, error_messages={"required": "De functie ontbreekt."}
    )
    manager = forms.ChoiceField(label="Leidinggevende", required=False)
    starts_on = DayField("Vanaf")

    def prepare(self) -> None:
        """Start from what is known."""
        self.choose("manager", self.colleagues(), (NOBODY, "Nog niet bekend"), (BOARD, "Het bestuur"))
        self.fields["starts_on"].initial = self.today
        self.fields["function"].initial = self.details.card.function
        own = self.details.work.own_manager if self.details.work else None
        if own:
            self.fields["manager"].initial = BOARD if own.board else str(own.person_id or NOBODY)

    @classmethod
    def applies(cls, details: PersonDetails) -> bool:
        """Of who works at the school."""
        return bool(set(details.card.kinds) & set(WORKING))

    @property
    def title(self) -> str:
        """The heading of the page."""
        return f"Wat doet {self.name}, en voor wie?"

    @property
    def meaning(self) -> Sequence[str]:
        """What a manager is for here."""
        return (
            "Bij twijfel over een bericht gaat de vraag naar de leidinggevende.",
            "Is die afwezig? Dan gaat de vraag naar de vervanger, of naar wie erboven staat.",
            "Niemand is de eigen leidinggevende. Die van de rector is het bestuur.",
            "De functie staat onder een bericht dat iemand voor de school plaatst.",
        )

    def save(self) -> None:
        """Record it."""
        wish = self.cleaned_data["manager"]
        work_actions.record_position(
            actor=self.actor,
            person_id=self.person_id,
            function=self.cleaned_data["function"],
            manager_id=None if wish == BOARD else self.chosen("manager"),
            answers_to_board=wish == BOARD,
            starts_on=self.cleaned_data["starts_on"],
        )


class RolesForm(CorrectionForm):
    """What somebody may do in Deelwijs beyond what everybody may."""

    slug, label, icon = "rollen", "Rollen", "key"
    done = "De rollen zijn vastgelegd"
    needs = Permission.ASSIGN_ROLES

    roles = forms.MultipleChoiceField(label="Rollen", widget=forms.CheckboxSelectMultiple, required=False)

    def prepare(self) -> None:
        """Every role that a school gives, with those that are held."""
        chosen: Any = self.fields["roles"]
        chosen.choices = [(role.value, Choice(role.label, hint=_ROLE_HINTS[role])) for role in GIVEN_ROLES]
        chosen.initial = [role.value for role in self.details.roles]

    @classmethod
    def applies(cls, details: PersonDetails) -> bool:
        """Of who works at the school."""
        return bool(set(details.card.kinds) & set(WORKING))

    @property
    def title(self) -> str:
        """The heading of the page."""
        return f"Wat mag {self.name} in Deelwijs?"

    @property
    def meaning(self) -> Sequence[str]:
        """How long roles last, and who gives which."""
        return (
            "Een rol geldt meteen, en stopt vanzelf na de laatste dag op school.",
            "Geef alleen wat iemand voor het werk nodig heeft.",
            "Uw eigen rollen verandert een collega.",
            "Wie voor het bestuur handelt, wijst het bestuur zelf aan.",
        )

    def save(self) -> None:
        """Record it."""
        membership_actions.set_roles(
            actor=self.actor,
            person_id=self.person_id,
            roles=[Role(role) for role in self.cleaned_data["roles"]],
        )


class AbsenceForm(CorrectionForm):
    """When somebody is away, and who stands in."""

    slug, label, icon = "afwezig", "Afwezig", "calendar-blank"
    done = "De afwezigheid is vastgelegd"
    beside = (("starts_on", "ends_on"),)

    starts_on = DayField("Afwezig vanaf")
    ends_on = DayField("Tot en met", required=False, help_text="Nog niet bekend? Laat dit leeg.")
    substitute = forms.ChoiceField(label="Wie vervangt?", required=False)

    def prepare(self) -> None:
        """From today, by nobody yet."""
        self.choose("substitute", self.colleagues(), (NOBODY, "Niemand"))
        self.fields["starts_on"].initial = self.today
        if self.is_back:
            self.fields["starts_on"].required = False

    @property
    def other(self) -> tuple[str, str] | None:
        """For who is away: being back."""
        away = self.details.work is not None and self.details.work.is_away
        return (BACK, "Weer aanwezig vanaf vandaag") if away else None

    @property
    def is_back(self) -> bool:
        """Whether the other button was pressed."""
        return self.data.get("anders") == BACK

    @classmethod
    def applies(cls, details: PersonDetails) -> bool:
        """Of who works at the school."""
        return bool(set(details.card.kinds) & set(WORKING))

    @property
    def title(self) -> str:
        """The heading of the page."""
        return f"Wanneer is {self.name} afwezig?"

    @property
    def meaning(self) -> Sequence[str]:
        """What a substitute does."""
        return (
            f"De vervanger krijgt op die dagen de vragen die naar {self.name} gaan.",
            "Zonder vervanger gaan ze naar wie erboven staat.",
            "Waarom iemand er niet is, schrijft u hier niet op.",
        )

    def clean(self) -> dict[str, Any]:
        """The days in order."""
        refuse_backwards(self)
        return self.cleaned_data

    def save(self) -> None:
        """Record it."""
        if self.is_back:
            work_actions.end_absence(actor=self.actor, person_id=self.person_id, day=self.today)
            return
        work_actions.record_absence(
            actor=self.actor,
            person_id=self.person_id,
            substitute_id=self.chosen("substitute"),
            starts_on=self.cleaned_data["starts_on"],
            ends_on=self.cleaned_data["ends_on"],
        )


class LastDayForm(CorrectionForm):
    """The last day of somebody at the school."""

    slug, label, icon = "laatste-dag", "Laatste dag", "sign-out"
    done = "De laatste dag is vastgelegd"

    kind = forms.ChoiceField(label="Als wat?", widget=forms.RadioSelect)
    last_day = DayField("Laatste dag")

    def prepare(self) -> None:
        """The ties of today, and the job that ended."""
        kinds = {Kind.EMPLOYEE if kind is Kind.FORMER_EMPLOYEE else kind for kind in self.details.card.kinds}
        chosen: Any = self.fields["kind"]
        chosen.choices = [(kind.value, Choice(KIND_LABELS[kind])) for kind in Kind if kind in kinds]
        if len(kinds) == 1:
            chosen.initial = kinds.pop().value
            chosen.widget = forms.HiddenInput()
        box = self.fields["last_day"]
        box.initial = self.details.last_day
        if self.details.last_day:
            box.required, box.help_text = False, "Blijft deze persoon toch? Maak dit vak leeg."

    @classmethod
    def applies(cls, details: PersonDetails) -> bool:
        """Of anybody who is there, or worked there."""
        return bool(details.card.kinds) and details.died_on is None

    @property
    def title(self) -> str:
        """The heading of the page."""
        return f"Wanneer gaat {self.name} van school?"

    @property
    def meaning(self) -> Sequence[str]:
        """What stops, and what not."""
        lines = [
            f"Vanaf de dag erna kan {self.name} niet meer inloggen.",
            "Foto's gaan die dag weg van de eigen website. Voor andere kanalen krijgt communicatie een taak.",
            "Een bestand dat u later inleest, verandert deze dag niet.",
        ]
        if Kind.EMPLOYEE in self.details.card.kinds:
            lines[1:1] = [f"{self.name} is vanaf dan oud-medewerker."]
        if Kind.GUARDIAN in self.details.card.kinds:
            lines[1:1] = ["Een ouder of verzorger beslist vanaf dan niet meer mee."]
        return lines

    def save(self) -> None:
        """Record it."""
        work_actions.record_last_day(
            actor=self.actor,
            person_id=self.person_id,
            kind=Kind(self.cleaned_data["kind"]),
            last_day=self.cleaned_data["last_day"],
        )
