"""Fields as boxes of a form, and what was typed into them back as the cells that acts read.

A box is named ``f.KEY``; the English of words ``f.KEY.en``; a cell of a table ``f.KEY.ROW.CELL``.
What was typed stays as it was typed, also where it will not do.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from tickbox_console.scope_boxes import scope_boxes, scope_cell, scope_rows
from tickbox_console.staff_request import Posted, StaffRequest, many, one
from tickbox_console.views import BoxView, StaffChoiceView
from tickbox_core.categories import Field, fields_of
from tickbox_core.categories.commas import commas_read
from tickbox_core.categories.kinds import (
    Choice,
    Count,
    Day,
    Hundredths,
    Kind,
    Month,
    Pairs,
    Portion,
    Several,
    Table,
    Where,
    Words,
    YesNo,
)
from tickbox_core.text import EMPTY, Text

Options = Sequence[tuple[str, Text]]
SPARE_ROWS = 2
OFFERED = "offered"
"""Marks a table whose first column was not typed: a row without a number says nothing."""
MOST_CHECKS = 400


def name_of(key: str, *more: object) -> str:
    """The name of a box."""
    return ".".join(("f", key, *map(str, more)))


# -- from the form to cells ----------------------------------------------------------------------


def cells(fields: type, posted: Posted) -> dict[str, str]:
    """What stands in each box, as one string a field: ``categories.of_row`` reads it."""
    return {field.key: _cell(field, posted) for field in fields_of(fields)}


def _cell(field: Field, posted: Posted) -> str:
    name, kind = name_of(field.key), field.kind
    if isinstance(kind, Words):
        return _words(one(posted, name), one(posted, f"{name}.en"))
    if isinstance(kind, Pairs):
        ticked = [[value, value] for value in many(posted, name)]
        return _json(_pair_rows(kind, name, posted) + ticked)
    if isinstance(kind, Table):
        return _json(_table_rows(kind, name, posted)) or one(posted, name)
    if isinstance(kind, Where):
        return scope_cell(name, posted)
    if isinstance(kind, Several):
        values = many(posted, name)
        if len(values) == 1 and not _has_checkboxes(kind):
            return values[0]  # a list typed in one box, or a single id
        return _json([_parse(kind.each, value) for value in values])
    return one(posted, name)


def _has_checkboxes(kind: Several) -> bool:
    return isinstance(kind.each, Choice)


def _words(zh: str, en: str) -> str:
    if not en.strip():
        return zh
    both = {"zh": zh.strip(), "en": en.strip()}
    return json.dumps({key: said for key, said in both.items() if said}, ensure_ascii=False)


def _json(rows: list[Any]) -> str:
    return json.dumps(rows, ensure_ascii=False) if rows else ""


def _parse(kind: Kind, text: str) -> Any:
    try:
        return kind.parse(text)
    except (ValueError, TypeError, OverflowError, RecursionError):
        return text  # the fault is found, and told, where the whole is read


def _rows(name: str, posted: Posted) -> list[int]:
    starts = f"{name}."
    found = {key[len(starts) :].split(".")[0] for key in posted if key.startswith(starts)}
    return sorted(int(row) for row in found if row.isascii() and row.isdigit() and len(row) < 6)


def _pair_rows(kind: Pairs, name: str, posted: Posted) -> list[Any]:
    found = []
    offered = OFFERED in posted.get(f"{name}.{OFFERED}", ())
    for row in _rows(name, posted):
        both = [one(posted, f"{name}.{row}.{at}").strip() for at in (0, 1)]
        if both[1] if offered else any(both):
            found.append([_parse(kind.first, both[0]), _parse(kind.second, both[1])])
    return found


def _table_rows(kind: Table, name: str, posted: Posted) -> list[Any]:
    found = []
    for row in _rows(name, posted):
        held = {cell.key: one(posted, f"{name}.{row}.{cell.key}").strip() for cell in kind.cells}
        typed = {
            cell.key: _parse(cell.kind, held[cell.key]) for cell in kind.cells if held[cell.key]
        }
        if typed:
            found.append(typed)
    return found


def commas_in(fields: type, posted: Posted) -> list[Text]:
    """What is to be said of the numbers whose comma some would read otherwise."""
    return [
        said
        for field in fields_of(fields)
        for label, kind, typed in _typed(field, posted)
        for said in commas_read(label, kind, typed)
    ]


def _typed(field: Field, posted: Posted) -> list[tuple[Text, Kind, str]]:
    """What stands in the boxes of a field, each with its label and kind."""
    name, kind = name_of(field.key), field.kind
    if isinstance(kind, Pairs):
        columns = [(field.label, kind.first), (field.label, kind.second)]
        cells_ = [(str(at), *column) for at, column in enumerate(columns)]
    elif isinstance(kind, Table):
        cells_ = [(cell.key, cell.label, cell.kind) for cell in kind.cells]
    else:
        return [(field.label, kind, one(posted, name))]
    return [
        (label, kind_, one(posted, f"{name}.{row}.{key}"))
        for row in _rows(name, posted)
        for key, label, kind_ in cells_
    ]


# -- from values to the form ---------------------------------------------------------------------


def as_posted(fields: type, plain: Mapping[str, Any]) -> Posted:
    """A plain mapping as a form would hand it in; fields without a value stand as by default."""
    posted: Posted = {}
    for field in fields_of(fields):
        if field.key in plain:
            _fill(field, plain[field.key], posted)
        elif field.default is not None and field.default != EMPTY and not field.required:
            _fill(field, field.kind.plain(field.default), posted)
    return posted


def _fill(field: Field, plain: Any, posted: Posted) -> None:
    name, kind = name_of(field.key), field.kind
    if isinstance(kind, Words):
        text = Text.of(plain)
        posted[name] = [text.zh]
        if text.en != text.zh:
            posted[f"{name}.en"] = [text.en]
    elif isinstance(kind, Pairs):
        for at, (first, second) in enumerate(plain):
            posted[f"{name}.{at}.0"] = [kind.first.format(first)]
            posted[f"{name}.{at}.1"] = [kind.second.format(second)]
    elif isinstance(kind, Table):
        for at, row in enumerate(plain):
            for cell in kind.cells:
                if cell.key in row:
                    posted[f"{name}.{at}.{cell.key}"] = [cell.kind.format(row[cell.key])]
    elif isinstance(kind, Where):
        posted.update(scope_boxes(name, plain))
    elif isinstance(kind, Several):
        posted[name] = [kind.each.format(value) for value in plain]
    else:
        posted[name] = [kind.format(plain)]


# -- boxes ---------------------------------------------------------------------------------------


@attrs.frozen(eq=False)
class Drawing:
    """What boxes are drawn from: what stands in them, what can be chosen, what is wrong."""

    seat: StaffRequest
    posted: Posted
    options: Mapping[str, Options]
    faults: Mapping[str, str] = attrs.field(factory=dict)
    typed: frozenset[str] = frozenset()
    """Keys of fields in which a name is typed that is found among what can be chosen."""

    def boxes(self, fields: type) -> tuple[BoxView, ...]:
        """All of them, in the order of the fields."""
        return tuple(self._box(field) for field in fields_of(fields))

    def _box(self, field: Field) -> BoxView:
        kind, name = field.kind, name_of(field.key)
        box = self._plain(kind, name, field.label, field.required, self.options.get(field.key))
        if field.key in self.typed and box.choices:
            box = self._to_type(box)
        if box.control == "scope":
            lifts = self.options.get(f"{field.key}.lift")
            rows = scope_rows(self.seat, name, self.posted, lifts)
            box = attrs.evolve(box, rows=rows)
        if box.control == "table" and isinstance(kind, (Pairs, Table)):
            box = attrs.evolve(box, rows=self._table(kind, name))
        if box.control == "numbers" and isinstance(kind, Pairs):
            box = attrs.evolve(box, rows=self._numbers(kind, name, self.options[field.key]))
        help_ = Text("{help}{remedy}", "{help} {remedy}").filled(
            help=field.help, remedy=kind.remedy
        )
        plain = box.choices or box.control in _TELLING
        said = self.seat.say(field.help if plain else help_)
        return attrs.evolve(box, help=said, error=self.faults.get(field.key))

    def _to_type(self, box: BoxView) -> BoxView:
        """A line to type in: what is chosen stands there by its name, never by its id."""
        names = {choice.value: choice.words for choice in box.choices}
        return attrs.evolve(box, control="find", value=names.get(box.value, box.value))

    def _table(self, kind: Pairs | Table, name: str) -> tuple[tuple[BoxView, ...], ...]:
        held = _rows(name, self.posted)
        rows = range((held[-1] + 1 if held else 0) + SPARE_ROWS)
        if isinstance(kind, Table):
            columns = [(cell.key, cell.label, cell.kind) for cell in kind.cells]
            of_cells = {key: self.options.get(f"{name}.{key}") for key, _, _ in columns}
        else:
            first, second = _heads(kind)
            columns = [("0", first, kind.first), ("1", second, kind.second)]
            of_cells = {}
        return tuple(
            tuple(
                self._plain(kind_, f"{name}.{row}.{key}", label, False, of_cells.get(key))
                for key, label, kind_ in columns
            )
            for row in rows
        )

    def _numbers(self, kind: Pairs, name: str, options: Options) -> tuple[tuple[BoxView, ...], ...]:
        """One row for each thing there is: which it is goes along unseen, its number is typed."""
        held = {
            one(self.posted, f"{name}.{row}.0").strip(): one(self.posted, f"{name}.{row}.1")
            for row in _rows(name, self.posted)
        }
        known = [*options, *((id_, Text.of(id_)) for id_ in held if id_ not in dict(options))]
        return tuple(
            (
                BoxView(f"{name}.{row}.0", "", "hidden", False, "", value=id_),
                attrs.evolve(
                    self._plain(kind.second, f"{name}.{row}.1", words, False, None),
                    value=held.get(id_, ""),
                ),
            )
            for row, (id_, words) in enumerate(known)
            if id_
        )

    def _plain(
        self, kind: Kind, name: str, label: Text, required: bool, options: Options | None
    ) -> BoxView:
        control = _control(kind, options)
        if isinstance(kind, Pairs) and isinstance(kind.second, Count) and options:
            control = "numbers"
        elif control == "table" and options and not _rows(name, self.posted):
            control = "checks"  # what goes by the name of what is chosen
        return BoxView(
            name=name,
            label=self.seat.say(label),
            control=control,
            required=required,
            help="",
            value=self._lines(name, options or ()) if control == "list" else one(self.posted, name),
            english=one(self.posted, f"{name}.en"),
            choices=self._choices(kind, name, options),
        )

    def _lines(self, name: str, options: Options) -> str:
        """What stands in a list, a line each: what can be chosen by its name."""
        named, held = dict(options), self.posted.get(name, [])
        return "\n".join(self.seat.say(named[one_]) if one_ in named else one_ for one_ in held)

    def _choices(
        self, kind: Kind, name: str, options: Options | None
    ) -> tuple[StaffChoiceView, ...]:
        each = kind.each if isinstance(kind, Several) else kind
        known: Options = options or ()
        if isinstance(each, Choice):
            known = tuple(each.choices.items())
        chosen = self.posted.get(name, [])
        extra = [(value, Text.of(value)) for value in chosen if value not in dict(known)]
        if not known:
            return ()
        return tuple(
            StaffChoiceView(value, self.seat.say(words), value in chosen)
            for value, words in (*known, *(pair for pair in extra if pair[0].strip()))
        )


_TELLING = ("words", "yesno", "date", "month", "file", "table", "numbers", "scope")
"""Controls that say themselves what goes into them."""


def _heads(kind: Pairs) -> tuple[Text, Text]:
    """What stands over the two columns."""
    first = Text("哪一种", "which") if isinstance(kind.first, Choice) else Text("项", "what")
    if isinstance(kind.second, Hundredths):
        return first, Text("金额（元）", "amount (yuan)")
    if isinstance(kind.second, Portion):
        return first, Text("系数", "coefficient")
    return first, Text("数", "number")


def _control(kind: Kind, options: Options | None) -> str:
    if isinstance(kind, (Pairs, Table)):
        return "table"
    if isinstance(kind, Several):
        checks = isinstance(kind.each, Choice) or (options and len(options) <= MOST_CHECKS)
        return "checks" if checks else "list"
    if isinstance(kind, Where):
        return "scope"
    if isinstance(kind, Choice) or options:
        return "select" if not options or len(options) <= MOST_CHECKS else "datalist"
    if isinstance(kind, YesNo):
        return "yesno"
    if isinstance(kind, Words):
        return "words"
    if isinstance(kind, Day):
        return "date"
    if isinstance(kind, Month):
        return "month"
    return {"textarea": "textarea", "picture": "file"}.get(kind.input, "text")
