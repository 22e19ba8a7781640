"""Homes by what people call them: found from an address however it is written, in natural order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import attrs

from tickbox_core.interchange.tables.addresses import (
    building_key,
    parse_address,
    room_key,
    stairwell_key,
    tidy,
)
from tickbox_core.model import AreaTree, Unit
from tickbox_core.text import Text

_LONGEST = 200
"""Characters of what is looked for; no home is called by more."""
_FIGURES = re.compile(r"([0-9]+)")
Where = tuple[str, str, str]
"""Building, stairwell and room, as they are compared; the stairwell may be left open."""


def natural_order(text: str) -> tuple[tuple[int, int, str], ...]:
    """What words are sorted by so that 2 comes before 10, and 1号楼 before 10号楼."""
    parts = _FIGURES.split(tidy(text).casefold())
    return tuple((0, int(one), "") if one.isdecimal() else (1, 0, one) for one in parts if one)


@attrs.frozen
class _Home:
    id: str
    words: str
    called: frozenset[str]
    where: tuple[Where, ...]


class HomeIndex:
    """Homes (or what goes by them) and what each is called.

    ``called`` gives of each id what people call it, ``units`` the home of an id where it is known.
    """

    def __init__(
        self, called: Mapping[str, Text], units: Mapping[str, Unit], tree: AreaTree
    ) -> None:
        """Every address is read once."""
        self._homes = tuple(
            _home(id_, words, units.get(id_), tree) for id_, words in called.items()
        )
        self._by_name: dict[str, list[str]] = {}
        for home in self._homes:
            for name in home.called:
                self._by_name.setdefault(name, []).append(home.id)

    def meant(self, said: str) -> tuple[str, ...]:
        """The ids that an address can mean; several where it does not tell them apart.

        An id, or the very words, mean exactly that; else building, stairwell and room are compared.
        """
        if len(said) > _LONGEST:
            return ()
        exact = self._by_name.get(_look(said))
        if exact:
            return tuple(exact)
        asked = _address(said)
        if asked is None:
            return ()
        fits = [one for one in self._homes if any(_agree(asked, w) for w in one.where)]
        exactly = [one for one in fits if asked in one.where]
        return tuple(one.id for one in (exactly if asked[1] and exactly else fits))

    def knows(self, said: str) -> bool:
        """Whether there is a home that is called so."""
        return bool(self.meant(said))

    def like(self, said: str) -> tuple[str, ...]:
        """Those that are meant, else those whose words hold what is typed; all for a blank."""
        meant = self.meant(said)
        if meant or len(said) > _LONGEST:
            return meant
        look = _look(said)
        asked = _as_building(said)
        return tuple(
            one.id
            for one in self._homes
            if look in one.words or (asked and any(w[0] == asked for w in one.where))
        )


def homes_of_units(units: Iterable[Unit], tree: AreaTree) -> HomeIndex:
    """The homes of a roll by the ids of their units."""
    known = {unit.id: unit for unit in units}
    return HomeIndex({id_: Text.of(one.label or id_) for id_, one in known.items()}, known, tree)


def _home(id_: str, words: Text, unit: Unit | None, tree: AreaTree) -> _Home:
    names = {id_, words.zh, words.en, *((unit.label, unit.id) if unit is not None else ())}
    areas = tree.path(unit.area) if unit is not None and unit.area in tree else ()
    above = {area.level: area.name.zh for area in areas}
    if unit is not None and unit.label and "building" in above:
        names.add(above["building"] + unit.label)
    where = {found for name in names if name and (found := _address(name)) is not None}
    if unit is not None and "building" in above:
        room = next((w[2] for w in where), room_key(unit.label or unit.id))
        stairs = stairwell_key(above["stairwell"]) if "stairwell" in above else ""
        where.add((building_key(above["building"]), stairs, room))
    told = {(building, room) for building, stairs, room in where if stairs}
    where = {one for one in where if one[1] or (one[0], one[2]) not in told}
    called = frozenset(_look(name) for name in names if name)
    return _Home(id_, "\n".join(sorted(called)), called, tuple(sorted(where)))


def _look(said: str) -> str:
    return tidy(said).casefold()


def _address(said: str) -> Where | None:
    found = parse_address(said)
    if found is None:
        return None
    return found.building, stairwell_key(found.stairwell) if found.stairwell else "", found.room


def _as_building(said: str) -> str:
    """What is typed as a building alone: 8号楼."""
    look = tidy(said)
    key = building_key(said)
    return key if look and key != look.upper() else ""


def _agree(asked: Where, home: Where) -> bool:
    same = asked[0] == home[0] and asked[2] == home[2]
    return same and (not asked[1] or not home[1] or asked[1] == home[1])
