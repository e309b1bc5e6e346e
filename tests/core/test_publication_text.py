"""What stands in the way of a text: names, data, tone, and who says it."""

from __future__ import annotations

import pytest

from deelwijs.core.consent import ConsentState
from deelwijs.core.finding import Outcome, Span
from deelwijs.core.publication import Act, Standing
from deelwijs.core.text import Disclosure, MatchKind, TextCheck
from tests.core.posts import NAME, WEB, consent, findings, match, post, says

PRIVATE = {"standing": Standing.PRIVATE}
DATA = sorted(set(MatchKind) - {MatchKind.PERSON, MatchKind.CLASS_PERSON})
HARMFUL = {MatchKind.BSN, MatchKind.SPECIAL_HEALTH, MatchKind.SPECIAL_RELIGION, MatchKind.SPECIAL_OTHER}


@pytest.mark.parametrize("kind", DATA)
def test_data_about_somebody(kind: MatchKind) -> None:
    (finding,) = findings(says("Sami was er.", match(kind)))
    assert (finding.article, finding.code) == ("A2", f"text_{kind.value}")
    assert finding.severity is (Outcome.FORBIDDEN if kind in HARMFUL else Outcome.ALLOWED_IF)
    assert (finding.where, dict(finding.params)) == (Span(0, 4), {"words": "Sami"})
    assert finding.remedies == ("remove_words",)
    (doubtful,) = findings(says("Sami was er.", match(kind, certain=False)))
    assert doubtful.remedies == ("remove_words", "accept_words")
    (private,) = findings(says("Sami was er.", match(kind), **PRIVATE))
    assert (private.article, private.severity) == ("C1", Outcome.FORBIDDEN)


@pytest.mark.parametrize(
    ("kind", "code"), [(MatchKind.PERSON, "name_in_text"), (MatchKind.CLASS_PERSON, "name_with_class")]
)
def test_the_name_of_a_member(kind: MatchKind, code: str) -> None:
    (finding,) = findings(says("Sami was er.", match(kind, "sami")))
    assert (finding.article, finding.code, finding.severity) == ("A2", code, Outcome.ALLOWED_IF)
    assert finding.person_id == "sami"
    assert dict(finding.params) == {"words": "Sami", "name": "Sami Bakkali", "channel": WEB}
    assert "ask_name_consent" in finding.remedies
    assert {"remove_words", "accept_words"} <= set(finding.remedies)


def test_a_name_with_consent_may_stand() -> None:
    named = match(MatchKind.PERSON, "sami")
    assert findings(says("Sami was er.", named, consents={("sami", NAME, WEB): consent()})) == []
    refused = {("sami", NAME, WEB): consent(ConsentState.REFUSED)}
    assert [f.code for f in findings(says("Sami was er.", named, consents=refused))] == ["name_in_text"]
    for_photos = {("sami", "beeld", WEB): consent()}
    assert [f.code for f in findings(says("Sami was er.", named, consents=for_photos))] == ["name_in_text"]


def test_privately_an_employee_names_nobody_even_with_consent() -> None:
    given = {("sami", NAME, WEB): consent()}
    (finding,) = findings(says("Sami!", match(MatchKind.PERSON, "sami"), consents=given, **PRIVATE))
    assert (finding.article, finding.severity) == ("C1", Outcome.FORBIDDEN)
    assert "ask_name_consent" not in finding.remedies


def test_a_name_that_may_be_a_word() -> None:
    unsure = match(MatchKind.PERSON, "sami", certain=False)
    (finding,) = findings(says("Sami was er.", unsure, consents={("sami", NAME, WEB): consent()}))
    assert (finding.code, finding.severity) == ("name_perhaps", Outcome.ALLOWED_IF)
    assert finding.remedies == ("accept_words", "remove_words")


def test_a_name_of_two_people_is_nobodys_consent() -> None:
    either = match(MatchKind.PERSON, "sami", "samira")
    (finding,) = findings(says("Sami was er.", either, consents={("sami", NAME, WEB): consent()}))
    assert finding.person_id is None
    assert "ask_name_consent" not in finding.remedies


def test_authors_may_sign() -> None:
    assert findings(says("Noor was er.", match(MatchKind.PERSON, "noor"))) == []


def test_words_that_the_author_vouched_for_are_passed_over() -> None:
    named = match(MatchKind.PERSON, "sami", certain=False)
    assert findings(says("SAMI was er.", named, accepted_words=frozenset({"sami"}))) == []
    assert findings(says("Sami was er.", named, accepted_words=frozenset({"sam"}))) != []


def test_a_name_inside_a_wider_finding_is_said_once() -> None:
    wide = match(MatchKind.CLASS_PERSON, "sami", span=Span(0, 11))
    inside = match(MatchKind.PERSON, "sami")
    beside = match(MatchKind.PERSON, "sami", span=Span(12, 16))
    found = findings(says("Sami uit 3C, Sami", wide, inside, beside))
    assert [(finding.code, finding.where) for finding in found] == [
        ("name_with_class", Span(0, 11)),
        ("name_in_text", Span(12, 16)),
    ]


def test_a_hard_tone_asks_for_a_colleague() -> None:
    hard = post(text_check=TextCheck(review=("threat",)))
    (finding,) = findings(hard)
    assert (finding.article, finding.code, finding.severity, finding.remedies) == (
        "A8",
        "tone_for_a_colleague",
        Outcome.CONSULT,
        ("change_text", "consulted"),
    )
    assert findings(post(text_check=TextCheck(review=("threat",)), consulted=True)) == []
    assert findings(post(text_check=TextCheck(review=("threat",)), already_public=True)) == []


def said(*, employee: bool = False, function: bool = False, opinion: bool = False) -> TextCheck:
    return TextCheck(disclosure=Disclosure(employee, function, opinion))


@pytest.mark.parametrize(
    ("standing", "check", "expected"),
    [
        (Standing.WORK, said(), [("B2", "role_not_stated")]),
        (Standing.WORK, said(employee=True), [("B2", "role_not_stated")]),
        (Standing.WORK, said(employee=True, function=True), []),
        (Standing.PRIVATE, said(opinion=True), [("C3", "role_not_stated")]),
        (Standing.PRIVATE, said(employee=True, opinion=True), []),
        (Standing.PRIVATE, said(employee=True), [("C4", "opinion_not_stated")]),
        (Standing.PRIVATE, said(), [("C3", "role_not_stated"), ("C4", "opinion_not_stated")]),
    ],
)
def test_who_joins_a_discussion_says_who_they_are(
    standing: Standing, check: TextCheck, expected: list[tuple[str, str]]
) -> None:
    facts = {"act": Act.DISCUSS, "standing": standing, "text_check": check}
    found = findings(post(**facts))
    assert [(finding.article, finding.code) for finding in found] == expected
    assert all(finding.severity is Outcome.ALLOWED_IF for finding in found)
    assert findings(post(**facts, author_is_employee=False)) == []


def test_publishing_at_work_needs_no_disclosure_but_privately_an_opinion_is_called_one() -> None:
    assert findings(post(text_check=said())) == []
    (finding,) = findings(post(text_check=said(), standing=Standing.PRIVATE))
    assert (finding.article, finding.code, finding.remedies) == (
        "C4",
        "opinion_not_stated",
        ("add_opinion",),
    )
