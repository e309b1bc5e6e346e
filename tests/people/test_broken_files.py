"""Deliveries that are broken, hostile or no delivery at all: each becomes a sentence, none an exception."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deelwijs.people.importers.messages import MESSAGES
from deelwijs.people.importers.narrowing import narrow
from deelwijs.people.importers.reading import read, read_into
from deelwijs.people.importers.records import ImportedSchool
from deelwijs.people.importers.roll import Roll
from deelwijs.people.importers.unrolling import school_of
from tests.people.export import DAY, cell, tables, text_of, write, zipped


def imported(tmp_path: Path, content: dict[str, list[list[str]]]) -> ImportedSchool:
    return read(write(tmp_path / "export", content), day=DAY)


def codes(school: ImportedSchool) -> list[str]:
    return [problem.code for problem in school.problems]


@pytest.mark.parametrize(
    ("encoding", "row", "guess"),
    [("cp1252", 2, "Windows-1252"), ("utf-16", 1, "UTF-16"), ("utf-16-le", 1, "UTF-16")],
)
def test_another_encoding_is_named_with_its_row(tmp_path: Path, encoding: str, row: int, guess: str) -> None:
    folder = write(tmp_path / "export", tables())
    (folder / "users.csv").write_bytes(text_of(tables()["users.csv"]).encode(encoding))
    errors = read(folder, day=DAY).errors
    assert [(error.file, error.row, error.code) for error in errors] == [("users.csv", row, "encoding")]
    assert guess in errors[0].message_nl


def test_an_open_quote_does_not_swallow_the_rest(tmp_path: Path) -> None:
    folder = write(tmp_path / "export", tables())
    text = text_of(tables()["users.csv"]).replace("Sami", '"Sami')
    (folder / "users.csv").write_text(text, encoding="utf-8")
    assert [(error.file, error.row, error.code) for error in read(folder, day=DAY).errors] == [
        ("users.csv", 3, "broken_csv")
    ]


def test_a_column_may_not_be_there_twice(tmp_path: Path) -> None:
    content = tables()
    content["users.csv"][0][8] = "givenName"
    assert codes(imported(tmp_path, content)) == ["column_twice"]


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    content = tables()
    content["users.csv"][2].pop()
    del content["orgs.csv"]
    cell(content, "demographics.csv", "p1", "birthDate", "2031-01-01")
    assert set(codes(imported(tmp_path, content))) == {"row_length", "file_missing", "birth_in_future"}


def test_a_source_that_is_not_one(tmp_path: Path) -> None:
    assert codes(read(tmp_path / "nergens", day=DAY)) == ["not_found"]
    text = tmp_path / "plan.zip"
    text.write_text("geen zip")
    assert codes(read(text, day=DAY)) == ["not_a_zip"]
    damaged = tmp_path / "kapot.zip"
    whole = bytearray(zipped(tables()))
    whole[60:400] = bytes(340)
    damaged.write_bytes(bytes(whole))
    assert "not_a_zip" in codes(read(damaged, day=DAY))


def test_a_file_twice_in_a_zip(tmp_path: Path) -> None:
    path = tmp_path / "dubbel.zip"
    path.write_bytes(zipped(tables(), "a"))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("b/users.csv", "sourcedId\n")
        archive.writestr("__MACOSX/a/._users.csv", "rommel")
    assert codes(read(path, day=DAY)) == ["file_twice"]


def test_a_zip_that_swells_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deelwijs.people.importers.sources.MAX_BYTES", 2000)
    path = tmp_path / "bom.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("users.csv", "x" * 1_000_000)
    assert path.stat().st_size < 2000
    assert codes(read(path, day=DAY)) == ["too_big"]


MESSY = st.text(alphabet=st.sampled_from('abp12,;"\n\r\t -éİ\u202e\x00\ufffd?'), max_size=40)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_messy_cells_never_raise(tmp_path: Path, data: st.DataObject) -> None:
    content = tables()
    for _ in range(data.draw(st.integers(1, 4))):
        name = data.draw(st.sampled_from(sorted(content)))
        row = data.draw(st.integers(0, len(content[name]) - 1))
        column = data.draw(st.integers(0, len(content[name][row]) - 1))
        content[name][row][column] = data.draw(MESSY)
    check_ties(write(tmp_path / "export", content))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(sorted(tables())), content=st.binary(max_size=300), at=st.integers(0, 300))
def test_messy_bytes_never_raise(tmp_path: Path, name: str, content: bytes, at: int) -> None:
    folder = write(tmp_path / "export", tables())
    whole = (folder / name).read_bytes()
    (folder / name).write_bytes(whole[:at] + content + whole[at:])
    check_ties(folder)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=60), at=st.integers(0, 2000))
def test_a_messy_zip_never_raises(tmp_path: Path, content: bytes, at: int) -> None:
    whole = zipped(tables())
    path = tmp_path / "export.zip"
    path.write_bytes(whole[:at] + content + whole[at + len(content) :])
    check_ties(path)


def check_ties(path: Path) -> None:
    """Whatever was read hangs together, so that storing it cannot stumble."""
    with Roll() as roll:
        read_into(roll, path, day=DAY)
        assert all(problem.file and problem.message_nl for problem in roll.problems())
        if roll.has_errors:
            return
        for schools in ((), *((school.source_id,) for school in roll.schools())):
            narrow(roll, schools)
            part = school_of(roll)
            tied = {person.source_id for person in part.people if person.ties}
            groups = {group.source_id for group in part.groups}
            assert all(row.person in tied and row.group in groups for row in part.enrolments)
            assert all(guardian.source_id in tied for person in part.people for guardian in person.guardians)


def test_every_message_says_what_to_do() -> None:
    for stops, sentence in MESSAGES.values():
        assert not stops or sentence.count(".") >= 2 or "Verbeter" in sentence
        assert "!" not in sentence
        assert "helaas" not in sentence.lower()
