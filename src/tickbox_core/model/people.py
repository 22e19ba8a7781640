"""Who is asked: units, persons, and the roll, a dated snapshot of both.

A *unit* is a home, a shop or a parking space.  A *residence* says that a person lives or works in a
unit; an *ownership* says that a person owns it (owners' motions need it, preference ticks do not).
A *service* is something that serves some of the units, a lift for instance.
An *elector* is a person of the roll together with the household (the unit) the person belongs to.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

import attrs

from tickbox_core.errors import BadValue, UnknownId
from tickbox_core.model._checks import a_tuple, no_duplicates, whole_area
from tickbox_core.model.areas import (
    TWO_DECIMALS,
    check_decimals,
    in_hundredths,
    rescaled,
    unless_two,
)
from tickbox_core.text import Text, as_text


@attrs.frozen
class Unit:
    """A home, shop or parking space; ``floor_area`` in m² with ``decimals``, ``None``: unknown.

    ``decimals`` are those of its roll, which says them to its units; ``None`` where nobody has said
    any, and then there are two.  Whoever adds areas up or shows them takes ``in_hundredths``.

    ``area`` is the stairwell, building or estate it lies in, or the micro-grid of a shop.
    """

    id: str
    area: str
    label: str = ""
    kind: str = "home"
    floor: int | None = None
    floor_area: int | None = attrs.field(default=None, converter=whole_area)
    decimals: int | None = None

    @property
    def in_hundredths(self) -> int | Fraction | None:
        """The floor area in 0.01 m², exact: whole where no finer one was surveyed."""
        if self.floor_area is None:
            return None
        return in_hundredths(self.floor_area, self.decimals or TWO_DECIMALS)

    def row(self) -> dict[str, Any]:
        """What is kept of it beside a roll, which keeps the decimals of all its units."""
        return {
            "id": self.id,
            "area": self.area,
            "label": self.label,
            "kind": self.kind,
            "floor": self.floor,
            "floor_area": self.floor_area,
        }


@attrs.frozen
class Person:
    """A person; the name is personal data and never leaves the roll."""

    id: str
    name: str = attrs.field(default="", repr=False)
    born: date | None = attrs.field(default=None, repr=False)


@attrs.frozen
class Residence:
    """A person belongs to the household of a unit, as ``resident``, ``tenant`` or ``shop``."""

    person: str
    unit: str
    role: str = "resident"


@attrs.frozen
class Ownership:
    """A person owns a unit, alone or with others; ``votes``: the one named to vote for them all."""

    person: str
    unit: str
    votes: bool = False


@attrs.frozen
class Service:
    """Something that serves units, whatever building they lie in: a lift, a pump, a boiler."""

    id: str
    name: Text = attrs.field(converter=as_text)
    units: tuple[str, ...] = attrs.field(default=(), validator=a_tuple)


@attrs.frozen
class Elector:
    """One place on the roll for preference ticks: a person and the household's unit."""

    person: str
    household: str


@attrs.frozen(slots=False)
class Roll:
    """Units, persons, residences and ownerships as of a date.

    ``undelivered`` units count for the ``developer``, whoever has bought them.  ``delegates`` are
    persons whom residents have chosen to decide for them where the law lets delegates meet.
    ``decimals``: as finely as the areas were surveyed, their ints being m² with so many decimals;
    a unit that has not said its own takes them from here.

    Raises ``DuplicateId`` for an id given twice, ``UnknownId`` for a reference that leads nowhere,
    ``BadValue`` for fewer than two decimals or more than six, a unit with others, a person with two
    residences (one person, one place on the roll), a unit with two named voters, and undelivered
    units without a developer.
    """

    as_of: date
    units: tuple[Unit, ...] = attrs.field(default=(), validator=a_tuple)
    persons: tuple[Person, ...] = attrs.field(default=(), validator=a_tuple)
    residences: tuple[Residence, ...] = attrs.field(default=(), validator=a_tuple)
    ownerships: tuple[Ownership, ...] = attrs.field(default=(), validator=a_tuple)
    developer: str | None = None
    undelivered: tuple[str, ...] = attrs.field(default=(), validator=a_tuple)
    services: tuple[Service, ...] = attrs.field(default=(), validator=a_tuple)
    delegates: tuple[str, ...] = attrs.field(default=(), validator=a_tuple)
    decimals: int = TWO_DECIMALS

    def __attrs_post_init__(self) -> None:
        check_decimals(self.decimals)
        self._tell_units()
        no_duplicates("unit", [unit.id for unit in self.units])
        no_duplicates("person", [person.id for person in self.persons])
        no_duplicates("service", [service.id for service in self.services])
        no_duplicates("ownership", [f"{own.person}/{own.unit}" for own in self.ownerships])
        persons, units = {person.id for person in self.persons}, self.unit_by_id
        links: tuple[Residence | Ownership, ...] = (*self.residences, *self.ownerships)
        for link in links:
            if link.person not in persons:
                raise UnknownId("person", link.person, f"roll row {link.person}/{link.unit}")
            if link.unit not in units:
                raise UnknownId("unit", link.unit, f"roll row {link.person}/{link.unit}")
        no_duplicates("delegate", self.delegates)
        for delegate in self.delegates:
            if delegate not in persons:
                raise UnknownId("person", delegate, "delegates")
        self._check_one_residence_each()
        self._check_owners(persons)

    def to_decimals(self, decimals: int) -> Roll:
        """The same roll with its areas written in another unit, exactly.

        Raises ``BadValue`` for a coarser one in which some area is no whole number.
        """
        if decimals == self.decimals:
            return self
        check_decimals(decimals)
        units = tuple(
            attrs.evolve(
                unit,
                decimals=None if decimals == TWO_DECIMALS else decimals,
                floor_area=None
                if unit.floor_area is None
                else rescaled(unit.floor_area, self.decimals, decimals, f"unit {unit.id}"),
            )
            for unit in self.units
        )
        return attrs.evolve(self, units=units, decimals=decimals)

    def _tell_units(self) -> None:
        """The units say by themselves what their areas are in, as they go where no roll is."""
        for unit in self.units:
            if unit.decimals and unit.decimals != self.decimals:
                raise _other_decimals(unit, self.decimals)
        if self.decimals != TWO_DECIMALS:
            told = (attrs.evolve(unit, decimals=self.decimals) for unit in self.units)
            object.__setattr__(self, "units", tuple(told))

    @cached_property
    def electors(self) -> tuple[Elector, ...]:
        """Those who may tick preferences: every person with a residence, in the order given."""
        return tuple(Elector(link.person, link.unit) for link in self.residences)

    @property
    def registered(self) -> int:
        """How many electors the roll holds."""
        return len(self.electors)

    @cached_property
    def households(self) -> int:
        """In how many units the electors live."""
        return len({elector.household for elector in self.electors})

    @cached_property
    def unit_by_id(self) -> Mapping[str, Unit]:
        """The units by id."""
        return {unit.id: unit for unit in self.units}

    def plain(self) -> dict[str, Any]:
        """Every row for JSON, names and birth dates included; ``of_plain`` reads it."""
        return {
            "as_of": self.as_of.isoformat(),
            "units": [unit.row() for unit in self.units],
            "persons": [
                {"id": one.id, "name": one.name, "born": one.born and one.born.isoformat()}
                for one in self.persons
            ],
            "residences": [
                {"person": one.person, "unit": one.unit, "role": one.role}
                for one in self.residences
            ],
            "ownerships": [
                {"person": one.person, "unit": one.unit, "votes": one.votes}
                for one in self.ownerships
            ],
            "developer": self.developer,
            "undelivered": list(self.undelivered),
            "services": [
                {"id": one.id, "name": one.name.plain(), "units": list(one.units)}
                for one in self.services
            ],
            "delegates": list(self.delegates),
            # absent where there are two, as in every roll that was written before
            **unless_two(self.decimals),
        }

    @classmethod
    def of_plain(cls, plain: Mapping[str, Any]) -> Roll:
        """The roll that a plain form stands for."""
        return cls(
            date.fromisoformat(plain["as_of"]),
            tuple(Unit(**unit) for unit in plain["units"]),
            tuple(_person(**person) for person in plain["persons"]),
            tuple(Residence(**residence) for residence in plain["residences"]),
            tuple(Ownership(**ownership) for ownership in plain["ownerships"]),
            plain["developer"],
            tuple(plain["undelivered"]),
            tuple(Service(s["id"], s["name"], tuple(s["units"])) for s in plain["services"]),
            tuple(plain["delegates"]),
            plain.get("decimals", TWO_DECIMALS),
        )

    def _check_owners(self, persons: set[str]) -> None:
        if self.developer is not None and self.developer not in persons:
            raise UnknownId("person", self.developer, "developer")
        if self.developer is None and self.undelivered:
            raise _no_developer(self.undelivered[0])
        listed = [(unit, "undelivered units") for unit in self.undelivered]
        listed += [(unit, f"service {s.id}") for s in self.services for unit in s.units]
        for unit, where in listed:
            if unit not in self.unit_by_id:
                raise UnknownId("unit", unit, where)
        named: set[str] = set()
        for own in self.ownerships:
            if own.votes:
                if own.unit in named:
                    raise _two_voters(own.unit)
                named.add(own.unit)

    def _check_one_residence_each(self) -> None:
        home: dict[str, str] = {}
        for link in self.residences:
            if link.person in home:
                raise _two_homes(link.person, home[link.person], link.unit)
            home[link.person] = link.unit


def _person(id: str, name: str, born: str | None) -> Person:  # noqa: A002 - the names of the fields
    return Person(id, name, None if born is None else date.fromisoformat(born))


def _no_developer(unit: str) -> BadValue:
    return BadValue(
        f"unit {unit}",
        Text("标为未交付，但没有写开发商。", "is undelivered, and no developer is named."),
        Text("请写明开发商。", "Name the developer."),
    )


def _two_voters(unit: str) -> BadValue:
    return BadValue(
        f"unit {unit}",
        Text("指定了两名表决人。", "has two named voters."),
        Text("共有人只能指定一人。", "Co-owners name one."),
    )


def _two_homes(person: str, first: str, second: str) -> BadValue:
    return BadValue(
        f"person {person}",
        Text(
            f"同一个人登记在两户（{first} 和 {second}）。",
            f"one person is registered in two households ({first} and {second}).",
        ),
        Text("请只保留一户。", "Keep one of them."),
    )


def _other_decimals(unit: Unit, decimals: int) -> BadValue:
    return BadValue(
        f"unit {unit.id}",
        Text(
            f"面积写到{unit.decimals}位小数，名册是{decimals}位。",
            f"its area has {unit.decimals} decimals, the roll {decimals}.",
        ),
        Text("请先换算成同一单位。", "Bring them to one unit first."),
    )
