"""docs/ledger.md names every act, with all that its payload holds."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path

import deelwijs
from deelwijs.core.ledger.chain import ENTRY_TAG, PAYLOAD_TAG
from deelwijs.ledger.kinds import Kind

PACKAGE = Path(deelwijs.__file__).parent
DOCUMENT = (PACKAGE.parents[1] / "docs" / "ledger.md").read_text(encoding="utf-8")


def rows() -> list[list[str]]:
    """The cells of each row of the table of acts."""
    acts = DOCUMENT.partition("## How an entry is hashed")[0]
    return [line.split("|")[1:-1] for line in acts.splitlines() if line.startswith("| `")]


def documented() -> dict[str, set[str]]:
    """Kind -> the payload keys in its row."""
    return {cells[0].strip(" `"): set(re.findall(r"`(\w+)`", cells[-1])) for cells in rows()}


def recorded() -> dict[str, set[str]]:
    """Kind -> the payload keys written out where the product records it."""
    keys: dict[str, set[str]] = defaultdict(set)
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            named = {keyword.arg: keyword.value for keyword in call.keywords}
            if ast.unparse(call.func) not in {"record", "Act"} or not isinstance(
                named.get("payload"), ast.Dict
            ):
                continue
            for kind in kinds_in(named["kind"]):
                keys[kind] |= {
                    str(key.value) for key in named["payload"].keys if isinstance(key, ast.Constant)
                }
    return keys


def kinds_in(expression: ast.expr) -> set[str]:
    """The kinds that an expression can come to; a name that is handed on says nothing."""
    names = {node.attr for node in ast.walk(expression) if isinstance(node, ast.Attribute)}
    values = {node.value for node in ast.walk(expression) if isinstance(node, ast.Constant)}
    return {kind.value for kind in Kind if kind.name in names or kind.value in values}


def test_every_act_has_a_row_and_no_other() -> None:
    assert set(documented()) == {kind.value for kind in Kind}


def test_each_act_has_one_whole_row() -> None:
    assert {len(cells) for cells in rows()} == {4}
    assert len(rows()) == len(documented())


def test_every_payload_key_is_documented() -> None:
    found = recorded()
    assert {Kind.CONSENT_DECIDED.value, Kind.PROTOCOL_ADOPTED.value} <= set(found)
    assert {
        kind: keys - documented()[kind] for kind, keys in found.items() if keys - documented()[kind]
    } == {}


def test_the_recipe_names_both_tags() -> None:
    assert f"`{ENTRY_TAG.decode()}`" in DOCUMENT
    assert f"`{PAYLOAD_TAG.decode()}`" in DOCUMENT


def test_every_kind_is_used_and_short_enough_to_store() -> None:
    source = "\n".join(
        path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py") if path.name != "kinds.py"
    )
    unused = [kind for kind in Kind if f".{kind.name}" not in source and f'"{kind.value}"' not in source]
    assert unused == []
    assert max(len(kind.value) for kind in Kind) <= 40
