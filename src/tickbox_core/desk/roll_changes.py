"""What a roll would change of the one before it: homes with who owns and lives in them, persons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from tickbox_core.interchange.tables.addresses import tidy
from tickbox_core.model import Roll, Unit
from tickbox_core.text import EMPTY, Text

_OF_UNITS = {"area": "building", "label": "room", "kind": "kind", "floor": "floor"}


@attrs.frozen
class RowChange:
    """What becomes of a thing: ``added``, ``changed`` (which ``parts``), ``same``, ``removed``.

    ``name`` is what staff call it, where its id says nothing to them, ``words`` the same in words.
    """

    id: str
    what: str
    parts: tuple[str, ...] = ()
    name: str = attrs.field(default="", repr=False)
    words: Text = attrs.field(default=EMPTY, repr=False)

    @property
    def called(self) -> Text:
        """What it is about, in words."""
        if self.words:
            return self.words
        kind, _, own = self.id.partition(" ")
        if own and kind in _KINDS:
            return Text("{kind}{own}", "{kind} {own}").filled(
                kind=_KINDS[kind], own=self.name or own
            )
        return Text(self.id, self.id)


def titled(title: Text, id_: str) -> Text:
    """What something is called, with its id behind it."""
    return Text("{title}（{id}）", "{title} ({id})").filled(title=title, id=id_)


_KINDS = {"unit": Text("房屋", "home"), "person": Text("人员", "person")}


def roll_changes(before: Roll | None, after: Roll) -> list[RowChange]:
    """Which homes and persons come, change and go, as the roll's columns are called.

    A home changes with its owners and with those who live in it too; an area that is surveyed more
    finely is the same where it is equal.
    """
    if before is not None:
        decimals = max(before.decimals, after.decimals)
        before, after = before.to_decimals(decimals), after.to_decimals(decimals)
    if before is None:
        return list(_all_new(after))
    old, new = _Facts.of(before), _Facts.of(after)
    called = {**_names(before), **_names(after)}
    return [
        *_compared("unit", old.units, new.units, called),
        *_compared("person", old.persons, new.persons, called),
    ]


def _says_more(unit: Unit) -> bool:
    """Whether people know a home by its label, and its id has nothing of that."""
    return bool(unit.label) and tidy(unit.label).removesuffix("室") not in tidy(unit.id)


@attrs.frozen
class _Facts:
    """What a roll says of each home and person, by part."""

    units: Mapping[str, dict[str, object]]
    persons: Mapping[str, dict[str, object]]

    @classmethod
    def of(cls, roll: Roll) -> _Facts:
        undelivered, delegates = set(roll.undelivered), set(roll.delegates)
        units: dict[str, dict[str, Any]] = {
            unit.id: {
                **{part: getattr(unit, name) for name, part in _OF_UNITS.items()},
                "floor_area": unit.floor_area,
                "owner": set(),
                "votes": set(),
                "role": set(),
                "undelivered": unit.id in undelivered,
                "served_by": set(),
            }
            for unit in roll.units
        }
        for service in roll.services:
            for unit_id in service.units:
                units[unit_id]["served_by"].add(service.id)
        for own in roll.ownerships:
            units[own.unit]["owner"].add(own.person)
            units[own.unit]["votes"] |= {own.person} if own.votes else set()
        for lives in roll.residences:
            units[lives.unit]["role"].add((lives.person, lives.role))
        persons: dict[str, dict[str, object]] = {
            person.id: {
                "name": person.name,
                "born": person.born,
                "delegate": person.id in delegates,
                "developer": person.id == roll.developer,
            }
            for person in roll.persons
        }
        return cls(units, persons)


def _names(roll: Roll) -> dict[str, str]:
    """What staff call homes and persons, by what they are called in a change."""
    homes = {own.person: own.unit for own in reversed(roll.ownerships)}
    homes |= {lives.person: lives.unit for lives in roll.residences}
    named = {
        f"unit {unit.id}": f"{unit.label} {unit.id}" for unit in roll.units if _says_more(unit)
    }
    for person in roll.persons:
        parts = filter(None, (person.name, homes.get(person.id)))
        named[f"person {person.id}"] = " ".join(parts)
    return named


def _all_new(roll: Roll) -> Iterator[RowChange]:
    """What a roll changes where there was none: nothing has to be compared."""
    called = _names(roll)
    for id_ in [f"unit {unit.id}" for unit in roll.units]:
        yield RowChange(id_, "added", name=called.get(id_, ""))
    for id_ in [f"person {person.id}" for person in roll.persons]:
        yield RowChange(id_, "added", name=called[id_])


def _compared(
    kind: str,
    old: Mapping[str, dict[str, object]],
    new: Mapping[str, dict[str, object]],
    called: Mapping[str, str],
) -> Iterator[RowChange]:
    for id_, facts in new.items():
        known = old.get(id_)
        name = called.get(f"{kind} {id_}", "")
        if known is None:
            yield RowChange(f"{kind} {id_}", "added", name=name)
            continue
        parts = tuple(part for part, fact in facts.items() if known[part] != fact)
        yield RowChange(f"{kind} {id_}", "changed" if parts else "same", parts, name)
    for id_ in old:
        if id_ not in new:
            yield RowChange(f"{kind} {id_}", "removed", name=called.get(f"{kind} {id_}", ""))
