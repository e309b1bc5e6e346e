"""The fictional school as it stands in ``school.yaml``, with birth dates that follow the day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from deelwijs.accounts.roles import Role
from deelwijs.core.consent import Answer
from deelwijs.core.people import Affiliation, Name
from deelwijs.people.importers.records import (
    EnrolmentRow,
    GroupRow,
    GuardianRow,
    ImportedSchool,
    OrgRow,
    PersonRow,
    TieRow,
)

SELF = "self"


@dataclass(frozen=True, slots=True)
class DemoChannel:
    """A place where the demo school publishes."""

    key: str
    name: str
    provider: str
    icon: str
    audience: str
    public: bool


@dataclass(frozen=True, slots=True)
class DemoAnswer:
    """What somebody decided for a person, and how many days before the day of loading.

    ``person`` and ``by`` are source ids; ``answers`` holds purpose, channel key and answer.
    """

    person: str
    by: str
    days_ago: int
    answers: tuple[tuple[str, str, Answer], ...]


@dataclass(frozen=True, slots=True)
class DemoAbsence:
    """Somebody who is away, and who stands in; the days are counted from the day of loading."""

    person: str
    substitute: str
    days_ago: int
    days_to_go: int


@dataclass(frozen=True, slots=True)
class DemoFamilies:
    """What no file carries: addresses (street, number, postcode, city), secrets, languages, by source id."""

    addresses: Mapping[str, tuple[str, ...]]
    secrets: tuple[tuple[str, str], ...]
    languages: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DemoSignIn:
    """Somebody as whom a visitor can sign in with one click, and what that shows."""

    person: str
    role: str
    sentence: str


@dataclass(frozen=True, slots=True)
class DemoSchool:
    """All of the demo school. ``looks`` are the fields of the school itself, ``others`` those of the board's
    other schools; ``managers`` says who answers to whom."""

    board: str
    looks: Mapping[str, Any]
    others: tuple[Mapping[str, Any], ...]
    protocol_days_ago: int
    protocol_council: str
    channels: tuple[DemoChannel, ...]
    people: ImportedSchool
    roles: Mapping[str, tuple[Role, ...]]
    managers: Mapping[str, str]
    absences: tuple[DemoAbsence, ...]
    families: DemoFamilies
    answers: tuple[DemoAnswer, ...]
    sign_ins: tuple[DemoSignIn, ...]


def born(day: date, age: int, birthday_in: int) -> date:
    """The date of birth of somebody who is ``age`` years old on ``day`` and has the next birthday
    ``birthday_in`` days later; 0 means that today is the birthday."""
    next_birthday = day + timedelta(days=birthday_in)
    years = age if birthday_in == 0 else age + 1
    try:
        return next_birthday.replace(year=next_birthday.year - years)
    except ValueError:
        # 29 February in a common year: the day before when it is today, so that the age is reached,
        # and the day after when it is still to come, so that it is not.
        return date(next_birthday.year - years, *((2, 28) if birthday_in == 0 else (3, 1)))


@cache
def _source() -> dict[str, Any]:
    text = (files(__package__) / "school.yaml").read_text(encoding="utf-8")
    source: dict[str, Any] = yaml.safe_load(text)
    return source


def school_slug() -> str:
    """What the demo school is called in addresses, whatever the day."""
    slug: str = _source()["school"]["slug"]
    return slug


def sign_ins() -> tuple[DemoSignIn, ...]:
    """As whom a visitor can sign in, whatever the day."""
    return tuple(DemoSignIn(**entry) for entry in _source()["demo_people"])


def read(day: date) -> DemoSchool:
    """The demo school as it is on ``day``."""
    source = _source()
    return DemoSchool(
        board=source["board"],
        looks=_looks(source["school"]),
        others=tuple(source["other_schools"]),
        protocol_days_ago=source["protocol_days_ago"],
        protocol_council=source["protocol_council"],
        channels=tuple(DemoChannel(**channel) for channel in source["channels"]),
        people=_people(source, day),
        roles={row["id"]: tuple(Role(role) for role in row.get("roles", ())) for row in source["employees"]},
        managers={row["id"]: row["manager"] for row in source["employees"] if "manager" in row},
        absences=tuple(DemoAbsence(**row) for row in source["absences"]),
        families=_what_no_file_carries(source),
        answers=tuple(_answers(source)),
        sign_ins=sign_ins(),
    )


def _what_no_file_carries(source: dict[str, Any]) -> DemoFamilies:
    rows = [row for family in source["families"] for row in (*family["guardians"], *family["pupils"])]
    return DemoFamilies(
        addresses={row["id"]: tuple(row["address"]) for row in rows if "address" in row},
        secrets=tuple((row["person"], row["kept_from"]) for row in source["secrets"]),
        languages={row["id"]: row["language"] for row in rows if "language" in row},
    )


def _looks(school: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in school.items() if key != "guardian_domain"}


def _people(source: dict[str, Any], day: date) -> ImportedSchool:
    org = source["school"]["slug"]
    return ImportedSchool(
        orgs=(OrgRow(org, source["school"]["name"]),),
        people=(*_staff(source, day), *_families(source, day)),
        groups=tuple(GroupRow(row["code"], row["code"], row["title"], org=org) for row in source["groups"]),
        enrolments=(
            *(EnrolmentRow(row["code"], row["mentor"], is_teacher=True) for row in source["groups"]),
            *(EnrolmentRow(pupil["group"], pupil["id"]) for pupil, _ in _pupils(source)),
        ),
    )


def _pupils(source: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Each pupil with the family."""
    for family in source["families"]:
        for pupil in family["pupils"]:
            yield pupil, family


def _staff(source: dict[str, Any], day: date) -> Iterator[PersonRow]:
    """Who works at the school, who did, and who helps."""
    domain = source["school"]["email_domain"]
    for row in source["employees"]:
        yield _person(source, row, TieRow(Affiliation.EMPLOYEE), domain=domain, **_work(row))
    for row in source["former_employees"]:
        left = TieRow(Affiliation.EMPLOYEE, ends_on=day - timedelta(days=row["left_days_ago"]))
        yield _person(source, row, left, domain=domain, **_work(row))
    for row in source["others"]:
        yield _person(source, row, TieRow(Affiliation.OTHER), domain=domain, function=row["function"])


def _work(row: dict[str, Any]) -> dict[str, str]:
    return {"function": row["function"], "staff_code": row["code"]}


def _families(source: dict[str, Any], day: date) -> Iterator[PersonRow]:
    for family in source["families"]:
        for row in family["guardians"]:
            yield _person(
                source, row, TieRow(Affiliation.GUARDIAN), domain=source["school"]["guardian_domain"]
            )
    for number, (row, family) in enumerate(_pupils(source), start=1):
        yield _person(
            source,
            row,
            TieRow(Affiliation.PUPIL),
            domain="leerling." + source["school"]["email_domain"],
            birth_date=born(day, row["age"], row["birthday_in"]),
            student_number=str(20000 + number),
            guardians=tuple(
                GuardianRow(guardian["id"], guardian.get("custody", True)) for guardian in family["guardians"]
            ),
        )


def _person(
    source: dict[str, Any], row: dict[str, Any], tie: TieRow, *, domain: str, **more: Any
) -> PersonRow:
    return PersonRow(
        source_id=row["id"],
        name=Name(
            row["given"],
            row.get("infix", ""),
            row.get("family", ""),
            nicknames=tuple(row.get("nicknames", ())),
        ),
        kinds=frozenset({tie.kind}),
        ties=(tie,),
        email=row.get("email", f"{row['id'].replace('-', '.')}@{domain}"),
        orgs=frozenset({source["school"]["slug"]}),
        **more,
    )


def _answers(source: dict[str, Any]) -> Iterator[DemoAnswer]:
    """Everybody's answers, the oldest first, as they would have come in."""
    rows = [*source["employees"], *(pupil for pupil, _ in _pupils(source))]
    sets = {name: tuple(_answer_set(entry)) for name, entry in source["answer_sets"].items()}
    answers = [
        DemoAnswer(
            person=row["id"],
            by=row["id"] if given["by"] == SELF else given["by"],
            days_ago=given.get("days_ago", source["answered_days_ago"]),
            answers=sets[given["set"]],
        )
        for row in rows
        for given in row.get("answers", ())
    ]
    yield from sorted(answers, key=lambda answer: -answer.days_ago)


def _answer_set(purposes: dict[str, str]) -> Iterator[tuple[str, str, Answer]]:
    """From "+website -instagram" to purpose, channel and answer."""
    for purpose, marks in purposes.items():
        for mark in marks.split():
            yield purpose, mark[1:], {"+": Answer.YES, "-": Answer.NO}[mark[0]]
