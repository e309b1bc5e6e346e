"""Lists in CSV and Excel: whose they are and what their columns hold."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from deelwijs.core.people import Affiliation
from deelwijs.people.importers.columns import (
    ListMapping,
    field_choices,
    field_label,
    fingerprint,
    guess,
    known,
)
from deelwijs.people.importers.lists import Choices
from deelwijs.people.importers.names import split_family, split_full
from deelwijs.people.importers.reading import read, read_into
from deelwijs.people.importers.records import ImportedSchool, PersonRow
from deelwijs.people.importers.roll import Roll
from tests.people.export import DAY

HEADING = "Leerlingnummer;Roepnaam;Tussenvoegsel;Achternaam;Geboortedatum;Klas;Verzorger 1;E-mail verzorger 1"


def csv_file(tmp_path: Path, *lines: str, name: str = "leerlingen.csv", heading: str = HEADING) -> Path:
    path = tmp_path / name
    path.write_text("\n".join((heading, *lines)) + "\n", encoding="utf-8")
    return path


def codes(school: ImportedSchool) -> list[tuple[str, int | None]]:
    return [(problem.code, problem.row) for problem in school.problems]


def named(school: ImportedSchool) -> dict[str, PersonRow]:
    return {person.name.full: person for person in school.people}


# --- What columns hold --------------------------------------------------------------------------------
KNOWN = {
    "Stamnummer": "number",
    "leerling_nr": "number",
    "StudentNumber": "number",
    "Roepnaam": "given",
    "Tussenv.": "infix",
    "Voorvoegsel": "infix",
    "Geb.datum": "birth_date",
    "STAMGROEP": "group",
    "E-mail school": "email",
    "ouder1_voornaam": "guardian1.given",
    "Ouder 2 e-mail": "guardian2.email",
    "E-mailadres ouder/verzorger 2": "guardian2.email",
    "Naam verzorger 1": "guardian1.full_name",
    "Verzorger 1": "guardian1.full_name",
    "Moeder": "guardian5.full_name",
    "Mail vader": "guardian6.email",
    "Achternaam leerling": "family",
    "parent1 last name": "guardian1.family",
}


@pytest.mark.parametrize(("header", "field"), KNOWN.items())
def test_column_names_are_known(header: str, field: str) -> None:
    assert guess([header, "Verzorger 4"], "").fields.get(header) == field


def test_every_known_name_stands_for_one_field() -> None:
    """No name is both a field and something that is never kept."""
    from deelwijs.people.importers import columns  # noqa: PLC0415

    for entry in known()["fields"].values():
        for names in (value for key, value in entry.items() if key != "label"):
            assert [name for name in names if columns.never(name)] == []


@pytest.mark.parametrize(
    ("headers", "name", "kind"),
    [
        (["Leerlingnummer", "Naam", "Klas"], "export.csv", "pupil"),
        (["Leerlingnummer", "Naam", "E-mail", "Gezag"], "export.csv", "guardian"),
        (["Leerlingnummer", "Naam", "E-mail"], "ouders 2026.csv", "guardian"),
        (["Code", "Achternaam", "Email", "Leerlingcodes"], "x.csv", "guardian"),
        (["Afkorting", "Naam", "Functie"], "x.csv", "employee"),
        (["Naam", "E-mail"], "Docenten.xlsx", "employee"),
        (["Naam", "E-mail", "Rol"], "x.csv", "mixed"),
        (["Naam", "E-mail"], "x.csv", ""),
    ],
)
def test_whose_list_it_is(headers: list[str], name: str, kind: str) -> None:
    assert guess(headers, name).kind == kind


def test_of_several_columns_the_best_is_taken() -> None:
    fields = guess(["Voornamen", "Roepnaam", "Achternaam", "Leerlingnummer"], "").fields
    assert "Voornamen" not in fields
    assert fields["Roepnaam"] == "given"


def test_two_columns_for_one_field_is_an_error_with_words() -> None:
    mapping = ListMapping("pupil", {"Mail": "email", "Post": "email", "Naam": "full_name"})
    assert mapping.problems() == [
        "De kolommen “Mail” en “Post” wijzen allebei naar E-mailadres. Kies er één."
    ]


def test_what_is_missing_is_said() -> None:
    assert len(ListMapping("", {}).problems()) == 2
    assert ListMapping("guardian", {"a": "full_name"}).problems() == [
        "Wijs de kolom met het leerlingnummer van het kind aan."
    ]
    assert "leerlingnummer" in ListMapping("pupil", {"a": "full_name"}).problems()[0]


def test_fields_have_words() -> None:
    assert field_label("guardian2.email") == "Verzorger 2: e-mailadres"
    assert field_label("guardian5.full_name") == "Moeder: hele naam"
    assert "ward" in dict(field_choices("guardian"))
    assert "ward" not in dict(field_choices("employee"))
    assert (
        fingerprint(["E-mail", "Klas"]) == fingerprint(["e mail", "KLAS"]) != fingerprint(["Klas", "E-mail"])
    )


@pytest.mark.parametrize(
    ("whole", "parts"),
    [
        ("Quinten de Smit", ("Quinten", "de", "Smit")),
        ("Lotte Pham", ("Lotte", "", "Pham")),
        ("Anna Maria van der Meer", ("Anna Maria", "van der", "Meer")),
        ("Mevr. J. op 't Hof", ("J.", "op 't", "Hof")),
        ("Meer, Lotte van der", ("Lotte", "van der", "Meer")),
        ("van der Meer, Lotte", ("Lotte", "van der", "Meer")),
        ("Cher", ("Cher", "", "")),
        ("Wout Aa", ("Wout", "", "Aa")),
    ],
)
def test_whole_names(whole: str, parts: tuple[str, str, str]) -> None:
    assert split_full(whole) == parts


def test_only_small_letters_are_a_tussenvoegsel() -> None:
    assert split_family("van den Berg") == ("van den", "Berg")
    assert split_family("Van den Berg") == ("", "Van den Berg")
    assert split_family("de") == ("", "de")


# --- Good lists ---------------------------------------------------------------------------------------
def test_a_pupil_with_parents_beside(tmp_path: Path) -> None:
    heading = (
        "Stamnr;Roepnaam;Achternaam;Geboortedatum;Stamklas;ouder1_voornaam;ouder1_achternaam;ouder1_email;"
        "ouder1_gezag;ouder2_naam;ouder2_relatie"
    )
    school = read(
        csv_file(
            tmp_path,
            "00123;Zoë;van Dam;4-9-2011;3C;Nora;Bakker;nora@post.example;nee;Bo Bos;stiefouder",
            heading=heading,
        ),
        day=DAY,
    )
    assert school.errors == ()
    zoe, nora, bo = (named(school)[name] for name in ("Zoë van Dam", "Nora Bakker", "Bo Bos"))
    assert (zoe.name.infix, zoe.student_number, zoe.birth_date) == ("van", "00123", date(2011, 9, 4))
    assert [(one.source_id, one.has_custody) for one in zoe.guardians] == [
        (nora.source_id, False), (bo.source_id, False),
    ]  # fmt: skip
    assert nora.email == "nora@post.example"
    assert [group.code for group in school.groups] == ["3C"]


def test_siblings_share_parents_and_namesakes_do_not(tmp_path: Path) -> None:
    school = read(
        csv_file(
            tmp_path,
            "1;Zoë;;Bakker;4-9-2011;3C;Nora Bakker;nora@post.example",
            "2;Sami;;Bakker;4-9-2013;1A;Nora Bakker;NORA@post.example",
            "3;Bo;;Bos;4-9-2013;1A;Jan de Vries;",
            "4;Al;;Aal;4-9-2013;1A;Jan de Vries;",
        ),
        day=DAY,
    )
    guardians = [person for person in school.people if Affiliation.GUARDIAN in person.kinds]
    assert sorted(person.name.full for person in guardians) == ["Jan de Vries", "Jan de Vries", "Nora Bakker"]


def test_a_title_above_the_heading_and_empty_columns_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "leerlingen.csv"
    path.write_text(
        "Leerlingenlijst schooljaar 2026;;;\n;;;\nLeerlingnummer;Naam;Geboortedatum;;\n"
        "1;Zoë Bakker;2011-09-04;;\n",
        encoding="utf-8",
    )
    school = read(path, day=DAY)
    assert school.errors == ()
    assert named(school)["Zoë Bakker"].birth_date == date(2011, 9, 4)


def test_a_mixed_list(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path,
        "leerling;1;Zoë Bakker;4-9-2011;",
        "ouder;;Nora Bakker;;1",
        "docent;;Joris Prins;;",
        "koning;;Willem;;",
        heading="Rol;Leerlingnummer;Naam;Geboortedatum;Leerlingnummer kind",
        name="iedereen.csv",
    )
    school = read(path, day=DAY)
    assert codes(school) == [("role_missing", 5)]
    path.write_text(path.read_text(encoding="utf-8").replace("koning;;Willem;;\n", ""), encoding="utf-8")
    school = read(path, day=DAY)
    assert {name: set(person.tied_kinds) for name, person in named(school).items()} == {
        "Zoë Bakker": {Affiliation.PUPIL},
        "Nora Bakker": {Affiliation.GUARDIAN},
        "Joris Prins": {Affiliation.EMPLOYEE},
    }


def test_a_parent_of_several_children_as_a_timetable_program_lists_them(tmp_path: Path) -> None:
    folder = tmp_path / "lijsten"
    folder.mkdir()
    csv_file(folder, "1;Zoë;;Bakker;4-9-2011;3C;;", "2;Sami;;Bakker;4-9-2013;1A;;")
    csv_file(
        folder, "ouder2001;Bakker;nora@post.example;1,2",
        name="ouders.csv", heading="Code;Achternaam;Email;Leerlingcodes",
    )  # fmt: skip
    school = read(folder, day=DAY)
    assert school.errors == ()
    pupils = [person for person in school.people if person.is_pupil]
    assert [one.guardians[0].source_id for one in pupils] == ["ouder:ouder2001"] * 2


def test_sheets_of_a_workbook(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "Leerlingen"
    book.active.append(["Leerlingnummer", "Roepnaam", "Achternaam", "Geboortedatum", "Klas"])
    book.active.append([1001, "Zoë", "Bakker", datetime(2011, 9, 4), "3C"])  # noqa: DTZ001
    book.active.append([1002.0, "Sami", "Bakker", "28-2-2010", None])
    staff = book.create_sheet("Docenten")
    staff.append(["Afkorting", "Naam", "Mentor van"])
    staff.append(["PRI", "Joris Prins", "3C"])
    hidden = book.create_sheet("Oud")
    hidden.append(["Leerlingnummer", "Naam", "Klas"])
    hidden.append([9, "Wie Weg", "9Z"])
    hidden.sheet_state = "hidden"
    book.create_sheet("Leeg")
    path = tmp_path / "school.xlsx"
    book.save(path)
    school = read(path, day=DAY)
    assert school.errors == ()
    people = named(school)
    assert people["Zoë Bakker"].birth_date == date(2011, 9, 4)
    assert people["Sami Bakker"].student_number == "1002"
    assert people["Joris Prins"].staff_code == "PRI"
    assert "Wie Weg" not in people
    assert {(row.person, row.is_teacher) for row in school.enrolments} == {
        ("leerling:1001", False), ("medewerker:pri", True),
    }  # fmt: skip


# --- What is not clear --------------------------------------------------------------------------------
ODD = "Nr;Hoe heet je;Geboren;Zit in;Fiets"
ODD_ROW = "1;Zoë Bakker;4-9-2011;3C;blauw"


def ask(path: Path, choices: Choices) -> tuple[str, list[str]]:
    with Roll() as roll:
        read_into(roll, path, day=DAY, choices=choices)
        return roll.noted("ask"), [problem.code for problem in roll.problems()]


def test_an_unknown_column_is_asked_or_told(tmp_path: Path) -> None:
    path = csv_file(tmp_path, ODD_ROW, heading=ODD)
    question, problems = ask(path, Choices(ask=True))
    assert problems == []
    assert '"samples": ["blauw"]' in question
    assert '"Hoe heet je"' in question
    told = read(path, day=DAY)
    assert [one.code for one in told.errors] == ["columns_unclear"]
    assert "Wijs de kolom met de voornaam of de hele naam aan." in told.errors[0].message_nl


def test_what_was_chosen_before_is_not_asked_again(tmp_path: Path) -> None:
    path = csv_file(tmp_path, ODD_ROW, heading=ODD)
    chosen = ListMapping("pupil", {"Nr": "number", "Hoe heet je": "full_name", "Geboren": "birth_date"})
    choices = Choices({fingerprint(ODD.split(";")): chosen}, ask=True)
    with Roll() as roll:
        read_into(roll, path, day=DAY, choices=choices)
        assert roll.noted("ask") == ""
        assert roll.count("SELECT count(*) FROM person") == 1
        # Nothing that was not chosen is read.
        assert roll.count("SELECT count(*) FROM class") == 0


def test_columns_can_be_named_one_by_one(tmp_path: Path) -> None:
    path = csv_file(tmp_path, ODD_ROW, heading=ODD)
    with Roll() as roll:
        choices = Choices(columns={"Hoe heet je": "full_name", "Zit in": "group"})
        read_into(roll, path, day=DAY, choices=choices)
        assert not roll.has_errors
        assert [problem.code for problem in roll.problems()] == ["column_unread"]
        assert [tuple(row) for row in roll.rows("SELECT given, family FROM person")] == [("Zoë", "Bakker")]
        assert [row[0] for row in roll.rows("SELECT code FROM class")] == ["3C"]
