"""Who is asked: the heads of a motion, each with the area it speaks for.

Several units of one owner are one head, their areas summed; so are several units of the same
co-owners, and a developer's undelivered units (judicial interpretation on divided ownership, art.
9).  A co-owned unit is one head with one named voter.  A head with a unit whose area is unknown has
an unknown area.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property

import attrs

from tickbox_core.errors import BadValue, UnknownId
from tickbox_core.model import Roll, Unit, Weights
from tickbox_core.model._checks import a_tuple, no_duplicates
from tickbox_core.model.areas import TWO_DECIMALS, check_decimals
from tickbox_core.rules.motions.bases import Base
from tickbox_core.text import Text


@attrs.frozen
class Head:
    """One voice.

    ``places`` are what papers name: an owner's units, a household's unit, a resident.  ``area`` is
    in the unit of the assembly (``None``: unknown), ``households`` the units it speaks for.
    ``voters`` are those who may mark its paper; empty where co-owners have not named anybody.
    """

    id: str
    places: tuple[str, ...] = attrs.field(validator=a_tuple)
    voters: tuple[str, ...] = attrs.field(validator=a_tuple, repr=False)
    area: int | None = None
    households: int = 1

    def weight(self, base: Base) -> int | None:
        """What the head counts for on a base."""
        if base is Base.HEADS:
            return 1
        return self.area if base is Base.AREA else self.households


@attrs.frozen(slots=False)
class Assembly:
    """All heads of a motion, their areas in m² with ``decimals``.

    Raises ``DuplicateId`` for a place that two heads claim.
    """

    heads: tuple[Head, ...] = attrs.field(validator=a_tuple)
    decimals: int = attrs.field(default=TWO_DECIMALS, converter=check_decimals)

    def __attrs_post_init__(self) -> None:
        no_duplicates("head", (head.id for head in self.heads))
        no_duplicates("unit", (place for head in self.heads for place in head.places))

    def head_at(self, place: str) -> Head:
        """The head that a unit (or resident) belongs to; ``UnknownId`` outside the motion."""
        try:
            return self._by_place[place]
        except KeyError:
            raise UnknownId("unit", place, "motion") from None

    @cached_property
    def _by_place(self) -> Mapping[str, Head]:
        return {place: head for head in self.heads for place in head.places}


def weight_of(heads: Iterable[Head], base: Base) -> int | None:
    """What several heads count for together; unknown where one of them is."""
    weights = [head.weight(base) for head in heads]
    return None if None in weights else sum(weight or 0 for weight in weights)


def weigh(units: Iterable[Unit], heads: int | None, decimals: int = TWO_DECIMALS) -> Weights:
    """What units of a roll of so many decimals weigh, and so many heads with them."""
    areas = [unit.floor_area for unit in units]
    known = [area for area in areas if area is not None]
    return Weights(len(areas), heads, sum(known), len(areas) - len(known), decimals)


def owners_weights(roll: Roll) -> Weights:
    """What all owners of a roll weigh, parking left out; no heads where an owner is missing."""
    counted = [unit for unit in roll.units if unit.kind != "parking"]
    heads: int | None
    try:
        heads = len(owners(roll, counted).heads)
    except BadValue:
        heads = None
    return weigh(counted, heads, roll.decimals)


def best_area(**sources: int | None) -> tuple[int | None, str | None]:
    """The area that counts and its source: the first known one, in the order given.

    ``best_area(register=…, survey=…, contract=…)`` is the order of the law (arts. 8 and 9).
    """
    known = ((area, source) for source, area in sources.items() if area is not None)
    return next(known, (None, None))


def owners(roll: Roll, units: Sequence[Unit], *, parking: bool = False) -> Assembly:
    """The owners of units; parking spaces are left out unless ``parking``.

    Raises ``BadValue`` for a unit without an owner, and for co-owners of several units who have
    named different voters.
    """
    counted = [unit for unit in units if parking or unit.kind != "parking"]
    owned = _owners_of_units(roll)
    groups: dict[frozenset[str], list[Unit]] = {}
    for unit in counted:
        if unit.id not in owned:
            raise _no_owner(unit)
        groups.setdefault(owned[unit.id], []).append(unit)
    named = {own.unit: own.person for own in roll.ownerships if own.votes}
    heads = tuple(_owner(who, theirs, named) for who, theirs in groups.items())
    return Assembly(heads, roll.decimals)


def _owners_of_units(roll: Roll) -> dict[str, frozenset[str]]:
    owned: dict[str, frozenset[str]] = {}
    for own in roll.ownerships:
        owned[own.unit] = owned.get(own.unit, frozenset()) | {own.person}
    if roll.developer is not None:
        owned |= dict.fromkeys(roll.undelivered, frozenset({roll.developer}))
    return owned


def _owner(who: frozenset[str], units: Sequence[Unit], named: Mapping[str, str]) -> Head:
    places = tuple(unit.id for unit in units)
    areas = [unit.floor_area for unit in units]
    return Head(
        id=places[0],
        places=places,
        voters=tuple(who) if len(who) == 1 else _named_owners(places, named),
        area=None if None in areas else sum(area or 0 for area in areas),
        households=len(places),
    )


def _named_owners(places: tuple[str, ...], named: Mapping[str, str]) -> tuple[str, ...]:
    """The one whom the co-owners of units have named; nobody where they have not."""
    voters = {named[place] for place in places if place in named}
    if len(voters) > 1:
        raise BadValue(
            f"unit {places[0]}",
            Text(
                f"同一共有人的几套房屋（{'、'.join(places)}）指定了不同的表决人。",
                f"the co-owners of {', '.join(places)} have named different voters.",
            ),
            Text("共有人按一人计，请只指定一人。", "They are one head: name one."),
        )
    return tuple(voters)


def _no_owner(unit: Unit) -> BadValue:
    return BadValue(
        f"unit {unit.id}",
        Text("名册里没有业主。", "has no owner on the roll."),
        Text(
            "请补上业主；未售、未交付的请记在开发商名下。",
            "Add one; an unsold or undelivered unit is the developer's.",
        ),
    )


def residents(roll: Roll, units: Sequence[Unit], *, adults_on: date | None = None) -> Assembly:
    """One head for each elector who lives in the units; with ``adults_on``, for those of 18.

    Raises ``BadValue`` for a person without a date of birth where only adults are asked.
    """
    inside = {unit.id for unit in units}
    born = {person.id: person.born for person in roll.persons}
    asked = [
        elector
        for elector in roll.electors
        if elector.household in inside
        and (adults_on is None or _adult(elector.person, born[elector.person], adults_on))
    ]
    return Assembly(tuple(Head(one.person, (one.person,), (one.person,)) for one in asked))


def _adult(person: str, born: date | None, day: date) -> bool:
    if born is None:
        raise BadValue(
            f"person {person}",
            Text("缺出生日期，不知是否成年。", "has no date of birth, so age cannot be told."),
            Text("请补上，或改为每户一票。", "Add it, or ask one per household."),
        )
    return (day.year - born.year - ((day.month, day.day) < (born.month, born.day))) >= 18


def households(roll: Roll, units: Sequence[Unit]) -> Assembly:
    """One head for each unit that electors live in; any of them may mark its paper."""
    homes: dict[str, list[str]] = {}
    inside = {unit.id for unit in units}
    for elector in roll.electors:
        if elector.household in inside:
            homes.setdefault(elector.household, []).append(elector.person)
    return Assembly(tuple(Head(home, (home,), tuple(who)) for home, who in homes.items()))


def delegates(persons: Iterable[str]) -> Assembly:
    """One head for each delegate."""
    return Assembly(tuple(Head(person, (person,), (person,)) for person in persons))
