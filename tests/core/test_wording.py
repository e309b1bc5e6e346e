"""Every finding that the core can make has its words, and every way out has a name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from hypothesis import given

from deelwijs.core import publication
from deelwijs.core.consent import ConsentState
from deelwijs.core.finding import Outcome
from deelwijs.core.publication import PublicationFacts, Tag, assess
from deelwijs.core.text import MatchKind
from deelwijs.protocols import corpus
from deelwijs.protocols.wording import wording
from tests.core.family import PROPERTY
from tests.core.posts import POSTS

WORDING: dict[str, Any] = wording()
ARTICLES = {entry["id"] for entry in corpus.load()["articles"]["articles"]}
LAW = "Wet"  # from the law and not from an article of the protocol: a description with each photo
FILLED = {"naam", "kanaal", "woorden", "aantal", "vervanging"}


def strings(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def source() -> ast.Module:
    """The whole room that judges posts, as one tree."""
    folder = Path(publication.__file__).parent
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.py"))]
    return ast.Module([node for tree in trees for node in tree.body], [])


def findings_made() -> list[ast.Call]:
    """Each place where the core makes a finding."""
    return [
        node
        for node in ast.walk(source())
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Finding"
    ]


@cache
def codes() -> set[str]:
    """Every code that the source can make: those written out, and those made from a state, tag or kind."""
    data = set(MatchKind) - {MatchKind.PERSON, MatchKind.CLASS_PERSON}
    built = {f"consent_{state.value}" for state in ConsentState if state is not ConsentState.GIVEN}
    built |= {f"{tag.value}_visible" for tag in (Tag.OUTSIDER, Tag.UNKNOWN)}
    built |= {f"text_{kind.value}" for kind in data}
    functions = {node.name: node for node in ast.walk(source()) if isinstance(node, ast.FunctionDef)}
    named = {
        value
        for node in ast.walk(functions["_name_code"])
        if isinstance(node, ast.Return)
        for value in strings(node)
    }
    assigned = {
        value
        for node in ast.walk(source())
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "code"
        if isinstance(node.value, ast.IfExp)
        for value in (*strings(node.value.body), *strings(node.value.orelse))
    }
    written = {
        value
        for made in findings_made()
        if isinstance(made.args[1], ast.Constant)
        for value in strings(made.args[1])
    }
    return built | named | assigned | written


@cache
def remedies() -> set[str]:
    """Every way out in the source: in a finding, or in a name that holds ways out."""
    inside = {
        value
        for made in findings_made()
        for keyword in made.keywords
        if keyword.arg == "remedies"
        for value in strings(keyword.value)
    }
    apart = {
        value
        for node in ast.walk(source())
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "remedies"
        for value in strings(node.value)
    }
    functions = [node for node in ast.walk(source()) if isinstance(node, ast.FunctionDef)]
    returned = {
        value
        for function in functions
        if function.name == "_name_remedies"
        for node in ast.walk(function)
        if isinstance(node, ast.Return)
        for value in strings(node)
    }
    return inside | apart | returned


def test_the_walk_sees_what_is_there() -> None:
    assert {"face_untagged", "lesson_permission_late", "name_perhaps", "role_not_stated"} <= codes()
    assert {"cover_face", "ask_name_consent", "remove_photos", "add_role"} <= remedies()


@PROPERTY
@given(POSTS)
def test_the_walk_sees_everything(facts: PublicationFacts) -> None:
    found = [finding for on in assess(facts).channels for finding in on.findings]
    assert {finding.code for finding in found} <= codes()
    assert {remedy for finding in found for remedy in finding.remedies} <= remedies()
    assert {finding.article for finding in found} <= ARTICLES | {LAW}
    assert all(finding.remedies for finding in found)


def test_every_finding_has_words() -> None:
    assert codes() - set(WORDING["bevindingen"]) == set()
    assert remedies() - set(WORDING["uitwegen"]) == set()
    assert {outcome.value for outcome in Outcome} == set(WORDING["oordeel"])


def test_words_ask_for_nothing_that_is_not_filled_in() -> None:
    for code, words in {**WORDING["bevindingen"], **WORDING["oordeel"]}.items():
        asked = {name for text in words.values() for _, name, _, _ in Formatter().parse(text) if name}
        assert asked <= FILLED, code
        assert words["titel"].strip(), code
        assert words["zin"].strip().endswith((".", "?")), code
        assert "!" not in words["titel"] + words["zin"], code
