"""Addresses and mail addresses: who sees them, and that there is one door to them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date

import pytest

from deelwijs.accounts.roles import PERMISSIONS, Permission, Role
from deelwijs.core.people import Affiliation as Kind
from deelwijs.people import family_selectors, selectors
from deelwijs.people.family_selectors import contact_of, contacts_of, households_of, letters_of
from deelwijs.people.models import Address, AddressSecrecy, Guardianship, Person, School
from tests.architecture.source import PACKAGE, python_files, short, templates, tree_of
from tests.people.conftest import acting, member

DAY = date(2026, 3, 3)
WORK = (Role.EMPLOYEE, Role.ADMINISTRATOR)


def lives(person: Person, street: str, number: str = "1", postcode: str = "", **period: date) -> Person:
    Address.objects.create(
        person=person, street=street, number=number, postcode=postcode, city="Windmeer", **period
    )
    return person


@pytest.fixture
def family(school: School) -> dict[str, Person]:
    """Petra and Henk are divorced; Henk may not know where Petra and Puck live. Rob works in the office."""
    people = {
        "petra": lives(member(school, "Petra Wijk", Kind.GUARDIAN), "Schuilplaats", "12", "1234 AB"),
        "henk": lives(member(school, "Henk Lamers", Kind.GUARDIAN), "Oude Dijk", "8", "4321 ZZ"),
        "puck": lives(member(school, "Puck Lamers", Kind.PUPIL), "Schuilplaats", "12", "1234ab"),
        "rob": member(school, "Rob Timmermans", Kind.EMPLOYEE, Role.ADMINISTRATOR),
    }
    Person.objects.filter(pk=people["petra"].pk).update(email="petra@schuil.example", language="pl")
    for order, name in enumerate(("petra", "henk"), start=1):
        Guardianship.objects.create(guardian=people[name], pupil=people["puck"], contact_order=order)
    AddressSecrecy.objects.create(person=people["petra"], kept_from=people["henk"], since=DAY)
    return people


def test_who_needs_it_for_work_sees_it_with_the_warning(family: dict[str, Person]) -> None:
    found = contact_of(acting(family["rob"], *WORK), family["petra"].pk, DAY)
    assert found
    assert found.email == "petra@schuil.example"
    assert found.address
    assert found.address.lines == ("Schuilplaats 12", "1234 AB  Windmeer")
    assert [one.name for one in found.secret_from] == ["Henk Lamers"]
    child = contact_of(acting(family["rob"], *WORK), family["puck"].pk, DAY)
    assert child
    assert [one.name for one in child.secret_from] == ["Henk Lamers"]
    assert family_selectors.hides_from(acting(family["rob"], *WORK), family["puck"].pk) == ()


def test_one_sees_ones_own_without_a_role(family: dict[str, Person]) -> None:
    own = contact_of(acting(family["henk"], Role.GUARDIAN), family["henk"].pk, DAY)
    assert own
    assert own.address
    assert own.address.street == "Oude Dijk"
    hers = contact_of(acting(family["petra"], Role.GUARDIAN), family["petra"].pk, DAY)
    assert hers
    assert hers.secret_from == ()


def needless() -> list[Role]:
    return [role for role in Role if Permission.SEE_CONTACT_DETAILS not in PERMISSIONS[role]]


@pytest.mark.parametrize("role", needless())
def test_who_does_not_need_it_sees_nobodys(family: dict[str, Person], school: School, role: Role) -> None:
    stranger = acting(member(school, "Bo Bos", Kind.EMPLOYEE), Role.EMPLOYEE, role)
    ids = [person.pk for person in family.values()]
    assert contacts_of(stranger, ids, DAY) == {}


def test_the_other_parent_sees_nothing_even_with_a_job_in_the_office(family: dict[str, Person]) -> None:
    henk = acting(family["henk"], Role.GUARDIAN, *WORK)
    ids = [person.pk for person in family.values()]
    assert set(contacts_of(henk, ids, DAY)) == {family["henk"].pk, family["rob"].pk}
    details = selectors.person(henk, family["puck"].pk, DAY)
    assert details.contact is None
    assert details.letters == ()
    assert "Schuilplaats" not in repr(details)
    assert "petra@schuil.example" not in repr(selectors.person(henk, family["petra"].pk, DAY))


def test_nobody_is_found_by_an_address(family: dict[str, Person]) -> None:
    rob = acting(family["rob"], *WORK)
    for text in ("schuilplaats", "1234", "petra@schuil", "schuil.example"):
        assert selectors.find_people(rob, text, 9, day=DAY) == ()


def test_an_address_of_a_day(school: School, family: dict[str, Person]) -> None:
    moved = member(school, "Bo Bos", Kind.GUARDIAN)
    lives(moved, "Oudestraat", ends_on=date(2026, 3, 2))
    lives(moved, "Nieuwestraat", starts_on=DAY)
    rob = acting(family["rob"], *WORK)
    streets = {}
    for day in (date(2026, 3, 2), DAY):
        found = contact_of(rob, moved.pk, day)
        assert found
        assert found.address
        streets[day.day] = found.address.street
    assert streets == {2: "Oudestraat", 3: "Nieuwestraat"}


def test_another_schools_people_have_no_contact_here(other_school: School, family: dict[str, Person]) -> None:
    theirs = lives(member(other_school, "Wim Wind", Kind.GUARDIAN), "Windlaan")
    assert contact_of(acting(family["rob"], *WORK), theirs.pk, DAY) is None


# --- Letters ------------------------------------------------------------------------------------
def test_parents_apart_get_a_letter_each(family: dict[str, Person], school: School) -> None:
    letters = households_of(school.pk, family["puck"].pk, DAY)
    assert [(letter.names, letter.address and letter.address.street) for letter in letters] == [
        ("Petra Wijk", "Schuilplaats"),
        ("Henk Lamers", "Oude Dijk"),
    ]
    assert [letter.languages for letter in letters] == [("pl",), ("nl",)]
    assert letters_of(acting(family["rob"], *WORK), family["puck"].pk, DAY) == letters


def test_a_secret_keeps_letters_apart_when_the_administration_has_one_address(
    family: dict[str, Person], school: School
) -> None:
    Address.objects.filter(person=family["henk"]).update(
        street="Schuilplaats", number="12", postcode="1234AB"
    )
    assert len(households_of(school.pk, family["puck"].pk, DAY)) == 2
    AddressSecrecy.objects.all().delete()
    (together,) = households_of(school.pk, family["puck"].pk, DAY)
    assert (together.names, together.languages) == ("Petra Wijk en Henk Lamers", ("pl", "nl"))


def test_who_has_no_custody_gets_no_letter(family: dict[str, Person], school: School) -> None:
    Guardianship.objects.filter(guardian=family["henk"]).update(has_custody=False)
    assert [letter.names for letter in households_of(school.pk, family["puck"].pk, DAY)] == ["Petra Wijk"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("Kade", "12 a", "1234 AB"), ("De Kade", "12A", "1234ab"), True),
        (("Kade", "12", "1234 AB"), ("Kade", "14", "1234 AB"), False),
        (("Kade", "12", ""), ("kade", "12", ""), True),
        (("Rue du Port", "12", "1000"), ("Rue Haute", "12", "1000"), False),
    ],
)
def test_two_ways_of_writing_one_address(
    one: tuple[str, str, str], other: tuple[str, str, str], *, same: bool
) -> None:
    first, second = (
        family_selectors.home_key(Address(street=street, number=number, postcode=postcode, city="Windmeer"))
        for street, number, postcode in (one, other)
    )
    assert (first == second) is same


# --- One door -----------------------------------------------------------------------------------
# Who may touch addresses: the door itself, what writes them, and their definition.
DOORS = {
    "people/family_selectors.py",
    "people/family_actions.py",
    "people/models.py",
    "demo/load.py",
}


def mentions_of_addresses(tree: ast.Module) -> Iterator[str]:
    """Where a module names the tables of addresses and secrets, or reaches them over a relation."""
    tables = {"Address", "AddressSecrecy"}
    relations = {"addresses", "secrets", "kept_out_of"}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.endswith("people.models"):
            yield from (alias.name for alias in node.names if alias.name in tables)
        elif isinstance(node, ast.Attribute) and node.attr in relations:
            yield node.attr


def test_there_is_one_door_to_addresses() -> None:
    """The core needs no door: it has no database. The ledger's addresses are mailboxes of its own."""
    other_words = {PACKAGE / "core", PACKAGE / "accountability", PACKAGE / "ledger"}  # mailboxes, for anchors
    paths = [path for path in python_files(PACKAGE) if other_words.isdisjoint(path.parents)]
    found = {
        path.relative_to(PACKAGE).as_posix(): list(mentions_of_addresses(tree_of(path))) for path in paths
    }
    assert {name: what for name, what in found.items() if what and name not in DOORS} == {}


# What a page may write: one's own address, what was typed, and what came through the door.
WRITTEN = re.compile(r"(?<!request\.user)(?<!form)(?<!contact)\.(email|street|postcode)\b")


def test_no_page_writes_an_address_that_did_not_come_through_the_door() -> None:
    found = {short(path): WRITTEN.findall(path.read_text(encoding="utf-8")) for path in templates()}
    assert {name: what for name, what in found.items() if what} == {}
    assert WRITTEN.search("{{ guardian.person.email }}")


def test_a_way_around_is_seen() -> None:
    around = ast.parse("from deelwijs.people.models import Address\nhome = person.addresses.first()")
    assert list(mentions_of_addresses(around)) == ["Address", "addresses"]
