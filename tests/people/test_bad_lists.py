"""Lists that are broken, hostile, or hold what may never be kept."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from deelwijs.people.importers.fields import looks_like_bsn
from deelwijs.people.importers.lists import Choices
from deelwijs.people.importers.reading import read, read_into
from deelwijs.people.importers.roll import Roll
from tests.people.export import DAY
from tests.people.test_lists import HEADING, ask, codes, csv_file

# --- What is never kept -------------------------------------------------------------------------------
BSNS = ["111222333", "123456782", "999990019", "999994268", "999993653"]


def test_columns_that_are_never_kept_are_not_even_looked_at(tmp_path: Path) -> None:
    heading = f"{HEADING};BSN;Nationaliteit;Geboorteland moeder;Gewicht;Wachtwoord;Geslacht;Godsdienst"
    row = "1;Zoë;;Bakker;4-9-2011;3C;;;111222333;Kanarisch;Kanarië;0,3;geheim123;V;Kanarisme"
    path = csv_file(tmp_path, row, heading=heading)
    with Roll(tmp_path / "roll") as roll:
        read_into(roll, path, day=DAY, choices=Choices(ask=True))
        assert not roll.has_errors
        assert [problem.code for problem in roll.problems()].count("never_kept") == 7
    kept = (tmp_path / "roll").read_bytes()
    for canary in ("111222333", "Kanari", "0,3", "geheim123"):
        assert canary.encode() not in kept


def test_a_column_with_bsns_is_known_by_its_numbers(tmp_path: Path) -> None:
    rows = [f"{n};Kind{'abcde'[n]};;Bos;4-9-2011;3C;;;{bsn}" for n, bsn in enumerate(BSNS)]
    path = csv_file(tmp_path, *rows, heading=f"{HEADING};Kenmerk")
    question, _ = ask(path, Choices(columns={"Kenmerk": "code"}, ask=True))
    assert question == ""  # nothing to ask: the column is not read, whatever it is called
    school = read(path, day=DAY)
    assert [one.code for one in school.warnings].count("never_kept") == 1
    assert not any(bsn in repr(school) for bsn in BSNS)


def test_long_numbers_that_are_none_are_kept(tmp_path: Path) -> None:
    """One in eleven numbers passes the test by chance; a school must not lose those pupils."""
    numbers = [str(20260000 + n) for n in range(200)]
    assert any(map(looks_like_bsn, numbers))
    rows = [f"{number};Kind;;Bos;4-9-2011;3C;;" for number in numbers]
    school = read(csv_file(tmp_path, *rows), day=DAY)
    assert {person.student_number for person in school.people} == set(numbers)


def test_a_single_bsn_among_numbers_is_dropped_and_never_repeated(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path,
        "1;Zoë;;Bakker;111222333;3C;;",
        "999990019;Sami;;Bakker;4-9-2011;3C;;",
        "2;Bo;;Bos;4-9-2011;;;",
    )
    school = read(path, day=DAY)
    assert ("date_unclear", 2) in codes(school)
    assert ("looks_like_bsn", 3) in codes(school) or school.errors
    assert not any(bsn in repr(school) for bsn in BSNS)


# --- Bad lists ----------------------------------------------------------------------------------------
ROW = "1;Zoë;;Bakker;4-9-2011;3C;Nora Bakker;nora@post.example"

BAD: dict[str, tuple[list[str], str, int | None]] = {
    "a row too short": ([ROW, "2;Sami"], "row_length", 3),
    "a row too long": ([ROW, ROW.replace("1;", "2;", 1) + ";nog een"], "row_length", 3),
    "the same number twice": ([ROW, ROW.replace("Zoë", "Sami")], "id_twice", 3),
    "an impossible day": ([ROW.replace("4-9-2011", "31-2-2011")], "date_unclear", 2),
    "a month first": ([ROW.replace("4-9-2011", "9/24/2011")], "date_unclear", 2),
    "two digits": ([ROW.replace("4-9-2011", "4-9-11")], "date_unclear", 2),
    "the future": ([ROW.replace("2011", "2031")], "birth_in_future", 2),
    "very old": ([ROW.replace("2011", "1811")], "birth_too_old", 2),
    "no name": (["2;;;;4-9-2011;3C;;"], "name_of_nobody", 2),
    "a quote left open": ([ROW.replace("Zoë", '"Zoë')], "broken_csv", 2),
    "only a heading": ([], "nobody", None),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_row_is_named(tmp_path: Path, what: str) -> None:
    rows, code, number = BAD[what]
    school = read(csv_file(tmp_path, *rows), day=DAY)
    assert (code, number) in [(one.code, one.row) for one in school.errors]
    assert all("leerlingen.csv" in one.message_nl for one in school.errors)


def test_a_guardian_who_is_the_pupil(tmp_path: Path) -> None:
    heading = HEADING + ";E-mail"
    path = csv_file(
        tmp_path, "1;Zoë;;Bos;4-9-2011;3C;Zoë Bos;zoe@post.example;zoe@post.example", heading=heading
    )
    assert codes(read(path, day=DAY))[0] == ("own_guardian", 2)
    namesake = csv_file(tmp_path, "1;Zoë;;Bos;4-9-2011;3C;Zoë Bos;;", heading=heading)
    assert ("guardian_same_name", 2) in codes(read(namesake, day=DAY))
    father = csv_file(tmp_path, "1;Zoë;;Bos;4-9-2011;3C;Zoë Bos;vader@post.example;", heading=heading)
    assert codes(read(father, day=DAY)) == []


@pytest.mark.parametrize("name", ["leerlingen.csv", "leerlingen.xlsx", "export.xml", "foto.jpg"])
def test_an_empty_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"")
    errors = read(path, day=DAY).errors
    assert len(errors) == 1
    assert name in errors[0].message_nl


def test_a_list_without_a_heading(tmp_path: Path) -> None:
    path = csv_file(tmp_path, ROW, heading=ROW)
    assert codes(read(path, day=DAY)) == [("no_header", 1)]
    assert "nora@post.example" not in repr(read(path, day=DAY))


def test_the_same_column_twice(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "1;Zoë;Bakker;4-9-2011;a@x.example;b@x.example",
                    heading="Leerlingnummer;Roepnaam;Achternaam;Geboortedatum;E-mail;E-mail")  # fmt: skip
    school = read(path, day=DAY)
    assert [one.code for one in school.errors] == ["columns_unclear"]
    assert "“E-mail” en “E-mail (6)” wijzen allebei naar E-mailadres" in school.errors[0].message_nl


# --- Bad workbooks ------------------------------------------------------------------------------------
@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = Workbook()
    book.active.append(["Leerlingnummer", "Roepnaam", "Achternaam", "Geboortedatum"])
    for number in range(1, 300):
        book.active.append([number, "Zoë", f"Bakker{'abcdefghij'[number % 10]}", "4-9-2011"])
    path = tmp_path / "leerlingen.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize("part", [0.02, 0.5, 0.99])
def test_half_a_workbook(workbook: Path, part: float) -> None:
    data = workbook.read_bytes()
    workbook.write_bytes(data[: int(len(data) * part)])
    assert [one.code for one in read(workbook, day=DAY).errors] == ["broken_excel"]


@pytest.mark.parametrize("at", range(40, 2000, 97))
def test_a_damaged_workbook_never_raises(workbook: Path, at: int) -> None:
    data = bytearray(workbook.read_bytes())
    data[at : at + 40] = b"\x00" * 40
    workbook.write_bytes(bytes(data))
    school = read(workbook, day=DAY)
    assert school.errors or school.people


def test_a_workbook_with_a_formula(workbook: Path) -> None:
    book = Workbook()
    book.active.append(["Leerlingnummer", "Roepnaam", "Achternaam", "Geboortedatum"])
    book.active.append([1, "Zoë", "=A2&B2", "4-9-2011"])
    book.save(workbook)
    (error,) = read(workbook, day=DAY).errors
    assert (error.code, error.row) == ("formula", 2)
    assert error.message_nl.startswith(
        "Rij 2 van leerlingen.xlsx, blad Sheet: in deze rij staat een formule."
    )


def add_to(path: Path, name: str, data: bytes) -> None:
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, data)


def test_a_workbook_with_macros(workbook: Path) -> None:
    add_to(workbook, "xl/vbaProject.bin", b"macro")
    assert [one.code for one in read(workbook, day=DAY).errors] == ["macros"]


def test_a_workbook_with_a_document_type(workbook: Path) -> None:
    add_to(workbook, "xl/extra.xml", b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>")
    assert [one.code for one in read(workbook, day=DAY).errors] == ["doctype"]


def test_a_workbook_that_swells(workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deelwijs.people.importers.sheets.MAX_BYTES", 5000)
    assert [one.code for one in read(workbook, day=DAY).errors] == ["too_big"]


def test_an_old_or_locked_workbook(tmp_path: Path) -> None:
    path = tmp_path / "leerlingen.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)
    assert [one.code for one in read(path, day=DAY).errors] == ["old_excel"]


# --- Bad XML ------------------------------------------------------------------------------------------
def test_xml_that_would_reach_out_or_swell_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "edex.xml"
    secret = tmp_path / "secret.txt"
    secret.write_text("geheim")
    path.write_text(
        f'<!DOCTYPE EDEX [<!ENTITY x SYSTEM "file://{secret}">]><EDEX><school><brincode>&x;</brincode></school>'
        '<leerlingen><leerling key="1"><roepnaam>&x;</roepnaam></leerling></leerlingen></EDEX>',
        encoding="utf-8",
    )
    school = read(path, day=DAY)
    assert [one.code for one in school.errors] == ["doctype"]
    assert "geheim" not in repr(school)


def test_half_an_xml_file(tmp_path: Path) -> None:
    path = tmp_path / "edex.xml"
    path.write_text('<EDEX>\n<leerlingen>\n<leerling key="1"><roepnaam>Zoë', encoding="utf-8")
    (error,) = read(path, day=DAY).errors
    assert (error.code, error.row) == ("broken_xml", 3)
