"""The school's own document: every article in place, and its known defects named."""

from __future__ import annotations

from pathlib import Path

import pytest

from deelwijs.protocols.documents import ImportedProtocol, import_document

IDS = ["Inl"] + [
    f"{part}{number}"
    for part, last in (("U", 5), ("D", 2), ("A", 9), ("B", 4), ("C", 4), ("S", 7), ("V", 1))
    for number in range(1, last + 1)
]
# The defects as the design lists them: code -> lines of the document.
KNOWN = {
    "placeholder": [25, 66, 66, 73, 74, 75, 75, 86],
    "placeholder_notations": [66],
    "name_and_placeholder": [25],
    "empty_heading": [44, 46],
    "note_missing": [63],
    "note_gap": [63],
    "broken_word": [63],
    "clause_without_verb": [72],
    "passive_without_verb": [81],
    "unclear_who_permits": [50],
    "harm_test_conflict": [51],
    "consent_without_consequence": [54],
    "accounts_lumped": [54],
    "consent_conflict": [54],
    "age_in_article": [54, 63],
    "absolute_friends": [55],
    "recording_alone_free": [56],
    "remote_lesson_conflict": [56],
    "memes_as_crime": [57],
    "response_conflict": [57],
    "report_to_board": [58],
    "group_app_fallback": [64],
    "disclosure_conflict": [66],
    "binds_former_employees": [72],
    "reputation_without_exception": [72],
    "opinion_without_exception": [73],
    "employee_name_conflict": [74],
    "all_letters_kept": [80, 83],
    "phone_in_article": [81],
    "inspector_name": [81],
    "duty_to_file_missing": [81],
    "ladder_order": [82],
    "measures_against_parents": [85],
    "evidence_erased": [85],
    "crime_word": [86],
    "may_file_must_file": [86],
    "always_against_may": [86],
    "missing_owner": [5],
    "missing_effective_date": [5],
    "missing_review_date": [5],
    "missing_contact": [5],
    "missing_complaint_route": [5],
    "missing_withdrawal": [5],
    "missing_council": [5],
}


@pytest.fixture(scope="module")
def school(shared: Path) -> ImportedProtocol:
    (path,) = (shared / "mission").glob("protocol-*.txt")
    return import_document(path.name, path.read_bytes())


def test_every_article_is_in_place(school: ImportedProtocol) -> None:
    assert [article.id for article in school.protocol.articles] == IDS


def test_every_article_matches_its_norm(school: ImportedProtocol) -> None:
    assert [match.norm for match in school.matches] == IDS
    assert all(match.sure for match in school.matches)


def test_what_belongs_to_an_article_stands_in_it(school: ImportedProtocol) -> None:
    paragraphs = {article.id: len(article.paragraphs) for article in school.protocol.articles}
    assert {key: count for key, count in paragraphs.items() if count > 1} == {"Inl": 4, "B1": 3, "B2": 2}
    assert [mark.article for mark in school.protocol.marks] == ["A2", "B1"]
    assert (school.protocol.version, len(school.protocol.contents)) == ("oktober 2025", 9)


def test_the_known_defects_are_named_with_their_lines_and_no_others(school: ImportedProtocol) -> None:
    found: dict[str, list[int]] = {}
    for finding in school.findings:
        found.setdefault(finding.code, []).append(finding.place.line)
    assert found == KNOWN


def test_the_ages_and_exceptions_are_those_of_the_model(school: ImportedProtocol) -> None:
    assert {match.article: match.differences for match in school.matches if match.differences} == {}
