"""One invented neighbourhood with an estate of three buildings, and the steps all stories share.

Everything is done as a secretary does it: by acts, tables and codes, under a name.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from tickbox_core import Area, AreaTree, Registry, Text, open_registry
from tickbox_core.acts import NOBODY, Actor
from tickbox_core.acts.tables.kind import Asked, Looked
from tickbox_core.acts.tables.taking import digest_of, look_at, take_table
from tickbox_core.bundle import differences
from tickbox_core.cli.main import main
from tickbox_core.desk import Cast, Desk, Town
from tickbox_core.playing.stage import LIN, WU, ZHOU, Clock, do, refusal_of
from tickbox_core.rules.judgement import Mark, Vote

ROUND = "r2026"
BUILDINGS, HOMES, FLOORS = ("1", "2", "3"), 8, 4
HEADER = "房屋编号,楼栋,楼层,建筑面积,人员编号,姓名,出生日期,是否业主,居住身份"

OWN_RULES: dict[str, Any] = {
    "window.min_days": 1,
    "window.max_days": 60,
    "topics.unposted": "allowed",
    "results.within_days": 3,
    "results.posted_days": 7,
    "channel.default": "paper",
    "channel.paper": "on_request",
    "channel.offline": "not_required",
    "proxy.max_principals": 3,
    "proxy.barred": ["property-firm-staff"],
    "reelection": False,
}
"""What the law of the place leaves to the estate's own rules."""


def homes(buildings: Iterable[str] = BUILDINGS) -> list[str]:
    """The units of these buildings, from the bottom up."""
    return [
        f"{one}-{floor}0{side}"
        for one in buildings
        for floor in range(1, FLOORS + 1)
        for side in (1, 2)
    ]


def rows(buildings: Iterable[str] = BUILDINGS) -> list[str]:
    """Two homes a floor, two people a home: the owner, and one who only lives there."""
    found = []
    for building in buildings:
        for at in range(HOMES):
            floor, side = at // 2 + 1, at % 2 + 1
            unit = f"{building}-{floor}0{side}"
            area = 60 + 10 * side
            start = f"{unit},{building}号楼,{floor},{area}.50"
            found.append(f"{start},p{unit}a,甲{unit},1960-03-01,是,业主")
            found.append(f"{start},p{unit}b,乙{unit},1990-05-0{side},否,居民")
    return found


class Estate:
    """The desk of the neighbourhood, its clock, and what everybody in a story does."""

    def __init__(self, town: Town, clock: Clock, folder: Path) -> None:
        self.town, self.clock, self.folder = town, clock, folder
        self.bundles: dict[str, bytes] = {}

    @property
    def desk(self) -> Desk:
        """The desk of the neighbourhood."""
        return self.town.desk("n1")

    def do(self, act: str, by: Actor = LIN, /, **fields: Any) -> Any:
        """An act; what two people sign, Zhou signs beside."""
        return do(self.desk, act, by, **fields)

    def ask(self, act: str, **fields: Any) -> Any:
        """An act that anybody can do."""
        return do(self.desk, act, NOBODY, **fields)

    def refused(self, act: str, by: Actor = LIN, /, **fields: Any) -> str:
        """What is said to whoever tries what cannot be done."""
        said: Text = refusal_of(self.desk, act, by, **fields)
        return said.en

    def wait(self, days: int) -> None:
        """So many days later."""
        self.clock.wait(days)

    def table(self, kind: str, lines: Iterable[str], to: str = "") -> None:
        """A table is looked at and taken."""
        file = self.folder / f"{kind}.csv"
        file.write_text("\n".join(lines), "utf-8")
        looked = look_at(self.desk, kind, file, Asked(to))
        assert isinstance(looked, Looked), looked
        take_table(self.town, self.desk, looked, digest_of(file.read_bytes()), LIN)

    # -- steps that all stories share --------------------------------------------------------

    def wish(self, *texts: str) -> list[str]:
        """Wishes are handed in, the first online and the others at the door, and taken up."""
        refs = [
            self.ask("wish/take", text=text)["ref"]
            if at == 0
            else self.do("wish/take", text=text, channel="door")["ref"]
            for at, text in enumerate(texts)
        ]
        if len(refs) > 1:
            self.do("wish/merge", refs=refs[1:], into=refs[0], reason="同一件事")
        self.do("wish/answer", ref=refs[0], reply="taken-up", words="列入清单")
        return refs

    def plan(self, **given: Any) -> None:
        """The round is planned."""
        usual = {"title": "2026年春季打钩", "maximum": 2, "places": 1, "ties": "listed-first"}
        self.do("round/plan", id=ROUND, **{**usual, **given})

    def item(self, id_: str, title: str, **given: Any) -> None:
        """An item is put on the list and looked at."""
        self.do("item/add", round=ROUND, id=id_, title=title, **given)
        self.do("item/assess", round=ROUND, item=id_, feasible="yes", reason="已现场查看")

    def open(self) -> None:
        """The list is posted for its days, the roll read in, ticking opened."""
        self.do("round/post", round=ROUND)
        self.table("roll", [HEADER, *rows()], ROUND)
        self.wait(7)
        self.do("round/open", round=ROUND)

    def codes(self) -> dict[str, str]:
        """A code for every resident."""
        given: dict[str, str] = self.do("round/codes", round=ROUND)
        return given

    def tick(self, ticks: Mapping[str, int], *, paper: Iterable[str] = ()) -> None:
        """So many residents tick each item online, one comma-separated choice a resident.

        ``paper``: two more, on one sheet, keyed by two people.
        """
        slots = [one.slot for one in self.desk.slots(ROUND)]
        kinds = [kind for kind, number in ticks.items() for _ in range(number)]
        on_paper = slots[len(kinds) : len(kinds) + len(tuple(paper))]
        for at, (slot, kind) in enumerate(zip(slots, kinds, strict=False)):
            self.cast(slot, kind, f"k{at}")
        self.on_paper(on_paper, tuple(paper))

    def cast(self, slot: str, kind: str, key: str) -> None:
        """One resident ticks online."""
        self.desk.cast(ROUND, Cast(slot, tuple(kind.split(",")) if kind else (), key))

    def on_paper(self, slots: Iterable[str], said: Iterable[str]) -> None:
        """Ballots on paper, keyed twice; the batch adds up."""
        slots = list(slots)
        if not slots:
            return
        self.do("paper/print", round=ROUND, batch="居委会", slots=slots)
        sheets = self.desk.paper.sheets(ROUND, "居委会")
        self.do("paper/return", round=ROUND, numbers=[one.number for one in sheets])
        pairs = [(sheet.number, slot) for sheet in sheets for slot in sheet.slots]
        for (number, slot), kind in zip(pairs, said, strict=True):
            for person in (LIN, ZHOU):
                self.do("paper/key", person, round=ROUND, number=number, slot=slot,
                    ticks=kind.split(",") if kind else [])  # fmt: skip
        self.do("paper/reconcile", round=ROUND, batch="居委会", returned=len(sheets))

    def decide(self) -> list[str]:
        """Closed, counted, posted, and the annual list fixed after objections; what is on it."""
        self.do("round/close", round=ROUND)
        self.do("round/publish", round=ROUND)
        self.bundles["round"] = self.desk.bundle(ROUND)
        self.wait(8)
        annual: list[str] = self.do("result/finalise", round=ROUND)["items"]
        return annual

    def answer_law(self, motion: str) -> None:
        """What the law of the place leaves open, one question at a time."""
        for question, answer in OWN_RULES.items():
            self.do("motion/answer", id=motion, question=question, answer=answer,
                source="业主大会议事规则")  # fmt: skip

    def vote(self, motion: str, marks: Mapping[str, str], areas: Iterable[str]) -> Any:
        """The owners decide: agenda posted, roll registered, papers keyed twice; what is posted."""
        table = "\n".join([HEADER, *rows(areas)])
        self.do("motion/register", id=motion, table=table)
        self.do("motion/post", id=motion)
        self.answer_law(motion)
        self.wait(15)
        self.do("motion/open", id=motion)
        for unit, mark in marks.items():
            for person in (LIN, ZHOU):
                self.do("motion/key", person, id=motion, place=unit, mark=mark)
        assert self.do("motion/mismatches", id=motion) == []
        self.wait(10)
        self.do("motion/close", id=motion)
        decided = self.do("motion/publish", id=motion)
        self.bundles[motion] = self.desk.motions.bundle(motion)
        return decided

    def carry_out(self, item: str, **given: Any) -> None:
        """The project is started, somebody is responsible, and it begins."""
        self.do("project/start", round=ROUND, item=item, **given)
        self.do("project/responsible", project=item, side="residents-committee", name="居委会",
            task="组织实施")  # fmt: skip
        self.do("project/begin", project=item)

    def judge(self, *projects: str, satisfied: int = 30, fairly: int = 4, not_: int = 2) -> Any:
        """The electorate judges, by codes and one of them with help; what is posted."""
        self.do("judgement/open", judgement="j", round=ROUND, title="年终评议",
            projects=list(projects))  # fmt: skip
        slots = [one.slot for one in self.desk.slots(ROUND)]
        codes = self.do("judgement/codes", judgement="j", slots=slots[:2])
        marks = ["satisfied"] * satisfied + ["fairly"] * fairly + ["dissatisfied"] * not_
        for at, mark in enumerate(marks):
            if slots[at] in codes:  # the others judge likewise: a code costs its time on purpose
                votes = [{"project": one, "mark": mark, "knew": True} for one in projects]
                self.ask("judgement/judge", judgement="j", code=codes[slots[at]], votes=votes,
                    key=f"j{at}")  # fmt: skip
            else:
                given = {one: Vote(Mark(mark), True) for one in projects}
                self.desk.judging.judge("j", slots[at], given, f"j{at}")
        votes = [{"project": one, "mark": "satisfied", "knew": False} for one in projects]
        self.do("judgement/assist", judgement="j", slot=slots[len(marks)], votes=votes,
            channel="door", witness=ZHOU.name)  # fmt: skip
        self.do("judgement/close", judgement="j")
        self.do("judgement/publish", judgement="j")
        self.bundles["judgement"] = self.desk.judging.bundle("j")
        return self.ask("judgement/show", judgement="j")

    def recounts(self) -> None:
        """Every bundle of the story recounts by the command, and the whole folder verifies."""
        for name, data in self.bundles.items():
            file = self.folder / f"{name}.zip"
            file.write_bytes(data)
            assert main(["recount", str(file), "--lang", "en"]) == 0, name
            assert differences(data).status == 0, name
        assert self.desk.keeping.verify().faults == ()


@cache
def everything() -> Registry:
    """What is installed, opened once for all stories."""
    return open_registry()


@contextmanager
def estate(folder: Path) -> Iterator[Estate]:
    """A neighbourhood with nobody's wish in it yet."""
    clock = Clock()
    town = Town(folder / "town", everything(), clock=clock, entropy=random.Random(2026).randbytes)
    areas = [
        Area("t", "town", Text("云岭镇", "Yunling")),
        Area("n1", "neighbourhood", Text("云岭一村", "Yunling One"), "t"),
        Area("e1", "estate", Text("云岭一村小区", "Yunling One estate"), "n1"),
    ]
    town.plant(AreaTree(tuple(areas)))
    town.found("t")
    town.found("n1")
    at = Estate(town, clock, folder)
    try:
        at.table(
            "areas",
            ["名称,层级,上级", *(f"{one}号楼,楼栋,云岭一村小区" for one in BUILDINGS)],
        )
        yield at
    finally:
        town.close()


__all__ = ["HEADER", "LIN", "ROUND", "WU", "ZHOU", "Estate", "estate", "homes", "rows"]
