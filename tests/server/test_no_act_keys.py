"""Server and console know no act by its key: what it draws and does follows from what acts say."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import tickbox_console
import tickbox_server
from tickbox_core.acts import ACTS

from ..installed import RESIDENTS_PAGES

ROOMS = (tickbox_server, tickbox_console, *RESIDENTS_PAGES.values())
SERVER = [Path(room.__path__[0]) for room in ROOMS]
KEYS = frozenset(ACTS)
FORM = re.compile("|".join(rf"do/{re.escape(key)}\b" for key in KEYS))


def _strings(source: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def test_no_act_stands_as_a_string() -> None:
    """Nor hides in a longer one: a list of keys with blanks between, or the address of a form."""
    found = [
        f"{source.parent.name}/{source.name}:{line} {word}"
        for room in SERVER
        for source in sorted(room.rglob("*.py"))
        for line, text in _strings(source)
        for word in [*(KEYS & set(text.split())), *FORM.findall(text)]
    ]
    assert found == []


def test_nor_in_a_template() -> None:
    """Templates draw what they are given."""
    found = [
        f"{page.parent.name}/{page.name}: {key}"
        for room in SERVER
        for page in sorted(room.rglob("*.html"))
        for key in KEYS
        if re.search(rf"\b{re.escape(key)}\b", page.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_what_is_looked_for_can_be_found(tmp_path: Path) -> None:
    """The walk sees a key in a call, in a table and in a list of words."""
    source = tmp_path / "sample.py"
    source.write_text('A = ACTS["wish/take"]\nB = "round/open round/close".split()\n')
    words = [word for _, text in _strings(source) for word in KEYS & set(text.split())]
    assert sorted(words) == ["round/close", "round/open", "wish/take"]
