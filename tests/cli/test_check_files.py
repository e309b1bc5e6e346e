"""What is wrong in a file is said in Dutch with its file and row, whatever the file holds."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deelwijs.cli.check_files import FileProblem, read_consents, read_post, read_tags
from tests.cli.case import CONSENTS, TAGS, Case

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("option", "name", "content", "says"),
    [
        (
            "consents",
            "t.csv",
            CONSENTS + "p1,,website,misschien,g1,,\n",
            "Rij 2 van t.csv: ‘misschien’ kan niet bij answer",
        ),
        (
            "consents",
            "t.csv",
            CONSENTS + "p1,,website,ja,g1,buur,\n",
            "Rij 2 van t.csv: ‘buur’ kan niet bij capacity",
        ),
        (
            "consents",
            "t.csv",
            CONSENTS + "\np1,,website,ja,g1,,1-9-2026\n",
            "t.csv: ‘1-9-2026’ is geen datum",
        ),
        ("consents", "t.csv", CONSENTS + ",,website,ja,,,\n", "Rij 2 van t.csv: de kolom person_id is leeg"),
        ("consents", "t.csv", "person_id,answer\np1,ja\n", "In t.csv ontbreekt de kolom channel"),
        ("consents", "t.csv", "", "In t.csv ontbreekt de kolom answer, channel, person_id"),
        ("consents", "t.csv", CONSENTS.encode() + b"Zo\xeb,,website,ja,,,\n", "t.csv is niet in UTF-8"),
        (
            "consents",
            "t.csv",
            CONSENTS + "p1," + "x" * 200_000 + "\n",
            "t.csv of de rij erna is niet te lezen",
        ),
        (
            "tags",
            "w.csv",
            TAGS + "klas.png,10,10,breed,40,p1,,\n",
            "Rij 2 van w.csv: het vak heeft vier getallen",
        ),
        (
            "tags",
            "w.csv",
            TAGS + "klas.png,10,10,nan,40,p1,,\n",
            "Rij 2 van w.csv: het vak heeft vier getallen",
        ),
        ("tags", "w.csv", TAGS + "klas.png,10,10,0,40,p1,,\n", "Rij 2 van w.csv: het vak is leeg"),
        ("tags", "w.csv", TAGS + "klas.png,10,10,40,40,,baas,\n", "Rij 2 van w.csv: ‘baas’ kan niet bij tag"),
        ("tags", "w.csv", TAGS + "klas.png,10,10,40,40,p9,,\n", "Rij 2 van w.csv: p9 is op deze dag niet"),
        (
            "tags",
            "w.csv",
            TAGS + "klas.png,10,10,40,40,,person,\n",
            "Rij 2 van w.csv: niemand is op deze dag",
        ),
        (
            "tags",
            "w.csv",
            TAGS + "weg.png,10,10,40,40,p1,,\n",
            "Rij 2 van w.csv: foto ‘weg.png’ is niet meegegeven",
        ),
        (
            "tags",
            "w.json",
            '[{"photo": "klas.png", "box": [1, 2, 3]}]',
            "Rij 1 van w.json: het vak heeft vier",
        ),
        (
            "tags",
            "w.json",
            '[{"photo": {}, "box": [1, 2, 3, 4]}]',
            "Rij 1 van w.json: photo moet één tekst zijn",
        ),
        ("tags", "w.json", '[\n{"photo"', "Regel 2 van w.json is geen geldige JSON"),
        ("tags", "w.json", '{"photo": "klas.png"}', "w.json moet een lijst zijn"),
        ("tags", "w.json", "[" * 100_000, "w.json is geen geldige JSON"),
        ("tags", "w.json", "[" + "9" * 5000 + "]", "w.json is geen geldige JSON"),
        ("post", "p.yaml", "title: [", "Regel 1 van p.yaml is geen geldige YAML"),
        ("post", "p.yaml", "alleen tekst", "p.yaml moet namen met waarden hebben"),
        ("post", "p.yaml", "title: {a: b}", "p.yaml: title moet één tekst zijn"),
        ("post", "p.yaml", "act: roddelen", "p.yaml: ‘roddelen’ kan niet bij act"),
        ("post", "p.yaml", "kleur: rood", "p.yaml: kleur is onbekend"),
        ("post", "p.yaml", "a: &a [x]\nb: &b [*a, *a]\ntitle: [*b, *b]", "p.yaml: a, b is onbekend"),
        (
            "post",
            "p.json",
            '{"lesson_granted_by": ["buur"]}',
            "p.json: ‘buur’ kan niet bij lesson_granted_by",
        ),
        ("post", "p.json", '{"lesson_granted_by": 5}', "p.json: ‘5’ kan niet bij lesson_granted_by"),
        ("post", "p.json", '{"title": "\\ud83d"}', "p.json: title bevat iets dat geen leesteken is"),
        ("post", "p.txt", b"\xff\xfeO\x00", "p.txt is niet in UTF-8"),
    ],
)
def test_a_fault_is_named(case: Case, option: str, name: str, content: str | bytes, says: str) -> None:
    case.put(name, content)
    result = case.run("--json", **{option: name})
    assert result.exit_code == 1, result.output
    assert says in result.stderr
    assert result.stdout == ""
    assert str(case.folder) not in result.stderr


@pytest.mark.parametrize("option", ["consents", "post", "tags", "photo", "people"])
def test_a_file_that_is_not_there(case: Case, option: str) -> None:
    for name in ("weg.csv", "."):
        result = case.run(**{option: name})
        assert result.exit_code == 1
        assert result.stdout == ""
        assert "Traceback" not in result.stderr


def test_the_faults_of_the_people_are_those_of_the_import(case: Case) -> None:
    case.put("mensen/users.csv", "sourcedId,givenName\np1,Zoë\n")
    result = case.run()
    assert result.exit_code == 1
    assert "users.csv" in result.stderr


@pytest.mark.parametrize("option", ["channel", "author", "people", "consents", "post"])
def test_what_must_be_given(case: Case, option: str) -> None:
    assert case.run(**{option: None}).exit_code == 2


def test_a_day_that_is_none(case: Case) -> None:
    assert case.run(on="31-12-2026").exit_code == 2


def test_the_order_of_a_day_is_the_order_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(CONSENTS + "p1,,website,ja,g1,,2026-09-01\n" * 3, encoding="utf-8")
    decisions = read_consents(path, DAY)
    assert [decision.id for decision in decisions] == ["t.csv:2", "t.csv:3", "t.csv:4"]
    assert sorted(decisions, key=lambda decision: decision.decided_at) == list(decisions)


def test_a_cell_with_a_line_break_stays_one_row(tmp_path: Path) -> None:
    path = tmp_path / "w.csv"
    path.write_text(TAGS + '"a\nb.png",1,2,3,4,p1,,\n', encoding="utf-8")
    (row,) = read_tags(path)
    assert (row.photo, row.where) == ("a\nb.png", "Rij 2 van w.csv")


RANDOM = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
CELLS = st.text(max_size=8) | st.sampled_from(
    ["p1", "website", "ja", "nee", "2026-09-01", "10", "-1", "nan", "1e999", "person", "klas.png", '"', "\0"]
)
ROWS = st.lists(st.lists(CELLS, max_size=10).map(",".join), max_size=5).map("\n".join)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["photo", "box", "person", "tag", "title", "text", "act", "x"]), inner
        )
    ),
    max_leaves=12,
)


@RANDOM
@given(rows=ROWS, raw=st.binary(max_size=60), whole=st.booleans())
def test_no_csv_is_too_strange(tmp_path: Path, rows: str, raw: bytes, whole: bool) -> None:  # noqa: FBT001
    path = tmp_path / "x.csv"
    for head in (CONSENTS, TAGS, ""):
        path.write_bytes(raw if whole else os.fsencode(head) + rows.encode("utf-8", "replace"))
        for read in (lambda: read_consents(path, DAY), lambda: read_tags(path)):
            _reads_or_explains(read, path)


@RANDOM
@given(value=JSON, text=st.text(max_size=80))
def test_no_json_or_yaml_is_too_strange(tmp_path: Path, value: object, text: str) -> None:
    for name in ("x.json", "x.yaml", "x.txt"):
        path = tmp_path / name
        for content in (json.dumps(value), text, f"title: {text}"):
            path.write_bytes(content.encode("utf-8", "replace"))
            _reads_or_explains(lambda path=path: read_post(path), path)  # type: ignore[misc]
    path = tmp_path / "x.json"
    path.write_text(json.dumps([value, {"photo": "a", "box": value}]), encoding="utf-8")
    _reads_or_explains(lambda: read_tags(path), path)


def _reads_or_explains(read: object, path: Path) -> None:
    assert callable(read)
    said = path.name
    try:
        read()
    except FileProblem as problem:
        said = str(problem)
    assert path.name in said
