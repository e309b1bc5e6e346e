"""A school written in each format that is read, as an administration writes it."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from deelwijs.cli.benches.rosters import Employee, Guardian, Pupil, Roster

SCHOOL: Final = "99XX00"
_SCHOOL_NAME: Final = "Meetschool"
_BESIDE: Final = 2  # guardians in columns beside the pupil

Row = Iterable[object]


def _write(
    path: Path, heading: Row, rows: Iterable[Row], delimiter: str = ",", charset: str = "utf-8"
) -> None:
    with path.open("w", encoding=charset, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(heading)
        writer.writerows(rows)


def _joined(infix: str, family: str) -> str:
    return f"{infix} {family}".strip()


def _full(one: Guardian | Pupil | Employee) -> str:
    return " ".join(part for part in (one.given, one.infix, one.family) if part)


# --- OneRoster --------------------------------------------------------------------------------------
def oneroster(roster: Roster, folder: Path, version: str = "1.2") -> Path:
    """OneRoster CSV, version 1.2 or 1.1."""
    folder.mkdir(parents=True)
    _write(
        folder / "manifest.csv",
        ("propertyName", "value"),
        [("oneroster.version", version), ("file.users", "bulk")],
    )
    _write(folder / "orgs.csv", ("sourcedId", "name", "type"), [(SCHOOL, _SCHOOL_NAME, "school")])
    _write(
        folder / "classes.csv",
        ("sourcedId", "title", "classCode", "classType", "schoolSourcedId"),
        ((f"klas-{code}", f"Klas {code}", code, "homeroom", SCHOOL) for code in roster.groups()),
    )
    _write(
        folder / "demographics.csv",
        ("sourcedId", "birthDate"),
        ((f"lln-{pupil.number}", pupil.born) for pupil in roster.pupils()),
    )
    _write(
        folder / "enrollments.csv",
        ("sourcedId", "classSourcedId", "userSourcedId", "role"),
        ((f"{who}-{group}", f"klas-{group}", who, role) for group, who, role in _places(roster)),
    )
    _users(roster, folder, version)
    return folder


def _users(roster: Roster, folder: Path, version: str) -> None:
    heading = ["sourcedId", "givenName", "middleName", "familyName", "identifier", "email", "agentSourcedIds"]
    rows = (
        [key, one.given, one.infix, one.family, number, one.email, agents, SCHOOL, role]
        for key, one, number, agents, role in _everybody(roster)
    )
    if version == "1.1":
        _write(folder / "users.csv", [*heading, "orgSourcedIds", "role"], rows)
        return
    _write(folder / "users.csv", heading, (row[:7] for row in rows))
    roles = ((key, role, SCHOOL) for key, _, _, _, role in _everybody(roster))
    _write(folder / "roles.csv", ("userSourcedId", "role", "orgSourcedId"), roles)


def _everybody(roster: Roster) -> Iterator[tuple[str, Pupil | Guardian | Employee, str, str, str]]:
    """Key, person, number, guardians and role."""
    for pupil in roster.pupils():
        yield (
            f"lln-{pupil.number}",
            pupil,
            pupil.number,
            ",".join(one.key for one in pupil.guardians),
            "student",
        )
    for guardian in roster.guardians():
        yield guardian.key, guardian, "", "", "guardian"
    for employee in roster.employees():
        yield f"med-{employee.code}", employee, employee.code, "", "teacher"


def _places(roster: Roster) -> Iterator[tuple[str, str, str]]:
    """Class, person and role."""
    for pupil in roster.pupils():
        yield pupil.group, f"lln-{pupil.number}", "student"
    for employee in roster.employees():
        for group in employee.groups:
            yield group, f"med-{employee.code}", "teacher"


# --- Microsoft SDS 2.1 -------------------------------------------------------------------------------
def sds(roster: Roster, folder: Path) -> Path:
    """Microsoft School Data Sync, format 2.1."""
    folder.mkdir(parents=True)
    _write(folder / "orgs.csv", ("sourcedId", "name", "type"), [(SCHOOL, _SCHOOL_NAME, "school")])
    _write(
        folder / "users.csv",
        ("sourcedId", "username", "givenName", "familyName", "password", "activeDirectoryMatchId", "email"),
        (
            (key, one.email, one.given, _joined(one.infix, one.family), "", "", one.email)
            for key, one, _, _, _ in _everybody(roster)
        ),
    )
    _write(
        folder / "roles.csv",
        ("userSourcedId", "orgSourcedId", "role"),
        ((key, SCHOOL, role) for key, _, _, _, role in _everybody(roster) if role != "guardian"),
    )
    _write(
        folder / "relationships.csv",
        ("userSourcedId", "relationshipUserSourcedId", "relationshipRole"),
        (
            (f"lln-{pupil.number}", one.key, "guardian")
            for pupil in roster.pupils()
            for one in pupil.guardians
        ),
    )
    _write(
        folder / "demographics.csv",
        ("userSourcedId", "birthDate"),
        ((f"lln-{pupil.number}", pupil.born) for pupil in roster.pupils()),
    )
    _write(
        folder / "classes.csv",
        ("sourcedId", "orgSourcedId", "title"),
        ((f"klas-{code}", SCHOOL, code) for code in roster.groups()),
    )
    _write(
        folder / "enrollments.csv",
        ("classSourcedId", "userSourcedId", "role"),
        ((f"klas-{group}", who, role) for group, who, role in _places(roster)),
    )
    return folder


# --- EDEXML ------------------------------------------------------------------------------------------
def edexml(roster: Roster, path: Path) -> Path:
    """EDEXML 2.1: it carries no guardians."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<EDEX>\n')
        file.write(
            f"<school><schooljaar>2026-2027</schooljaar><brincode>{SCHOOL[:4]}</brincode>"
            f"<dependancecode>{SCHOOL[4:]}</dependancecode><xsdversie>2.1</xsdversie></school>\n"
        )
        for section, elements in (
            ("groepen", _xml_groups(roster)),
            ("leerlingen", _xml_pupils(roster)),
            ("leerkrachten", _xml_employees(roster)),
        ):
            file.write(f"<{section}>\n")
            file.writelines(elements)
            file.write(f"</{section}>\n")
        file.write("</EDEX>\n")
    return path


def _xml_groups(roster: Roster) -> Iterator[str]:
    for code in roster.groups():
        key = quoteattr(f"klas-{code}")
        yield f"<groep key={key}><naam>{escape(code)}</naam><jaargroep>11</jaargroep></groep>\n"


def _xml_pupils(roster: Roster) -> Iterator[str]:
    for pupil in roster.pupils():
        group = f"<groep key={quoteattr(f'klas-{pupil.group}')}/>"
        login = f"<gebruikersnaam>{escape(pupil.number)}</gebruikersnaam>"
        birth = f"<geboortedatum>{pupil.born}</geboortedatum>"
        yield _xml("leerling", f"lln-{pupil.number}", pupil, f"{birth}{group}{login}")


def _xml_employees(roster: Roster) -> Iterator[str]:
    for employee in roster.employees():
        groups = "".join(f"<groep key={quoteattr(f'klas-{group}')}/>" for group in employee.groups)
        more = f"<groepen>{groups}</groepen>" if groups else ""
        yield _xml("leerkracht", f"med-{employee.code}", employee, more)


def _xml(tag: str, key: str, one: Pupil | Employee, more: str) -> str:
    infix = f"<voorvoegsel>{escape(one.infix)}</voorvoegsel>" if one.infix else ""
    email = f"<emailadres>{escape(one.email)}</emailadres>" if one.email else ""
    name = f"<achternaam>{escape(one.family)}</achternaam>{infix}<roepnaam>{escape(one.given)}</roepnaam>"
    return f"<{tag} key={quoteattr(key)}>{name}{more}{email}</{tag}>\n"


# --- Lists -------------------------------------------------------------------------------------------
PUPIL_COLUMNS: Final = (
    "Leerlingnummer", "Roepnaam", "Tussenvoegsel", "Achternaam", "Geboortedatum", "Stamklas", "E-mail",
    *(f"{part}verzorger {slot}" for slot in range(1, _BESIDE + 1)
      for part in ("Roepnaam ", "Tussenvoegsel ", "Achternaam ", "E-mail ")),
)  # fmt: skip
EMPLOYEE_COLUMNS: Final = (
    "Afkorting", "Roepnaam", "Tussenvoegsel", "Achternaam", "E-mail", "Functie", "Mentor van",
)  # fmt: skip


def _pupil_rows(roster: Roster) -> Iterator[list[object]]:
    for pupil in roster.pupils():
        born = f"{pupil.born.day}-{pupil.born.month}-{pupil.born.year}"
        row = [pupil.number, pupil.given, pupil.infix, pupil.family, born, pupil.group, pupil.email]
        for slot in range(_BESIDE):
            one = pupil.guardians[slot] if slot < len(pupil.guardians) else None
            row += [one.given, one.infix, one.family, one.email] if one else [""] * 4
        yield list(row)


def _employee_rows(roster: Roster) -> Iterator[list[object]]:
    for one in roster.employees():
        yield [one.code, one.given, one.infix, one.family, one.email, "Docent", ", ".join(one.groups)]


def csv_lists(roster: Roster, folder: Path, delimiter: str = ";", charset: str = "utf-8-sig") -> Path:
    """A list of pupils with their guardians beside them, and one of employees."""
    folder.mkdir(parents=True)
    _write(folder / "leerlingen.csv", PUPIL_COLUMNS, _pupil_rows(roster), delimiter, charset)
    _write(folder / "medewerkers.csv", EMPLOYEE_COLUMNS, _employee_rows(roster), delimiter, charset)
    return folder


def csv_with_parents(roster: Roster, folder: Path) -> Path:
    """The same, with the guardians in a list of their own, a row for each pupil."""
    folder.mkdir(parents=True)
    _write(folder / "leerlingen.csv", PUPIL_COLUMNS[:7], (row[:7] for row in _pupil_rows(roster)), "\t")
    _write(folder / "medewerkers.csv", EMPLOYEE_COLUMNS, _employee_rows(roster), "\t")
    _write(
        folder / "ouders.csv",
        ("Leerlingnummer", "Naam", "E-mail", "Gezag"),
        ((pupil.number, _full(one), one.email, "ja") for pupil in roster.pupils() for one in pupil.guardians),
        "\t",
    )
    return folder


def workbook(roster: Roster, path: Path) -> Path:
    """Both lists as sheets of one Excel workbook."""
    from openpyxl import Workbook  # noqa: PLC0415 (only who writes one pays for it)

    path.parent.mkdir(parents=True, exist_ok=True)
    book = Workbook(write_only=True)
    for title, heading, rows in (
        ("Leerlingen", PUPIL_COLUMNS, _pupil_rows(roster)),
        ("Medewerkers", EMPLOYEE_COLUMNS, _employee_rows(roster)),
    ):
        sheet = book.create_sheet(title)
        sheet.append(heading)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


Writer = Callable[[Roster, Path], Path]


def _oneroster_1_1(roster: Roster, path: Path) -> Path:
    return oneroster(roster, path, "1.1")


# Every format, by the name under which figures show it; without those that have no guardians last.
FORMATS: Final[dict[str, Writer]] = {
    "oneroster_1.2": oneroster,
    "oneroster_1.1": _oneroster_1_1,
    "sds_2.1": sds,
    "csv": csv_lists,
    "csv_ouders": csv_with_parents,
    "xlsx": lambda roster, path: workbook(roster, path.with_suffix(".xlsx")),
    "edexml": lambda roster, path: edexml(roster, path.with_suffix(".xml")),
}


def write(name: str, roster: Roster, path: Path) -> Path:
    """Write a school in a format; the answer is the file or folder. What was there goes."""
    if path.is_dir():
        shutil.rmtree(path)
    return FORMATS[name](roster, path)
