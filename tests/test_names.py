"""How the house reads, in figures that may only shrink.

A lone participle (``told``, ``_kept``) says neither what a function does nor what it gives; a
public class name with two homes has to be told apart by whoever reads; a long function hides its
parts.  Where one of these falls, its number here is lowered.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LONE = re.compile(
    r"_*(\w+ed|told|said|kept|held|made|found|drawn|shown|seen|taken|given|sent|left|bought|paid"
    r"|written|known|chosen|begun|done|gone|met|lost|won|built|meant|brought)"
)
MOST_LONE = 0.042
"""Of all functions."""
SEVERAL_HOMES = {"Base", "CastPaper", "Choice", "Kind", "Words"}
"""Front-door and plugin names, and those of the file that recounts alone."""
MOST_LINES, MOST_OF_A_FILE = 50, 500
ONE_FILE = "recount"
"""What recounts alone is one file of standard Python, and two that it is made of."""
MOST_OF_THE_SERVER = 9_000
"""Lines of Python, blank ones too; 16,401 before console and demonstration were plugins, 12,099
before the pages of whole matters were, 8,602 until it guarded itself (turns and slow clients)."""


def trees() -> Iterator[tuple[Path, ast.Module]]:
    """Every module of ours that is shipped."""
    for room in ("src", "plugins"):
        for path in sorted((ROOT / room).rglob("*.py")):
            if not {"tests", "templates"} & set(path.parts):
                yield path, ast.parse(path.read_text(encoding="utf-8"))


def functions() -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function in them, methods too."""
    for _, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                yield node


def is_lone(name: str) -> bool:
    """Whether a name is nothing but a participle."""
    return "_" not in name.strip("_") and LONE.fullmatch(name) is not None


def lines_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Without the docstring."""
    last = node.end_lineno or node.lineno
    first = node.body[0]
    told = (first.end_lineno or 0) - first.lineno + 1 if ast.get_docstring(node) else 0
    return last - node.lineno + 1 - told


def test_few_functions_are_called_by_a_lone_participle() -> None:
    """Most begin with a verb or say what they give."""
    names = [node.name for node in functions()]
    lone = [name for name in names if is_lone(name)]
    assert len(lone) <= MOST_LONE * len(names), f"{len(lone)} of {len(names)}"
    assert is_lone("_told") and not is_lone("tell") and not is_lone("find_kept")


def test_a_public_class_name_has_one_home() -> None:
    """Whoever reads a name knows which class it is."""
    homes: dict[str, set[Path]] = {}
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes.setdefault(node.name, set()).add(path)
    assert {name for name, paths in homes.items() if len(paths) > 1} == SEVERAL_HOMES


def test_functions_are_short() -> None:
    """Fifty lines are the most."""
    assert {node.name for node in functions() if lines_of(node) > MOST_LINES} == set()


def test_files_are_short() -> None:
    """A file that grows beyond is split by matter; what recounts alone is not."""
    sizes = [(path.name, len(path.read_text("utf-8").splitlines())) for path, _ in trees()]
    long = {name for name, lines in sizes if lines > MOST_OF_A_FILE}
    assert long and {name for name in long if ONE_FILE not in name} == set()


def test_the_server_is_small() -> None:
    """What is not residents' pages, the wall or the API is a plugin's."""
    paths = (ROOT / "src" / "tickbox_server").rglob("*.py")
    assert sum(len(path.read_text("utf-8").splitlines()) for path in paths) <= MOST_OF_THE_SERVER
