"""Whatever is sealed has a purpose, and the purpose an end."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import tickbox_core
from tickbox_core.desk.keeping.due import What, what_of
from tickbox_core.year import DiaryEntry

SOURCES = [
    path
    for room in ("year", "components", "desk")
    for path in (Path(tickbox_core.__file__).parent / room).rglob("*.py")
]


def sealing(path: Path) -> Iterator[str]:
    """The kinds of entry that a file writes with something sealed, as far as they are literal."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "DiaryEntry":
            kind = node.args[0] if node.args else None
            if isinstance(kind, ast.Constant) and len(node.args) > 2:
                yield str(kind.value)


def test_every_kind_that_seals_something_has_a_purpose() -> None:
    """A new kind of entry has to say what it is for, or it could never be erased."""
    found = {kind for path in SOURCES for kind in sealing(path)}
    assert len(found) > 30
    unknown = {
        kind for kind in found
        if what_of(DiaryEntry(kind, {"project": "p"})) is What.UNKNOWN
    }  # fmt: skip
    assert unknown == set()


def test_every_purpose_is_said_in_both_languages() -> None:
    """What it is, and when it ends."""
    for what in What:
        for text in (what.words, what.ends):
            assert text.zh and text.en and text.zh != text.en
