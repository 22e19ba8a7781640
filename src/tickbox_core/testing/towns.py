"""A small town to test against: three neighbourhoods with a delivered, judged project each."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from pathlib import Path

from tickbox_core import Area, AreaTree, Item, Limits, Person, Registry, Residence, Roll, Text, Unit
from tickbox_core.desk import Cast, Desk, Town
from tickbox_core.model.parties import Side
from tickbox_core.rules.judgement import Mark, Vote
from tickbox_core.testing import desks

R1 = desks.ROUND
TOWN = "t"
BUILDINGS = 3
TREE = AreaTree(
    (
        Area("t", "town", "淞南镇"),
        *(Area(f"n{n}", "neighbourhood", f"{n}村", "t") for n in (1, 2, 3)),
        *(
            Area(f"n{n}b{b}", "building", f"{b}号楼", f"n{n}")
            for n in (1, 2, 3)
            for b in range(BUILDINGS)
        ),
    )
)


def roll(area: str) -> Roll:
    """Twelve homes in each of three buildings, one person each."""
    units = tuple(
        Unit(f"{area}b{b}u{home}", f"{area}b{b}") for b in range(BUILDINGS) for home in range(12)
    )
    return Roll(
        desks.NOON.date(),
        units,
        tuple(Person(unit.id) for unit in units),
        tuple(Residence(unit.id, unit.id) for unit in units),
    )


def delivered(desk: Desk, ticks: int, satisfied: int) -> None:
    """One item, ticked by so many of twenty, delivered, judged satisfactory by so many."""
    desk.prepare(
        desks.plan(
            area=desk.area,
            items=(Item("gate", f"{desk.area}的边门", cost=0), Item("other", "别的", cost=0)),
            limits=Limits(),
            places=1,
        )
    )
    desk.register(R1, roll(desk.area))
    desks.open_list(desk, R1)
    slots = [slot.slot for slot in desk.slots(R1)]
    for at in range(20):
        ticked = ("gate",) if at < ticks else ()
        desk.cast(R1, Cast(slots[at], ticked, f"k{at}"))
    desk.close(R1)
    desk.publish(R1)
    desk.concluding.finalise(R1)
    desk.projects.start(R1, "gate", by="小林")
    desk.projects.responsible("gate", Side.FIRM, Text("物业", "firm"), Text("施工", "do it"))
    desk.projects.begin("gate")
    desk.projects.deliver("gate")
    desk.judging.open("j1", R1, ["gate"], Text("十大案例", "the best cases"))
    for at in range(satisfied):
        desk.judging.judge("j1", slots[at], {"gate": Vote(Mark.SATISFIED, True)}, f"k{at}")
    desk.judging.close("j1")
    desk.judging.publish("j1", unjudged=not satisfied)


class SteppedClock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now: datetime = desks.NOON

    def __call__(self) -> datetime:
        """Now."""
        return self.now

    def wait(self, days: int) -> None:
        """So many days later."""
        self.now += timedelta(days=days)


def delivered_town(
    folder: Path, registry: Registry | None = None, clock: SteppedClock | None = None
) -> Town:
    """The town, with a file of its own; whoever opens it closes it.

    Ticked by 10, 20 and 10 of 20 who took part, and judged satisfactory by 18, 9 and 18 of 36.
    """
    held = Town(folder, registry, clock=clock or SteppedClock(), entropy=random.Random(3).randbytes)
    held.plant(TREE)
    held.found(TOWN)
    for n, (ticks, satisfied) in enumerate(((10, 18), (20, 9), (10, 18)), 1):
        delivered(held.found(f"n{n}"), ticks, satisfied)
    return held
