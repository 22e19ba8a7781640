"""Lists of one kind, and tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import attrs

from tickbox_core.categories.kinds.base import Kind, Plain, json_line, no
from tickbox_core.errors import TickboxError
from tickbox_core.model.strict_json import load_json
from tickbox_core.numbers import is_grouped
from tickbox_core.text import EMPTY, Text

_ROWS, _COMMAS = re.compile(r"[;；、\n]"), re.compile(r"[,，]")


@attrs.frozen(hash=False)
class Several(Kind):
    """A list of values of one kind, none of them twice."""

    each: Kind
    least: int = 0
    input = "several"

    @property
    def example(self) -> str:  # type: ignore[override]
        """One of them."""
        return self.each.example

    @property
    def remedy(self) -> Text:
        """What each has to be."""
        least = Text("", "")
        if self.least:
            least = Text(f"至少{self.least}个，", f"At least {self.least}. ")
        return Text(
            f"{least.zh}用分号隔开，不要重复；每个：{self.each.remedy.zh}",
            f"{least.en}Put semicolons between them, none of them twice; each: "
            f"{self.each.remedy.en}",
        )

    @property
    def json_remedy(self) -> Text:
        """A list."""
        least = Text(f"至少{self.least}个", f" of at least {self.least}") if self.least else EMPTY
        return Text(
            f"请给出一个数组{least.zh}，不要重复；每个：{self.each.json_remedy.zh}",
            f"Give an array{least.en}, nothing in it twice; each: {self.each.json_remedy.en}",
        )

    def parse(self, text: str) -> Plain:
        """Values with semicolons, commas or new lines between them; or their JSON.

        Of figures, ``1,200`` may be one number or two: it is refused.
        """
        held = _of_json(self, text)
        if held is not None:
            return held
        parts = [part.strip() for row in _ROWS.split(text) for part in self._split_row(row)]
        return [self.each.parse(part) for part in parts if part]

    def _split_row(self, row: str) -> list[str]:
        if self.each.figures and is_grouped(row):
            raise no(row)
        return _COMMAS.split(row)

    def format(self, plain: Plain) -> str:
        """With semicolons between them; JSON where that would read otherwise."""
        return _exactly(self, plain, ";".join(map(self.each.format, plain)))

    def describe(self, plain: Plain) -> Text:
        """One after the other."""
        said = [self.each.describe(one) for one in plain]
        return Text("、".join(one.zh for one in said), ", ".join(one.en for one in said))

    def value(self, plain: Plain) -> tuple[Any, ...]:
        """All of them, frozen."""
        if not isinstance(plain, (list, tuple)) or len(plain) < self.least:
            raise no(plain)
        values = tuple(map(self.each.value, plain))
        if any(value in values[:at] for at, value in enumerate(values)):
            raise no(plain)
        return values

    def plain(self, value: Any) -> Plain:
        """A list."""
        return [self.each.plain(one) for one in value]

    def schema(self) -> dict[str, Any]:
        """An array."""
        return {
            "type": "array",
            "items": self.each.schema(),
            "minItems": self.least,
            "uniqueItems": True,
        }


@attrs.frozen(hash=False)
class Pairs(Kind):
    """A table of two columns: floor and coefficient, option and price; no first value twice."""

    first: Kind
    second: Kind
    least: int = 0
    whole: str = ""
    input = "pairs"

    @property
    def example(self) -> str:  # type: ignore[override]
        """One row."""
        return f"{self.first.example}={self.second.example}"

    @property
    def remedy(self) -> Text:
        """How to write it."""
        alone = _ALONE if self.whole else EMPTY
        return Text(
            f"请写成“甲=乙”，用分号隔开{alone.zh}。甲：{self.first.remedy.zh}"
            f"乙：{self.second.remedy.zh}",
            f"Write 'a=b', separated by semicolons{alone.en}. a: {self.first.remedy.en} "
            f"b: {self.second.remedy.en}",
        )

    def completed(self, text: str, cells: Mapping[str, str]) -> str:
        """What was typed, a first value that stands alone with all of the field ``whole``."""
        amount = cells.get(self.whole, "").strip() if self.whole else ""
        if not amount or text.strip().startswith("["):  # JSON says its own amounts
            return text
        halves = self._halves(text)
        if len(halves) != 1 or len(halves[0]) != 1:
            return text
        return f"{text.strip()}={amount}"

    @property
    def json_remedy(self) -> Text:
        """A list of pairs."""
        return Text(
            f"请给出一个数组，每项是[甲, 乙]。甲：{self.first.json_remedy.zh}"
            f"乙：{self.second.json_remedy.zh}",
            f"Give an array of [a, b]. a: {self.first.json_remedy.en} "
            f"b: {self.second.json_remedy.en}",
        )

    def parse(self, text: str) -> Plain:
        """``a=b`` with semicolons or new lines between; or its JSON."""
        held = _of_json(self, text)
        if held is not None:
            return held
        halves = self._halves(text)
        if any(len(half) != 2 for half in halves):
            raise no(text)
        return [[self.first.parse(a.strip()), self.second.parse(b.strip())] for a, b in halves]

    def _halves(self, text: str) -> list[list[str]]:
        rows = [row.strip() for row in re.split(r"[;；\n]", text)]
        return [re.split(r"[=＝:：]", row, maxsplit=1) for row in rows if row]

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """What may stand in each of its columns."""
        return (self.first, self.second)

    def typed_cells(self, text: str) -> Iterator[tuple[Kind, str]]:
        """What was typed, cell by cell, each with its kind; JSON is typed by nobody."""
        if _of_json(self, text) is None:
            for half in self._halves(text):
                yield from zip(self.kinds, half, strict=False)

    def change_cells(self, text: str, change: Callable[[Kind, str], str]) -> str:
        """What was typed with every cell changed; JSON, and what is no row of two, stay."""
        if _of_json(self, text) is not None:
            return text
        halves = self._halves(text)
        if any(len(half) != 2 for half in halves):
            return text
        return ";".join(
            "=".join(
                change(kind, cell.strip()) for kind, cell in zip(self.kinds, half, strict=True)
            )
            for half in halves
        )

    def format(self, plain: Plain) -> str:
        """``a=b`` with semicolons between; JSON where that would read otherwise."""
        said = ";".join(f"{self.first.format(a)}={self.second.format(b)}" for a, b in plain)
        return _exactly(self, plain, said)

    def describe(self, plain: Plain) -> Text:
        """One row after the other."""
        said = [(self.first.describe(a), self.second.describe(b)) for a, b in plain]
        return Text(
            "、".join(f"{a.zh}：{b.zh}" for a, b in said),
            ", ".join(f"{a.en}: {b.en}" for a, b in said),
        )

    def value(self, plain: Plain) -> tuple[tuple[Any, Any], ...]:
        """The rows, frozen."""
        if not isinstance(plain, (list, tuple)) or len(plain) < self.least:
            raise no(plain)
        if not all(isinstance(row, (list, tuple)) and len(row) == 2 for row in plain):
            raise no(plain)
        rows = tuple((self.first.value(a), self.second.value(b)) for a, b in plain)
        keys = [key for key, _ in rows]
        if any(key in keys[:at] for at, key in enumerate(keys)):
            raise no(plain)
        return rows

    def plain(self, value: Any) -> Plain:
        """A list of lists of two."""
        return [[self.first.plain(a), self.second.plain(b)] for a, b in value]

    def schema(self) -> dict[str, Any]:
        """An array of arrays of two."""
        row = {
            "type": "array",
            "prefixItems": [self.first.schema(), self.second.schema()],
            "minItems": 2,
            "maxItems": 2,
        }
        return {"type": "array", "items": row, "minItems": self.least}


_ALONE = Text(
    "（另外写了总数、又只有一个甲时，可以只写甲）",
    " (where the whole stands beside it, one a that has all of it may stand alone)",
)


@attrs.frozen(hash=False)
class Cell:
    """One column of a table: its key in a row's mapping, its label, what may stand in it.

    ``refers`` as of a ``Field``.
    """

    key: str
    label: Text
    kind: Kind
    required: bool
    refers: Any = None


@attrs.frozen(hash=False)
class Table(Kind):
    """Rows of several columns, each an instance of ``row``, an attrs class of fields itself.

    ``make`` and ``unmake`` go between a row's mapping and its value.
    """

    cells: tuple[Cell, ...]
    row: type
    make: Callable[[Mapping[str, Any]], Any]
    unmake: Callable[[Any], dict[str, Any]]
    least: int = 0
    input = "table"

    @property
    def example(self) -> str:  # type: ignore[override]
        """One row."""
        return "|".join(cell.kind.example for cell in self.cells)

    @property
    def remedy(self) -> Text:
        """How to write it."""
        zh = "|".join(cell.label.zh for cell in self.cells)
        en = "|".join(cell.label.en for cell in self.cells)
        return Text(
            f"每行写成“{zh}”，行与行用分号或换行隔开；不知道的空着。",
            f"Write each row as '{en}', rows apart by semicolons or new lines; leave blank what is "
            "not known.",
        )

    @property
    def json_remedy(self) -> Text:
        """A list of objects, by their keys."""
        keys = ", ".join(cell.key for cell in self.cells)
        needed = ", ".join(cell.key for cell in self.cells if cell.required)
        return Text(
            f"请给出一个数组，每行是一个对象，键为：{keys}；必填：{needed or '无'}。",
            f"Give an array with an object for each row. Its keys: {keys}. Required: "
            f"{needed or 'none'}.",
        )

    def parse(self, text: str) -> Plain:
        """Rows with semicolons or new lines between, cells with ``|``; or their JSON."""
        held = _of_json(self, text)
        if held is not None:
            return held
        return [self._row(row) for row in re.split(r"[;；\n]", text) if row.strip()]

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """What may stand in each of its columns."""
        return tuple(cell.kind for cell in self.cells)

    def typed_cells(self, text: str) -> Iterator[tuple[Kind, str]]:
        """What was typed, cell by cell, each with its kind; JSON is typed by nobody."""
        if _of_json(self, text) is None:
            for row in re.split(r"[;；\n]", text):
                yield from zip(self.kinds, re.split("[|｜]", row), strict=False)

    def change_cells(self, text: str, change: Callable[[Kind, str], str]) -> str:
        """What was typed with every cell changed; JSON, and rows that are too long, stay."""
        if _of_json(self, text) is not None:
            return text
        kinds = self.kinds
        rows = [re.split("[|｜]", row) for row in re.split(r"[;；\n]", text) if row.strip()]
        if any(len(row) > len(kinds) for row in rows):
            return text
        return ";".join(
            "|".join(change(kind, cell.strip()) for kind, cell in zip(kinds, row, strict=False))
            for row in rows
        )

    def _row(self, row: str) -> dict[str, Plain]:
        parts = [part.strip() for part in re.split("[|｜]", row)]
        if len(parts) > len(self.cells):
            raise no(row)
        pairs = zip(self.cells, parts, strict=False)
        return {cell.key: cell.kind.parse(part) for cell, part in pairs if part}

    def format(self, plain: Plain) -> str:
        """As it is typed; JSON where that would read otherwise."""
        rows = [
            "|".join(cell.kind.format(row[cell.key]) if cell.key in row else ""
                     for cell in self.cells).rstrip("|")
            for row in plain
        ]  # fmt: skip
        return _exactly(self, plain, ";".join(rows))

    def describe(self, plain: Plain) -> Text:
        """Row after row, each column with its label."""
        rows = []
        for row in plain:
            said = [
                (cell.label, cell.kind.describe(row[cell.key]))
                for cell in self.cells
                if cell.key in row
            ]
            zh = "，".join(f"{label.zh}{words.zh}" for label, words in said)
            en = ", ".join(f"{label.en} {words.en}" for label, words in said)
            rows.append((zh, en))
        return Text("；".join(zh for zh, _ in rows), "; ".join(en for _, en in rows))

    def value(self, plain: Plain) -> tuple[Any, ...]:
        """The rows, frozen; none of them twice."""
        if not isinstance(plain, (list, tuple)) or len(plain) < self.least:
            raise no(plain)
        if not all(isinstance(row, Mapping) for row in plain):
            raise no(plain)
        try:
            rows = tuple(map(self.make, plain))
        except TickboxError as problem:
            raise ValueError(str(problem)) from None
        if any(row in rows[:at] for at, row in enumerate(rows)):
            raise no(plain)
        return rows

    def plain(self, value: Any) -> Plain:
        """A list of mappings."""
        return [self.unmake(row) for row in value]

    def schema(self) -> dict[str, Any]:
        """An array of objects."""
        row = {
            "type": "object",
            "properties": {cell.key: cell.kind.schema() for cell in self.cells},
            "required": [cell.key for cell in self.cells if cell.required],
            "additionalProperties": False,
        }
        return {"type": "array", "items": row, "minItems": self.least, "uniqueItems": True}


def _of_json(kind: Kind, text: str) -> Plain | None:
    """What was typed as JSON, or ``None`` where it is no JSON of this kind."""
    if not text.strip().startswith("["):
        return None
    try:
        plain = load_json(text)
        kind.value(plain)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
    return plain


def _exactly(kind: Kind, plain: Plain, said: str) -> str:
    """What a person would type, if it means the same; else the JSON."""
    try:
        same = kind.value(kind.parse(said)) == kind.value(plain)
    except (ValueError, TypeError, AttributeError):
        same = False
    return said if same else json_line(plain)
