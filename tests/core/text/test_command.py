from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from deelwijs.cli.check_text import check_text_command

HEADER = (
    "person_id,role,call_name,first_names,initials,infix,surname,nicknames,school_class,function,staff_code,"
    "student_number,email,birthdate,child_ids"
)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    row = "p1,student,Imani,Imani Abena,I.A.,,Owusu,,3C,,,700123,imani@hetkompas.example,2010-05-06,"
    (tmp_path / "roster.csv").write_text(f"{HEADER}\n{row}\n", encoding="utf-8")
    (tmp_path / "school.json").write_text('{"name": "Het Kompas College", "iban": null}', encoding="utf-8")
    return tmp_path


def _run(folder: Path, posts: str) -> tuple[int, str]:
    (folder / "posts.jsonl").write_text(posts, encoding="utf-8")
    arguments = [f"--{name}={folder / file}" for name, file in _FILES.items()]
    result = CliRunner().invoke(check_text_command, arguments)
    return result.exit_code, result.output


_FILES = {"roster": "roster.csv", "school": "school.json", "posts": "posts.jsonl"}


def test_prints_one_prediction_per_post(files: Path) -> None:
    code, printed = _run(
        files, '{"id": "a", "text": "Knap, Imani Owusu uit 3C"}\n\n{"id": "b", "text": "Mooi weer"}\n'
    )
    assert code == 0
    first, second = (json.loads(line) for line in printed.splitlines())
    assert [(e["type"], e["start"], e["end"], e["person_ids"]) for e in first["entities"]] == [
        ("CLASS_PERSON", 6, 24, ["p1"]),
        ("PERSON", 6, 17, ["p1"]),
    ]
    assert second["entities"] == []
    assert second["labels"] == {
        "disclosure_present": False,
        "disclosure_function": False,
        "disclaimer_present": False,
        "needs_human_review": False,
    }


@pytest.mark.parametrize("line", ["{", '{"id": "a"}', "[]"])
def test_a_line_that_is_no_post_is_named(files: Path, line: str) -> None:
    code, printed = _run(files, line)
    assert code == 1
    assert "Regel 1" in printed


def test_a_roster_without_its_columns_is_named(files: Path) -> None:
    (files / "roster.csv").write_text("naam\nImani\n", encoding="utf-8")
    code, printed = _run(files, '{"id": "a", "text": "x"}')
    assert code == 1
    assert "roster.csv" in printed


def test_development_posts(shared: Path, tmp_path: Path) -> None:
    """Nearly everything in the development posts is found, and no clean post is flagged."""
    text = shared / "data" / "text"
    result = CliRunner().invoke(
        check_text_command,
        [
            f"--roster={text / 'roster.csv'}",
            f"--school={text / 'school.json'}",
            f"--posts={text / 'posts.jsonl'}",
        ],
    )
    gold = [json.loads(line) for line in (text / "posts.jsonl").read_text(encoding="utf-8").splitlines()]
    for post, line in zip(gold, result.output.splitlines(), strict=True):
        found = {(e["type"], e["start"]) for e in json.loads(line)["entities"]}
        if post["clean"]:
            assert not found, post["id"]
        else:
            # The extent of a health term is a matter of taste; what it is and where it lies is not.
            assert len(found) == len(post["entities"]), post["id"]
