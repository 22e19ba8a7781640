"""The other neighbourhoods of the town: a short round each, one project, its judgement."""

from __future__ import annotations

import random

from tickbox_core.bundle import differences
from tickbox_core.desk import Cast, Desk
from tickbox_core.playing.stage import ROUND, Clock, both, do, read_roll
from tickbox_core.rules.judgement import Mark, Vote
from tickbox_core.text import Text

ITEMS = {
    "shelter": Text("非机动车棚", "A bicycle shelter"),
    "trees": Text("修剪大树", "The big trees pruned"),
    "drain": Text("疏通下水道", "The drains cleared"),
}
TICKERS, JUDGES = 30, 34


def open_round(desk: Desk) -> None:
    """The list, its roll, ticking open: what was planned, listed and registered."""
    do(
        desk,
        "round/plan",
        id=ROUND,
        title=both("2026年春季打钩", "Ticking in spring 2026"),
        maximum=1,
        places=1,
        ties="listed-first",
    )
    for item, title in ITEMS.items():
        do(desk, "item/add", round=ROUND, id=item, title=title.plain(), cost=50000)
        do(
            desk,
            "item/assess",
            round=ROUND,
            item=item,
            feasible="yes",
            reason=both("已现场查看", "looked at on the spot"),
        )
    do(desk, "round/post", round=ROUND)
    read_roll(desk, ROUND)
    do(desk, "round/open", round=ROUND)


def decide_round(desk: Desk, draw: random.Random) -> bool:
    """Ticked, counted, fixed; whether the recount agrees."""
    for at, slot in enumerate(desk.slots(ROUND)[:TICKERS]):
        item = draw.choices(list(ITEMS), (6, 3, 2))[0]
        desk.cast(ROUND, Cast(slot.slot, (item,), f"k{at}"))
    do(desk, "round/close", round=ROUND)
    do(desk, "round/publish", round=ROUND)
    do(desk, "result/finalise", round=ROUND)
    return differences(desk.bundle(ROUND)).status == 0


def deliver_project(desk: Desk) -> str:
    """The project of the first item, begun and delivered; its id."""
    (annual,) = desk.concluding.annual_lists()
    item: str = annual.items[0]
    do(desk, "project/start", round=ROUND, item=item)
    do(desk, "project/responsible", project=item, side="residents-committee", name="演示居委会",
        task=both("组织施工", "has the work done"))  # fmt: skip
    do(desk, "project/begin", project=item)
    do(desk, "project/spend", project=item, amount=50000, what=both("施工", "the works"))
    do(desk, "project/deliver", project=item)
    return item


def judge_project(desk: Desk, project: str, draw: random.Random) -> None:
    """The electorate says what it makes of it."""
    do(
        desk,
        "judgement/open",
        judgement="j2026",
        round=ROUND,
        title=both("年终评议", "Judging the year"),
        projects=[project],
    )
    for at, slot in enumerate(desk.slots(ROUND)[:JUDGES]):
        mark = draw.choices((Mark.SATISFIED, Mark.FAIRLY, Mark.DISSATISFIED), (12, 3, 1))[0]
        vote = Vote(mark, draw.random() < 0.7)
        desk.judging.judge("j2026", slot.slot, {project: vote}, f"k{at}")
    do(desk, "judgement/close", judgement="j2026")
    do(desk, "judgement/publish", judgement="j2026")


def play_neighbours(desks: list[Desk], clock: Clock) -> tuple[bool, dict[str, str]]:
    """All of them side by side; whether every recount agrees, and each one's project by area."""
    for desk in desks:
        open_round(desk)
    clock.wait(7)
    # Ticks and marks are drawn anew for each: two in three draw alike, and may come out tied.
    draws = [random.Random(at // 2) for at in range(len(desks))]
    agreed = [decide_round(desk, draw) for desk, draw in zip(desks, draws, strict=True)]
    projects = {desk.area: deliver_project(desk) for desk in desks}
    clock.wait(14)
    for desk, draw in zip(desks, draws, strict=True):
        judge_project(desk, projects[desk.area], draw)
    return all(agreed), projects
