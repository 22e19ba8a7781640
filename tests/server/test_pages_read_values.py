"""Residents' pages are drawn from values of answer classes: none looks into a mapping by a key."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import tickbox_server

from ..installed import RESIDENTS_PAGES

ROOT = Path(tickbox_server.__file__).parent
OF_PLUGINS = [
    path
    for plugin in RESIDENTS_PAGES.values()
    for path in sorted(Path(str(plugin.__file__)).parent.glob("*.py"))
    if path.name not in ("api.py", "schemas.py")
]
PAGES = [*sorted((ROOT / "pages").glob("*.py")), *OF_PLUGINS]
OF_A_REQUEST = {"area", "code", "path", "ref", "text"}
"""What is read from a request, or is the one word that an act answers a resident with."""
OF_A_TEMPLATE = {"count"}


def keys_read(tree: ast.AST) -> Iterator[str]:
    """Every constant string by which something is looked into."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            key = node.slice.value
            if isinstance(key, str) and isinstance(node.value, (ast.Name, ast.Attribute)):
                yield key


def loose(tree: ast.AST) -> Iterator[str]:
    """Every annotation that says no more than ``a mapping of anything``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Tuple):
            named = ast.unparse(node)
            if named in ("Mapping[str, Any]", "dict[str, Any]"):
                yield named


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_page_reads_fields_and_no_keys(path: Path) -> None:
    """A field that is misspelt fails in the type checker, not before a resident."""
    tree = ast.parse(path.read_text("utf-8"))
    assert set(keys_read(tree)) <= OF_A_REQUEST | OF_A_TEMPLATE
    assert list(loose(tree)) == []


def test_a_page_that_does_is_found() -> None:
    """Neither test is blind."""
    tree = ast.parse("def view(card: Mapping[str, Any]) -> str:\n    return card['title']\n")
    assert list(keys_read(tree)) == ["title"] and list(loose(tree)) == ["Mapping[str, Any]"]
