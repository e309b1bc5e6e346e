"""Building blocks of every read of people: who belongs on a day, in which class, and the cards of a list.

No permission is checked here; the selectors do that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from deelwijs.core.people import Affiliation as Kind
from deelwijs.core.people import Tie, kinds_on
from deelwijs.core.period import Period
from deelwijs.people.cards import PersonCard
from deelwijs.people.models import Affiliation, Enrolment, Guardianship, Person, Position
from deelwijs.people.periods import on_day


def living(day: date, prefix: str = "person__") -> Q:
    """Who had not died before ``day``; no file brings somebody back to life."""
    return Q(**{f"{prefix}died_on": None}) | Q(**{f"{prefix}died_on__gte": day})


def ties_on(school_id: UUID, day: date) -> QuerySet[Affiliation]:
    """The ties of everybody who belongs to the school on ``day``. Who only used to work there does not."""
    ties = Affiliation.objects.filter(on_day(day), living(day), person__school_id=school_id)
    return ties.exclude(kind=Kind.FORMER_EMPLOYEE.value)


def kinds_of(which: Q, day: date) -> dict[UUID, frozenset[Kind]]:
    """How people belong to the school on ``day``, former employees included. Who does not is left out."""
    ties: dict[UUID, list[Tie]] = defaultdict(list)
    rows = Affiliation.objects.filter(which, living(day))
    for person_id, kind, starts_on, ends_on in rows.values_list("person_id", "kind", "starts_on", "ends_on"):
        ties[person_id].append(Tie(Kind(kind), Period(starts_on, ends_on)))
    kinds = {person_id: kinds_on(known, day) for person_id, known in ties.items()}
    return {person_id: held for person_id, held in kinds.items() if held}


def former_employees(school_id: UUID, day: date) -> set[UUID]:
    """The ids of who worked at the school before ``day`` and no more."""
    used_to = Q(person__school_id=school_id, kind__in=[Kind.EMPLOYEE.value, Kind.FORMER_EMPLOYEE.value])
    return {person_id for person_id, kinds in kinds_of(used_to, day).items() if Kind.FORMER_EMPLOYEE in kinds}


def groups_of(school_id: UUID, day: date, which: Q) -> dict[UUID, list[str]]:
    """The codes of the classes in which people are on ``day``, fixed classes first."""
    groups: dict[UUID, list[str]] = defaultdict(list)
    rows = Enrolment.objects.filter(which, on_day(day), group__school_id=school_id)
    for person_id, code in rows.order_by("-group__is_homeroom", "group__code").values_list(
        "person_id", "group__code"
    ):
        if code not in groups[person_id]:
            groups[person_id].append(code)
    return groups


def functions_of(which: Q, day: date) -> dict[UUID, str]:
    """The functions that somebody at the school recorded; they go before what a file says."""
    rows = Position.objects.filter(which, on_day(day)).exclude(function="")
    return dict(rows.values_list("person_id", "function"))


# --- Cards --------------------------------------------------------------------------------------
def cards(school_id: UUID, ids: Collection[UUID], day: date) -> tuple[PersonCard, ...]:
    """The cards of these people of the school, in this order. Five queries at any number."""
    people = Person.objects.filter(school_id=school_id).in_bulk(list(ids))
    theirs = Q(person__in=ids)
    kinds = kinds_of(theirs, day)
    groups = groups_of(school_id, day, theirs)
    functions = functions_of(theirs, day)
    wards = _ward_names(school_id, ids, day)
    return tuple(
        card(
            people[key],
            kinds.get(key, frozenset()),
            groups=tuple(groups[key]),
            wards=tuple(wards[key]),
            function=functions.get(key),
        )
        for key in ids
        if key in people
    )


def _ward_names(school_id: UUID, ids: Collection[UUID], day: date) -> dict[UUID, list[str]]:
    pupils = ties_on(school_id, day).filter(kind=Kind.PUPIL.value)
    cares = Guardianship.objects.filter(on_day(day), guardian__in=ids, pupil__in=pupils.values("person_id"))
    wards: dict[UUID, list[str]] = defaultdict(list)
    for guardian_id, given in cares.order_by("pk").values_list("guardian_id", "pupil__given_name"):
        wards[guardian_id].append(given)
    return wards


def card(
    person: Person,
    kinds: Collection[Kind],
    *,
    groups: tuple[str, ...] = (),
    wards: tuple[str, ...] = (),
    function: str | None = None,
) -> PersonCard:
    """One person's card."""
    return PersonCard(
        id=person.pk,
        name=person.name.full,
        letters=person.letters,
        kinds=tuple(kind for kind in Kind if kind in kinds),
        groups=groups,
        function=person.function if function is None else function,
        wards=wards,
    )
