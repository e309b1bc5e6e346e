"""What somebody can record about a person: one form each, in the order of the person's page."""

from __future__ import annotations

from collections.abc import Sequence

from deelwijs.people.actor import Actor
from deelwijs.people.corrections.base import CorrectionForm
from deelwijs.people.corrections.family import CustodyForm, DeathForm, GuardianForm, LanguageForm
from deelwijs.people.corrections.homes import AddressForm, SecrecyForm
from deelwijs.people.corrections.work import AbsenceForm, LastDayForm, PositionForm, RolesForm
from deelwijs.people.person_selectors import PersonDetails
from deelwijs.people.recording import may_correct

CORRECTIONS: Sequence[type[CorrectionForm]] = (
    CustodyForm,
    GuardianForm,
    PositionForm,
    AbsenceForm,
    RolesForm,
    AddressForm,
    SecrecyForm,
    LanguageForm,
    LastDayForm,
    DeathForm,
)


def corrections_of(actor: Actor, details: PersonDetails) -> list[type[CorrectionForm]]:
    """What there is for the actor to record about this person."""
    if not may_correct(actor, details.card.id):
        return []
    return [form for form in CORRECTIONS if actor.may(form.needs) and form.applies(details)]
