"""View-models: plain values, each with a template of its name, each documented."""

from __future__ import annotations

import importlib
import pkgutil
import re
from importlib.resources import files
from pathlib import Path

import attrs
import pytest

from tickbox_server import pages
from tickbox_server.pages import views
from tickbox_server.pages.render import template_of

from ..installed import RESIDENTS_PAGES

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "embedding.md").read_text("utf-8")
MODULES = [
    importlib.import_module(f"{pages.__name__}.{found.name}")
    for found in pkgutil.iter_modules(pages.__path__)
    if found.name.startswith("views")
] + [
    importlib.import_module(f"{plugin.__name__}.{found.name}")
    for plugin in RESIDENTS_PAGES.values()
    for found in pkgutil.iter_modules(plugin.__path__)
    if found.name.startswith("views")
]
PACKAGES = ("tickbox_server", *(plugin.__name__ for plugin in RESIDENTS_PAGES.values()))
VIEWS = [
    kind
    for module in MODULES
    for kind in vars(module).values()
    if isinstance(kind, type) and attrs.has(kind) and kind.__module__ == module.__name__
]
BY_NAME = {kind.__name__: kind for kind in VIEWS}
ROWS = dict(re.findall(r"^\| `(\w+\.html)` \| `(\w+)` \|", DOCUMENT, re.MULTILINE))


def fields_told(view: str) -> list[str]:
    """The fields that the document names for a view."""
    row = re.search(rf"^\| [^|]+ \| `{view}` \| ([^|]*)\|", DOCUMENT, re.MULTILINE)
    assert row is not None, f"{view} is not in docs/embedding.md"
    return [name for name in row.group(1).strip().split(", ") if name]


def test_every_page_is_documented_with_its_view() -> None:
    """Each template but the shared ones stands in the table, under the view that it draws."""
    folders = [files(package) / "templates" for package in PACKAGES]
    entries = [one.name for folder in folders if folder.is_dir() for one in folder.iterdir()]
    found = {name for name in entries if name.endswith(".html")}
    assert len(found) == len(entries)  # a name stands for one template
    names = {name for name in found if not name.endswith("parts.html")} - {"base.html"}
    assert set(ROWS) == names
    for name, view in ROWS.items():
        assert template_of(BY_NAME[view]) == name


@pytest.mark.parametrize("view", ["Frame", *ROWS.values()])
def test_the_documented_fields_are_the_fields(view: str) -> None:
    """In the same order: the table cannot grow old."""
    assert fields_told(view) == [field.name for field in attrs.fields(BY_NAME[view])]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)
def test_views_are_frozen_and_plain(view: type) -> None:
    """Strings, whole numbers, truths, nothing, tuples of these, and other views."""
    names = "|".join(kind.__name__ for kind in VIEWS)
    plain = re.compile(rf"({names}|str|int|bool|None|tuple|\.\.\.|[\[\], |])+")
    for field in attrs.fields(view):
        assert plain.fullmatch(str(field.type)), f"{view.__name__}.{field.name}: {field.type}"
    assert view.__doc__
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        views.Crumb("a", "/").name = "b"  # type: ignore[misc]
