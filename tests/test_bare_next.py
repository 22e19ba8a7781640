"""No bare ``next(``: a ``StopIteration`` that gets out of a thread or a generator hangs or hides.

Where nothing may be left there is a default; whoever is sure that something is there writes so
that its absence has a name (``[0]``, a key of a dict, an unpacking).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def bare_nexts(source: str) -> Iterator[int]:
    """The lines on which ``next`` is called without a default, or ``__next__`` by hand."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr == "__next__":
            yield node.lineno
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in {"next", "builtins.next"}:
            if len(node.args) < 2:
                yield node.lineno
        elif isinstance(node, ast.Call) and any(
            isinstance(given, ast.Name) and given.id == "next"
            for given in (*node.args, *(keyword.value for keyword in node.keywords))
        ):
            yield node.lineno  # handed on: map(next, …)


@pytest.mark.parametrize("folder", ["src", "plugins"])
def test_no_next_without_a_default(folder):
    """In the library, the server, the plugins and their tests."""
    paths = sorted((ROOT / folder).rglob("*.py"))
    assert paths
    found = [
        f"{path.relative_to(ROOT).as_posix()}:{line}"
        for path in paths
        for line in bare_nexts(path.read_text("utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("x = next(rows)", [1]),
        ("x = 1\ny = next(r for r in rows if r)", [2]),
        ("x = rows.__next__()", [1]),
        ("x = list(map(next, rows))", [1]),
        ("x = sorted(rows, key=next)", [1]),
        ("x = next(rows, None)", []),
        ("x = rows.next()", []),
        ("def next_row(): ...\nnext_row()", []),
    ],
)
def test_a_planted_one_is_noticed(source, lines):
    """Each way to write it, and nothing that only looks like it."""
    assert list(bare_nexts(source)) == lines
