"""The year's awards: neighbourhoods put projects forward, the town scores, decides, commends."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from datetime import date

from tickbox_core import Text
from tickbox_demo.catalogue.works import voices, works
from tickbox_demo.stage import DemoClock, DemoOffice

AWARD, AWARDS = "2023", 10
JURORS = ("评委甲", "评委乙", "评委丙")
WEIGHTS = (("ticks", "1/2"), ("jury", "1/2"))
DECLARED, NOMINATED, GATHERED = date(2023, 11, 20), date(2023, 12, 4), date(2023, 12, 8)
DECIDED, COMMENDED = date(2023, 12, 12), date(2023, 12, 18)
"""After what is done at the neighbourhoods' desks by then, and before what comes later."""
STAGE = Text("评选表彰", "choosing awards")


def declare_award(clock: DemoClock, town: DemoOffice) -> None:
    """The award, its formula and its jury, before any case is put forward."""
    said = voices()
    clock.set(DECLARED, 10)
    town.do("people/publisher", name=said["town_publisher"])
    town.do("award/declare", award=AWARD, title=said["award"], places=AWARDS,
        weights=[list(one) for one in WEIGHTS], jurors=list(JURORS))  # fmt: skip


def nominate_projects(office: DemoOffice, projects: Iterable[str], at: int) -> None:
    """The ``at``-th neighbourhood puts these of its delivered projects forward."""
    for number, project in enumerate(projects):
        why = works()["why_award"][(at + number) % len(works()["why_award"])]
        office.do("award/nominate", award=AWARD, project=project, text=why)


def give_awards(clock: DemoClock, town: DemoOffice, seed: str, tell: Callable[[int], None]) -> int:
    """Cases are gathered, scored and decided, the winners commended; how many there are.

    A tie across the cut is decided by a lot that anybody can draw again.
    """
    rng = random.Random(seed)
    clock.set(GATHERED, 10)
    town.do("award/gather", award=AWARD)
    for case in town.do("award/show", award=AWARD)["cases"]:
        for seat in range(1, len(JURORS) + 1):
            points = rng.randint(5, 10)
            town.do("award/score", award=AWARD, case=case["case"], seat=seat, points=points)
    clock.set(DECIDED, 10)
    town.do("award/decide", award=AWARD, ties=f"lot:wubang-{AWARD}")
    clock.set(COMMENDED, 10)
    certificates = town.do("award/commend", award=AWARD)
    tell(len(certificates))
    return len(certificates)
