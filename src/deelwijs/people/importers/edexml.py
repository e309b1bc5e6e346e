"""EDEXML 2.1 and 2.0 (Edustandaard): pupils, teachers and classes of one school. It has no guardians.

Read element by element and leniently: the standard's own list of school years ended, for instance. Only the
elements named here are looked at; burgerservicenummer, origin, country of the parents and weight are not.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import IO, Any, Final

from lxml import etree

from deelwijs.core.people import Affiliation
from deelwijs.people.importers.fields import (
    KEY_LIMIT,
    birth_date,
    email_of,
    iso_date,
    name_of,
    number_of,
)
from deelwijs.people.importers.records import At, EnrolmentRow, GroupRow, OrgRow, PersonRow, TieRow
from deelwijs.people.importers.roll import Roll
from deelwijs.people.importers.sources import Member, Source
from deelwijs.people.importers.tables import clean

NAME: Final = "EDEXML"
_ROOT: Final = "EDEX"
_TOP: Final = ("school", "groep", "samengestelde_groep", "leerling", "leerkracht")
_SECTIONS: Final = ("groepen", "leerlingen", "leerkrachten")
_TEACHER: Final = "Docent"


def recognises(source: Source) -> bool:
    """Whether the delivery is EDEXML: an XML file with its root."""
    return _member(source) is not None


def _member(source: Source) -> Member | None:
    for name, member in source.items():
        if name.endswith(".xml"):
            head = member.head()
            if any(f"<{_ROOT}".encode(charset) in head for charset in ("utf-8", "utf-16-le", "utf-16-be")):
                return member
    return None


def read(source: Source, roll: Roll, day: date) -> None:
    """Pour everybody and every class into the roll."""
    member = _member(source)
    assert member is not None  # noqa: S101 (recognises has looked)
    roll.note("people_file", member.name)
    roll.note("org_file", member.name)
    roll.note("periods", "0")
    reader = _Reader(member, roll, day)
    with member.open() as stream:
        try:
            for element in _elements(stream, member):
                reader.take(element)
        except etree.XMLSyntaxError as error:
            roll.report.add("broken_xml", member.name, error.lineno or None)
        except _DoctypeError:
            roll.report.add("doctype", member.name)
    reader.finish()


class _DoctypeError(ValueError):
    """A document type can make a small file endless; no export has one."""


def _elements(stream: IO[bytes], member: Member) -> Iterator[Any]:
    """The school, and each class, pupil and teacher; forgotten as soon as they have been looked at."""
    walk = etree.iterparse(
        stream, tag=_TOP, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    for number, (_, element) in enumerate(walk):
        if number == 0 and element.getroottree().docinfo.doctype:
            raise _DoctypeError
        parent = element.getparent()
        above = parent.getparent() if parent is not None else None
        at_top = element.tag == "school" or (
            parent.tag in _SECTIONS and above is not None and above.tag == _ROOT
        )
        if not at_top:
            continue  # a class that a pupil refers to
        yield element
        element.clear()
        while element.getprevious() is not None:
            del parent[0]
        if number % 100 == 0:
            member.seen(stream.tell())


class _Reader:
    """One file on its way into the roll."""

    def __init__(self, member: Member, roll: Roll, day: date) -> None:
        self.file = member.name
        self.roll = roll
        self.report = roll.report
        self.day = day
        self.org = ""
        self.version = ""
        self.carried: dict[str, set[str]] = {"pupil": {"birth_date"}, "employee": {"function"}}
        self.has_teachers = False

    def take(self, element: Any) -> None:
        """Look at one element."""
        at = (self.file, element.sourceline)
        if element.tag == "school":
            self._school(element, at)
            return
        key = clean(element.get("key") or "")
        if not key or len(key) > KEY_LIMIT:
            self.report.add(*(("too_long" if key else "id_missing"), *at), column="key", limit=KEY_LIMIT)
        elif element.tag == "leerling":
            self._pupil(element, key, at)
        elif element.tag == "leerkracht":
            self._teacher(element, key, at)
        else:
            self._group(element, key, at)

    def finish(self) -> None:
        """Say what the file was."""
        self.roll.note("format", f"{NAME} {self.version or '2.1'}")
        if self.has_teachers:
            self.roll.note("whole", "1")
        for kind, fields in self.carried.items():
            self.roll.note_carried(kind, fields)

    def _school(self, element: Any, at: At) -> None:
        location = _text(element, "dependancecode")
        self.org = (_text(element, "brincode") + location) or _text(element, "schoolkey")
        self.version = _text(element, "xsdversie")
        if self.org:
            self.roll.add_org(OrgRow(self.org, ""), at)

    def _group(self, element: Any, key: str, at: At) -> None:
        name = _text(element, "naam") or key
        if len(name) > 60:
            self.report.add("too_long", *at, column="naam", limit=60)
        self.roll.add_group(GroupRow(key, name, name, element.tag == "groep", self.org), at)

    def _pupil(self, element: Any, key: str, at: At) -> None:
        born = iso_date(_text(element, "geboortedatum"), "geboortedatum", at, self.report)
        login = _text(element, "gebruikersnaam")
        number = number_of(login, at, self.report)[:40] if login.isdigit() else ""
        self._carry("pupil", student_number=number)
        starts, ends = self._period(element, at)
        person = PersonRow(
            source_id=key,
            name=self._name(element, at),
            ties=(TieRow(Affiliation.PUPIL, starts, ends),),
            email=self._email(element, "pupil", at),
            birth_date=birth_date(born, self.day, at, self.report),
            student_number=number,
            orgs=self._orgs(),
        )
        self.roll.add_person(person, at)
        self._places(element, key, at, ("groep", "samengestelde_groepen/samengestelde_groep"), teacher=False)

    def _teacher(self, element: Any, key: str, at: At) -> None:
        self.has_teachers = True
        person = PersonRow(
            source_id=key,
            name=self._name(element, at),
            ties=(TieRow(Affiliation.EMPLOYEE),),
            email=self._email(element, "employee", at),
            function=(_text(element, "rolomschrijving") or _TEACHER)[:100],
            orgs=self._orgs(),
        )
        self.roll.add_person(person, at)
        self._places(element, key, at, ("groepen/groep", "groepen/samengestelde_groep"), teacher=True)

    def _name(self, element: Any, at: At) -> Any:
        first = _text(element, "voornamen").split(" ")[0]
        return name_of(
            _text(element, "roepnaam") or first,
            _text(element, "voorvoegsel"),
            _text(element, "achternaam"),
            at,
            self.report,
            initials=_text(element, "voorletters-1")[:40],
        )

    def _email(self, element: Any, kind: str, at: At) -> str:
        email = email_of(_text(element, "emailadres"), at, self.report)
        self._carry(kind, email=email)
        return email

    def _carry(self, kind: str, **values: str) -> None:
        self.carried[kind] |= {name for name, value in values.items() if value}

    def _period(self, element: Any, at: At) -> tuple[date | None, date | None]:
        first, last = (
            iso_date(_text(element, name), name, at, self.report)
            for name in ("instroomdatum", "uitstroomdatum")
        )
        if first and last and first > last:
            self.report.add("dates_reversed", *at)
        return first, last

    def _orgs(self) -> frozenset[str]:
        return frozenset({self.org} if self.org else ())

    def _places(self, element: Any, key: str, at: At, paths: tuple[str, ...], *, teacher: bool) -> None:
        for path in paths:
            for place in element.iterfind(path):
                self.roll.add_enrolment(EnrolmentRow(clean(place.get("key") or ""), key, teacher), at)


def _text(element: Any, path: str) -> str:
    return clean(element.findtext(path) or "")
