"""Functions and files stay small enough to read at once."""

from __future__ import annotations

import statistics

from tests.architecture.source import PACKAGE, ROOT, functions, python_files, short, tree_of

FUNCTION_LINES_P95 = 40
FILE_LINES = 400
SETTINGS_LINES = 300


def test_functions_are_short() -> None:
    lengths = {
        f"{short(path)}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path in python_files()
        for node in functions(tree_of(path))
    }
    longest = sorted(lengths.items(), key=lambda item: item[1], reverse=True)[:20]
    p95 = statistics.quantiles(lengths.values(), n=20)[-1]
    assert p95 <= FUNCTION_LINES_P95, "\n".join(f"{lines:4} {name}" for name, lines in longest)


def test_files_are_short() -> None:
    limits = {PACKAGE / "config" / "settings.py": SETTINGS_LINES}
    sizes = {
        path: len(path.read_text(encoding="utf-8").splitlines())
        for path in [*python_files(), *python_files(ROOT / "tests"), ROOT / "start.py"]
    }
    too_long = {short(path): lines for path, lines in sizes.items() if lines > limits.get(path, FILE_LINES)}
    assert too_long == {}
