"""A small OneRoster export, as a school's administration makes one."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from pathlib import Path

PUPILS, GUARDIANS, EMPLOYEES, CLASSES = 3, 4, 1, 1


def tables(day: date) -> dict[str, list[list[str]]]:
    """Three pupils of 4V with their guardians, and their teacher."""
    users = [
        ("l1", "Hessel", "Wiarda", "7001", "hessel@hetkompas.example", "g1,g2"),
        ("l2", "Nynke", "Wiarda", "7002", "nynke@hetkompas.example", "g1,g2"),
        ("l3", "Tijn", "Brandsma", "7003", "tijn@hetkompas.example", "g3,g4"),
        ("g1", "Baukje", "Wiarda", "", "baukje@post.example", ""),
        ("g2", "Jelmer", "Wiarda", "", "jelmer@post.example", ""),
        ("g3", "Marlies", "Brandsma", "", "marlies@post.example", ""),
        ("g4", "Otto", "Brandsma", "", "otto@post.example", ""),
        ("m1", "Gerda", "Molenaar", "MOL", "gerda@hetkompas.example", ""),
    ]
    kinds = {"l": "student", "g": "guardian", "m": "teacher"}
    born = {"l1": day.year - 15, "l2": day.year - 17, "l3": day.year - 15}
    school_year = (f"{day.year - 1}-08-01", f"{day.year + 1}-07-31")
    return {
        "manifest.csv": [["propertyName", "value"], ["oneroster.version", "1.2"], ["file.users", "bulk"]],
        "orgs.csv": [["sourcedId", "name", "type"], ["kompas", "Het Kompas College", "school"]],
        "users.csv": [
            ["sourcedId", "givenName", "familyName", "identifier", "email", "agentSourcedIds"],
            *[list(user) for user in users],
        ],
        "roles.csv": [
            ["userSourcedId", "role", "orgSourcedId"],
            *[[user[0], kinds[user[0][0]], "kompas"] for user in users],
        ],
        "classes.csv": [
            ["sourcedId", "title", "classCode", "classType", "schoolSourcedId"],
            ["k1", "Klas 4V", "4V", "homeroom", "kompas"],
        ],
        "enrollments.csv": [
            ["sourcedId", "classSourcedId", "userSourcedId", "role", "beginDate", "endDate"],
            *[[f"e-{one}", "k1", one, "student", *school_year] for one in born],
            ["e-m1", "k1", "m1", "teacher", *school_year],
        ],
        "demographics.csv": [
            ["sourcedId", "birthDate"],
            *[[one, date(year, 1, 15).isoformat()] for one, year in born.items()],
        ],
    }


def export(folder: Path, day: date) -> Path:
    """The export as a zip file in ``folder``."""
    target = folder / "leerlingadministratie.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for name, table in tables(day).items():
            archive.writestr(name, _text_of(table))
    return target


def zipped(source: Path, folder: Path) -> Path:
    """A folder with CSV files as a zip file in ``folder``."""
    target = folder / f"{source.name}.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for file in sorted(source.glob("*.csv")):
            archive.write(file, file.name)
    return target


def _text_of(table: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(table)
    return out.getvalue()
