"""What somebody can record about a person: one form each, in the order of the person's page."""

from __future__ import annotations

from collections.abc import Sequence

from deelwijs.people.corrections.base import CorrectionForm
from deelwijs.people.corrections.family import CustodyForm, DeathForm, GuardianForm, LanguageForm
from deelwijs.people.corrections.homes import AddressForm, SecrecyForm
from deelwijs.people.corrections.work import AbsenceForm, LastDayForm, PositionForm
from deelwijs.people.person_selectors import PersonDetails

CORRECTIONS: Sequence[type[CorrectionForm]] = (
    CustodyForm,
    GuardianForm,
    PositionForm,
    AbsenceForm,
    AddressForm,
    SecrecyForm,
    LanguageForm,
    LastDayForm,
    DeathForm,
)


def corrections_of(details: PersonDetails) -> list[type[CorrectionForm]]:
    """What there is to record about this person."""
    return [form for form in CORRECTIONS if form.applies(details)]
