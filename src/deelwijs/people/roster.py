"""Everybody who belongs to a school on a day, as the core sees them. For the checks: no permission asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Q

from deelwijs.core.people import Affiliation as Kind
from deelwijs.core.people import Care, Standing, guardians_on
from deelwijs.core.people import Person as CorePerson
from deelwijs.core.period import Period
from deelwijs.people.models import Guardianship, Person
from deelwijs.people.periods import on_day
from deelwijs.people.rows import functions_of, groups_of, ties_on


def roster(school_id: UUID, day: date) -> tuple[CorePerson, ...]:
    """Everybody who belongs to the school on ``day``, as the core sees them. Five queries at any size.

    Guardians are those with custody who belong to the school themselves; groups are the classes in which
    somebody is a pupil, the fixed class first. Who only used to work there is not among them.
    """
    return _members(school_id, day, Q(), Q())


def member(school_id: UUID, person_id: UUID, day: date) -> CorePerson | None:
    """One of the ``roster``, or None when that person does not belong to the school on ``day``."""
    return next(iter(members(school_id, [person_id], day)), None)


def members(school_id: UUID, person_ids: Collection[UUID], day: date) -> tuple[CorePerson, ...]:
    """Those of the ``roster`` with these ids, in its order and a constant number of queries."""
    # Not over the relation between guardian and pupil: that has a row for each period.
    guardians = Guardianship.objects.filter(on_day(day), pupil__in=person_ids)
    theirs = Q(person__in=person_ids) | Q(person__in=guardians.values("guardian_id"))
    found = _members(school_id, day, theirs, Q(pupil__in=person_ids))
    wanted = {str(person_id) for person_id in person_ids}
    return tuple(person for person in found if person.id in wanted)


def standings(school_id: UUID, day: date) -> dict[str, Standing]:
    """How everybody stands on ``day``, without names and classes: what says who decides. Three queries."""
    kinds = _kinds(school_id, day, Q())
    guardians = _guardians(school_id, day, Q(), kinds)
    ids = ties_on(school_id, day).values("person_id")
    born = Person.objects.filter(pk__in=ids).values_list("pk", "birth_date")
    return {
        str(key): Standing(frozenset(kinds[key]), birth_date, guardians.get(str(key), ()))
        for key, birth_date in born
    }


def _members(school_id: UUID, day: date, whose_ties: Q, whose_guardians: Q) -> tuple[CorePerson, ...]:
    kinds = _kinds(school_id, day, whose_ties)
    guardians = _guardians(school_id, day, whose_guardians, kinds)
    groups = groups_of(school_id, day, whose_ties & Q(is_teacher=False))
    functions = functions_of(whose_ties & Q(person__school_id=school_id), day)
    ids = ties_on(school_id, day).filter(whose_ties).values("person_id")
    people = Person.objects.filter(pk__in=ids).order_by("family_name", "given_name", "pk")
    return tuple(
        _core(
            person,
            kinds[person.pk],
            guardians=guardians.get(str(person.pk), ()),
            groups=tuple(groups[person.pk]),
            function=functions.get(person.pk, person.function),
        )
        for person in people
    )


def _kinds(school_id: UUID, day: date, whose: Q) -> dict[UUID, set[Kind]]:
    kinds: dict[UUID, set[Kind]] = defaultdict(set)
    for person_id, kind in ties_on(school_id, day).filter(whose).values_list("person_id", "kind"):
        kinds[person_id].add(Kind(kind))
    return kinds


def _guardians(
    school_id: UUID, day: date, whose: Q, kinds: Mapping[UUID, set[Kind]]
) -> Mapping[str, tuple[str, ...]]:
    here = {str(person_id) for person_id, held in kinds.items() if Kind.GUARDIAN in held}
    return guardians_on(cares_of(school_id, whose), day, here)


def cares_of(school_id: UUID, which: Q) -> list[Care]:
    """Who cares for whom at the school, through time."""
    rows = Guardianship.objects.filter(which, pupil__school_id=school_id).order_by("contact_order", "pk")
    columns = ("guardian_id", "pupil_id", "has_custody", "contact_order", "starts_on", "ends_on")
    return [
        Care(str(guardian_id), str(pupil_id), has_custody, order, Period(starts_on, ends_on))
        for guardian_id, pupil_id, has_custody, order, starts_on, ends_on in rows.values_list(*columns)
    ]


def _core(
    person: Person, kinds: set[Kind], *, guardians: tuple[str, ...], groups: tuple[str, ...], function: str
) -> CorePerson:
    return CorePerson(
        id=str(person.pk),
        name=person.name,
        affiliations=frozenset(kinds),
        birth_date=person.birth_date,
        guardians=guardians,
        groups=groups,
        function=function,
        email=person.email,
        student_number=person.student_number,
        staff_code=person.staff_code,
    )
