"""Each import contract catches what it forbids: a copy of the product with one bad import in it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGE, ROOT

# contract -> what is written where, and what import-linter must then say
SEEDS = {
    "layers upward": ("layers", "core/seeded.py", "import deelwijs.people.actor", "deelwijs.core"),
    "layers sideways": ("layers", "demo/seeded.py", "import deelwijs.cli.main", "deelwijs.demo"),
    "layers unplaced room": ("layers", "broom_cupboard/__init__.py", "", "broom_cupboard"),
    "Django in the core": ("pure-core", "core/seeded.py", "from django.db import models", "deelwijs.core"),
    "Django in vision": (
        "pure-core",
        "vision/seeded.py",
        "from django.conf import settings",
        "deelwijs.vision",
    ),
    "database driver in the core": ("pure-core", "core/seeded.py", "import psycopg", "deelwijs.core"),
    "view with a model": (
        "views-through-selectors",
        "consents/views.py",
        "from deelwijs.people.models import Person",
        "deelwijs.consents.views",
    ),
    "cycle between rooms": (
        "no-cycles",
        "ledger/seeded.py",
        "import deelwijs.people.actor\nimport deelwijs.ui.icons",
        "deelwijs",
    ),
    "cycle inside a room": (
        "no-cycles",
        "core/seeded/a.py",
        "import deelwijs.core.seeded.b.c",
        "deelwijs.core.seeded",
    ),
}
MORE_FILES = {
    "cycle between rooms": {"ui/seeded.py": "import deelwijs.ledger.seeded"},
    "cycle inside a room": {
        "core/seeded/__init__.py": "",
        "core/seeded/b/__init__.py": "",
        "core/seeded/b/c.py": "import deelwijs.core.seeded.a",
    },
}


def lint(folder: Path, *contracts: str) -> subprocess.CompletedProcess[str]:
    """Check contracts (all when none is named) on the package in a folder.

    In a process of its own, since this one has the real package loaded.
    """
    program = f"""
import sys
sys.path.insert(0, {str(folder)!r})
from importlinter.cli import lint_imports
settings = {str(ROOT / "pyproject.toml")!r}
sys.exit(lint_imports(config_filename=settings, limit_to_contracts={contracts!r}, no_cache=True))
"""
    return subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the modules (no pages, no pictures) to spoil."""
    only_python = shutil.ignore_patterns("__pycache__", "static", "templates", "photos", "locale")
    shutil.copytree(PACKAGE, tmp_path / "deelwijs", ignore=only_python)
    return tmp_path


@pytest.mark.parametrize("seed", SEEDS)
def test_a_seeded_violation_is_caught(seed: str, copy: Path) -> None:
    contract, file, content, culprit = SEEDS[seed]
    for name, text in {file: content, **MORE_FILES.get(seed, {})}.items():
        path = copy / "deelwijs" / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(text + "\n", encoding="utf-8")
    result = lint(copy, contract)
    assert result.returncode == 1, result.stdout + result.stderr
    assert "Contracts: 0 kept, 1 broken" in result.stdout
    assert culprit in result.stdout


def test_the_unspoilt_copy_keeps_every_contract(copy: Path) -> None:
    result = lint(copy)
    assert result.returncode == 0, result.stdout + result.stderr


def contract_ids() -> set[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {contract["id"] for contract in settings["tool"]["importlinter"]["contracts"]}


def test_every_contract_has_a_seed() -> None:
    assert contract_ids() == {contract for contract, *_ in SEEDS.values()}
