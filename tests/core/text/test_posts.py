"""The marked posts about the demo school, found with the same measure that the docs give."""

from __future__ import annotations

from collections import Counter

import pytest

from deelwijs.core.text import MatchKind, TextCheck, check_text
from tests.core.text.school import Post, index, posts

LABELS = "dfor"


@pytest.fixture(scope="module")
def checked() -> list[tuple[Post, TextCheck]]:
    return [(post, check_text(post.text, index(), author=post.author)) for post in posts()]


def _overlaps(start: int, end: int, other_start: int, other_end: int) -> bool:
    return min(end, other_end) > max(start, other_start)


def _f1(checked: list[tuple[Post, TextCheck]], kinds: set[str]) -> float:
    counts: Counter[str] = Counter()
    for post, check in checked:
        wanted = [span for span in post.spans if span[0] in kinds]
        got = [(m.kind.name, m.span.start, m.span.end) for m in check.matches if m.kind.name in kinds]
        for kind, start, end in wanted:
            counts["wanted"] += 1
            counts["found"] += any(k == kind and _overlaps(start, end, s, e) for k, s, e in got)
        for kind, start, end in got:
            counts["given"] += 1
            counts["right"] += any(k == kind and _overlaps(start, end, s, e) for k, s, e in wanted)
    precision, recall = counts["right"] / counts["given"], counts["found"] / counts["wanted"]
    return 2 * precision * recall / (precision + recall)


@pytest.mark.parametrize(
    ("kinds", "least"),
    [
        ({"PERSON"}, 0.96),
        ({"CLASS_PERSON"}, 0.95),
        ({kind.name for kind in MatchKind if kind.is_special}, 0.9),
        (
            {
                "STUDENT_NUMBER",
                "PHONE",
                "EMAIL",
                "ADDRESS",
                "POSTCODE",
                "BSN",
                "IBAN",
                "DOB",
                "LICENSE_PLATE",
                "HANDLE",
            },
            0.97,
        ),
        ({"LOCATION"}, 0.8),
    ],
    ids=["person", "class", "special", "structured", "location"],
)
def test_finds_what_is_marked(checked: list[tuple[Post, TextCheck]], kinds: set[str], least: float) -> None:
    assert _f1(checked, kinds) >= least


def test_leaves_posts_without_personal_data_alone(checked: list[tuple[Post, TextCheck]]) -> None:
    clean = [(post, check) for post, check in checked if not post.spans]
    flagged = [post.text for post, check in clean if check.matches]
    assert len(flagged) <= 0.05 * len(clean), flagged


@pytest.mark.parametrize("label", LABELS)
def test_reads_who_speaks(checked: list[tuple[Post, TextCheck]], label: str) -> None:
    wrong = []
    for post, check in checked:
        said = check.disclosure
        answers = dict(
            zip(LABELS, (said.employee, said.function, said.opinion, bool(check.review)), strict=True)
        )
        if answers[label] != (label in post.labels):
            wrong.append(post.text)
    assert len(wrong) <= 3, wrong
