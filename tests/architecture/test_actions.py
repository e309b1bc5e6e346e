"""An action is called by name alone: ``decide(actor=..., person_id=...)`` cannot swap two identities."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import python_files, short, tree_of


def positional(tree: ast.Module, *, writes_only: bool = False) -> Iterator[str]:
    """Public functions of a module that take anything by position."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            by_place = node.args.posonlyargs or node.args.args or node.args.vararg
            if by_place and (opens_transaction(node) or not writes_only):
                yield f"{node.lineno}: {node.name}"


def opens_transaction(function: ast.FunctionDef) -> bool:
    """Whether a function is a transaction as a whole, which is what makes it an action."""
    return any("atomic" in ast.unparse(decorator) for decorator in function.decorator_list)


def actions() -> list[Path]:
    return [path for path in python_files() if path.stem == "actions" or path.parent.name == "actions"]


@pytest.mark.parametrize("path", actions(), ids=short)
def test_actions_are_called_by_name(path: Path) -> None:
    # In a package of actions, what opens no transaction is a part of an action.
    assert list(positional(tree_of(path), writes_only=path.parent.name == "actions")) == []


def test_an_action_by_position_is_seen() -> None:
    by_place = ast.parse("@transaction.atomic\ndef take_down(placement, *, actor): ...")
    assert list(positional(by_place)) == ["2: take_down"]
    assert list(positional(by_place, writes_only=True)) == ["2: take_down"]
    assert list(positional(ast.parse("def locked(placement): ..."), writes_only=True)) == []
    assert list(positional(ast.parse("def take_down(*, placement): ...\ndef _part(x): ..."))) == []
