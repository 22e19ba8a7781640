"""The law and custom that hold in a place, as layered values that say where they come from.

A *layer* is one level of rule: the national law, a city's, the estate's own rules, this round's
choices.  A *practice* is a stack of layers, the most general first; asked for a value it gives the
most local one, and ``trace`` gives all of them.  What no layer says is unknown: ``questions`` lists
it, so that a checklist asks instead of guessing.

The core knows no law.  Layers come from jurisdiction plugins and from an estate's own files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

import attrs

from tickbox_core.errors import BadValue, DuplicateId, UnknownName
from tickbox_core.model._checks import a_tuple, frozen_mapping
from tickbox_core.rules.motions.bars import Bars
from tickbox_core.rules.motions.estate import EstateRule
from tickbox_core.rules.motions.questions import USUAL
from tickbox_core.text import EMPTY, Text, as_text


class Confidence(StrEnum):
    """How well a value is known, shown wherever the value is."""

    LAW = "law"
    RULES = "rules"
    PRESS = "press"
    WEAK = "weak"
    CHOICE = "choice"

    @property
    def words(self) -> Text:
        """The mark in words."""
        return _MARK_WORDS[self]


_MARK_WORDS = {
    Confidence.LAW: Text("法律条文", "article of law"),
    Confidence.RULES: Text("本小区的规约、议事规则", "the estate's own rules"),
    Confidence.PRESS: Text("官方公告或报道", "official notice or newspaper"),
    Confidence.WEAK: Text("间接来源", "secondary source"),
    Confidence.CHOICE: Text("本方案的选择，并无规定", "a choice made here, not a rule"),
}


class Binding(StrEnum):
    """What a more local layer may do with a value: anything, only raise it, or nothing."""

    FREE = "free"
    MINIMUM = "minimum"
    FIXED = "fixed"


@attrs.frozen(hash=False)
class Sourced:
    """A plain value (as it comes out of JSON), its source, its mark, and how it binds below.

    Of the estate's own rules ``rule`` says where it stands.  Raises ``BadValue`` where that is
    missing, or stands beside a source of another kind.
    """

    value: Any
    source: Text = attrs.field(converter=as_text)
    mark: Confidence = attrs.field(converter=Confidence)
    binding: Binding = attrs.field(default=Binding.FREE, converter=Binding)
    note: Text = attrs.field(default=EMPTY, converter=as_text)
    rule: EstateRule | None = None

    def __attrs_post_init__(self) -> None:
        if (self.mark is Confidence.RULES) != (self.rule is not None):
            raise BadValue("source", _NO_RULE if self.rule is None else _OTHER_KIND, _NAME_IT)

    @classmethod
    def of_rule(cls, value: Any, rule: EstateRule) -> Sourced:
        """A value that a rule of the estate's own gives, with where it stands as its source."""
        return cls(value, rule.words, Confidence.RULES, rule=rule)

    def plain(self) -> dict[str, Any]:
        """The value and where it comes from, for JSON."""
        return {
            "value": self.value,
            "source": self.source.plain(),
            "mark": str(self.mark),
            "binding": str(self.binding),
            **({"note": self.note.plain()} if self.note else {}),
            **({"rule": self.rule.plain()} if self.rule else {}),
        }


_NO_RULE = Text(
    "依据是本小区规则的，没有写明是哪份文件、哪一条、哪天通过。",
    "it is of the estate's own rules and does not say which document, article and day.",
)
_OTHER_KIND = Text(
    "写了小区规则的文件和条款，依据的种类却是别的。",
    "it names a rule of the estate, and its kind of source is another.",
)
_NAME_IT = Text(
    "请写明文件名称、哪一条、哪天通过，依据的种类选“本小区的规约、议事规则”（rules）。",
    "Name document, article and day of adoption, with the mark 'rules'.",
)


@attrs.frozen(hash=False)
class Layer:
    """One level of rule: its key, its title, and its values by name.

    It holds from its ``first`` day to its ``last``, both included; ``None``: always, and still.
    """

    key: str
    title: Text = attrs.field(converter=as_text)
    values: Mapping[str, Sourced] = attrs.field(converter=frozen_mapping, repr=False)
    first: date | None = None
    last: date | None = None

    def holds(self, day: date | None) -> bool:
        """Whether it holds on a day; ``None``: from now on, as far as anybody knows."""
        if day is None:
            return self.last is None
        begun = self.first is None or self.first <= day
        return begun and (self.last is None or day <= self.last)

    def meets(self, other: Layer) -> bool:
        """Whether there is a day on which both hold."""
        return not (
            (self.last is not None and other.first is not None and self.last < other.first)
            or (other.last is not None and self.first is not None and other.last < self.first)
        )

    @classmethod
    def of_plain(
        cls,
        key: str,
        title: Text,
        rows: Iterable[Mapping[str, Any]],
        first: date | None = None,
        last: date | None = None,
    ) -> Layer:
        """From rows of ``{"name", "value", "source", "mark", "binding"?, "note"?, "rule"?}``.

        Raises ``BadValue`` for a row that lacks one of them or has an unknown mark or binding,
        ``DuplicateId`` for a name given twice.
        """
        values: dict[str, Sourced] = {}
        for at, row in enumerate(rows):
            name, value = _row(row, f"{key}, row {at + 1}")
            if name in values:
                raise DuplicateId("value", name)
            values[name] = value
        return cls(key, title, values, first, last)

    def plain(self) -> dict[str, Any]:
        """Key, title, days and the rows that ``of_plain`` reads, for JSON."""
        rows = [{"name": name, **value.plain()} for name, value in self.values.items()]
        days = {"first": self.first, "last": self.last}
        held = {name: day.isoformat() for name, day in days.items() if day is not None}
        return {"key": self.key, "title": self.title.plain(), **held, "rows": rows}


_KNOWN = {"name", "value", "source", "mark", "binding", "note", "rule"}


def _row(row: Mapping[str, Any], where: str) -> tuple[str, Sourced]:
    lacking = sorted({"name", "value", "source", "mark"} - row.keys())
    unknown = sorted(row.keys() - _KNOWN)
    if lacking or unknown:
        raise BadValue(
            where,
            Text(
                f"缺少{lacking}，多出{unknown}。",
                f"lacks {lacking} and has the unknown {unknown}.",
            ),
            Text("每个值都要写明来源和标记。", "Every value needs a source and a mark."),
        )
    rest = {name: row[name] for name in ("binding", "note") if name in row}
    if row.get("rule") is not None:
        rest["rule"] = EstateRule.of_plain(row["rule"])
    try:
        return row["name"], Sourced(row["value"], row["source"], row["mark"], **rest)
    except ValueError as problem:
        raise BadValue(
            where,
            Text(f"看不懂：{problem}。", f"cannot be read: {problem}."),
            Text("请核对mark和binding。", "Check mark and binding."),
        ) from None


@attrs.frozen
class SourcedValue:
    """A value that holds, and the layer it comes from."""

    layer: Layer
    sourced: Sourced


@attrs.frozen
class OwnersMatter:
    """A matter owners decide: its key, the kind of bars it takes, and where that is said."""

    key: str
    kind: str
    found: SourcedValue


@attrs.frozen
class Practice:
    """Layers, the most general first.

    Of layers that do not hold on the same days, ask with those ``on`` a day.  Raises ``BadValue``
    where a layer changes what one above has fixed that holds on a day when it does, or goes under a
    minimum.
    """

    layers: tuple[Layer, ...] = attrs.field(validator=a_tuple)

    def __attrs_post_init__(self) -> None:
        above: dict[str, list[SourcedValue]] = {}
        for layer in self.layers:
            for name, value in layer.values.items():
                known = above.setdefault(name, [])
                met = [one for one in known if one.layer.meets(layer)]
                for one in met:
                    _may_replace(name, one, SourcedValue(layer, value))
                known.append(SourcedValue(layer, _bound_by(met[-1] if met else None, value)))

    def on(self, day: date | None) -> Practice:
        """What holds on a day; ``None``: from now on, as far as anybody knows."""
        held = tuple(layer for layer in self.layers if layer.holds(day))
        return self if held == self.layers else Practice(held)

    def plain(self) -> list[dict[str, Any]]:
        """Every layer with every value and its source, for JSON; ``of_plain`` reads it."""
        return [layer.plain() for layer in self.layers]

    @classmethod
    def of_plain(cls, plain: Iterable[Mapping[str, Any]]) -> Practice:
        """The practice that a plain form stands for."""
        return cls(
            tuple(
                Layer.of_plain(
                    layer["key"],
                    as_text(layer["title"]),
                    layer["rows"],
                    *(
                        date.fromisoformat(day) if (day := layer.get(name)) else None
                        for name in ("first", "last")
                    ),
                )
                for layer in plain
            )
        )

    def with_layer(self, layer: Layer) -> Practice:
        """The same with a more local layer on top."""
        return Practice((*self.layers, layer))

    def trace(self, name: str) -> tuple[SourcedValue, ...]:
        """Every layer's value of that name, the one that holds last; empty where unknown."""
        called = (_RENAMED.get(name, name), name)
        return tuple(
            SourcedValue(layer, layer.values[one])
            for layer in self.layers
            for one in dict.fromkeys(called)
            if one in layer.values
        )

    def find(self, name: str) -> SourcedValue | None:
        """The value that holds and where it comes from, ``None`` where no layer says."""
        return next(reversed(self.trace(name)), None)

    def value(self, name: str) -> Any:
        """The plain value that holds; ``None`` where no layer says."""
        found = self.find(name)
        return None if found is None else found.sourced.value

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that some layer gives a value, sorted."""
        return tuple(sorted({name for layer in self.layers for name in layer.values}))

    def bars(self, kind: str) -> tuple[Bars, ...]:
        """The bars of a kind of motion (``ordinary``, ``special``, ``residents`` …).

        Raises ``UnknownName`` for a kind that no layer gives bars, ``BadValue`` for what are none.
        """
        rows = self.value(f"bars.{kind}")
        if rows is None:
            raise UnknownName("kind of motion", kind, self._under("bars."))
        return tuple(map(Bars.of_plain, rows if isinstance(rows, (list, tuple)) else (rows,)))

    def matter(self, key: str) -> OwnersMatter:
        """Which kind of bars a matter takes; ``UnknownName`` where no layer says."""
        found = self.find(f"matter.{key}")
        if found is None:
            raise UnknownName("matter", key, self._under("matter."))
        return OwnersMatter(key, found.sourced.value, found)

    def matters(self) -> tuple[OwnersMatter, ...]:
        """Every matter some layer knows, by key."""
        return tuple(self.matter(key) for key in self._under("matter."))

    def matter_words(self, key: str) -> Text:
        """What people call a matter (``words.matter.KEY``); its key where no layer says."""
        said = self.value(f"words.matter.{key}")
        return as_text(said) if said else Text.of(key)

    def matter_titles(self) -> Mapping[str, Text]:
        """Every matter that some layer knows, by key, in words."""
        return {key: self.matter_words(key) for key in self._under("matter.")}

    def locked(self, matter: str) -> bool | None:
        """Whether a matter waits while the owners' committee is re-elected; ``None``: not known."""
        locked = self.value("lame_duck")
        return None if locked is None else matter in locked

    def questions(self) -> Mapping[str, Text]:
        """What a checklist must ask, by name: everything usual that no layer says."""
        said = {name for name in USUAL if self.find(name) is not None}
        said |= {name for older, name in _FORMERLY.items() if self.find(older) is not None}
        return {name: words for name, words in USUAL.items() if name not in said}

    def _under(self, prefix: str) -> tuple[str, ...]:
        return tuple(name.removeprefix(prefix) for name in self.names if name.startswith(prefix))


def _may_replace(name: str, old: SourcedValue, new: SourcedValue) -> None:
    before, after = old.sourced, new.sourced
    if before.binding is Binding.FREE or before.value == after.value:
        return
    if before.binding is Binding.MINIMUM and _number(after.value, name) >= _number(
        before.value, name
    ):
        return
    raise BadValue(
        f"{new.layer.key}: {name}",
        Text(
            f"“{after.value}”不能取代{old.layer.title.zh}规定的“{before.value}”"
            f"（{before.source.zh}）。",
            f"'{after.value}' cannot replace '{before.value}' of {old.layer.title.en} "
            f"({before.source.en}).",
        ),
        Text("请删去这一条。", "Take this value out."),
    )


def _bound_by(old: SourcedValue | None, new: Sourced) -> Sourced:
    """A more local value stays bound as strictly as the one it replaces."""
    if old is None or new.binding is not Binding.FREE:
        return new
    return attrs.evolve(new, binding=old.sourced.binding)


def _number(value: object, where: str) -> Fraction:
    if isinstance(value, (int, str)) and not isinstance(value, bool):
        try:
            return Fraction(value)
        except (ValueError, ZeroDivisionError):
            pass
    raise BadValue(
        where,
        Text(f"“{value}”不是数字。", f"'{value}' is not a number."),
        Text("请填整数或分数。", "Give a whole number or a fraction."),
    )


_FORMERLY: Mapping[str, str] = {"keep.days": "keep.years"}
"""A value under an older name answers the question too."""
_RENAMED: Mapping[str, str] = {"notice.days.property-fee": "fee.plan_posted_days"}
"""What values were called in layers that were written before: they say the same."""
