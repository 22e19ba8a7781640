"""A neighbourhood with a round, a motion, a judgement and a project in each state there is."""

from __future__ import annotations

import atexit
import copy
import functools
import random
import shutil
import tempfile
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import attrs

import tickbox_console
from tickbox_core import Text, open_registry
from tickbox_core.desk import Cast, Desk, Town
from tickbox_core.desk.motions import Poll
from tickbox_core.desk.motions.preliminary import PaperCorrection
from tickbox_core.model import Area, AreaTree
from tickbox_core.playing.stage import ZHOU, Clock, both, do
from tickbox_core.registry import Registry
from tickbox_core.rules.judgement import Mark, Vote
from tickbox_core.rules.motions import Motion

from ..installed import RESIDENTS_PAGES
from . import asking_town

HERE = "n1"
TITLES = {
    "lamp": Text("东门路灯", "A lamp at the gate"),
    "rails": Text("楼道扶手", "Handrails"),
    "bench": Text("长椅", "A bench"),
}
WORKS = (
    "planned begun stopped paused left exact cheaper dearer late part again beyond silent".split()
)
"""Projects by what became of them; each is an item of the round ``works``."""
COST, LATER = 100_000, 25
"""What each item costs, in fen; so many days lie between the older half and the newer."""


@attrs.frozen
class House:
    """The town and its clock; codes and receipts of what has them, by its id."""

    town: Town
    clock: Clock
    codes: dict[str, list[str]]
    receipts: dict[str, list[str]]

    @property
    def desk(self) -> Desk:
        """The desk of the neighbourhood."""
        return self.town.desk(HERE)


def build(folder: Path) -> House:
    """Everything at once, on one day: played once in a process, and copied."""
    kept = _played()
    shutil.copytree(kept.folder, folder)
    clock, chance = Clock(), copy.copy(kept.chance)
    clock.now = kept.now
    town = Town(folder, _registry(), clock=clock, entropy=chance.randbytes)
    return House(town, clock, copy.deepcopy(kept.codes), copy.deepcopy(kept.receipts))


@attrs.frozen
class _Played:
    """A town that is closed, and all with which it goes on."""

    folder: Path
    now: datetime
    chance: random.Random
    codes: dict[str, list[str]]
    receipts: dict[str, list[str]]


@functools.cache
def _played() -> _Played:
    temporary = tempfile.TemporaryDirectory(prefix="every-state-")
    atexit.register(temporary.cleanup)
    folder, chance = Path(temporary.name) / "town", random.Random(8)
    house = _play(_empty(folder, chance))
    house.town.close()
    return _Played(folder, house.clock.now, chance, house.codes, house.receipts)


def _play(house: House) -> House:
    _works(house)
    _older(house)
    house.clock.wait(LATER)
    _works_delivered(house)
    _newer(house)
    _judgements(house)
    return house


def two_posted(folder: Path) -> House:
    """A list and a result that are posted today, for five days each."""
    house = _empty(folder, random.Random(8))
    _posted(house)
    return house


def _registry() -> Registry:
    plugin = asking_town.Plugin(window__max_days=20, channel__double="last_valid_stands")
    plugins = {"here": plugin, "console": tickbox_console, **RESIDENTS_PAGES}
    return open_registry(discover=False, plugins=plugins)


def _empty(folder: Path, chance: random.Random) -> House:
    clock = Clock()
    town = Town(folder, _registry(), clock=clock, entropy=chance.randbytes)
    estate = Area("b8", "building", Text("8号楼", "building 8"), HERE)
    village = Area(HERE, "neighbourhood", Text("竹园居民区", "Bamboo Garden"), "t")
    town.plant(AreaTree((Area("t", "town", Text("淞新镇", "Songxin")), village, estate)))
    town.found("t")
    town.found(HERE)
    return House(town, clock, {}, {})


def _posted(house: House) -> None:
    listed(house.desk, "post-open", notice_days=5)
    do(house.desk, "round/post", round="post-open")
    decided(house, "result-open", objection_days=5)


# -- rounds ------------------------------------------------------------------------------------


def listed(desk: Desk, round: str, items: Sequence[str] = tuple(TITLES), **plan: Any) -> None:
    """A list with its roll, not posted."""
    given = {"maximum": len(items), "places": 1, "ties": "listed-first", "revisable": True, **plan}
    do(desk, "round/plan", id=round, title=both(f"{round}打钩", f"{round} ticking"), **given)
    for item in items:
        title = TITLES.get(item, Text(f"{item}事项", f"{item} works"))
        do(desk, "item/add", round=round, id=item, title=title.plain(), cost=COST)
        reason = both("已查看", "looked at")
        do(desk, "item/assess", round=round, item=item, feasible="yes", reason=reason)
    desk.register(round, asking_town.roll())


def ticked(house: House, round: str, items: Sequence[str] = ("lamp",)) -> None:
    """Opened, and ticked by half of the roll; of its receipts the first is replaced by the last."""
    desk = house.desk
    do(desk, "round/open", round=round)
    slots = [one.slot for one in desk.slots(round)]
    casts = [Cast(slot, tuple(items), f"key-{slot}") for slot in slots[:3]]
    casts.append(Cast(slots[0], (items[-1],), "key-again"))
    house.receipts[round] = [desk.cast(round, one).code for one in casts]
    house.codes[round] = list(desk.issue_codes(round, slots).values())


def decided(house: House, round: str, items: Sequence[str] = tuple(TITLES), **plan: Any) -> None:
    """A round with its result published."""
    listed(house.desk, round, items, **plan)
    ticked(house, round, items if len(items) > len(TITLES) else items[:1])
    do(house.desk, "round/close", round=round)
    house.desk.publish(round)


def overridden(house: House, round: str) -> None:
    """The lamp was chosen; the bench is decided on instead."""
    house.desk.concluding.override(
        round,
        take=["bench"],
        leave=["lamp"],
        reason=Text("路灯已由街道安装", "the street put the lamp up"),
        decided_by=Text("居民会议", "the residents' meeting"),
    )


def _older(house: House) -> None:
    """What was begun long ago, so that its days are over."""
    desk = house.desk
    listed(desk, "post-over", notice_days=5)
    do(desk, "round/post", round="post-over")
    do(desk, "objection/raise", round="post-over", item="lamp", text="太亮")
    decided(house, "result-over", objection_days=5)
    decided(house, "fixed", objection_days=5)
    decided(house, "fixed-else", objection_days=5)
    overridden(house, "fixed-else")
    last_day = house.clock.today + timedelta(days=5)
    listed(desk, "tick-over", closes=last_day.isoformat())
    ticked(house, "tick-over")
    with desk.context.transaction():  # opened before an announced day ended anything by itself
        desk.context.store.remove("deadline", cycle="tick-over")
    asking_town.ask(desk, "m-over", comes=False)
    house.codes["m-done"] = list(asking_town.ask(desk, "m-done", comes=False).values())
    for at in range(4):
        slot = desk.motions.elector_of_code("m-done", house.codes["m-done"][at])
        receipt = desk.motions.say("m-done", slot or "", "yes", f"key-{at}")
        house.receipts.setdefault("m-done", []).append(receipt.code)
    desk.motions.close("m-done")
    desk.motions.publish("m-done")
    asking_town.choice(desk, "m-closed")
    desk.motions.close("m-closed")
    asking_town.heard(desk, "m-final")
    ref = desk.motions.preliminary.object("m-final", "我家的票录错了", {"name": "王五"})
    wrong = PaperCorrection("u3", "no", Text("录反了", "read the other way round"))
    desk.motions.preliminary.correct("m-final", wrong, by="小林", second="小周")
    desk.posting.answer(ref, Text("查实，已更正", "it was so, and is set right"), "小林")


def _newer(house: House) -> None:
    """What is going on."""
    desk, clock = house.desk, house.clock
    for round in ("fixed", "fixed-else"):
        do(desk, "result/finalise", round=round)
    listed(desk, "listing")
    _posted(house)
    days = {"closes": (clock.today + timedelta(days=5)).isoformat(), "extension_days": 2}
    listed(desk, "tick-open", minimum=1, extensions=1, ballot_budget=2 * COST, **days)
    ticked(house, "tick-open")
    listed(desk, "tick-closed")
    ticked(house, "tick-closed")
    do(desk, "round/close", round="tick-closed")
    decided(house, "result-else", objection_days=5)
    overridden(house, "result-else")
    desk.posting.rehearse("listing", "trial-open")
    desk.posting.rehearse("listing", "trial-done")
    do(desk, "round/close", round="trial-done")
    desk.publish("trial-done")
    house.codes["m-open"] = list(asking_town.ask(desk, "m-open", comes=False).values())
    bars = asking_town.bars("heads")
    question = Text("装电动门？", "A motor for the gate?")
    desk.motions.prepare(Poll(Motion("m-posted", question, bars), jurisdiction="here"))
    desk.motions.post("m-posted")
    desk.motions.publish("m-final", "小林", "小周")
    house.codes["m-heard"] = list(asking_town.heard(desk, "m-heard").values())
    desk.motions.preliminary.object("m-heard", "没有收到票", {"name": "李四"})
    desk.keeping.erase(by=ZHOU.name, round="fixed")


# -- projects and judgements -------------------------------------------------------------------


def _works(house: House) -> None:
    """Projects of an annual list: each is begun that is to be."""
    desk, clock = house.desk, house.clock
    decided(house, "works", WORKS, places=len(WORKS))
    do(desk, "result/finalise", round="works")
    due = clock.today + timedelta(days=LATER)
    for one in WORKS:
        step = {"key": "build", "title": both("施工", "the works"), "due": due.isoformat()}
        first = due - timedelta(days=1) if one == "late" else due
        more = {"parts": ["b8"]} if one in ("exact", "part") else {}
        do(desk, "project/start", round="works", item=one, due=first.isoformat(), limit="10%",
            milestones=[step], **more)  # fmt: skip
        do(desk, "project/responsible", project=one, side="residents-committee",
            name=both("居委会", "the committee"), task=both("施工", "the works"))  # fmt: skip
        if one != "planned":
            do(desk, "project/begin", project=one)
    reason = both("等材料", "for want of stone")
    do(desk, "project/expect", project="stopped", amount=2 * COST, reason=reason)
    do(desk, "project/pause", project="paused", words=reason)
    do(desk, "project/expect", project="left", amount=2 * COST, reason=reason)
    do(desk, "project/give-up", project="left", reason=reason,
        decided_by=both("居民会议", "the meeting"))  # fmt: skip


def _decided_again(desk: Desk, project: str) -> None:
    """A meeting allows twice what was promised."""
    reason = both("加一段电缆", "a length of cable more")
    do(desk, "project/expect", project=project, amount=2 * COST, reason=reason)
    do(desk, "meeting/announce", id=f"m-{project}", kind="coordination",
        title=both("费用会", "On the cost"), about=[f"project:{project}"])  # fmt: skip
    do(desk, "meeting/minutes", id=f"m-{project}", minutes=both("说明", "why"),
        resolved=both("同意", "agreed"), attended=9)  # fmt: skip
    do(desk, "project/decide-again", project=project, amount=2 * COST, meeting=f"m-{project}")


def _works_delivered(house: House) -> None:
    """Exactly as promised, for less, for more, a day late, in part; and decided again before."""
    desk = house.desk
    spent = {"cheaper": COST - 1, "dearer": COST + 1, "again": 2 * COST, "beyond": 2 * COST + 1}
    for one in ("again", "beyond"):
        _decided_again(desk, one)
    for one in ("exact", "cheaper", "dearer", "late", "part", "again", "beyond", "silent"):
        if one != "silent":
            do(desk, "project/spend", project=one, amount=spent.get(one, COST),
                what=both("施工", "the works"))  # fmt: skip
        if one == "part":
            left = both("8号楼没有做", "building 8 was left out")
            do(desk, "project/deliver", project=one, left_out=left)
            continue
        do(desk, "project/milestone", project=one, milestone="build")
        if one == "exact":
            do(desk, "project/part", project=one, area="b8")
        do(desk, "project/deliver", project=one)


def _judgements(house: House) -> None:
    """One that is open, one closed, one published."""
    desk = house.desk
    slots = [one.slot for one in desk.slots("works")]
    for id_, project in (("j-open", "dearer"), ("j-closed", "cheaper"), ("j-done", "exact")):
        do(desk, "judgement/open", judgement=id_, round="works", projects=[project],
            title=both("评议", "Judging"))  # fmt: skip
        house.codes[id_] = list(desk.judging.issue_codes(id_, slots).values())
        for at, slot in enumerate(slots):
            vote = {project: Vote(Mark.SATISFIED, True)}
            receipts = desk.judging.judge(id_, slot, vote, f"key-{at}")
            house.receipts.setdefault(id_, []).extend(one.code for one in receipts)
    for id_ in ("j-closed", "j-done"):
        do(desk, "judgement/close", judgement=id_)
    do(desk, "judgement/publish", judgement="j-done")
