"""One home of a roll changed: its area, its owners, or who votes for co-owners."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import attrs

from tickbox_core.errors import NotPossible
from tickbox_core.interchange.tables.cells import read_area
from tickbox_core.interchange.tables.persons import look_of
from tickbox_core.model import Ownership, Person, Roll, Unit
from tickbox_core.model.areas import MOST_DECIMALS, TWO_DECIMALS, fewest_decimals
from tickbox_core.numbers import NotANumber
from tickbox_core.text import Text

NameOwner: TypeAlias = Callable[[str, str], str]
"""The id of somebody named in a home, as an import makes it: ``name_owner(unit, look)``."""


@attrs.frozen
class RollEdit:
    """What is to be changed of the home at ``place``; what is empty stays.

    ``area`` is in m², as it was typed.  ``owners`` are all owners by name; ``same_as`` is another
    home that the same people own, so that both are one head.  ``voter`` is the one whom co-owners
    have named.
    """

    place: str
    area: str = ""
    owners: tuple[str, ...] = attrs.field(default=(), repr=False)
    same_as: str = attrs.field(default="", repr=False)
    voter: str = attrs.field(default="", repr=False)

    def plain(self) -> dict[str, Any]:
        """For the sealed part of the diary."""
        return {
            "place": self.place,
            "area": self.area,
            "owners": list(self.owners),
            "same_as": self.same_as,
            "voter": self.voter,
        }


def edit_roll(roll: Roll, edit: RollEdit, name_owner: NameOwner) -> Roll:
    """The roll with one home changed.

    Raises ``NotPossible`` where nothing would change, for an area that is not more than 0, an owner
    who does not own ``same_as``, or is named twice, and a voter who is not one of several owners.
    """
    new = roll
    if edit.area:
        new = _with_area(new, edit.place, edit.area)
    if edit.owners:
        new = _with_owners(new, edit, name_owner)
    if edit.voter:
        new = _with_voter(new, edit.place, edit.voter)
    if new == roll:
        raise NotPossible(
            Text("这样改，名册上没有变化。", "nothing on the roll would change."),
            Text("请核对要改成什么。", "Check what it should be."),
        )
    return new


def _with_area(roll: Roll, place: str, typed: str) -> Roll:
    try:
        area = read_area(typed, roll.decimals > TWO_DECIMALS, MOST_DECIMALS)
    except NotANumber as problem:
        raise NotPossible(problem.problem, problem.remedy) from None
    if area <= 0:
        raise NotPossible(
            Text("面积要大于0。", "an area is more than 0."),
            Text("请填平方米数。", "Write m² in figures."),
        )
    finer = roll.to_decimals(max(roll.decimals, fewest_decimals([area])))
    size = int(area * 10**finer.decimals)
    units: list[Unit] = [
        attrs.evolve(unit, floor_area=size) if unit.id == place else unit for unit in finer.units
    ]
    return attrs.evolve(finer, units=tuple(units))


def _with_owners(roll: Roll, edit: RollEdit, name_owner: NameOwner) -> Roll:
    if len(set(map(look_of, edit.owners))) < len(edit.owners):
        raise NotPossible(
            Text("同一个业主写了两次。", "an owner is named twice."),
            Text("请每人写一次；同名的两人请在姓名后注明。", "Name each once."),
        )
    people = [_person(roll, edit, name, name_owner) for name in edit.owners]
    known = {person.id for person in roll.persons}
    others = tuple(own for own in roll.ownerships if own.unit != edit.place)
    votes = {own.person: own.votes for own in roll.ownerships if own.unit == edit.place}
    mine = tuple(
        Ownership(one.id, edit.place, votes.get(one.id, False) and len(people) > 1)
        for one in people
    )
    undelivered = tuple(one for one in roll.undelivered if one != edit.place)
    return _without_strangers(
        attrs.evolve(
            roll,
            persons=(*roll.persons, *(one for one in people if one.id not in known)),
            ownerships=(*others, *mine),
            undelivered=undelivered,
        )
    )


def _person(roll: Roll, edit: RollEdit, name: str, name_owner: NameOwner) -> Person:
    """Who is meant: an owner of the home, of the other one, or somebody new in it."""
    persons = {one.id: one for one in roll.persons}
    looked = edit.same_as or edit.place
    for own in roll.ownerships:
        if own.unit == looked and _alike(persons[own.person].name, name):
            return persons[own.person]
    if edit.same_as:
        said = Text("“{place}”的业主里没有这个名字。", "no owner of '{place}' has that name.")
        raise NotPossible(
            said.filled(place=edit.same_as),
            Text("请核对姓名和房号。", "Check the name and the home."),
        )
    return Person(name_owner(edit.place, look_of(name)), name)


def _with_voter(roll: Roll, place: str, voter: str) -> Roll:
    """The voter named for all homes of the same co-owners: they are one head."""
    persons = {one.id: one for one in roll.persons}
    theirs = _owners_by_unit(roll)
    mine = theirs.get(place, frozenset())
    named = [one for one in mine if _alike(persons[one].name, voter)]
    if len(mine) < 2 or len(named) != 1:
        raise NotPossible(
            Text(
                "表决人要从共有的几位业主里指定一位。",
                "the voter is one of several co-owners, by the name on the roll.",
            ),
            Text("请写其中一位的姓名。", "Name one of them."),
        )
    same = {unit for unit, owners in theirs.items() if owners == mine}
    return attrs.evolve(
        roll,
        ownerships=tuple(
            attrs.evolve(own, votes=own.person == named[0]) if own.unit in same else own
            for own in roll.ownerships
        ),
    )


def _owners_by_unit(roll: Roll) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for own in roll.ownerships:
        found[own.unit] = found.get(own.unit, frozenset()) | {own.person}
    return found


def _without_strangers(roll: Roll) -> Roll:
    """Whoever owns and inhabits nothing any more is not kept."""
    needed = {own.person for own in roll.ownerships} | {one.person for one in roll.residences}
    needed |= {*roll.delegates, *({roll.developer} if roll.developer else ())}
    return attrs.evolve(roll, persons=tuple(one for one in roll.persons if one.id in needed))


def _alike(one: str, other: str) -> bool:
    return look_of(one) == look_of(other)
