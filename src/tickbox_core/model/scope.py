"""Scopes: which units a question concerns, as data that people can read and programs keep.

A scope is a predicate over units, built from a few kinds and joined by all, any and not: this
stairwell; buildings 16–21; floors 7 and up of buildings 8–20; the units that lift 3 serves.  It is
stored as plain JSON (``plain``, ``scope_of``), said in words (``words``), and picks its units from
a roll (``units_in``), from which denominators are computed.

What a unit does not say of itself is unknown: a floor scope over a unit without a floor is refused
by name, unless the rest of the scope settles it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeAlias

import attrs

from tickbox_core.errors import BadValue, UnknownId
from tickbox_core.model._checks import a_tuple
from tickbox_core.model._numbers import NUMBERED, drawn_together
from tickbox_core.model.area import AreaTree
from tickbox_core.model.people import Roll, Service, Unit
from tickbox_core.text import Text, join_texts


@attrs.frozen(eq=False, slots=False)
class Ground:
    """What a scope is read against: the area tree, and what serves which units."""

    tree: AreaTree
    services: Mapping[str, Service] = attrs.field(factory=dict)

    @classmethod
    def of(cls, tree: AreaTree, roll: Roll) -> Ground:
        """The tree with the services of a roll."""
        return cls(tree, MappingProxyType({service.id: service for service in roll.services}))

    def service(self, id_: str) -> Service:
        """The service of that id, or ``UnknownId``."""
        try:
            return self.services[id_]
        except KeyError:
            raise UnknownId("service", id_, "scope") from None


# -- the kinds of scope ------------------------------------------------------------------------


@attrs.frozen
class Everything:
    """Every unit of the roll."""

    def holds(self, unit: Unit, ground: Ground) -> bool | None:
        """Always."""
        return True

    def words(self, ground: Ground) -> Text:
        """The whole."""
        return Text("全部房屋", "all units")

    def plain(self) -> dict[str, Any]:
        """``{"everything": true}``."""
        return {"everything": True}


@attrs.frozen
class Within:
    """The units in any of several areas, at whatever depth, or in micro-grids (shops included)."""

    areas: tuple[str, ...] = attrs.field(validator=a_tuple)

    @classmethod
    def numbered(cls, tree: AreaTree, level: str, low: int, high: int, inside: str) -> Within:
        """The areas of a level whose name holds a number from ``low`` to ``high``.

        Raises ``UnknownId`` naming the first number for which there is no such area.
        """
        found = {
            int(number[2]): area.id
            for area in tree.at_level(level)
            if tree.within(area.id, inside) and (number := NUMBERED.fullmatch(area.name.zh))
        }
        missing = next((number for number in range(low, high + 1) if number not in found), None)
        if missing is not None:
            raise UnknownId(level, str(missing), "scope")
        return cls(tuple(found[number] for number in range(low, high + 1)))

    def holds(self, unit: Unit, ground: Ground) -> bool | None:
        """Whether the unit lies in one of them; ``UnknownId`` for an area that does not exist."""
        return any(_lies_in(unit, area, ground.tree) for area in self.areas)

    def words(self, ground: Ground) -> Text:
        """Their names, neighbouring numbers drawn together: ``16–21号楼``."""
        names = [_area_name(area, ground.tree) for area in self.areas]
        return Text(
            "、".join(drawn_together([name.zh for name in names])),
            ", ".join(drawn_together([name.en for name in names])),
        )

    def plain(self) -> dict[str, Any]:
        """``{"within": [ids]}``."""
        return {"within": list(self.areas)}


@attrs.frozen
class Floors:
    """Units from a floor up, down to a floor, or between two (both included)."""

    low: int | None = None
    high: int | None = None

    def __attrs_post_init__(self) -> None:
        for value in (self.low, self.high):
            if value is not None and type(value) is not int:
                raise _bad(f"“{value}”不是楼层。", f"'{value}' is not a floor.")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise _bad("楼层范围是空的。", "the range of floors is empty.")

    def holds(self, unit: Unit, ground: Ground) -> bool | None:
        """Whether the unit's floor lies in the range; ``None`` where it is unknown."""
        if self.low is None and self.high is None:
            return True
        if unit.floor is None:
            return None
        above = self.low is None or unit.floor >= self.low
        return above and (self.high is None or unit.floor <= self.high)

    def words(self, ground: Ground) -> Text:
        """The range in words."""
        if self.low == self.high:
            return Text("各层", "all floors") if self.low is None else _floor(self.low)
        if self.high is None:
            return Text(f"{self.low}层及以上", f"floors {self.low} and up")
        if self.low is None:
            return Text(f"{self.high}层及以下", f"floors {self.high} and down")
        return Text(f"{self.low}–{self.high}层", f"floors {self.low}–{self.high}")

    def plain(self) -> dict[str, Any]:
        """``{"floors": {"from", "to"}}``, an open end left out."""
        ends = {"from": self.low, "to": self.high}
        return {"floors": {end: floor for end, floor in ends.items() if floor is not None}}


@attrs.frozen
class OfKind:
    """Units of some kinds: ``home``, ``shop``, ``parking``."""

    kinds: tuple[str, ...] = attrs.field(validator=a_tuple)

    def holds(self, unit: Unit, ground: Ground) -> bool | None:
        """Whether the unit is of one of them."""
        return unit.kind in self.kinds

    def words(self, ground: Ground) -> Text:
        """The kinds in words."""
        return join_texts(
            [_KIND_WORDS.get(kind, Text(kind, kind)) for kind in self.kinds], "、", ", "
        )

    def plain(self) -> dict[str, Any]:
        """``{"kind": [kinds]}``."""
        return {"kind": list(self.kinds)}


@attrs.frozen
class ServedBy:
    """The units that a service of the roll serves: a lift."""

    service: str

    def holds(self, unit: Unit, ground: Ground) -> bool | None:
        """Whether it serves the unit; ``UnknownId`` for a service that is not on the roll."""
        return unit.id in ground.service(self.service).units

    def words(self, ground: Ground) -> Text:
        """What serves them."""
        return Text("{service}所服务的房屋", "units served by {service}").filled(
            service=ground.service(self.service).name
        )

    def plain(self) -> dict[str, Any]:
        """``{"served_by": id}``."""
        return {"served_by": self.service}


@attrs.frozen
class TheseUnits:
    """Units by id."""

    units: tuple[str, ...] = attrs.field(validator=a_tuple)

    def holds(self, unit: Unit, ground: Ground) -> bool | None:
        """Whether it is one of them."""
        return unit.id in self.units

    def words(self, ground: Ground) -> Text:
        """How many they are."""
        return Text(f"指定的{len(self.units)}户", f"{len(self.units)} units by name")

    def plain(self) -> dict[str, Any]:
        """``{"units": [ids]}``."""
        return {"units": list(self.units)}


@attrs.frozen
class AllOf:
    """What every part holds for."""

    parts: tuple[Scope, ...] = attrs.field(validator=a_tuple)

    def holds(self, unit: Unit, ground: Ground) -> bool | None:
        """False where one part is false, unknown where one is unknown, else true."""
        found = {part.holds(unit, ground) for part in self.parts}
        return False if False in found else None if None in found else True

    def words(self, ground: Ground) -> Text:
        """The parts, one inside the other."""
        parts = [_in_brackets(part, ground) for part in self.parts]
        return Text("的".join(p.zh for p in parts), " of ".join(p.en for p in reversed(parts)))

    def plain(self) -> dict[str, Any]:
        """``{"all": [parts]}``."""
        return {"all": [part.plain() for part in self.parts]}


@attrs.frozen
class AnyOf:
    """What at least one part holds for."""

    parts: tuple[Scope, ...] = attrs.field(validator=a_tuple)

    def holds(self, unit: Unit, ground: Ground) -> bool | None:
        """True where one part is true, unknown where one is unknown, else false."""
        found = {part.holds(unit, ground) for part in self.parts}
        return True if True in found else None if None in found else False

    def words(self, ground: Ground) -> Text:
        """The parts, one beside the other."""
        return join_texts([_in_brackets(part, ground) for part in self.parts], "，以及", ", and ")

    def plain(self) -> dict[str, Any]:
        """``{"any": [parts]}``."""
        return {"any": [part.plain() for part in self.parts]}


@attrs.frozen
class NotIn:
    """Everything but a part."""

    part: Scope

    def holds(self, unit: Unit, ground: Ground) -> bool | None:
        """The opposite of the part; unknown where it is."""
        found = self.part.holds(unit, ground)
        return None if found is None else not found

    def words(self, ground: Ground) -> Text:
        """The part, left out."""
        said = _in_brackets(self.part, ground)
        return Text(f"除{said.zh}以外", f"all but {said.en}")

    def plain(self) -> dict[str, Any]:
        """``{"not": part}``."""
        return {"not": self.part.plain()}


Scope: TypeAlias = (
    Everything | Within | Floors | OfKind | ServedBy | TheseUnits | AllOf | AnyOf | NotIn
)


# -- using them --------------------------------------------------------------------------------


def units_in(scope: Scope, units: Iterable[Unit], ground: Ground) -> tuple[Unit, ...]:
    """The units a scope holds for, in the order given.

    Raises ``BadValue`` naming the units for which it cannot be told, ``UnknownId`` for an area or
    service that does not exist.
    """
    found = [(unit, scope.holds(unit, ground)) for unit in units]
    unknown = [unit.label or unit.id for unit, holds in found if holds is None]
    if unknown:
        shown = ", ".join(unknown[:5]) + ("…" if len(unknown) > 5 else "")
        raise BadValue(
            "scope",
            Text(
                f"{len(unknown)}户不知是否在范围内（{shown}）：缺楼层。",
                f"for {len(unknown)} units ({shown}) it cannot be told: their floor is missing.",
            ),
            Text("请在名册里补上楼层。", "Add the floors to the roll."),
        )
    return tuple(unit for unit, holds in found if holds)


def scope_of(plain: object) -> Scope:
    """The scope that a plain form stands for; ``BadValue`` for anything else."""
    if isinstance(plain, Mapping) and len(plain) == 1:
        ((name, content),) = plain.items()
        if name in _READERS:
            return _READERS[name](content)
    raise _bad("看不懂这个范围。", f"'{plain}' is not a scope.")


def _several(content: object) -> tuple[Scope, ...]:
    if isinstance(content, Sequence) and not isinstance(content, str) and content:
        return tuple(map(scope_of, content))
    raise _bad("缺少组成部分。", "a list of scopes is missing.")


def _ids(content: object) -> tuple[str, ...]:
    if isinstance(content, Sequence) and not isinstance(content, str) and content:
        return tuple(map(_text, content))
    raise _bad("缺少编号列表。", "a list of ids is missing.")


def _text(content: object) -> str:
    if isinstance(content, str) and content:
        return content
    raise _bad("缺少编号。", "an id is missing.")


def _everything(content: object) -> Everything:
    if content is True:
        return Everything()
    raise _bad("看不懂这个范围。", "'everything' takes true.")


def _floors(content: object) -> Floors:
    if isinstance(content, Mapping) and content and content.keys() <= {"from", "to"}:
        return Floors(content.get("from"), content.get("to"))
    raise _bad("楼层要写from或to。", "floors take 'from', 'to' or both.")


_READERS: dict[str, Callable[[Any], Scope]] = {
    "everything": _everything,
    "within": lambda content: Within(_ids(content)),
    "floors": _floors,
    "kind": lambda content: OfKind(_ids(content)),
    "served_by": lambda content: ServedBy(_text(content)),
    "units": lambda content: TheseUnits(_ids(content)),
    "all": lambda content: AllOf(_several(content)),
    "any": lambda content: AnyOf(_several(content)),
    "not": lambda content: NotIn(scope_of(content)),
}

_KIND_WORDS = {
    "home": Text("住宅", "homes"),
    "shop": Text("商铺", "shops"),
    "parking": Text("车位", "parking spaces"),
}


def _bad(zh: str, en: str) -> BadValue:
    return BadValue("scope", Text(zh, en), Text("请重新选择范围。", "Choose the scope again."))


def _floor(number: int) -> Text:
    return Text(f"{number}层", f"floor {number}")


def _lies_in(unit: Unit, outer: str, tree: AreaTree) -> bool:
    grid = next((grid for grid in tree.grids if grid.id == outer), None)
    if grid is None:
        tree[outer]
        return unit.area in tree and tree.within(unit.area, outer)
    if unit.area == outer or unit.id in grid.shops:
        return True
    return unit.area in tree and any(tree.within(unit.area, area) for area in grid.areas)


def _area_name(id_: str, tree: AreaTree) -> Text:
    return next((grid.name for grid in tree.grids if grid.id == id_), None) or tree[id_].name


def _in_brackets(part: Scope, ground: Ground) -> Text:
    said = part.words(ground)
    return Text(f"（{said.zh}）", f"({said.en})") if isinstance(part, (AllOf, AnyOf)) else said
