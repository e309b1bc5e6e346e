"""Reads of people: of one school, on one day, and only for who may see them.

``day`` is the local day on which the question is asked: who belonged to the school until yesterday is
not there today.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from deelwijs.accounts.roles import Permission, Role
from deelwijs.core.people import Affiliation as Kind
from deelwijs.core.people import Person as CorePerson
from deelwijs.people import search
from deelwijs.people.actor import OPERATOR_ID, Actor
from deelwijs.people.cards import (
    GuardianCard,
    ImportResult,
    PeopleCounts,
    PeoplePage,
    PersonCard,
    PersonDetails,
    SchoolCard,
)
from deelwijs.people.changes import changes_of
from deelwijs.people.importers.records import ImportedSchool
from deelwijs.people.models import Affiliation, Enrolment, Group, Guardianship, Person, RoleAssignment, School

PER_PAGE = 50

_ROLE_OF_KIND = {Kind.PUPIL: Role.PUPIL, Kind.GUARDIAN: Role.GUARDIAN, Kind.EMPLOYEE: Role.EMPLOYEE}
# Whoever works for the school, also from outside it. Extra roles end with the work.
_WORKING = {Kind.EMPLOYEE, Kind.OTHER}


def on_day(day: date) -> Q:
    """Rows with a period that holds on ``day``; both ends belong to it."""
    return (Q(starts_on=None) | Q(starts_on__lte=day)) & (Q(ends_on=None) | Q(ends_on__gte=day))


# --- Who is signed in ---------------------------------------------------------------------------
def actors_of(user_id: UUID, day: date) -> tuple[Actor, ...]:
    """Everybody that a user is at the schools today. Who belongs to no school any more is nobody."""
    people = list(Person.objects.filter(user_id=user_id).select_related("school").order_by("school__name"))
    if not people:
        return ()
    kinds = _kinds(Affiliation.objects.filter(person__in=people), day)
    extra: dict[UUID, set[Role]] = defaultdict(set)
    for person_id, role in RoleAssignment.objects.filter(person__in=people).values_list("person_id", "role"):
        extra[person_id].add(Role(role))
    current = [
        (person, _roles(kinds[person.pk], extra[person.pk])) for person in people if person.pk in kinds
    ]
    current = [(person, roles) for person, roles in current if roles]
    return tuple(
        Actor(
            person_id=person.pk,
            school_id=person.school_id,
            name=person.name.full,
            roles=roles,
            letters=person.letters,
            can_switch=len(current) > 1,
        )
        for person, roles in current
    )


def _roles(kinds: set[Kind], extra: set[Role]) -> frozenset[Role]:
    by_tie = {_ROLE_OF_KIND[kind] for kind in kinds if kind in _ROLE_OF_KIND}
    return frozenset(by_tie | (extra if kinds & _WORKING else set()))


def operator_of(slug: str) -> Actor | None:
    """Who works at the server's command line, for one school; None when there is no such school."""
    school = School.objects.filter(slug=slug).first()
    if school is None:
        return None
    return Actor(OPERATOR_ID, school.pk, "Opdrachtregel", frozenset({Role.ADMINISTRATOR}))


def school_of(actor: Actor) -> SchoolCard:
    """The actor's own school."""
    school = School.objects.get(pk=actor.school_id)
    return SchoolCard(school.pk, school.name, school.slug, school.city, school.phone)


def school_names(school_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of schools, for who may choose between them."""
    return dict(School.objects.filter(pk__in=list(school_ids)).values_list("pk", "name"))


def colours_of(slug: str) -> tuple[str, str] | None:
    """A school's colour and accent; they are public."""
    return School.objects.filter(slug=slug).values_list("colour", "accent").first()


# --- Everybody, for the checks ------------------------------------------------------------------
def roster(school_id: UUID, day: date) -> tuple[CorePerson, ...]:
    """Everybody who belongs to the school on ``day``, as the core sees them. Four queries at any size.

    Guardians are those with custody who belong to the school themselves; groups are the classes in which
    somebody is a pupil, the fixed class first.
    """
    return _members(school_id, day, Q(), Q())


def member(school_id: UUID, person_id: UUID, day: date) -> CorePerson | None:
    """One of the ``roster``, or None when that person does not belong to the school on ``day``."""
    theirs = Q(person=person_id) | Q(person__wards__pupil=person_id)
    found = _members(school_id, day, theirs, Q(pupil=person_id))
    return next((person for person in found if person.id == str(person_id)), None)


def _members(school_id: UUID, day: date, whose_ties: Q, whose_guardians: Q) -> tuple[CorePerson, ...]:
    ties = Affiliation.objects.filter(whose_ties, on_day(day), person__school_id=school_id)
    kinds = _kinds(ties, day)
    guardians: dict[UUID, list[str]] = defaultdict(list)
    custody = Guardianship.objects.filter(whose_guardians, pupil__school_id=school_id, has_custody=True)
    for pupil_id, guardian_id in custody.order_by("contact_order", "pk").values_list(
        "pupil_id", "guardian_id"
    ):
        if Kind.GUARDIAN in kinds.get(guardian_id, set()):
            guardians[pupil_id].append(str(guardian_id))
    groups = _groups(school_id, day, whose_ties & Q(is_teacher=False))
    people = Person.objects.filter(pk__in=ties.values("person_id")).order_by(
        "family_name", "given_name", "pk"
    )
    return tuple(
        _core(person, kinds[person.pk], tuple(guardians[person.pk]), tuple(groups[person.pk]))
        for person in people
    )


def _core(
    person: Person, kinds: set[Kind], guardians: tuple[str, ...], groups: tuple[str, ...]
) -> CorePerson:
    return CorePerson(
        id=str(person.pk),
        name=person.name,
        affiliations=frozenset(kinds),
        birth_date=person.birth_date,
        guardians=guardians,
        groups=groups,
        function=person.function,
        email=person.email,
        student_number=person.student_number,
        staff_code=person.staff_code,
    )


def _kinds(ties: QuerySet[Affiliation], day: date) -> dict[UUID, set[Kind]]:
    kinds: dict[UUID, set[Kind]] = defaultdict(set)
    for person_id, kind in ties.filter(on_day(day)).values_list("person_id", "kind"):
        kinds[person_id].add(Kind(kind))
    return kinds


def _groups(school_id: UUID, day: date, which: Q) -> dict[UUID, list[str]]:
    groups: dict[UUID, list[str]] = defaultdict(list)
    rows = Enrolment.objects.filter(which, on_day(day), group__school_id=school_id)
    for person_id, code in rows.order_by("-group__is_homeroom", "group__code").values_list(
        "person_id", "group__code"
    ):
        if code not in groups[person_id]:
            groups[person_id].append(code)
    return groups


# --- Lists --------------------------------------------------------------------------------------
def find_people(
    actor: Actor, text: str, limit: int, *, day: date, kind: Kind | None = None
) -> tuple[PersonCard, ...]:
    """The people that fit what was typed so far: a part of the name or a class, without minding accents."""
    actor.require(Permission.SEE_PEOPLE)
    return _cards(actor.school_id, _fitting(actor.school_id, day, text, kind=kind)[:limit], day)


def people_page(
    actor: Actor, *, day: date, text: str = "", kind: Kind | None = None, group: str = "", number: int = 1
) -> PeoplePage:
    """One page of the people of the school, by family name."""
    actor.require(Permission.SEE_PEOPLE)
    found = _fitting(actor.school_id, day, text, kind=kind, group=group)
    pages = max(1, math.ceil(len(found) / PER_PAGE))
    number = min(max(number, 1), pages)
    shown = found[(number - 1) * PER_PAGE : number * PER_PAGE]
    return PeoplePage(_cards(actor.school_id, shown, day), len(found), number, pages)


def group_codes(actor: Actor) -> tuple[str, ...]:
    """The codes of the school's classes, fixed classes first."""
    actor.require(Permission.SEE_PEOPLE)
    codes = Group.objects.filter(school_id=actor.school_id).order_by("-is_homeroom", "code")
    return tuple(dict.fromkeys(codes.values_list("code", flat=True)))


def groups_taught(actor: Actor, day: date) -> tuple[str, ...]:
    """The codes of the classes in which the actor teaches on ``day``."""
    mine = _groups(actor.school_id, day, Q(person_id=actor.person_id, is_teacher=True))
    return tuple(mine[actor.person_id])


def counts(actor: Actor, day: date) -> PeopleCounts:
    """How many belong to the school, and for how many pupils something is missing."""
    actor.require(Permission.SEE_PEOPLE)
    ties = Affiliation.objects.filter(on_day(day), person__school_id=actor.school_id)
    by_kind = dict(ties.values_list("kind").annotate(Count("person_id")))
    pupils = Person.objects.filter(pk__in=ties.filter(kind=Kind.PUPIL.value).values("person_id"))
    guardians = ties.filter(kind=Kind.GUARDIAN.value).values("person_id")
    cared_for = Guardianship.objects.filter(has_custody=True, guardian__in=guardians).values("pupil_id")
    return PeopleCounts(
        pupils=by_kind.get(Kind.PUPIL.value, 0),
        guardians=by_kind.get(Kind.GUARDIAN.value, 0),
        employees=by_kind.get(Kind.EMPLOYEE.value, 0),
        groups=Group.objects.filter(school_id=actor.school_id).count(),
        pupils_without_guardian=pupils.exclude(pk__in=cared_for).count(),
        pupils_without_birth_date=pupils.filter(birth_date=None).count(),
    )


def _fitting(school_id: UUID, day: date, text: str, *, kind: Kind | None, group: str = "") -> list[UUID]:
    """Who fits, the best first. Two light reads: no two databases fold accents alike, so Python does."""
    query = search.words(text)
    ties = Affiliation.objects.filter(on_day(day), person__school_id=school_id)
    if kind is not None:
        ties = ties.filter(kind=kind.value)
    groups = _groups(school_id, day, Q()) if query or group else {}
    named = Person.objects.filter(pk__in=ties.values("person_id"))
    ranked = []
    for key, given, infix, family in named.values_list("pk", "given_name", "infix", "family_name"):
        classes = tuple(groups.get(key, ()))
        if group and group not in classes:
            continue
        rank = search.rank(query, f"{given} {infix} {family}", classes)
        if rank is not None:
            ranked.append((rank, search.fold(family), search.fold(given), str(key), key))
    return [row[-1] for row in sorted(ranked)]


def _cards(school_id: UUID, ids: list[UUID], day: date) -> tuple[PersonCard, ...]:
    """The cards of these people, in this order. Four queries at any number."""
    people = Person.objects.in_bulk(ids)
    kinds = _kinds(Affiliation.objects.filter(person__in=ids), day)
    groups = _groups(school_id, day, Q(person__in=ids))
    pupils = Affiliation.objects.filter(on_day(day), kind=Kind.PUPIL.value, person__school_id=school_id)
    cares = Guardianship.objects.filter(guardian__in=ids, pupil__in=pupils.values("person_id"))
    wards: dict[UUID, list[str]] = defaultdict(list)
    for guardian_id, given in cares.order_by("pk").values_list("guardian_id", "pupil__given_name"):
        wards[guardian_id].append(given)
    return tuple(_card(people[key], kinds[key], tuple(groups[key]), tuple(wards[key])) for key in ids)


def _card(
    person: Person, kinds: set[Kind], groups: tuple[str, ...] = (), wards: tuple[str, ...] = ()
) -> PersonCard:
    return PersonCard(
        id=person.pk,
        name=person.name.full,
        letters=person.letters,
        kinds=tuple(kind for kind in Kind if kind in kinds),
        groups=groups,
        function=person.function,
        wards=wards,
    )


# --- One person ---------------------------------------------------------------------------------
def wards_of(actor: Actor, day: date) -> tuple[PersonCard, ...]:
    """The pupils for whom the actor cares, as far as they are at the school today."""
    return _wards(actor.person_id, actor.school_id, day)


def _wards(guardian_id: UUID, school_id: UUID, day: date) -> tuple[PersonCard, ...]:
    pupils = Person.objects.filter(school_id=school_id, guardianships__guardian_id=guardian_id)
    kinds = _kinds(Affiliation.objects.filter(person__in=pupils), day)
    groups = _groups(school_id, day, Q(person__in=pupils, is_teacher=False))
    return tuple(
        _card(pupil, kinds[pupil.pk], tuple(groups[pupil.pk]))
        for pupil in pupils.order_by("given_name", "pk")
        if Kind.PUPIL in kinds.get(pupil.pk, set())
    )


def person(actor: Actor, person_id: UUID, day: date) -> PersonDetails:
    """One person of the actor's school: oneself, one's ward, or anybody for who may see people.

    Raises:
        Http404: when there is no such person at the school.
        PermissionDenied: when it is none of the actor's business.
    """
    wards = {ward.id for ward in wards_of(actor, day)}
    if person_id != actor.person_id and person_id not in wards:
        actor.require(Permission.SEE_PEOPLE)
    row = Person.objects.filter(school_id=actor.school_id, pk=person_id).first()
    if row is None:
        raise Http404("no such person at this school")
    kinds = _kinds(Affiliation.objects.filter(person=row), day)[row.pk]
    groups = _groups(actor.school_id, day, Q(person=row))[row.pk]
    return PersonDetails(
        card=_card(row, kinds, tuple(groups)),
        day=day,
        is_current=bool(kinds),
        birth_date=row.birth_date,
        email=row.email,
        student_number=row.student_number,
        staff_code=row.staff_code,
        guardians=_guardians(row, day),
        wards=_wards(row.pk, actor.school_id, day),
    )


def _guardians(pupil: Person, day: date) -> tuple[GuardianCard, ...]:
    rows = list(pupil.guardianships.select_related("guardian").order_by("contact_order", "pk"))
    kinds = _kinds(Affiliation.objects.filter(person__in=[row.guardian_id for row in rows]), day)
    return tuple(
        GuardianCard(_card(row.guardian, kinds[row.guardian_id]), row.has_custody, bool(row.guardian.email))
        for row in rows
        if Kind.GUARDIAN in kinds.get(row.guardian_id, set())
    )


# --- Imports ------------------------------------------------------------------------------------
def preview_import(actor: Actor, imported: ImportedSchool, day: date) -> ImportResult:
    """What applying the import today would do. Nothing is stored."""
    actor.require(Permission.IMPORT_PEOPLE)
    return changes_of(actor.school_id, imported, day).result
