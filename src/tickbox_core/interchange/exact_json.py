"""Reading JSON without a float: every number stays the digits that were written.

``12``, ``12.50`` and ``"12.50"`` all become exact ``Fraction`` values; what is no number gets an
error that names it.  Strings are read by ``tickbox_core.numbers``, like everything people write.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from tickbox_core.errors import BadValue, DuplicateId, MalformedFile, TickboxError
from tickbox_core.model.strict_json import TooDeep, load_json
from tickbox_core.numbers import (
    COUNT,
    DECIMAL,
    LONGEST,
    NotANumber,
    Quantity,
    one_thousand,
    pointed_thousand,
)
from tickbox_core.text import Text


class Number(str):
    """A JSON number as it was written."""

    __slots__ = ()


class UniqueObject(dict[str, Any]):
    """A JSON object that remembers which of its keys were given more than once."""

    twice: tuple[str, ...] = ()


_PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_EXPONENT = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)[eE]([+-]?[0-9]{1,4})")


def read_entries(path: Path) -> list[Any]:
    """The entries of a file that holds a list of them, or one alone.

    Raises ``MalformedFile`` where the file cannot be read as that.
    """
    try:
        content = load_json(
            path.read_bytes().decode("utf-8-sig"),
            parse_int=Number,
            parse_float=Number,
            parse_constant=Number,
            object_pairs_hook=_entry,
        )
    except FileNotFoundError:
        raise _unreadable(path, Text("没有这个文件", "there is no such file")) from None
    except OSError as problem:
        said = str(problem.strerror)
        raise _unreadable(
            path, Text(f"打不开（{said}）", f"it cannot be opened ({said})")
        ) from None
    except UnicodeDecodeError:
        raise _unreadable(path, Text("不是UTF-8编码", "it is not UTF-8")) from None
    except json.JSONDecodeError as problem:
        broken = Text(f"不是JSON（{problem.msg}）", f"it is not JSON ({problem.msg})")
        raise _unreadable(path, broken, problem.lineno) from None
    except TooDeep:
        raise _unreadable(path, Text("嵌套太深", "it is nested too deeply")) from None
    if isinstance(content, UniqueObject):
        return [content]
    if isinstance(content, list):
        return content
    raise _unreadable(path, Text("不是一列条目", "it is neither a list of entries nor one entry"))


def _entry(pairs: list[tuple[str, Any]]) -> UniqueObject:
    entry = UniqueObject(pairs)
    if len(entry) < len(pairs):
        keys = [key for key, _ in pairs]
        entry.twice = tuple(sorted(key for key in entry if keys.count(key) > 1))
    return entry


def _unreadable(path: Path, problem: Text, line: int = 0) -> MalformedFile:
    return MalformedFile(
        str(path),
        line,
        Text(f"{problem.zh}。", f"{problem.en}."),
        Text("请给一个UTF-8编码的JSON文件。", "Give a JSON file in UTF-8."),
    )


def object_of(value: object, where: str) -> UniqueObject:
    """The value if it is a JSON object, else ``BadValue``."""
    if isinstance(value, UniqueObject):
        return value
    raise BadValue(
        where,
        Text("不是JSON对象。", "is not a JSON object."),
        Text("请写成{…}。", "Write it as {…}."),
    )


def refuse_repeated(entry: UniqueObject) -> UniqueObject:
    """The object if none of its keys is given twice, else ``BadValue``."""
    if not entry.twice:
        return entry
    raise BadValue(
        ", ".join(entry.twice),
        Text("写了不止一次。", "given more than once."),
        Text("请只保留一个。", "Keep one."),
    )


def list_of(value: object, where: str) -> list[Any]:
    """The value if it is a JSON list, else ``BadValue``."""
    if isinstance(value, list):
        return value
    raise BadValue(where, Text("不是列表。", "is not a list."), Text("请写成[…]。", "Write […]."))


def id_of(entry: UniqueObject) -> str | int:
    """The entry's ``id``, as given; ``BadValue`` where there is none."""
    id_ = entry.get("id")
    if isinstance(id_, Number) and _PLAIN.fullmatch(id_) and "." not in id_ and len(id_) < LONGEST:
        return int(id_)
    if isinstance(id_, str) and not isinstance(id_, Number) and id_.strip():
        return id_
    raise BadValue(
        "id",
        Text("没有编号，或编号不是文字。", "is missing or not a string."),
        Text("请给每一项一个编号。", "Give every entry an id."),
    )


def number(value: object, where: str, quantity: Quantity = DECIMAL) -> Fraction:
    """A JSON number as it stands, or a string that writes a number of that kind; ``BadValue``."""
    if isinstance(value, Number):
        return _of_json(value, where)
    if isinstance(value, str):
        return _read_quantity(value, where, quantity)
    raise _no_number(value, where)


def _of_json(value: Number, where: str) -> Fraction:
    """JSON has one way to write a number: its point stands before decimals."""
    if len(value) > LONGEST:
        raise _too_long(where)
    if _PLAIN.fullmatch(value):
        return Fraction(value)
    exponent = _EXPONENT.fullmatch(value)
    if exponent and abs(int(exponent[2])) < LONGEST - len(exponent[1]):
        return Fraction(exponent[1]) * Fraction(10) ** int(exponent[2])
    raise _no_number(value, where)


def _read_quantity(value: str, where: str, quantity: Quantity) -> Fraction:
    if len(value) > LONGEST:
        raise _too_long(where)
    try:
        return quantity.read(value)
    except NotANumber as refused:
        if refused.doubtful:
            raise BadValue(where, refused.problem, refused.remedy) from None
        raise _no_number(value, where) from None


def _too_long(where: str) -> BadValue:
    return BadValue(
        where,
        Text(f"超过{LONGEST}位。", f"has more than {LONGEST} digits."),
        Text("请核对原件。", "Check the original."),
    )


def _no_number(value: object, where: str) -> BadValue:
    return BadValue(
        where,
        Text(f"“{_shorten(value)}”不是数字。", f"'{_shorten(value)}' is not a number."),
        Text('请写成"12.50"这样的十进制数。', 'Write a decimal such as "12.50".'),
    )


def whole_number(value: object, where: str) -> int:
    """A whole number, else ``BadValue``."""
    exact = number(value, where, COUNT)
    if exact.denominator == 1:
        return exact.numerator
    raise BadValue(
        where,
        Text(f"“{_shorten(value)}”不是整数。", f"'{_shorten(value)}' is not a whole number."),
        Text("请填整数。", "Give a whole number."),
    )


def commas_read(entry: UniqueObject, names: Iterable[str]) -> list[Text]:
    """What is to be said of numbers under these keys whose comma some would read otherwise."""
    found = [
        (where, text)
        for name in names
        for where, text in _strings(entry.get(name), name)
        if one_thousand(text)
    ]
    return [
        Text(
            f"{where}的“{_shorten(text)}”，逗号按千分位读。",
            f"The comma of '{_shorten(text)}' in {where} is read as parting thousands.",
        )
        for where, text in found
    ]


def points_read(entry: UniqueObject, names: Iterable[str]) -> list[Text]:
    """The same of numbers of any precision whose point some would read as parting thousands."""
    found = [
        (where, text)
        for name in names
        for where, text in _strings(entry.get(name), name)
        if pointed_thousand(text) and not isinstance(text, Number)
    ]
    return [
        Text(
            f"{where}的“{_shorten(text)}”，点按小数点读。",
            f"The point of '{_shorten(text)}' in {where} is read as a decimal one.",
        )
        for where, text in found
    ]


def with_notes(
    given: Iterable[dict[str, Any]],
    entries: Iterable[object],
    names: Collection[str],
    precise: Collection[str] = (),
) -> list[dict[str, Any]]:
    """The answers, those of entries with such a comma saying so in ``notes``.

    ``precise`` are the names of numbers of any precision, of which points are told too.
    """
    told = []
    for answer, entry in zip(given, entries, strict=True):
        notes = []
        if isinstance(entry, UniqueObject):
            notes = [
                *commas_read(entry, names),
                *(points_read(entry, precise) if "error" not in answer else ()),
            ]
        known = answer.get("notes", [])
        more = {"notes": [*known, *(note.plain() for note in notes)]} if notes else {}
        told.append({**answer, **more})
    return told


def _strings(value: object, where: str) -> Iterator[tuple[str, str]]:
    """The strings of a value, and where each stands."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _strings(one, f"{where}.{key}")
    elif isinstance(value, list):
        for at, one in enumerate(value):
            yield from _strings(one, f"{where}[{at}]")


def others(entry: UniqueObject, known: Iterable[str]) -> list[str]:
    """The keys of an entry that nobody reads, as given."""
    return [key for key in entry if key not in set(known)]


def with_answers(
    entries: Iterable[object], answer: Callable[[UniqueObject], dict[str, Any]]
) -> list[dict[str, Any]]:
    """Each entry's ``id`` and answer, in order.

    An entry without an id, with one that an earlier entry has, or that ``answer`` refuses, gets an
    ``error`` (``{"zh", "en", "code"}``) in place of its answer; the rest are still answered.
    """
    seen: set[str | int] = set()
    given: list[dict[str, Any]] = []
    for at, value in enumerate(entries):
        id_: str | int | None = None
        try:
            entry = object_of(value, f"entry {at + 1}")
            id_ = id_of(entry)
            if id_ in seen:
                raise DuplicateId("entry", str(id_))
            seen.add(id_)
            given.append({"id": id_, **answer(refuse_repeated(entry))})
        except TickboxError as problem:
            given.append({"id": id_, "error": {**problem.text.plain(), "code": problem.code}})
    return given


def _shorten(value: object) -> str:
    said = value if isinstance(value, str) else json.dumps(value)
    return said if len(said) <= 40 else f"{said[:40]}…"
