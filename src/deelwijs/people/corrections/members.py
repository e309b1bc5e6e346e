"""Who belongs to the school community without being in any file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from deelwijs.people import membership_actions
from deelwijs.people.actor import Actor
from deelwijs.people.corrections.base import DayField, refuse_backwards
from deelwijs.people.corrections.family import NewPersonFields


class MemberForm(NewPersonFields):
    """A volunteer, a trainee or another member."""

    function = forms.CharField(
        label="Wat doet deze persoon op school?",
        max_length=100,
        help_text="Bijvoorbeeld vrijwilliger mediatheek, stagiair of oud-leerling.",
        error_messages={"required": "Schrijf op wat deze persoon op school doet."},
    )
    starts_on = DayField("Vanaf")
    ends_on = DayField("Tot en met", required=False, help_text="Nog niet bekend? Laat dit leeg.")

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["starts_on"].initial = timezone.localdate()

    def clean(self) -> dict[str, Any]:
        """The days in order."""
        refuse_backwards(self)
        return self.cleaned_data

    def save(self, actor: Actor) -> UUID:
        """Add the person; gives the id."""
        return membership_actions.add_member(
            actor=actor,
            new=self.new_person(function=self.cleaned_data["function"]),
            starts_on=self.cleaned_data["starts_on"],
            ends_on=self.cleaned_data["ends_on"],
        )
