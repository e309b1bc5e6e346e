"""``deelwijs check``: the verdict on a post, from files alone."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from deelwijs.cli import check as command
from deelwijs.core.geometry import Box
from deelwijs.vision.decode import PhotoError, PhotoProblem
from deelwijs.vision.faces import Face
from deelwijs.vision.sandbox import Inspected, SandboxError
from tests.cli.case import CONSENTS, TAGS, Case
from tests.cli.conftest import NoFaces

ROOT = Path(__file__).resolve().parents[2]


def test_with_every_consent_it_is_allowed(case: Case) -> None:
    answer = case.verdict()
    assert (answer["outcome"], answer["findings"]) == ("toegestaan", [])
    assert answer["faces"][0]["treatment"] == "show"
    assert answer["faces"][0]["consents"] == ["toestemming.csv:2"]
    result = case.run()
    assert (result.exit_code, result.stdout) == (0, "Mag op website\n")


def test_without_consent_it_is_forbidden(case: Case) -> None:
    case.put("toestemming.csv", CONSENTS)
    answer = case.verdict()
    assert (answer["outcome"], answer["articles"]) == ("verboden", ["A5"])
    assert answer["faces"][0]["treatment"] == "cover"
    said = case.run().stdout
    assert said.startswith("Nog niet op website\n  A5  Zoë de Bakker mag nog niet op website. ")
    assert case.run("--exit-code").exit_code == 1


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ("p1,,website,nee,g1,,2026-09-01\n", "consent_refused"),
        ("p1,,website,ja,g1,,2026-09-01\np1,,website,nee,g1,,2026-09-01\n", "consent_withdrawn"),
        ("p1,,website,ja,g1,,2026-12-01\n", "consent_not_answered"),
        ("p1,,instagram,ja,g1,,2026-09-01\n", "consent_not_answered"),
        ("p1,naam_bij_foto,website,ja,g1,,2026-09-01\n", "consent_not_answered"),
        ("p1,,website,ja,t1,,2026-09-01\n", "consent_not_answered"),
        ("p1,,website,ja,p1,,2026-09-01\n", "consent_not_answered"),
    ],
    ids=["no", "yes then no", "later", "elsewhere", "only the name", "a stranger", "too young"],
)
def test_what_is_no_consent(case: Case, answers: str, code: str) -> None:
    case.put("toestemming.csv", CONSENTS + answers)
    assert case.found() == [("A5", code)]


def test_the_columns_that_may_be_left_out(case: Case) -> None:
    case.put("toestemming.csv", "answer;channel;person_id;decided_by\nJA ;website;p1;g1\n")
    assert case.verdict()["outcome"] == "toegestaan"


def test_on_the_birthday_the_pupil_decides(case: Case) -> None:
    assert case.found(on="2027-09-03") == []
    assert case.found(on="2027-09-04") == [("A5", "consent_to_confirm")]
    case.put("toestemming.csv", CONSENTS + "p1,,website,ja,p1,,2027-09-04\n")
    assert case.found(on="2027-09-04") == []


def test_a_covered_face_needs_no_consent(case: Case) -> None:
    case.put("toestemming.csv", CONSENTS)
    for yes in ("ja", "1", "true"):
        case.put("wie.csv", TAGS + f"klas.png,10,10,40,40,p1,,{yes}\n")
        answer = case.verdict()
        assert (answer["outcome"], answer["faces"][0]["treatment"]) == ("toegestaan", "cover")


@pytest.mark.parametrize("tag", ["outsider", "unknown", "untagged"])
def test_who_has_no_name_is_not_shown(case: Case, tag: str) -> None:
    case.put("wie.csv", TAGS + f"klas.png,10,10,40,40,,{tag},\n")
    assert case.verdict()["outcome"] == "verboden"


def test_without_tags_nobody_has_looked(case: Case) -> None:
    assert case.found(tags=None) == [("A5", "everyone_not_marked")]
    assert case.found(tags=None, photo=None) == []


def test_a_face_that_was_found_and_not_tagged_counts(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    boxes = (Box(12, 8, 38, 44), Box(120, 10, 40, 40))
    seen = tuple(Face(box, 0.9, certain=True) for box in boxes)
    monkeypatch.setattr(NoFaces, "inspect", lambda *_, **__: Inspected(b"", 200, 120, seen))
    answer = case.verdict()
    assert [finding["code"] for finding in answer["findings"]] == ["face_untagged"]
    assert [face["box"] for face in answer["faces"]] == [[10, 10, 40, 40], [120, 10, 40, 40]]
    case.put("wie.csv", (case.folder / "wie.csv").read_text() + "klas.png,120,10,40,40,,not_a_face,\n")
    assert case.found() == []


@pytest.mark.parametrize(
    ("post", "author", "found"),
    [
        ({"text": "Zoë de Bakker won."}, "t1", [("A2", "name_in_text")]),
        ({"text": "Bel 06-12345678."}, "t1", [("A2", "text_phone")]),
        ({"lesson": "les"}, "t1", [("A1", "lesson_permission_missing")]),
        (
            {"lesson": "les", "lesson_permission": "achteraf", "lesson_granted_by": ["schoolleiding"]},
            "t1",
            [("A1", "lesson_permission_late")],
        ),
        (
            {"lesson": "les", "lesson_permission": "vooraf", "lesson_granted_by": "schoolleiding"},
            "t1",
            [],
        ),
        ({"lesson": "afstandsles"}, "t1", [("A7", "remote_lesson_shared")]),
        ({"standing": "prive"}, "t1", [("C4", "opinion_not_stated")]),
        ({"standing": "prive"}, "g1", []),
        ({"act": "discussieren"}, "t1", [("B2", "role_not_stated")]),
        (
            {"act": "discussieren", "standing": "prive"},
            "t1",
            [("C3", "role_not_stated"), ("C4", "opinion_not_stated")],
        ),
        ({"act": "discussieren"}, "p1", []),
    ],
    ids=str,
)
def test_what_the_post_says(
    case: Case, post: dict[str, object], author: str, found: list[tuple[str, str]]
) -> None:
    case.put("post.json", json.dumps({"title": "Open dag", "text": "Het was gezellig."} | post))
    assert case.found(post="post.json", author=author) == found


def test_one_post_in_three_forms(case: Case) -> None:
    parts = {"title": "Ja", "text": "Twee\nregels.", "act": "publiceren", "standing": "werk"}
    case.put("post.json", json.dumps(parts))
    case.put("post.yaml", "title: Ja\ntext: |-\n  Twee\n  regels.\n")
    case.put("post.txt", "Ja\n\nTwee\nregels.\n")
    hashes = {case.verdict(post=f"post.{kind}")["content_hash"] for kind in ("json", "yaml", "txt")}
    assert len(hashes) == 1


def test_yaml_words_stay_words(case: Case) -> None:
    case.put("yes.yaml", "title: Yes\ntext: 2026-13-45\n")
    case.put("yes.txt", "Yes\n2026-13-45\n")
    assert case.verdict(post="yes.yaml")["content_hash"] == case.verdict(post="yes.txt")["content_hash"]


def test_the_same_files_give_the_same_answer(case: Case) -> None:
    first = case.run("--json").stdout
    assert case.run("--json").stdout == first
    case.put("bericht.txt", "Open dag\nHet was leuk.\n")
    assert json.loads(case.run("--json").stdout)["content_hash"] != json.loads(first)["content_hash"]


def test_the_shape_of_the_answer_is_kept(case: Case) -> None:
    """Others build on this: a change here is a change for them."""
    case.put("toestemming.csv", CONSENTS)
    answer = case.verdict()
    hashes = {name: answer.pop(name) for name in ("content_hash", "protocol_hash")}
    assert all(re.fullmatch("[0-9a-f]{64}", value) for value in hashes.values())
    assert answer == {
        "outcome": "verboden",
        "channel": "website",
        "on": "2026-11-23",
        "author": "t1",
        "articles": ["A5"],
        "findings": [
            {
                "article": "A5",
                "code": "consent_not_answered",
                "severity": "verboden",
                "where": {"photo": "klas.png", "face": "1"},
                "person": "p1",
                "remedies": ["cover_face", "ask_consent", "leave_photo_out"],
                "title": "Zoë de Bakker mag nog niet op website",
                "sentence": "De vraag om toestemming is nog niet beantwoord. Geen antwoord is geen ja.",
            }
        ],
        "faces": [
            {
                "photo": "klas.png",
                "face": "1",
                "treatment": "cover",
                "person": "p1",
                "consents": [],
                "box": [10, 10, 40, 40],
            }
        ],
    }


def test_an_unknown_author_is_named(case: Case) -> None:
    result = case.run(author="wie")
    assert result.exit_code == 1
    assert "wie staat niet in" in result.stderr


@pytest.mark.parametrize(
    ("problem", "says"),
    [(PhotoError(PhotoProblem.CORRUPT), "beschadigd"), (SandboxError("stil"), "start niet")],
    ids=["photo", "installation"],
)
def test_a_photo_that_does_not_open_is_named(
    case: Case, monkeypatch: pytest.MonkeyPatch, problem: Exception, says: str
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise problem

    monkeypatch.setattr(NoFaces, "inspect", fails)
    result = case.run()
    assert result.exit_code == 1
    assert "klas.png" in result.stderr
    assert says in result.stderr


def test_two_photos_with_one_name(case: Case) -> None:
    again = case.folder / "nog" / "klas.png"
    again.parent.mkdir()
    again.write_bytes(b"x")
    result = case.run("--photo", str(again))
    assert (result.exit_code, "Twee foto’s heten klas.png" in result.stderr) == (1, True)


def test_it_needs_neither_database_nor_settings(tmp_path: Path) -> None:
    Case(tmp_path)
    arguments = [
        "--people", "mensen", "--consents", "toestemming.csv", "--post", "bericht.txt",
        "--channel", "website", "--author", "t1", "--on", "2026-11-23",
    ]  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "deelwijs.cli", "check", *arguments],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env={"PATH": os.environ["PATH"], "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "Mag op website\n", "")


def test_the_example_in_the_manual_is_true(case: Case) -> None:
    """The files stand in docs/cli.md as they are used here, and so does what comes out."""
    manual = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    blocks = dict(re.findall(r"^`([\w.]+)`:?\n\n```\w*\n(.*?)^```$", manual, re.MULTILINE | re.DOTALL))
    assert set(blocks) == {"consents.csv", "post.yaml", "tags.csv", "verdict.json"}
    for name in ("consents.csv", "post.yaml", "tags.csv"):
        case.put(name, blocks[name])
    case.put("group.jpg", (case.folder / "klas.png").read_bytes())
    answer = case.verdict(consents="consents.csv", post="post.yaml", tags="tags.csv", photo="group.jpg")
    shown = json.loads(blocks["verdict.json"])
    assert set(shown) == set(answer)
    for hashed in ("content_hash", "protocol_hash"):
        assert answer.pop(hashed).startswith(shown.pop(hashed).rstrip("…"))
    assert shown == answer


def test_the_imported_school_of_the_development_data(shared: Path, case: Case) -> None:
    folder = shared / "data/imports/synthetic_small/oneroster_1.2"
    with (folder / "roles.csv").open(encoding="utf-8-sig", newline="") as handle:
        teacher = next(row["userSourcedId"] for row in csv.DictReader(handle) if row["role"] == "teacher")
    answer = case.run("--json", people=str(folder), author=teacher, photo=None, tags=None)
    assert json.loads(answer.stdout)["outcome"] == "toegestaan"


def test_who_is_shown_must_be_at_school_on_the_day(case: Case) -> None:
    result = case.run(on="2026-07-01")
    assert result.exit_code == 1
    assert "Rij 2 van wie.csv: p1 is op deze dag niet op school bekend." in result.stderr


def test_no_option_is_left_unsaid() -> None:
    manual = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    section = manual.partition("## `deelwijs check`")[2].partition("\n## ")[0]
    for parameter in command.check.params:
        assert f"`{parameter.opts[0]}`" in section
