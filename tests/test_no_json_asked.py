"""Nobody is asked for JSON: every field of every act, category, rule and table says it in words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tickbox_core import open_registry
from tickbox_core.acts import catalogue_of
from tickbox_core.acts.tables.every import TABLES
from tickbox_core.categories import Field, fields_of
from tickbox_core.categories.kinds import Pairs, Several, Table
from tickbox_core.categories.kinds.base import Kind
from tickbox_core.declarations.fields import NamedValues
from tickbox_core.desk.installed import installed_components, without_clashes

REGISTRY = without_clashes(open_registry())
ACTS = catalogue_of(installed_components(REGISTRY)).acts


def kinds(kind: Kind) -> Iterator[Kind]:
    """A kind, and those that it is made of."""
    yield kind
    if isinstance(kind, Several):
        yield from kinds(kind.each)
    elif isinstance(kind, (Pairs, Table)):
        for one in kind.kinds:
            yield from kinds(one)


def every_field() -> Iterator[tuple[str, Field]]:
    """Each field by where it is asked."""
    for key, act in ACTS.items():
        for one in fields_of(act.fields):
            yield f"{key} {one.key}", one
    for key, offered in REGISTRY.policies.items():
        for one in fields_of(offered.thing.fields):
            yield f"{key} {one.key}", one


FIELDS = dict(every_field())


@pytest.mark.parametrize("where", list(FIELDS))
def test_a_field_is_asked_for_in_words(where: str) -> None:
    """Neither its label, its help nor its example has JSON in it, however deep it goes."""
    field = FIELDS[where]
    assert field.kind.input != "json"
    for text in (field.label, field.help, *(one.remedy for one in kinds(field.kind))):
        assert not {"JSON", "{", "}"} & {*text.zh.split(), *text.en.split(), *text.zh, *text.en}
        assert "JSON" not in text.zh + text.en
    for kind in kinds(field.kind):
        assert not set(kind.example) & set('{}[]"')


@pytest.mark.parametrize("where", [w for w, f in FIELDS.items() if f.kind.example])
def test_what_a_field_shows_as_an_example_can_be_typed(where: str) -> None:
    """The example is read by the field that shows it."""
    kind = FIELDS[where].kind
    if kind.input in ("picture", "several") and not kind.example:
        pytest.skip("nothing is typed there")
    if kind.input == "picture":
        return  # it names a file
    kind.value(kind.parse(kind.example))


def test_every_mapping_is_asked_as_the_fields_that_it_stands_for() -> None:
    """What holds values by name says whose fields they are: a form asks each by itself."""
    held = [one for one in FIELDS.values() if isinstance(one.kind, NamedValues)]
    assert held and all(one.refers is not None for one in held)


def test_no_column_of_a_table_asks_for_it() -> None:
    """The tables that staff read in."""
    for key, table in TABLES.items():
        assert "JSON" not in str(vars(table) if hasattr(table, "__dict__") else key)
