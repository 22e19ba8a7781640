"""Fields of every kind, what may stand in them, and a small checker of JSON Schema."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import Any

import attrs
from hypothesis import strategies as st

from tickbox_core.categories import (
    a_count,
    a_day,
    a_line,
    a_month,
    a_name,
    a_part,
    a_table,
    area,
    money,
    one_of,
    pairs,
    several,
    some_of,
    where,
    yes_no,
)
from tickbox_core.categories.kinds import Count, Hundredths, Name, Portion, Words
from tickbox_core.text import Text

CHOICES = {"new": Text("新建（加装）", "a new one"), "old": Text("更新", "replacing")}


@attrs.frozen
class Row:
    """A row of a table."""

    who: str = a_name("名称", "name")
    due: int = money("金额", "amount", least=1)
    remark: Text | None = a_line("备注", "remark", default=None)
    way: str = one_of("方式", "way", CHOICES, default="")


@attrs.frozen
class Everything:
    """A field of every kind, and lists and tables of several."""

    line: Text | None = a_line("地点", "place", default=None)
    name: str | None = a_name("编号", "id", default=None)
    count: int | None = a_count("数量", "number", least=1, most=999_999, default=None)
    price: int | None = money("单价", "price", least=1, default=None)
    balance: int | None = money("结余", "balance", least=-(10**9), default=None)
    size: int | None = area("面积", "area", default=None)
    which: str | None = one_of("方式", "way", CHOICES, default=None)
    ways: tuple[str, ...] = some_of("方式们", "ways", CHOICES, default=())
    counts: tuple[int, ...] = several("几号楼", "buildings", Count(1), default=())
    prices: tuple[int, ...] = several(
        "报价", "offers", Hundredths(Text("元", "yuan")), default=(), least=1
    )
    names: tuple[str, ...] = several("材料", "papers", Name(), default=())
    lines: tuple[Text, ...] = several("说明", "remarks", Words(), default=())
    floors: tuple[tuple[int, Fraction], ...] = pairs(
        "系数", "coefficients", Count(), Portion(Fraction(-1), Fraction(3)), default=(), least=1
    )
    dues: tuple[tuple[str, Text], ...] = pairs("名目", "dues", Name(), Words(), default=())
    rows: tuple[Row, ...] = a_table("明细", "table", Row, default=(), least=1)
    common: bool | None = yes_no("占用绿地", "takes green", default=None)
    day: date | None = a_day("开工", "begins", default=None)
    month: str | None = a_month("收费月", "from", default=None)
    part: Fraction | None = a_part("比例", "part", default=None)
    whom: Any = where("范围", "scope", default=None)


SAID = st.text("ab 东门|｜;；、,，=：:[]{}\"'\\%1.０", min_size=1, max_size=8).filter(str.strip)
LINES = SAID | st.builds(lambda zh, en: {"zh": zh, "en": en}, SAID, SAID)
FEN = st.integers(0, 10**12)
PARTS = st.fractions(0, 1, max_denominator=1000).map(str) | st.sampled_from(["40%", "0.125", "1"])
IDS = st.lists(st.text("b1·号", min_size=1, max_size=4), min_size=1, max_size=3)
FLOORS = st.builds(
    lambda low, more: {"floors": {"from": low, "to": low + more}},
    st.integers(-2, 9), st.integers(0, 9),
)  # fmt: skip
SCOPES = st.recursive(
    st.just({"everything": True})
    | FLOORS
    | IDS.map(lambda ids: {"within": ids})
    | IDS.map(lambda ids: {"units": ids})
    | st.just({"floors": {"from": None, "to": 3}})
    | st.just({"kind": ["home"]})
    | st.just({"served_by": "lift 3"}),
    lambda inner: (
        inner.map(lambda part: {"not": part})
        | st.lists(inner, min_size=1, max_size=2).map(lambda parts: {"all": parts})
        | st.lists(inner, min_size=1, max_size=2).map(lambda parts: {"any": parts})
    ),
    max_leaves=4,
)
KEYS = st.sampled_from(list(CHOICES))
ROWS = st.fixed_dictionaries(
    {"who": SAID, "due": FEN.map(lambda fen: fen + 1)}, optional={"remark": LINES, "way": KEYS}
)
PLAIN = {
    "line": LINES,
    "name": SAID,
    "count": st.integers(1, 999_999),
    "price": FEN.map(lambda fen: fen + 1),
    "balance": st.integers(-(10**9), 10**12),
    "size": FEN,
    "which": KEYS,
    "ways": st.lists(KEYS, unique=True),
    "counts": st.lists(st.integers(1, 5000), unique=True, max_size=4),
    "prices": st.lists(FEN, unique=True, min_size=1, max_size=3),
    "names": st.lists(SAID, unique_by=str.strip, max_size=3),
    "lines": st.lists(SAID, unique_by=str.strip, max_size=3),
    "floors": st.lists(
        st.tuples(st.integers(0, 40), st.fractions(-1, 3, max_denominator=60).map(str)),
        min_size=1, max_size=4, unique_by=lambda row: row[0],
    ).map(lambda rows: [list(row) for row in rows]),
    "dues": st.lists(
        st.tuples(SAID, LINES), max_size=3, unique_by=lambda row: row[0].strip()
    ).map(lambda rows: [list(row) for row in rows]),
    "rows": st.lists(
        ROWS, min_size=1, max_size=3, unique_by=lambda row: row["who"].strip()
    ),
    "common": st.booleans(),
    "day": st.dates(min_value=date(1900, 1, 1)).map(date.isoformat),
    "month": st.dates(min_value=date(1900, 1, 1)).map(lambda day: day.isoformat()[:7]),
    "part": PARTS,
    "whom": SCOPES,
}  # fmt: skip


def mappings() -> st.SearchStrategy[dict[str, Any]]:
    """Plain mappings that are ``Everything``, any field given or not."""
    return st.fixed_dictionaries({}, optional=PLAIN)


# -- JSON Schema, as much of it as is used -----------------------------------------------------

TYPES = {
    "string": lambda v: isinstance(v, str),
    "integer": lambda v: type(v) is int,
    "boolean": lambda v: type(v) is bool,
    "array": lambda v: isinstance(v, list),
    "object": lambda v: isinstance(v, dict),
    "null": lambda v: v is None,
}
SAYS_NOTHING = {"$schema", "$defs", "title", "x-title", "description", "format"}


def fits(value: Any, schema: dict[str, Any], root: dict[str, Any]) -> bool:
    """Whether a value is as the schema says; an assertion error for a word it does not know."""
    return all(_fits(word, value, schema, root) for word in schema.keys() - SAYS_NOTHING)


def _fits(word: str, value: Any, schema: dict[str, Any], root: dict[str, Any]) -> bool:
    said = schema[word]
    number, text = TYPES["integer"](value), isinstance(value, str)
    array, mapping = isinstance(value, list), isinstance(value, dict)
    if word == "$ref":
        return fits(value, root["$defs"][said.removeprefix("#/$defs/")], root)
    if word == "type":
        return any(TYPES[one](value) for one in ([said] if isinstance(said, str) else said))
    if word == "anyOf":
        return any(fits(value, one, root) for one in said)
    if word == "properties":
        return not mapping or all(fits(value[k], said[k], root) for k in value.keys() & said)
    if word == "items":
        return not array or all(fits(one, said, root) for one in value)
    if word == "prefixItems":
        return not array or all(fits(a, b, root) for a, b in zip(value, said, strict=False))
    if word == "additionalProperties":
        assert said is False
        return not mapping or value.keys() <= schema["properties"].keys()
    if word == "uniqueItems":
        return not array or all(one not in value[:at] for at, one in enumerate(value))
    plain = {
        "const": lambda: value is said,
        "enum": lambda: value in said,
        "pattern": lambda: not text or re.search(said, value) is not None,
        "minLength": lambda: not text or len(value) >= said,
        "minimum": lambda: not number or value >= said,
        "maximum": lambda: not number or value <= said,
        "minItems": lambda: not array or len(value) >= said,
        "maxItems": lambda: not array or len(value) <= said,
        "minProperties": lambda: not mapping or len(value) >= said,
        "maxProperties": lambda: not mapping or len(value) <= said,
        "required": lambda: not mapping or value.keys() >= set(said),
    }
    return plain[word]()
