"""How long each paper takes to print, after the first: `python tests/benchmarks/printing.py`.

The year that `tickbox year --demo` plays, and beside it a list of 134 items with the sheets of 30
households: longer than any town is known to have posted.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from tickbox_core.acts.prints import print_of
from tickbox_core.desk import Desk, Town, notices
from tickbox_core.desk.notices import Sender
from tickbox_core.hooks import Document
from tickbox_core.model import Item, Limits, Round
from tickbox_core.playing import played
from tickbox_core.playing.stage import ROUND, roll, tree
from tickbox_core.registry import Registry, open_registry
from tickbox_core.testing import desks

LONG = 134
SENDER = Sender(address="https://ticks.example")


def papers(desk: Desk, town: Desk) -> dict[str, Document]:
    """Everything of the year that was played."""
    made = {
        f"{make.__name__.replace('_', ' ')} {size} {look}": make(desk, about, SENDER).document(
            "zh", size, look
        )
        for make, about in (
            (notices.list_notice, ROUND),
            (notices.roll_notice, ROUND),
            (notices.call_notice, ROUND),
            (notices.objections_notice, ROUND),
            (notices.result_notice, ROUND),
            (notices.annual_notice, ROUND),
            (notices.progress_notice, ROUND),
            (notices.judgement_notice, "j2026"),
            (notices.minutes_notice, "m1"),
        )
        for size, look in (("a4", "official"), ("a3", "poster"))
    }
    made["3 stairwells"] = notices.stairwells(desk, ROUND, SENDER).document("zh")
    made["picture for a chat"] = notices.chat(desk, ROUND, SENDER).document("zh")
    made["3 certificates"] = print_of(town, "certificates").document(town, "a2026", None, "zh")
    return made


def long_papers(desk: Desk) -> dict[str, Document]:
    """A long list, and what goes to 30 doors."""
    desk.paper.print_batch(ROUND, "1", "x")
    sheets = desk.paper.sheets(ROUND)
    codes = {one.slot: "0123-4567-89AB-CDEF" for one in desk.slots(ROUND)}
    return {
        f"list of {LONG} items": notices.list_notice(desk, ROUND, SENDER).document("zh"),
        f"sheet of {LONG} items": notices.sheets(desk, ROUND, sheets[:1], SENDER).document("zh"),
        f"30 sheets of {LONG} items": notices.sheets(desk, ROUND, sheets, SENDER).document("zh"),
        f"{len(codes)} slips": notices.slips(desk, ROUND, codes, SENDER).document("zh"),
    }


def opened(desk: Desk) -> Desk:
    """A round of a long list that ticks, with 30 homes of two people."""
    items = tuple(Item(f"i{n}", f"事项{n}：楼道扶手和路灯", cost=n * 1000) for n in range(LONG))
    desk.prepare(Round(ROUND, desk.area, "2026年春季打钩", items, limits=Limits(0, 10)))
    desk.register(ROUND, roll(desk.area))
    desks.open_list(desk, ROUND)
    return desk


def timed(registry: Registry, made: dict[str, Document]) -> None:
    """A line for each: seconds, pages, kilobytes."""
    for name, document in made.items():
        began = time.perf_counter()
        printed = registry.printed(document)
        seconds = time.perf_counter() - began
        print(f"{name:42} {seconds:6.2f} s {printed.pages:4} pages {len(printed.data) >> 10:6} kB")


def main() -> None:
    """Print the table."""
    registry = open_registry()
    with tempfile.TemporaryDirectory() as folder:
        for _ in played(Path(folder) / "year"):
            pass
        year = Town(Path(folder) / "year")
        made = papers(year.desk("n1"), year.desk("t"))
        first = time.perf_counter()
        registry.printed(made["roll notice a4 official"])
        print(f"the first of a process: {time.perf_counter() - first:.2f} s")
        timed(registry, made)
        year.close()
        town = Town(Path(folder) / "long")
        town.plant(tree(1))
        timed(registry, long_papers(opened(town.found("n1"))))
        town.close()


if __name__ == "__main__":
    main()
