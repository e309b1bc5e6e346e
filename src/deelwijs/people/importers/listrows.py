"""A row of a list becomes people: a pupil with the guardians beside it, a guardian, or an employee."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from deelwijs.core.people import Affiliation, Name
from deelwijs.people.importers.columns import GUARDIANS, MIXED, known, plain, word_for
from deelwijs.people.importers.fields import birth_date, email_of, name_of, number_of
from deelwijs.people.importers.names import split_full
from deelwijs.people.importers.records import (
    At,
    EnrolmentRow,
    GroupRow,
    GuardianRow,
    PersonRow,
    TieRow,
)
from deelwijs.people.importers.roll import Roll

# Where a field goes, as far as its name differs from that of the stored one.
STORED_AS: Final = {"number": "student_number", "code": "staff_code"}
_DATE = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?:[ T].*)?\Z", re.ASCII)
_ISO = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[ T].*)?\Z", re.ASCII)
_SEPARATE = re.compile(r"[,;/|+]|\ben\b")

Values = Mapping[str, str]


class Reader:
    """Rows of one list on their way into the roll. ``trusted`` fields hold long numbers that are no BSN."""

    def __init__(self, roll: Roll, day: date, kind: str, trusted: frozenset[str]) -> None:
        self.roll = roll
        self.report = roll.report
        self.day = day
        self.kind = kind
        self.trusted = trusted

    def take(self, values: Values, at: At) -> None:
        """Look at one row."""
        if not any(values.values()):
            return
        kind = self.kind
        if kind == MIXED:
            kind = word_for(values.get("role", ""), known()["role_words"])
        if not kind:
            self.report.add("role_missing", *at)
        else:
            {"pupil": self._pupil, "guardian": self._guardian, "employee": self._employee}[kind](values, at)

    # --- Pupils -----------------------------------------------------------------------------------
    def _pupil(self, values: Values, at: At) -> None:
        name = self._name(values, at)
        if name is None:
            return
        number = self._number(values, "number", at)[:40]
        email = email_of(values.get("email", ""), at, self.report)
        born = birth_date(self._date(values, "birth_date", at), self.day, at, self.report)
        same = number.lstrip("0") or email.casefold() or _sign(name.full, str(born))
        person = PersonRow(
            source_id=f"leerling:{same}",
            name=name,
            ties=(self._tie(Affiliation.PUPIL, values, at),),
            email=email,
            birth_date=born,
            student_number=number,
        )
        self.roll.add_person(person, at)
        self._classes(values, person.source_id, at)
        self._beside(values, person, at)

    def _classes(self, values: Values, pupil: str, at: At) -> None:
        for code in _parts(values.get("group", "")):
            self._place(f"klas:{plain(code)}", code, pupil, at)
        for code in _parts(values.get("courses", "")):
            self._place(f"groep:{plain(code)}", code, pupil, at, homeroom=False)

    def _place(
        self, key: str, code: str, person: str, at: At, *, homeroom: bool = True, teacher: bool = False
    ) -> None:
        if len(code) > 60:
            self.report.add("too_long", *at, column="klas", limit=60)
            return
        self.roll.add_group(GroupRow(key, code, code, homeroom), at, repeats=True)
        self.roll.add_enrolment(EnrolmentRow(key, person, teacher), at)

    def _beside(self, values: Values, pupil: PersonRow, at: At) -> None:
        """The guardians in columns beside the pupil."""
        filled = [cells for cells in _slots(values) if any(cells.get(key) for key in _TELLING)]
        together = "".join(sorted(cells.get("email", "").casefold() for cells in filled))
        for place, cells in enumerate(filled, start=1):
            name = self._name(cells, at)
            email = email_of(cells.get("email", ""), at, self.report)
            if name is None or not self._is_another(name, email, pupil, at):
                continue
            # Without a mail address the other guardian tells two parents of one name apart, or the pupil.
            key = f"ouder:{_sign(email or f'bij {together or pupil.source_id}', name.full)}"
            self._add_guardian(key, name, email, at)
            self.roll.add_care(pupil.source_id, GuardianRow(key, self._custody(cells)), place, at)

    def _is_another(self, name: Name, email: str, pupil: PersonRow, at: At) -> bool:
        """Whether a guardian is somebody else than the pupil; fathers and sons may share a name."""
        if name.full.casefold() != pupil.name.full.casefold():
            return True
        if email and email.casefold() == pupil.email.casefold():
            self.report.add("own_guardian", *at, id=pupil.source_id)
            return False
        if not email:
            self.report.add("guardian_same_name", *at)
        return True

    # --- Guardians --------------------------------------------------------------------------------
    def _guardian(self, values: Values, at: At) -> None:
        name = self._name(values, at)
        if name is None:
            return
        wards = _parts(values.get("ward", "") or values.get("number", ""))
        if not wards:
            self.report.add("ward_missing", *at)
            return
        email = email_of(values.get("email", ""), at, self.report)
        code = self._number(values, "code", at)
        key = f"ouder:{code or _sign(email or f'bij {wards[0]}', name.full)}"
        self._add_guardian(key, name, email, at)
        for place, ward in enumerate(wards, start=1):
            pupil = f"leerling:{ward.lstrip('0')}"
            self.roll.put("reference", (pupil, ward))
            self.roll.add_care(pupil, GuardianRow(key, self._custody(values)), place, at)

    def _add_guardian(self, key: str, name: Name, email: str, at: At) -> None:
        row = PersonRow(key, name, ties=(TieRow(Affiliation.GUARDIAN),), email=email)
        self.roll.add_person(row, at, repeats=True)

    @staticmethod
    def _custody(values: Values) -> bool:
        """Who is not said to have no custody has it; a relation may say so too."""
        said = word_for(values.get("custody", ""), known()["answers"])
        return said != "denies" and plain(values.get("relation", "")) not in known()["without_custody"]

    # --- Employees --------------------------------------------------------------------------------
    def _employee(self, values: Values, at: At) -> None:
        name = self._name(values, at)
        if name is None:
            return
        code = self._number(values, "code", at)[:20]
        email = email_of(values.get("email", ""), at, self.report)
        key = f"medewerker:{plain(code) or email.casefold() or _sign(name.full)}"
        person = PersonRow(
            source_id=key,
            name=name,
            ties=(self._tie(Affiliation.EMPLOYEE, values, at),),
            email=email,
            staff_code=code,
            function=values.get("function", "")[:100],
        )
        self.roll.add_person(person, at)
        for group in _parts(values.get("mentor_of", "")):
            self._place(f"klas:{plain(group)}", group, key, at, teacher=True)

    # --- Cells ------------------------------------------------------------------------------------
    def _name(self, values: Values, at: At) -> Name | None:
        given, infix, family = (values.get(key, "") for key in ("given", "infix", "family"))
        if not given and not family and values.get("full_name"):
            given, infix, family = split_full(values["full_name"])
        initials = values.get("initials", "")
        first = given or initials
        if not first:  # only a family name: somebody has to be called something
            first, family = family, ""
        if not first:
            self.report.add("name_of_nobody", *at)
            return None
        return name_of(first, infix, family, at, self.report, initials=initials)

    def _number(self, values: Values, field: str, at: At) -> str:
        text = values.get(field, "").lstrip("'")
        return text if field in self.trusted else number_of(text, at, self.report)

    def _tie(self, kind: Affiliation, values: Values, at: At) -> TieRow:
        first, last = (self._date(values, field, at) for field in ("starts_on", "ends_on"))
        if first and last and first > last:
            self.report.add("dates_reversed", *at)
        return TieRow(kind, first, last)

    def _date(self, values: Values, field: str, at: At) -> date | None:
        text = values.get(field, "")
        if not text:
            return None
        try:
            if found := _ISO.match(text):
                return date(int(found[1]), int(found[2]), int(found[3]))
            if found := _DATE.match(text):
                return date(int(found[3]), int(found[2]), int(found[1]))
        except ValueError:
            pass
        label = known()["fields"][field]["label"]
        self.report.add("date_unclear", *at, column=label, value=text[:20])
        return None


def _slots(values: Values) -> list[dict[str, str]]:
    """What the columns beside a pupil say, per guardian."""
    return [
        {key.partition(".")[2]: text for key, text in values.items() if key.startswith(f"guardian{slot}.")}
        for slot in GUARDIANS
    ]


_TELLING: Final = ("full_name", "given", "family", "email", "initials")


def _parts(text: str) -> list[str]:
    return [part.strip() for part in _SEPARATE.split(text) if part.strip()]


def _sign(*parts: str) -> str:
    """A key that tells nothing by itself."""
    return hashlib.sha256("|".join(parts).casefold().encode()).hexdigest()[:20]
