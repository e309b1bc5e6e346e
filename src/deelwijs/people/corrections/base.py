"""What every page has in common on which somebody records what no file knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.forms import BoundField
from django.utils import timezone

from deelwijs.accounts.roles import Permission
from deelwijs.people.actor import Actor
from deelwijs.people.cards import PersonCard
from deelwijs.people.person_selectors import PersonDetails
from deelwijs.people.work_selectors import colleagues

NOBODY = ""
_YEARS = (1990, 2100)


class RowsForm(forms.Form):
    """A form whose short boxes stand side by side; ``beside`` names those that stand beside another."""

    beside: ClassVar[Sequence[tuple[str, ...]]] = ()

    @property
    def rows(self) -> list[list[BoundField]]:
        """The boxes, row by row."""
        rows: list[list[BoundField]] = []
        for box in self:
            together = next((names for names in self.beside if box.name in names), ())
            if rows and rows[-1][-1].name in together:
                rows[-1].append(box)
            else:
                rows.append([box])
        return rows


class CorrectionForm(RowsForm):
    """One thing to record about a person: the questions, what they mean in plain words, and the action.

    ``slug`` stands in the address, ``label`` on the person's page, ``done`` in the line that confirms.
    """

    do_not_call_in_templates = True  # the person's page lists the forms themselves

    slug: ClassVar[str]
    label: ClassVar[str]
    icon: ClassVar[str] = "pencil-simple"
    submit: ClassVar[str] = "Leg vast"
    done: ClassVar[str] = "Dit is vastgelegd"
    needs: ClassVar[Permission] = Permission.EDIT_PEOPLE

    def __init__(
        self, actor: Actor, details: PersonDetails, data: Mapping[str, Any] | None = None, **options: Any
    ) -> None:
        self.actor = actor
        self.details = details
        self.today = timezone.localdate()
        super().__init__(data, **options)
        self.prepare()

    def prepare(self) -> None:
        """Fill in what depends on the person."""

    @property
    def other(self) -> tuple[str, str] | None:
        """A second button: the value that it sends as ``anders``, and its words."""
        return None

    @classmethod
    def applies(cls, details: PersonDetails) -> bool:
        """Whether there is such a thing to record about this person."""
        raise NotImplementedError

    @property
    def title(self) -> str:
        """The heading of the page."""
        raise NotImplementedError

    @property
    def meaning(self) -> Sequence[str]:
        """What it means, in plain words."""
        raise NotImplementedError

    def save(self) -> None:
        """Record it.

        Raises:
            RefusedError: when it cannot be; with the field to change.
        """
        raise NotImplementedError

    @property
    def person_id(self) -> UUID:
        """About whom this is."""
        return self.details.card.id

    @property
    def name(self) -> str:
        """Their name."""
        return self.details.card.name

    def choose(self, field: str, people: Sequence[PersonCard], *first: tuple[str, str]) -> None:
        """Let somebody be chosen from a list of people; ``first`` are the other answers."""
        chosen: Any = self.fields[field]
        chosen.choices = [*first, *((str(one.id), _with_detail(one)) for one in people)]

    def colleagues(self) -> list[PersonCard]:
        """Everybody who works at the school but this person."""
        return [one for one in colleagues(self.actor.school_id, self.today) if one.id != self.person_id]

    def chosen(self, field: str) -> UUID | None:
        """The person who was chosen, if any."""
        value = self.cleaned_data.get(field)
        return UUID(value) if value else None


def _with_detail(person: PersonCard) -> str:
    return f"{person.name} ({person.detail})" if person.detail else person.name


class DayField(forms.DateField):
    """A day; a year that cannot be is a slip of the pen."""

    def __init__(self, label: str, **options: Any) -> None:
        wrong = {
            "invalid": "Dit is geen datum. Schrijf bijvoorbeeld 4-9-2026.",
            "required": "De datum ontbreekt. Schrijf bijvoorbeeld 4-9-2026.",
        }
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(label=label, widget=widget, error_messages=wrong, **options)

    def clean(self, value: Any) -> date | None:
        """The day, or an error that says what to do."""
        day: date | None = super().clean(value)
        if day and not _YEARS[0] <= day.year < _YEARS[1]:
            raise forms.ValidationError(f"Klopt het jaar {day.year}? Schrijf bijvoorbeeld 4-9-2026.")
        return day


def refuse_backwards(form: forms.Form) -> None:
    """A last day lies on or after the first."""
    first, last = form.cleaned_data.get("starts_on"), form.cleaned_data.get("ends_on")
    if first and last and last < first:
        form.add_error("ends_on", "De laatste dag ligt voor de eerste. Draai ze om, of laat deze leeg.")
