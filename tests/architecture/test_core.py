"""The core computes: no clock, chance, file, network, process or environment reaches it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGE, python_files, short, tree_of

FORBIDDEN_MODULES = {
    "asyncio", "glob", "http", "httpx", "importlib", "io", "logging", "os", "pathlib", "random", "secrets",
    "shutil", "signal", "socket", "sqlite3", "ssl", "subprocess", "sys", "tempfile", "threading", "time",
    "urllib", "uuid", "zoneinfo",
}  # fmt: skip
CLOCKS = {"now", "today", "utcnow"}
DOORS = {"open", "input", "print", "eval", "exec", "__import__"}


def impurities(tree: ast.Module) -> Iterator[str]:
    """What in a module asks the world for something, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (
                f"{node.lineno}: {name.name}" for name in node.names if _root(name.name) in FORBIDDEN_MODULES
            )
        elif isinstance(node, ast.ImportFrom) and node.module and _root(node.module) in FORBIDDEN_MODULES:
            yield f"{node.lineno}: {node.module}"
        elif isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS:
                yield f"{node.lineno}: .{node.func.attr}()"
            if isinstance(node.func, ast.Name) and node.func.id in DOORS:
                yield f"{node.lineno}: {node.func.id}()"


def _root(module: str) -> str:
    return module.partition(".")[0]


@pytest.mark.parametrize("path", python_files(PACKAGE / "core"), ids=short)
def test_the_core_is_pure(path: Path) -> None:
    assert list(impurities(tree_of(path))) == []


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import datetime\nday = datetime.now()",
        "import datetime as d\nday = d.date.today()",
        "import time",
        "from pathlib import Path",
        "from os import environ",
        "import urllib.request",
        "from random import choice",
        "import subprocess as s",
        "text = open('names.txt').read()",
    ],
)
def test_an_impurity_is_seen(source: str) -> None:
    assert list(impurities(ast.parse(source)))
