"""A category's own fields: declared once as one attrs class, read from plain values, checked.

    >>> import attrs
    >>> from tickbox_core.categories import a_count, money, read
    >>> @attrs.frozen
    ... class Bench:
    ...     seats: int = a_count("座位数", "seats", least=1)
    ...     price: int = money("单价", "price of one")
    >>> read(Bench, {"seats": 3, "price": 86050}, "item bench")
    Bench(seats=3, price=86050)

The same class becomes the form, the JSON Schema, the spreadsheet columns and the table in the
documents (``forms``).  A class may have a method ``conflicts(self)`` that yields an ``Objection``
for whatever no single field can see.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeVar

import attrs

from tickbox_core.categories.kinds import (
    LARGEST,
    Cell,
    Choice,
    Count,
    Day,
    DayOfRecord,
    Hour,
    Hundredths,
    Kind,
    Month,
    Name,
    Pairs,
    Portion,
    Several,
    Table,
    Unfit,
    Where,
    Words,
    YesNo,
)
from tickbox_core.categories.values import Objection
from tickbox_core.errors import BadValue
from tickbox_core.numbers import NotANumber
from tickbox_core.text import EMPTY, Text, find_hidden_mark, join_texts

Fields = TypeVar("Fields")
_HELD = "tickbox"
YUAN, SQUARE_METRES = Text("元", "yuan"), Text("平方米", "m²")


def is_money(kind: Kind) -> bool:
    """Whether what may stand in a field is an amount of money."""
    return isinstance(kind, Hundredths) and kind.unit == YUAN


@attrs.frozen(hash=False)
class Field:
    """One field: its ``key`` in plain mappings, its ``name`` in the class, what may stand in it.

    ``default`` is the value that holds where nothing is given; ``None`` is "not known".
    ``refers`` says of an act's field to what it refers (``declarations``).
    """

    key: str
    name: str
    label: Text
    kind: Kind
    required: bool
    default: Any = None
    help: Text = EMPTY
    refers: Any = None


# -- declaring ---------------------------------------------------------------------------------


def field(
    kind: Kind,
    zh: str,
    en: str,
    default: Any = attrs.NOTHING,
    help: Text = EMPTY,  # noqa: A002
    refers: Any = None,
) -> Any:
    """A field of a kind, with its label in Chinese and English; required without a default."""

    def taken(value: Any) -> Any:
        if value is default:
            return value
        try:
            return kind.value(kind.plain(value))
        except (ValueError, TypeError, AttributeError):
            raise BadValue(en, cannot_be(value), kind.remedy) from None

    return attrs.field(
        default=default, converter=taken, metadata={_HELD: (Text(zh, en), kind, help, refers)}
    )


def a_line(zh: str, en: str, **more: Any) -> Any:
    """A line of words (``Text``)."""
    return field(Words(), zh, en, **more)


def a_name(zh: str, en: str, **more: Any) -> Any:
    """An id or a name (``str``)."""
    return field(Name(), zh, en, **more)


def a_count(zh: str, en: str, *, least: int = 0, most: int = LARGEST, **more: Any) -> Any:
    """A whole number (``int``) from ``least`` to ``most``."""
    return field(Count(least, most), zh, en, **more)


def money(zh: str, en: str, *, least: int = 0, most: int = LARGEST, **more: Any) -> Any:
    """An amount of money (``int``, fen), typed in yuan."""
    return field(Hundredths(YUAN, least, most), zh, en, **more)


def area(zh: str, en: str, *, least: int = 0, most: int = LARGEST, **more: Any) -> Any:
    """An area (``int``, 0.01 m²), typed in m²."""
    return field(Hundredths(SQUARE_METRES, least, most), zh, en, **more)


def one_of(
    zh: str,
    en: str,
    choices: Mapping[str, Text],
    *,
    also: Mapping[str, str] | None = None,
    **more: Any,
) -> Any:
    """One of several keys (``str``), each with its words; ``also``: other words → key."""
    return field(Choice(choices, also=also or {}), zh, en, **more)


def some_of(zh: str, en: str, choices: Mapping[str, Text], *, least: int = 0, **more: Any) -> Any:
    """Any of several keys (a tuple of ``str``), each with its words."""
    return field(Several(Choice(choices), least), zh, en, **more)


def several(zh: str, en: str, each: Kind, *, least: int = 0, **more: Any) -> Any:
    """A list of one kind (a tuple), none of them twice."""
    return field(Several(each, least), zh, en, **more)


def pairs(
    zh: str, en: str, first: Kind, second: Kind, *, least: int = 0, whole: str = "", **more: Any
) -> Any:
    """A table of two columns (a tuple of pairs), no first value twice.

    Where people type, one first value alone has the amount of the field ``whole``.
    """
    return field(Pairs(first, second, least, whole), zh, en, **more)


def a_table(zh: str, en: str, row: type, *, least: int = 0, **more: Any) -> Any:
    """A table (a tuple of ``row``, an attrs class of fields itself), no row twice."""
    cells = tuple(
        Cell(one.key, one.label, one.kind, one.required, one.refers) for one in fields_of(row)
    )
    kind = Table(cells, row, lambda plain: read(row, plain, row.__name__), plain_fields, least)
    return field(kind, zh, en, **more)


def yes_no(zh: str, en: str, **more: Any) -> Any:
    """Yes or no (``bool``)."""
    return field(YesNo(), zh, en, **more)


def an_hour(zh: str, en: str, **more: Any) -> Any:
    """An hour of the day, ``18:00``."""
    return field(Hour(), zh, en, **more)


def a_day(zh: str, en: str, **more: Any) -> Any:
    """A day (``datetime.date``)."""
    return field(Day(), zh, en, **more)


def day_of_record(zh: str, en: str, **more: Any) -> Any:
    """A day (``datetime.date``) that may be typed with a time of it, which is left."""
    return field(DayOfRecord(), zh, en, **more)


def a_month(zh: str, en: str, **more: Any) -> Any:
    """A month (``str``, ``2026-07``)."""
    return field(Month(), zh, en, **more)


def a_part(
    zh: str,
    en: str,
    *,
    least: Fraction = Fraction(0),
    most: Fraction = Fraction(1),
    **more: Any,
) -> Any:
    """An exact part or coefficient (``Fraction``)."""
    return field(Portion(least, most), zh, en, **more)


def where(zh: str, en: str, **more: Any) -> Any:
    """Which units it concerns (a ``Scope``)."""
    return field(Where(), zh, en, **more)


def in_yuan(fen: int) -> Text:
    """An amount of money in words: 1234 fen are 12.34 yuan."""
    return Hundredths(YUAN, -LARGEST).describe(fen)


def in_square_metres(hundredths: int) -> Text:
    """An area in words."""
    return Hundredths(SQUARE_METRES).describe(hundredths)


# -- reading -----------------------------------------------------------------------------------


def fields_of(fields: type) -> tuple[Field, ...]:
    """What an attrs class of fields consists of, in its order.

    Raises ``BadValue`` for a class with a field that says nothing of itself.
    """
    return _declared_fields(fields)


@lru_cache(maxsize=256)
def _declared_fields(fields: type) -> tuple[Field, ...]:
    return tuple(_field(attribute, fields) for attribute in attrs.fields(fields))


def _field(attribute: attrs.Attribute[Any], fields: type) -> Field:
    if _HELD not in attribute.metadata:
        raise BadValue(
            f"{fields.__name__}.{attribute.name}",
            Text("没有说明是哪一种字段。", "does not say what kind of field it is."),
            Text(
                "请用 tickbox_core.categories 的 a_line、money 等声明。",
                "Declare it with a_line, money … of tickbox_core.categories.",
            ),
        )
    label, kind, help_, refers = attribute.metadata[_HELD]
    required = attribute.default is attrs.NOTHING
    return Field(
        key=attribute.name.rstrip("_"),
        name=attribute.name,
        label=label,
        kind=kind,
        required=required,
        default=None if required else attribute.default,
        help=help_,
        refers=refers,
    )


def faults(
    fields: type, plain: Mapping[str, Any], *, as_json: bool = False
) -> tuple[Objection, ...]:
    """Everything that keeps a plain mapping from being those fields; empty where nothing does.

    ``as_json``: a program gave it, and is told what the JSON has to be; else what people type.
    """
    found = (*_field_by_field(fields, plain, as_json), *_unknown(fields, plain))
    if found:
        return found
    try:
        return tuple(getattr(_make_fields(fields, plain), "conflicts", tuple)())
    except BadValue as refused:  # the class has a check of its own
        return (Objection(refused.problem, refused.remedy),)


def read(fields: type[Fields], plain: Mapping[str, Any], where: str) -> Fields:
    """The fields of a plain mapping.

    Raises ``BadValue`` that names ``where``, the first fault and its remedy.
    """
    for fault in faults(fields, plain, as_json=True):
        raise BadValue(where, fault.problem, fault.remedy)
    return _make_fields(fields, plain)


def plain_fields(held: Any) -> dict[str, Any]:
    """The plain mapping that ``read`` reads; what is as by default is left out."""
    values = [(one, getattr(held, one.name)) for one in fields_of(type(held))]
    return {
        one.key: one.kind.plain(value)
        for one, value in values
        if one.required or value != one.default
    }


def _make_fields(fields: type[Fields], plain: Mapping[str, Any]) -> Fields:
    return fields(
        **{
            one.name: one.kind.value(plain[one.key])
            for one in fields_of(fields)
            if one.key in plain
        }
    )


def _field_by_field(fields: type, plain: Mapping[str, Any], as_json: bool) -> Iterator[Objection]:
    for one in fields_of(fields):
        remedy = one.kind.json_remedy if as_json else one.kind.remedy
        if plain.get(one.key) is not None:
            try:
                one.kind.value(plain[one.key])
            except UNFIT as refused:
                slip = _json_type(one, plain[one.key]) if as_json else None
                rows = (slip,) if slip else tuple(_row_by_row(one, plain[one.key], as_json))
                said = cannot_be(plain[one.key])
                yield from rows or (fault(one, said, why_unfit(refused) or remedy),)
        elif one.required:
            yield fault(one, Text("没有填写。", "is missing."), remedy)
        elif one.key in plain:
            unknown = Text("是空的。", "is empty.")
            yield fault(one, unknown, Text("不知道就不要写这一项。", "Leave it out if not known."))


def _json_type(of: Field, plain: Any) -> Objection | None:
    """A number in quotes, or a text without them: what is told to a program; else ``None``."""
    wanted = of.kind.schema().get("type")
    shown = _shortened(_as_json(plain))
    if isinstance(plain, str) and wanted in ("integer", "number", "boolean"):
        said = Text("不能是带引号的文字{shown}。", "cannot be the text {shown}.")
        remedy = join_texts([of.kind.json_remedy, _WITHOUT_QUOTES], "", " ")
    elif isinstance(plain, int | float) and wanted == "string":
        said = Text("不能是不带引号的{shown}。", "cannot be {shown} without quotes.")
        remedy = join_texts([of.kind.json_remedy, _IN_QUOTES], "", " ")
    else:
        return None
    return fault(of, said.filled(shown=shown), remedy)


_WITHOUT_QUOTES = Text("不要加引号。", "Without quotes.")
_IN_QUOTES = Text("要加引号。", "In quotes.")


def _row_by_row(table: Field, plain: Any, as_json: bool) -> Iterator[Objection]:
    """What is wrong with each row of a table; nothing where it is no table, or not the rows."""
    row = table.kind.row if isinstance(table.kind, Table) else None
    if row is None or not isinstance(plain, (list, tuple)):
        return
    for at, one in enumerate(plain, 1):
        for found in faults(row, one, as_json=as_json) if isinstance(one, Mapping) else ():
            said = Text("第{row}行：{problem}", "has a fault in row {row}: {problem}")
            yield fault(table, said.filled(row=at, problem=found.problem), found.remedy)


def _unknown(fields: type, plain: Mapping[str, Any]) -> Iterator[Objection]:
    known = [one.key for one in fields_of(fields)]
    for key in plain:
        if key not in known:
            problem = Text("没有“{key}”这个字段。", "there is no field '{key}'.")
            remedy = Text("可填：{keys}。", "Fields are: {keys}.")
            listed = ", ".join(known) or "–"
            yield Objection(problem.filled(key=key), remedy.filled(keys=listed), field=key)


def fault(of: Field, problem: Text, remedy: Text | None = None) -> Objection:
    """What is wrong with a field, with its label and key in front, and its kind's remedy.

    ``problem`` goes on from there: ``Text("没有填写。", "is missing.")``.
    """
    key = "" if of.key == of.label.en else f" ({of.key})"
    named = Text(
        f"“{of.label.zh}”（{of.key}）{problem.zh}", f"the field '{of.label.en}'{key} {problem.en}"
    )
    return Objection(named, remedy or of.kind.remedy, field=of.key)


def hidden_mark_fault(of: Field, plain: Any) -> Objection | None:
    """What is said of a mark that nobody sees in a field (``find_hidden_mark``), or ``None``.

    ``plain`` is what was typed, or a program's plain value: looked into as deep as it goes.
    """
    marks = (find_hidden_mark(words) for words in _words_in(plain))
    found = next((mark for mark in marks if mark is not None), None)
    if found is None:
        return None
    problem, _ = hidden_mark_words(*found)
    again = Text(
        f"“{of.label.zh}”里有看不见的字符：请手工重打这一处，不要粘贴。",
        f"There is an invisible mark in '{of.label.en}': type that part again, do not paste it.",
    )
    return fault(of, problem, again)


def hidden_mark_words(at: int, mark: str) -> tuple[Text, Text]:
    """Problem and remedy for a mark that nobody sees, at that letter."""
    return (
        Text(
            f"第{at}个字是看不见的控制字符（{mark}）。",
            f"has an invisible control character ({mark}) at letter {at}.",
        ),
        Text(
            "请删掉这个字符：手工重打这一处，不要粘贴。",
            "Take it out: type that part again, do not paste it.",
        ),
    )


def _words_in(plain: Any) -> Iterator[str]:
    if isinstance(plain, str):
        yield plain
    elif isinstance(plain, Mapping):
        for key, value in plain.items():
            yield from _words_in(key)
            yield from _words_in(value)
    elif isinstance(plain, (list, tuple)):
        for one in plain:
            yield from _words_in(one)


UNFIT = (ValueError, TypeError, AttributeError, OverflowError, RecursionError)
"""What a kind may raise of a value that is none of its own."""


def why_unfit(refused: Exception) -> Text | None:
    """What is better said than the kind's remedy, of a number in doubt, say; else ``None``."""
    if isinstance(refused, Unfit):
        return refused.remedy
    if isinstance(refused, NotANumber) and refused.doubtful:
        return join_texts([refused.problem, refused.remedy])
    return None


def cannot_be(value: object) -> Text:
    """The complaint about a value, shortened where it is long."""
    shown = value if isinstance(value, str) else _as_json(value)
    shown = _shortened(shown)
    return Text(f"不能是“{shown}”。", f"cannot be '{shown}'.")


def _shortened(shown: str) -> str:
    return shown if len(shown) <= 40 else f"{shown[:39]}…"


def _as_json(value: object) -> str:
    try:
        return json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        return str(value)
