"""A neighbourhood with a final annual list: what the second half of the year starts from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from tickbox_core import Area, AreaTree, Item, Person, Residence, Roll, Unit
from tickbox_core.components.wishes import NewWish
from tickbox_core.desk import Cast, Desk
from tickbox_core.testing import desks

R1 = desks.ROUND
TREE = AreaTree(
    (
        Area("n1", "neighbourhood", "一村"),
        Area("e1", "estate", "东苑", "n1"),
        Area("e2", "estate", "西苑", "n1"),
        *(Area(f"b{at}", "building", f"{at}号楼", "e1" if at < 3 else "e2") for at in (1, 2, 3)),
        *(
            Area(f"b{at}s{way}", "stairwell", f"{at}号楼{way}门", f"b{at}")
            for at in (1, 2, 3)
            for way in (1, 2)
        ),
    )
)
ITEMS = (
    Item("doors", "更换楼道门", cost=100_000, scope={"within": ["b1", "b2"]}),
    Item("garden", "小花园"),
    Item("gate", "开边门", cost=0),
)


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = desks.NOON

    def __call__(self) -> Any:
        """Now."""
        return self.now

    def pass_days(self, days: int) -> None:
        """So many days later (or earlier)."""
        self.now += timedelta(days=days)


def roll(homes: int = 6, people: int = 1) -> Roll:
    """So many homes in each stairwell, with so many people each."""
    units = tuple(
        Unit(f"{area.id}u{home}", area.id, f"{home}室", floor=home, floor_area=5000)
        for area in TREE.at_level("stairwell")
        for home in range(homes)
    )
    names = [(f"{unit.id}p{one}", unit.id) for unit in units for one in range(people)]
    return Roll(
        desks.NOON.date(),
        units,
        tuple(Person(person, "名字") for person, _ in names),
        tuple(Residence(person, unit) for person, unit in names),
    )


def listed(
    clock: Clock | None = None,
    items: Sequence[Item] = ITEMS,
    homes: int = 6,
    wishes: Sequence[str] = (),
    people: int = 1,
    base: str = "participants",
    **more: Any,
) -> Desk:
    """A desk whose annual list is fixed, with every item on it; the first came of ``wishes``."""
    desk = desks.desk(clock=clock or Clock(), tree=TREE, **more)
    rule = desks.RuleChoice("tick-share", {"base": base})
    desk.prepare(
        desks.plan(items=tuple(items), places=len(items), limits=desks.Limits(), rule=rule)
    )
    if wishes:
        refs = [wish.ref for wish in desk.collecting.take_many([NewWish(text) for text in wishes])]
        desk.collecting.list_as(refs, R1, items[0])
    desk.register(R1, roll(homes, people))
    desks.open_list(desk, R1)
    ids = tuple(item.id for item in items)
    for at, slot in enumerate(desk.slots(R1)[:8]):
        desk.cast(R1, Cast(slot.slot, ids[: 1 + at % len(ids)], f"k{at}"))
    desk.close(R1)
    desk.publish(R1)
    desk.concluding.finalise(R1)
    return desk
