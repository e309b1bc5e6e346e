"""Put the demo school in the database, through the same actions that a school uses where there are any."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from deelwijs.accounts.models import User
from deelwijs.accounts.roles import Role
from deelwijs.consents import actions as consents
from deelwijs.core.people import Affiliation as Kind
from deelwijs.demo.data import DemoAnswer, DemoSchool, read
from deelwijs.ledger.actions import record
from deelwijs.ledger.kinds import Kind as Act
from deelwijs.people.actor import Actor
from deelwijs.people.importers.records import PersonRow
from deelwijs.people.languages import DUTCH
from deelwijs.people.models import (
    Absence,
    Address,
    AddressSecrecy,
    Affiliation,
    Board,
    BoardMember,
    Enrolment,
    Group,
    Guardianship,
    Person,
    Position,
    RoleAssignment,
    School,
)
from deelwijs.protocols.actions import CouncilConsent, adopt
from deelwijs.protocols.models import Channel
from deelwijs.protocols.selectors import in_force

Progress = Callable[[str], object]

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://deelwijs.example/demo")
_BOARD = "board"
_LOADER = "demo"  # who does this in the ledger: nobody of the school
_EVENING = time(19, 30)
_ROLES = {Kind.PUPIL: Role.PUPIL, Kind.GUARDIAN: Role.GUARDIAN, Kind.EMPLOYEE: Role.EMPLOYEE}


def demo_id(name: str) -> uuid.UUID:
    """The id of a demo person, class or school: the same on each machine and after each start."""
    return uuid.uuid5(_NAMESPACE, name)


@transaction.atomic
def load_demo(day: date | None = None, progress: Progress = print) -> School:
    """Make the demo school, all or nothing. Once it is there, only the birth dates move along with ``day``.

    ``day`` is the local day at the school, today unless given. ``progress`` gets a line per step.
    """
    day = day or timezone.localdate()
    source = read(day)
    school = _there(source)
    if school is not None:
        _move_birth_dates(source, school, day)
        return school
    school = _make_school(source)
    _make_people(source, school)
    _record_by_hand(source, day)
    progress(f"{len(source.people.people)} mensen in {len(source.people.groups)} klassen")
    _adopt_protocol(source, school, day)
    _make_sign_ins(source)
    for answer in source.answers:
        _decide(source, school, answer, day)
    progress(f"{len(source.answers)} keer toestemming ingevuld")
    _record(school, day, people=len(source.people.people))
    return school


@transaction.atomic
def keep_alive(day: date | None = None) -> None:
    """Let the birth dates follow the day, so that a demo that runs for weeks stays as it was told."""
    day = day or timezone.localdate()
    source = read(day)
    school = _there(source)
    if school is not None:
        _move_birth_dates(source, school, day)


def _there(source: DemoSchool) -> School | None:
    return School.objects.filter(pk=demo_id(source.looks["slug"])).first()


def _record(school: School, day: date, **counts: int) -> None:
    record(
        tenant=school.id,
        kind=Act.DEMO_LOADED,
        subject=str(school.id),
        actor=_LOADER,
        payload={"day": day.isoformat(), **counts},
    )


def _make_school(source: DemoSchool) -> School:
    board = Board.objects.create(id=demo_id(source.board), name=source.board)
    for looks in (source.looks, *source.others):
        School.objects.create(id=demo_id(looks["slug"]), board=board, **looks)
    school = School.objects.get(pk=demo_id(source.looks["slug"]))
    Channel.objects.bulk_create(
        Channel(
            id=demo_id(f"channel {channel.key}"),
            school=school,
            key=channel.key,
            name=channel.name,
            provider=channel.provider,
            icon=channel.icon,
            audience=channel.audience,
            is_public=channel.public,
            order=order,
        )
        for order, channel in enumerate(source.channels, start=1)
    )
    return school


def _make_people(source: DemoSchool, school: School) -> None:
    """The people get no ``source_id``: an import that a visitor tries leaves them alone."""
    rows = source.people.people
    languages = source.families.languages
    Person.objects.bulk_create(_person(row, school, languages.get(row.source_id, DUTCH)) for row in rows)
    Affiliation.objects.bulk_create(
        Affiliation(person_id=demo_id(row.source_id), kind=tie.kind, ends_on=tie.ends_on)
        for row in rows
        for tie in row.ties
    )
    RoleAssignment.objects.bulk_create(
        RoleAssignment(person_id=demo_id(person), role=role)
        for person, roles in source.roles.items()
        for role in roles
        if role is not Role.BOARD
    )
    BoardMember.objects.bulk_create(
        BoardMember(board=school.board, person_id=demo_id(person))
        for person, roles in source.roles.items()
        if Role.BOARD in roles
    )
    Guardianship.objects.bulk_create(
        Guardianship(
            guardian_id=demo_id(guardian.source_id),
            pupil_id=demo_id(row.source_id),
            has_custody=guardian.has_custody,
            contact_order=order,
        )
        for row in rows
        for order, guardian in enumerate(row.guardians, start=1)
    )
    Group.objects.bulk_create(
        Group(id=_group_id(group.code), school=school, code=group.code, title=group.title)
        for group in source.people.groups
    )
    Enrolment.objects.bulk_create(
        Enrolment(group_id=_group_id(row.group), person_id=demo_id(row.person), is_teacher=row.is_teacher)
        for row in source.people.enrolments
    )


def _record_by_hand(source: DemoSchool, day: date) -> None:
    """What somebody at a school records because no file carries it."""
    functions = {row.source_id: row.function for row in source.people.people}
    Position.objects.bulk_create(
        Position(
            person_id=demo_id(person),
            function=functions[person],
            manager_id=None if manager == _BOARD else demo_id(manager),
            answers_to_board=manager == _BOARD,
        )
        for person, manager in source.managers.items()
    )
    Absence.objects.bulk_create(
        Absence(
            person_id=demo_id(away.person),
            substitute_id=demo_id(away.substitute),
            starts_on=day - timedelta(days=away.days_ago),
            ends_on=day + timedelta(days=away.days_to_go),
        )
        for away in source.absences
    )
    Address.objects.bulk_create(
        Address(person_id=demo_id(person), street=street, number=number, postcode=postcode, city=city)
        for person, (street, number, postcode, city) in source.families.addresses.items()
    )
    AddressSecrecy.objects.bulk_create(
        AddressSecrecy(person_id=demo_id(person), kept_from_id=demo_id(other), since=day)
        for person, other in source.families.secrets
    )


def _group_id(code: str) -> uuid.UUID:
    return demo_id(f"group {code}")


def _person(row: PersonRow, school: School, language: str) -> Person:
    return Person(
        id=demo_id(row.source_id),
        school=school,
        given_name=row.name.given,
        infix=row.name.infix,
        family_name=row.name.family,
        nicknames=list(row.name.nicknames),
        birth_date=row.birth_date,
        email=row.email,
        student_number=row.student_number,
        staff_code=row.staff_code,
        function=row.function,
        language=language,
    )


def _adopt_protocol(source: DemoSchool, school: School, day: date) -> None:
    since = day - timedelta(days=source.protocol_days_ago)
    agreed = CouncilConsent(on=since - timedelta(days=7), by=source.protocol_council)
    adopt(school_id=school.id, valid_from=since, by=_LOADER, consent=agreed)
    consents.publish_information(school_id=school.id, protocol=in_force(school.id, day))


def _make_sign_ins(source: DemoSchool) -> None:
    """A user without a password for each demo person: only the demo's own button signs them in."""
    for person in Person.objects.filter(pk__in=[demo_id(entry.person) for entry in source.sign_ins]):
        person.user = User.objects.create_user(person.email)
        person.save(update_fields=["user"])


def _decide(source: DemoSchool, school: School, answer: DemoAnswer, day: date) -> None:
    row = next(row for row in source.people.people if row.source_id == answer.by)
    consents.decide(
        actor=Actor(
            person_id=demo_id(answer.by),
            school_id=school.id,
            name=row.name.full,
            roles=frozenset(_ROLES[kind] for kind in row.tied_kinds),
        ),
        person_id=demo_id(answer.person),
        answers=[consents.GivenAnswer(*given) for given in answer.answers],
        now=datetime.combine(
            day - timedelta(days=answer.days_ago), _EVENING, timezone.get_current_timezone()
        ),
    )


def _move_birth_dates(source: DemoSchool, school: School, day: date) -> None:
    wanted = {demo_id(row.source_id): row.birth_date for row in source.people.people if row.birth_date}
    moved = [
        person
        for person in Person.objects.filter(school=school, pk__in=wanted)
        if person.birth_date != wanted[person.pk]
    ]
    if not moved:
        return
    for person in moved:
        person.birth_date = wanted[person.pk]
    Person.objects.bulk_update(moved, ["birth_date"])
    _record(school, day, birth_dates=len(moved))
