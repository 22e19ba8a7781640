"""One class of fields, four faces: form, JSON Schema, spreadsheet columns, table in a page."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import attrs

from tickbox_core.categories.fields import (
    UNFIT,
    Field,
    cannot_be,
    fault,
    faults,
    fields_of,
    hidden_mark_fault,
    is_money,
    why_unfit,
)
from tickbox_core.categories.kinds import SCOPE, Choice, Pairs, Several, Table
from tickbox_core.categories.values import Objection
from tickbox_core.text import EMPTY, Language, Text

SCHEMA = "https://json-schema.org/draft/2020-12/schema"


@attrs.frozen(hash=False)
class Input:
    """One control of a form.

    ``control``: ``text``, ``number``, ``decimal``, ``select``, ``several`` (check boxes where there
    are ``choices``, else a list in a line), ``checkbox``, ``date``, ``month`` or ``scope``.
    ``value`` is what stands in it, as typed; ``help`` says what will do.
    """

    name: str
    label: Text
    control: str
    required: bool
    help: Text
    example: str = ""
    value: str = ""
    choices: tuple[tuple[str, Text], ...] = ()


@attrs.frozen
class Column:
    """One column of a spreadsheet: its header in both languages, and a cell as an example.

    ``choices`` are the words of a drop-down; cells are text, so that nothing is reformatted.
    """

    key: str
    header: Text
    example: str
    required: bool
    help: Text
    choices: tuple[Text, ...] = ()
    amounts: bool = False
    """Whether its cells are amounts of money."""
    holds_amounts: bool = False
    """Whether amounts of money stand in its cells among other things: the costs of options."""


def form(fields: type, plain: Mapping[str, Any] | None = None) -> tuple[Input, ...]:
    """The controls of a form, filled from a plain mapping where there is one."""
    return tuple(_input(one, plain or {}) for one in fields_of(fields))


def columns(fields: type) -> tuple[Column, ...]:
    """The columns of a spreadsheet, in the order of the fields."""
    return tuple(
        Column(
            one.key,
            one.label,
            one.kind.example,
            one.required,
            _help(one),
            _words(one),
            is_money(one.kind),
            isinstance(one.kind, (Pairs, Table)) and any(map(is_money, one.kind.kinds)),
        )
        for one in fields_of(fields)
    )


def of_row(fields: type, cells: Mapping[str, str]) -> tuple[dict[str, Any], tuple[Objection, ...]]:
    """What people typed (a form, or a row of a spreadsheet) as a plain mapping, and its faults.

    ``cells`` by field key; a blank one is not given.  Nothing that was typed is lost: what will not
    do stands in the faults, and the rest in the mapping.
    """
    plain: dict[str, Any] = {}
    found: list[Objection] = []
    same: dict[str, str] = {}
    for one in fields_of(fields):
        typed = cells.get(one.key, "")
        if not typed.strip():
            continue
        if isinstance(one.kind, Pairs) and (whole := one.kind.completed(typed, cells)) != typed:
            typed, same[one.key] = whole, one.kind.whole
        if (turned := hidden_mark_fault(one, typed)) is not None:
            found.append(turned)
            continue
        try:
            held = one.kind.parse(typed)
            one.kind.value(held)
            plain[one.key] = held
        except UNFIT as refused:
            found.append(fault(one, cannot_be(typed.strip()), why_unfit(refused)))
    wrong = {objection.field for objection in found}
    found = [f for f in found if same.get(f.field) not in wrong]  # what is wrong is said once
    rest = [f for f in faults(fields, plain) if f.field not in wrong or not f.field]
    return plain, (*found, *rest)


def to_row(fields: type, plain: Mapping[str, Any]) -> dict[str, str]:
    """A plain mapping as cells, by field key: ``of_row`` reads them back."""
    return {
        one.key: one.kind.format(plain[one.key]) for one in fields_of(fields) if one.key in plain
    }


def json_schema(fields: type, title: Text = EMPTY) -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of the plain mapping.

    What it cannot say is left to ``read``: bounds of exact parts, days that no month has, empty
    ranges of floors, and what ``conflicts`` of the class objects to.
    """
    properties = {
        one.key: {**one.kind.schema(), "title": one.label.en, "x-title": one.label.plain()}
        for one in fields_of(fields)
    }
    return {
        "$schema": SCHEMA,
        **({"title": title.en, "x-title": title.plain()} if title else {}),
        **({"$defs": {"scope": SCOPE}} if "#/$defs/scope" in str(properties) else {}),
        "type": "object",
        "properties": properties,
        "required": [one.key for one in fields_of(fields) if one.required],
        "additionalProperties": False,
    }


def docs_table(
    fields: type, language: Language = "en", needed: Collection[str] | None = None
) -> str:
    """The fields as a Markdown table; ``needed`` are those that have to be given.

    A ``|`` in what is said of a field stands as ``\\|``, as Markdown has it.
    """
    heads = Text("字段|名称|必填|填什么", "field|label|required|what stands in it")
    lines = [heads.said_in(language).split("|"), ["---"] * 4]
    for one in fields_of(fields):
        asked_for = one.required if needed is None else one.key in needed
        must = Text("是", "yes") if asked_for else Text("否", "no")
        cells = (f"`{one.key}`", one.label, must, _help(one))
        lines.append([_cell(cell, language) for cell in cells])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(cell: str | Text, language: Language) -> str:
    said = cell if isinstance(cell, str) else cell.said_in(language)
    return said.replace("|", "\\|").replace("\n", " ")


def _input(one: Field, plain: Mapping[str, Any]) -> Input:
    given = one.key in plain
    return Input(
        name=one.key,
        label=one.label,
        control=one.kind.input,
        required=one.required,
        help=_help(one),
        example=one.kind.example,
        value=one.kind.format(plain[one.key]) if given else "",
        choices=_choice_labels(one),
    )


def _help(one: Field) -> Text:
    return (
        Text("{help}{remedy}", "{help} {remedy}").filled(help=one.help, remedy=one.kind.remedy)
        if one.help
        else one.kind.remedy
    )


def _choice_labels(one: Field) -> tuple[tuple[str, Text], ...]:
    kind = one.kind.each if isinstance(one.kind, Several) else one.kind
    return tuple(kind.choices.items()) if isinstance(kind, Choice) else ()


def _words(one: Field) -> tuple[Text, ...]:
    return () if isinstance(one.kind, Several) else tuple(words for _, words in _choice_labels(one))


def beside(
    common: type, own: type | None, prefix: str, leave_out: frozenset[str] = frozenset()
) -> type:
    """One class of the fields of two: those of ``own`` under a prefix, so that none collide."""
    made = {one.name: _again(one) for one in attrs.fields(common) if one.name not in leave_out}
    if own is not None:
        made.update({prefix + one.name: _again(one) for one in attrs.fields(own)})
    return attrs.make_class("Row", made, frozen=True, kw_only=True)


def _again(attribute: attrs.Attribute[Any]) -> Any:
    return attrs.field(
        default=attribute.default, converter=attribute.converter, metadata=attribute.metadata
    )
