"""Reads of one person: everything that a page shows, on one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from deelwijs.accounts.roles import Permission, Role
from deelwijs.core.people import Affiliation as Kind
from deelwijs.core.people import age_on
from deelwijs.core.period import Period
from deelwijs.people.actor import Actor
from deelwijs.people.cards import PersonCard
from deelwijs.people.family_selectors import ContactCard, HouseholdCard, contact_of, letters_of
from deelwijs.people.models import Absence, Affiliation, Guardianship, Person, Position, RoleAssignment
from deelwijs.people.periods import on_day
from deelwijs.people.rows import card, cards, functions_of, groups_of, kinds_of
from deelwijs.people.work_selectors import WORKING, ManagerCard, manager_of


@dataclass(frozen=True, slots=True)
class GuardianCard:
    """Somebody who cares for a pupil, and whether with custody; ``period`` is how long that holds so."""

    person: PersonCard
    has_custody: bool
    can_be_mailed: bool
    period: Period

    @property
    def custody_word(self) -> str:
        """Custody in at most three words."""
        return "Heeft gezag" if self.has_custody else "Geen gezag"


@dataclass(frozen=True, slots=True)
class OwnManager:
    """What is recorded, whoever can be reached: a person of the school, or the board."""

    person_id: UUID | None
    board: bool


@dataclass(frozen=True, slots=True)
class WorkCard:
    """Somebody's work on a day: to whom they turn, to whom they answer, and whether they are away."""

    manager: ManagerCard
    own_manager: OwnManager | None
    is_away: bool
    substitute: PersonCard | None


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """One person's page on one day. ``contact`` is None for who may not know it."""

    card: PersonCard
    day: date
    birth_date: date | None
    student_number: str
    staff_code: str
    language: str
    died_on: date | None
    contact: ContactCard | None
    guardians: tuple[GuardianCard, ...]
    wards: tuple[PersonCard, ...]
    letters: tuple[HouseholdCard, ...]
    work: WorkCard | None
    roles: tuple[Role, ...]
    last_day: date | None

    @property
    def is_current(self) -> bool:
        """Whether the person belongs to the school on this day."""
        return bool(set(self.card.kinds) - {Kind.FORMER_EMPLOYEE})

    @property
    def age(self) -> int | None:
        """Age in whole years."""
        return age_on(self.birth_date, self.day) if self.birth_date else None

    @property
    def is_pupil(self) -> bool:
        """Whether somebody else may decide for this person."""
        return Kind.PUPIL in self.card.kinds

    @property
    def is_guardian(self) -> bool:
        """Whether this person may decide for somebody else."""
        return Kind.GUARDIAN in self.card.kinds


def wards_of(actor: Actor, day: date) -> tuple[PersonCard, ...]:
    """The pupils for whom the actor cares, as far as they are at the school on ``day``."""
    return _wards(actor.person_id, actor.school_id, day)


def _wards(guardian_id: UUID, school_id: UUID, day: date) -> tuple[PersonCard, ...]:
    cared_for = Guardianship.objects.filter(on_day(day), guardian=guardian_id, pupil__school_id=school_id)
    pupils = Person.objects.filter(pk__in=cared_for.values("pupil_id")).order_by("given_name", "pk")
    kinds = kinds_of(Q(person__in=pupils), day)
    here = [pupil.pk for pupil in pupils if Kind.PUPIL in kinds.get(pupil.pk, frozenset())]
    return cards(school_id, here, day)


def person(actor: Actor, person_id: UUID, day: date) -> PersonDetails:
    """One person of the actor's school: oneself, one's ward, or anybody for who may see people.

    Raises:
        Http404: when there is no such person at the school.
        PermissionDenied: when it is none of the actor's business.
    """
    if person_id != actor.person_id and person_id not in {ward.id for ward in wards_of(actor, day)}:
        actor.require(Permission.SEE_PEOPLE)
    row = Person.objects.filter(school_id=actor.school_id, pk=person_id).first()
    if row is None:
        raise Http404("no such person at this school")
    kinds = kinds_of(Q(person=row), day).get(row.pk, frozenset())
    return PersonDetails(
        card=card(
            row,
            kinds,
            groups=tuple(groups_of(actor.school_id, day, Q(person=row))[row.pk]),
            function=functions_of(Q(person=row), day).get(row.pk),
        ),
        day=day,
        birth_date=row.birth_date,
        student_number=row.student_number,
        staff_code=row.staff_code,
        language=row.language,
        died_on=row.died_on,
        contact=contact_of(actor, row.pk, day),
        guardians=_guardians(row, day),
        wards=_wards(row.pk, actor.school_id, day),
        letters=letters_of(actor, row.pk, day) if Kind.PUPIL in kinds else (),
        work=_work(row, day) if kinds & set(WORKING) else None,
        roles=_roles(row),
        last_day=_last_day(row),
    )


def _roles(person: Person) -> tuple[Role, ...]:
    held = set(RoleAssignment.objects.filter(person=person).values_list("role", flat=True))
    return tuple(role for role in Role if role.value in held)


def _last_day(person: Person) -> date | None:
    """The day after which the person is not there any more, if that is known."""
    ties = Affiliation.objects.filter(person=person)
    if ties.filter(ends_on=None).exists():
        return None
    return ties.order_by("ends_on").values_list("ends_on", flat=True).last()


def _guardians(pupil: Person, day: date) -> tuple[GuardianCard, ...]:
    rows = list(
        Guardianship.objects.filter(on_day(day), pupil=pupil)
        .select_related("guardian")
        .order_by("contact_order", "pk")
    )
    kinds = kinds_of(Q(person__in=[row.guardian_id for row in rows]), day)
    return tuple(
        GuardianCard(
            card(row.guardian, kinds[row.guardian_id]),
            row.has_custody,
            bool(row.guardian.email),
            row.period,
        )
        for row in rows
        if Kind.GUARDIAN in kinds.get(row.guardian_id, frozenset())
    )


def _work(row: Person, day: date) -> WorkCard:
    away = Absence.objects.filter(on_day(day), person=row).select_related("substitute").first()
    line = Position.objects.filter(on_day(day), person=row).first()
    return WorkCard(
        manager=manager_of(row, day),
        own_manager=OwnManager(line.manager_id, line.answers_to_board) if line else None,
        is_away=away is not None,
        substitute=card(away.substitute, ()) if away and away.substitute else None,
    )
