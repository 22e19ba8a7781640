"""Kinds of what acts answer, beside those of ``categories``: what comes out is not what goes in.

Words come out in both languages always, ids may be empty where there is nothing, amounts may be
below nothing, and shares name their base.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Any

import attrs

from tickbox_core.categories.fields import YUAN
from tickbox_core.categories.kinds import Choice, Count, Day, Hundredths, Kind
from tickbox_core.counting import Share
from tickbox_core.model.areas import MOST_DECIMALS, TWO_DECIMALS
from tickbox_core.model.local_time import day_of
from tickbox_core.rules.motions.bases import Base
from tickbox_core.text import Text, join_texts

MONEY = Hundredths(YUAN)
"""Fen."""
COUNT = Count()


@attrs.frozen
class Said(Kind):
    """Words in both languages; both are empty where nothing is said."""

    def describe(self, plain: Any) -> Text:
        """The words."""
        return Text(**plain)

    def schema(self) -> dict[str, Any]:
        """An object of two strings."""
        string = {"type": "string"}
        return {
            "type": "object",
            "properties": {"zh": string, "en": string},
            "required": ["zh", "en"],
            "additionalProperties": False,
        }


@attrs.frozen
class Typed(Kind):
    """What somebody typed, a name, a number or a code: a string, in no particular language."""

    def schema(self) -> dict[str, Any]:
        """A string."""
        return {"type": "string"}


@attrs.frozen
class FileContent(Kind):
    """A file to be saved, in base64, of this media type; its ``name`` stands beside it."""

    media_type: str

    def schema(self) -> dict[str, Any]:
        """A string in base64."""
        return {"type": "string", "description": f"base64: {self.media_type}"}


@attrs.frozen(hash=False)
class Named(Kind):
    """A name of which some have ``words`` (several may be joined by ``+``); others stand as is."""

    words: Mapping[str, Text]

    def describe(self, plain: Any) -> Text:
        """The words of each."""
        said = [self.words.get(name, Text.of(name)) for name in plain.split("+")]
        return join_texts(said, "、", ", ")

    def schema(self) -> dict[str, Any]:
        """A string."""
        return {"type": "string"}


@attrs.frozen
class Ref(Kind):
    """The id of something of a ``kind`` (round, item, project …); empty where there is none.

    ``beside`` names the field that says which kind it is, where that differs from row to row.  An
    item may be named with its round: ``ROUND/ITEM``.
    """

    kind: str = ""
    beside: str = ""

    def schema(self) -> dict[str, Any]:
        """A string."""
        return {"type": "string", "description": f"id: {self.kind or self.beside}"}


@attrs.frozen
class Moment(Kind):
    """When something happened: ISO 8601 with the time; empty where it has not."""

    def describe(self, plain: Any) -> Text:
        """The day and the minute."""
        day = Day().describe(day_of(plain).isoformat())
        return Text(f"{day.zh} {plain[11:16]}", f"{day.en} {plain[11:16]}")

    def schema(self) -> dict[str, Any]:
        """A string."""
        return {"type": "string", "pattern": r"^([0-9]{4}-[0-9]{2}-[0-9]{2}T.+)?$"}


@attrs.frozen(hash=False)
class Shared(Kind):
    """An exact share and what it is a share of; ``bases`` are the words of bases of its own.

    ``row``: as the three of them in a list.
    """

    bases: Mapping[str, Text] = attrs.field(factory=dict)
    row: bool = False

    def describe(self, plain: Any) -> Text:
        """Part, whole, base and percentage."""
        share = Share(*plain) if self.row else Share(**plain)
        if share.base not in self.bases:
            return share.text
        said = Text("{base}{whole}中的{part}，即{share}", "{part} of {whole} ({base}), {share}")
        return said.filled(
            base=self.bases[share.base],
            whole=share.denominator,
            part=share.numerator,
            share=share.percent,
        )

    def schema(self) -> dict[str, Any]:
        """Two whole numbers and the name of the base."""
        number = {"type": "integer", "minimum": 0}
        if self.row:
            three = [number, number, {"type": "string"}]
            return {"type": "array", "prefixItems": three, "minItems": 3, "maxItems": 3}
        return {
            "type": "object",
            "properties": {
                "numerator": number,
                "denominator": number,
                "base": {"type": "string"},
                "decimals": {"type": "integer", "minimum": 3, "maximum": MOST_DECIMALS},
            },
            "required": ["numerator", "denominator", "base"],
            "additionalProperties": False,
        }


@attrs.frozen
class Rational(Kind):
    """An exact number as a string in lowest terms, ``2/5``: a score, a weight, a limit."""

    def schema(self) -> dict[str, Any]:
        """A string."""
        return {"type": "string", "pattern": "^-?[0-9]+(/[1-9][0-9]*)?$"}


@attrs.frozen
class PortionOf(Rational):
    """An exact part of something that ``words`` name, ``{share}`` of it."""

    words: Text

    def describe(self, plain: Any) -> Text:
        """The percentage where it is a whole one, else the fraction; and of what."""
        percent = Fraction(plain) * 100
        share = f"{percent}%" if percent.denominator == 1 else plain
        return self.words.filled(share=share)


@attrs.frozen
class Difference(Kind):
    """How much more, below 0 how much less, in the unit of ``each``; ``{by}`` in what is said."""

    each: Kind
    more: Text
    less: Text
    same: Text

    def describe(self, plain: Any) -> Text:
        """Without a sign: more, less, or just the same."""
        if not plain:
            return self.same
        return (self.more if plain > 0 else self.less).filled(by=self.each.describe(abs(plain)))

    def schema(self) -> dict[str, Any]:
        """The same as of what differs."""
        return self.each.schema()


@attrs.frozen
class Amount(Kind):
    """A whole number of the base that stands beside it: heads, households, area."""

    beside: str = "base"
    none: bool = False

    def said(self, plain: Any, beside: Mapping[str, Any]) -> Text:
        """With its unit; ``beside`` is the mapping that names the base, and an area's decimals."""
        return Base(beside[self.beside]).said(plain, beside.get("decimals") or TWO_DECIMALS)

    def schema(self) -> dict[str, Any]:
        """An integer."""
        said = f"unit: {self.beside}; area in m² with the decimals beside it, else 0.01 m²"
        return {
            "type": ["integer", "null"] if self.none else "integer",
            "minimum": 0,
            "description": said,
        }


@attrs.frozen
class Row(Kind):
    """A list of so many values, each of its own kind; ``words`` says it, ``{0}`` and so on."""

    kinds: tuple[Kind, ...]
    words: Text

    def schema(self) -> dict[str, Any]:
        """An array of just these."""
        return {
            "type": "array",
            "prefixItems": [one.schema() for one in self.kinds],
            "minItems": len(self.kinds),
            "maxItems": len(self.kinds),
        }


@attrs.frozen
class AnyJson(Kind):
    """Whatever a plugin or a layer of law holds: JSON without fractions, for programs."""

    def schema(self) -> dict[str, Any]:
        """Any JSON of strings and whole numbers."""
        return {"$ref": "#/$defs/json"}


_JSON = {"$ref": "#/$defs/json"}
ANY_JSON = {
    "anyOf": [
        {"type": ["string", "integer", "boolean", "null"]},
        {"type": "array", "items": _JSON},
        {"type": "object", "additionalProperties": _JSON},
    ]
}
"""JSON Schema of plain values: ``#/$defs/json`` of a schema that has one."""


@attrs.frozen
class AnswerPart(Kind):
    """An answer class in an answer."""

    of: type

    def schema(self) -> dict[str, Any]:
        """What stands in the definitions under the class's name."""
        return {"$ref": f"#/$defs/{self.of.__name__}"}


def _kind(kind: Kind | type) -> Kind:
    return AnswerPart(kind) if isinstance(kind, type) else kind


def _kinds(kinds: Iterable[Kind | type]) -> tuple[Kind, ...]:
    return tuple(map(_kind, kinds))


@attrs.frozen(hash=False)
class ListOf(Kind):
    """A list of one kind, or of one answer class."""

    each: Any = attrs.field(converter=_kind)

    def schema(self) -> dict[str, Any]:
        """An array."""
        return {"type": "array", "items": self.each.schema()}


@attrs.frozen(hash=False)
class Keyed(Kind):
    """A mapping whose keys are of one kind (ids, names) and whose values are of another."""

    key: Any = attrs.field(converter=_kind)
    each: Any = attrs.field(converter=_kind)

    def schema(self) -> dict[str, Any]:
        """An object; what its keys are stands in ``propertyNames``."""
        return {
            "type": "object",
            "propertyNames": self.key.schema(),
            "additionalProperties": self.each.schema(),
        }


@attrs.frozen(hash=False)
class OneOf(Kind):
    """One of several: a count, or the tie that it comes to."""

    kinds: tuple[Any, ...] = attrs.field(converter=_kinds)

    def schema(self) -> dict[str, Any]:
        """Any of their schemas."""
        return {"anyOf": [one.schema() for one in self.kinds]}


@attrs.frozen(hash=False)
class OrNull(Kind):
    """What it says, or null: of the values of a mapping or a list, of which some are not there."""

    each: Any = attrs.field(converter=_kind)

    def schema(self) -> dict[str, Any]:
        """The schema of what it says, or null."""
        return {"anyOf": [self.each.schema(), {"type": "null"}]}


def choice(words: type[StrEnum]) -> Choice:
    """One of an enumeration whose members have ``words``."""
    return Choice({str(one): one.words for one in words})  # type: ignore[attr-defined]
