"""The stage a year is played on: a clock moved by hand, generated people, and who does what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any

import attrs

from tickbox_core.acts import NOBODY, Actor, Role, catalogue_of, perform
from tickbox_core.desk import Desk, Town
from tickbox_core.desk.importing import IMPORT
from tickbox_core.errors import TickboxError
from tickbox_core.model import Area, AreaTree, Person, Residence, Roll, Unit
from tickbox_core.text import Text

TOWN, ROUND = "t", "r2026"
BUILDINGS, HOMES, PEOPLE = 3, 10, 2
LIN, ZHOU, WU = (Actor(name, Role.STAFF) for name in ("小林", "老周", "吴姐"))
NUMBERS = "一二三四五六七八九"

Told = Iterator[Text]


@attrs.frozen
class PlayedStep:
    """Something that has happened, on a day."""

    day: date
    text: Text


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        """On the morning of the first Monday of February."""
        self.now = datetime(2026, 2, 2, 9, tzinfo=timezone(timedelta(hours=8)))

    def __call__(self) -> datetime:
        """Now."""
        return self.now

    @property
    def today(self) -> date:
        """The day."""
        return self.now.date()

    def wait(self, days: int) -> None:
        """So many days later."""
        self.now += timedelta(days=days)


def number(at: int) -> str:
    """A number up to 99 in Chinese: 48 is 四十八."""
    tens, ones = divmod(at, 10)
    left = "" if tens == 0 else ("十" if tens == 1 else f"{NUMBERS[tens - 1]}十")
    return left + (NUMBERS[ones - 1] if ones else "")


def tree(neighbourhoods: int) -> AreaTree:
    """A town, so many neighbourhoods in it, each with an estate of three buildings."""
    areas = [Area(TOWN, "town", Text("演示镇", "Demo Town"))]
    for at in range(1, neighbourhoods + 1):
        name, id_ = Text(f"演示{number(at)}村", f"Demo {at}"), f"n{at}"
        estate = Text(f"{name.zh}小区", f"{name.en} estate")
        areas += [Area(id_, "neighbourhood", name, TOWN), Area(f"{id_}e", "estate", estate, id_)]
        for one in range(1, BUILDINGS + 1):
            building = Area(f"{id_}b{one}", "building", Text(f"{one}号楼", f"No. {one}"), f"{id_}e")
            stairwell = Area(f"{building.id}s", "stairwell", building.name, building.id)
            areas += [building, stairwell]
    return AreaTree(tuple(areas))


def roll(area: str) -> Roll:
    """Ten homes in each building, two people in each."""
    units = tuple(
        Unit(f"{building}-{home:02}", f"{area}b{building}s", floor=1 + home // 2, floor_area=6000)
        for building in range(1, BUILDINGS + 1)
        for home in range(1, HOMES + 1)
    )
    names = [(f"{unit.id}{one}", unit.id) for unit in units for one in "ab"[:PEOPLE]]
    return Roll(
        date(2026, 2, 1),
        units,
        tuple(Person(person) for person, _ in names),
        tuple(Residence(person, unit) for person, unit in names),
    )


def both(zh: str, en: str) -> dict[str, str]:
    """Words in both languages, as an act takes them."""
    return {"zh": zh, "en": en}


def do(desk: Desk, act: str, actor: Actor = LIN, **fields: Any) -> Any:
    """Have the desk do an act; the answer is plain.  What two people sign, Zhou signs beside."""
    found = catalogue_of(desk.components).acts[act]
    return perform(found, desk, fields, actor, ZHOU if found.second else None)


@attrs.frozen
class PlayedTown:
    """The town as components' examples see it (``workflow.Stage``)."""

    of: Town
    clock: Clock
    here: str
    delivered: Mapping[str, str] = attrs.field(factory=dict)
    town: str = TOWN
    round: str = ROUND
    witness: str = ZHOU.name

    @property
    def tree(self) -> AreaTree:
        """The areas."""
        return self.of.tree()

    def desk(self, area: str) -> Desk:
        """The desk of an area."""
        return self.of.desk(area)

    def do(self, area: str, act: str, *, anybody: bool = False, **fields: Any) -> Any:
        """Have a desk do an act for its staff, or for ``anybody``; the answer is plain."""
        return do(self.desk(area), act, NOBODY if anybody else LIN, **fields)

    def wait(self, days: int) -> None:
        """So many days later."""
        self.clock.wait(days)


def read_roll(desk: Desk, round: str) -> None:
    """Have the generated roll of the area read in, as staff reads a table in."""
    with desk.transaction(LIN, IMPORT, about={"round": [round]}):
        desk.register(round, roll(desk.area))


def office(desk: Desk, token: str) -> Actor:
    """Whoever holds an office with that token."""
    found = desk.people.actor(token)
    if found is None:
        raise AssertionError("the token holds no office")
    return found


def refusal_of(desk: Desk, act: str, actor: Actor = LIN, **fields: Any) -> Text:
    """What the desk says when it refuses."""
    try:
        do(desk, act, actor, **fields)
    except TickboxError as refusal:
        return refusal.text
    raise AssertionError(f"{act} was not refused")
