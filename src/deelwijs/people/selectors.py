"""Reads of people: of one school, on one day, and only for who may see them.

``day`` is the local day on which the question is asked: who belonged to the school until yesterday is
not there today.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from deelwijs.accounts.roles import Permission, Role
from deelwijs.core.people import Affiliation as Kind
from deelwijs.people import search
from deelwijs.people.actor import OPERATOR_ID, Actor
from deelwijs.people.cards import PeopleCounts, PeoplePage, PersonCard, SchoolCard
from deelwijs.people.languages import DUTCH
from deelwijs.people.models import (
    Affiliation,
    BoardMember,
    Enrolment,
    Guardianship,
    Person,
    RoleAssignment,
    School,
)
from deelwijs.people.periods import on_day
from deelwijs.people.person_selectors import person, wards_of
from deelwijs.people.roster import member, members, roster
from deelwijs.people.rows import cards, former_employees, groups_of, kinds_of, living, ties_on
from deelwijs.people.work_selectors import manager_of

__all__ = [
    "PER_PAGE",
    "actors_of",
    "colours_of",
    "counts",
    "find_people",
    "group_codes",
    "groups_taught",
    "language_of",
    "manager_of",
    "member",
    "members",
    "operator_of",
    "people_page",
    "person",
    "roster",
    "school_names",
    "school_of",
    "wards_of",
]

PER_PAGE = 50

_ROLE_OF_KIND = {Kind.PUPIL: Role.PUPIL, Kind.GUARDIAN: Role.GUARDIAN, Kind.EMPLOYEE: Role.EMPLOYEE}
# Whoever works for the school, also from outside it. Extra roles end with the work.
_WORKING = {Kind.EMPLOYEE, Kind.OTHER}


# --- Who is signed in ---------------------------------------------------------------------------
def actors_of(user_id: UUID, day: date) -> tuple[Actor, ...]:
    """Everybody that a user is at the schools today. Who belongs to no school any more is nobody."""
    people = list(Person.objects.filter(user_id=user_id).select_related("school").order_by("school__name"))
    if not people:
        return ()
    kinds = kinds_of(Q(person__in=people), day)
    extra: dict[UUID, set[Role]] = defaultdict(set)
    for person_id, role in RoleAssignment.objects.filter(person__in=people).values_list("person_id", "role"):
        extra[person_id].add(Role(role))
    boards = boards_of(people, day)
    roles = {
        person.pk: _roles(kinds.get(person.pk, frozenset()), extra[person.pk])
        | ({Role.BOARD} if person.pk in boards else set())
        for person in people
    }
    return tuple(
        Actor(
            person_id=person.pk,
            school_id=person.school_id,
            name=person.name.full,
            roles=roles[person.pk],
            letters=person.letters,
            can_switch=sum(map(bool, roles.values())) > 1,
            board_id=boards.get(person.pk),
        )
        for person in people
        if roles[person.pk]
    )


def _roles(kinds: frozenset[Kind], extra: set[Role]) -> frozenset[Role]:
    by_tie = {_ROLE_OF_KIND[kind] for kind in kinds if kind in _ROLE_OF_KIND}
    return frozenset(by_tie | (extra if kinds & _WORKING else set()))


def boards_of(people: Iterable[Person], day: date) -> dict[UUID, UUID]:
    """For who acts for a board on ``day``: the board. A seat counts at a school of that board only."""
    seats = BoardMember.objects.filter(
        on_day(day), living(day), person__in=list(people), board_id=F("person__school__board_id")
    )
    return dict(seats.values_list("person_id", "board_id"))


def operator_of(slug: str) -> Actor | None:
    """Who works at the server's command line, for one school; None when there is no such school."""
    school = School.objects.filter(slug=slug).first()
    if school is None:
        return None
    return Actor(OPERATOR_ID, school.pk, "Opdrachtregel", frozenset({Role.ADMINISTRATOR}))


def language_of(actor: Actor) -> str:
    """The code of the language that the school recorded for the actor."""
    return Person.objects.filter(pk=actor.person_id).values_list("language", flat=True).first() or DUTCH


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


# --- Lists --------------------------------------------------------------------------------------
def find_people(
    actor: Actor, text: str, limit: int, *, day: date, kind: Kind | None = None
) -> tuple[PersonCard, ...]:
    """The people that fit what was typed so far: a part of the name or a class, without minding accents."""
    actor.require(Permission.SEE_PEOPLE)
    return cards(actor.school_id, _fitting(actor.school_id, day, text, kind=kind)[:limit], day)


def people_page(
    actor: Actor, *, day: date, text: str = "", kind: Kind | None = None, group: str = "", number: int = 1
) -> PeoplePage:
    """One page of the people of the school, by family name."""
    actor.require(Permission.SEE_PEOPLE)
    found = _fitting(actor.school_id, day, text, kind=kind, group=group)
    pages = max(1, math.ceil(len(found) / PER_PAGE))
    number = min(max(number, 1), pages)
    shown = found[(number - 1) * PER_PAGE : number * PER_PAGE]
    return PeoplePage(cards(actor.school_id, shown, day), len(found), number, pages)


def group_codes(actor: Actor, day: date) -> tuple[str, ...]:
    """The codes of the classes that there are on ``day``, fixed classes first."""
    actor.require(Permission.SEE_PEOPLE)
    rows = Enrolment.objects.filter(on_day(day), group__school_id=actor.school_id)
    codes = rows.order_by("-group__is_homeroom", "group__code").values_list("group__code", flat=True)
    return tuple(dict.fromkeys(codes))


def groups_taught(actor: Actor, day: date) -> tuple[str, ...]:
    """The codes of the classes in which the actor teaches on ``day``."""
    mine = groups_of(actor.school_id, day, Q(person_id=actor.person_id, is_teacher=True))
    return tuple(mine[actor.person_id])


def counts(actor: Actor, day: date) -> PeopleCounts:
    """How many belong to the school on ``day``, and for how many pupils something is missing."""
    actor.require(Permission.SEE_PEOPLE)
    ties = ties_on(actor.school_id, day)
    by_kind = dict(ties.values_list("kind").annotate(Count("person_id", distinct=True)))
    pupils = Person.objects.filter(pk__in=ties.filter(kind=Kind.PUPIL.value).values("person_id"))
    guardians = ties.filter(kind=Kind.GUARDIAN.value).values("person_id")
    cares = Guardianship.objects.filter(on_day(day), has_custody=True, guardian__in=guardians)
    return PeopleCounts(
        pupils=by_kind.get(Kind.PUPIL.value, 0),
        guardians=by_kind.get(Kind.GUARDIAN.value, 0),
        employees=by_kind.get(Kind.EMPLOYEE.value, 0),
        groups=len(group_codes(actor, day)),
        pupils_without_guardian=pupils.exclude(pk__in=cares.values("pupil_id")).count(),
        pupils_without_birth_date=pupils.filter(birth_date=None).count(),
    )


def _fitting(school_id: UUID, day: date, text: str, *, kind: Kind | None, group: str = "") -> list[UUID]:
    """Who fits, the best first. Two light reads: no two databases fold accents alike, so Python does.

    Names and classes only: nobody is found by an address.
    """
    query = search.words(text)
    groups = groups_of(school_id, day, Q()) if query or group else {}
    named = Person.objects.filter(pk__in=_of_kind(school_id, day, kind))
    ranked = []
    for key, given, infix, family in named.values_list("pk", "given_name", "infix", "family_name"):
        classes = tuple(groups.get(key, ()))
        if group and group not in classes:
            continue
        rank = search.rank(query, f"{given} {infix} {family}", classes)
        if rank is not None:
            ranked.append((rank, search.fold(family), search.fold(given), str(key), key))
    return [row[-1] for row in sorted(ranked)]


def _of_kind(school_id: UUID, day: date, kind: Kind | None) -> Collection[UUID] | QuerySet[Affiliation, UUID]:
    """The ids of everybody who belongs to the school, or belongs to it in one way."""
    if kind is Kind.FORMER_EMPLOYEE:
        return former_employees(school_id, day)
    ties = ties_on(school_id, day)
    return (ties.filter(kind=kind.value) if kind else ties).values_list("person_id", flat=True)
