"""The changing acts that the played year leaves out, each done once in a small neighbourhood."""

from __future__ import annotations

import base64
import io
import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import attrs
from PIL import Image

import tickbox_awards
from tickbox_core import (
    NOWHERE,
    Area,
    AreaTree,
    Item,
    Person,
    Registry,
    Residence,
    Roll,
    Setting,
    Unit,
    hookimpl,
    open_registry,
)
from tickbox_core.acts import Actor
from tickbox_core.categories import Plan
from tickbox_core.components.projects import NewPayment
from tickbox_core.desk import Cast, Desk, Town
from tickbox_core.playing.stage import LIN, WU, Clock, do, office

from ..desk.motion_house import LawPlugin, LiftPolicy

NOBODY = Actor()
HOME, R1 = "n1", "r1"
BUILDING, ASKED, ELECTED, HEARD = "r1.lift.building", "m1", "e1", "h1"
OWNERS = "".join(f"{home},b{8 + home % 2},1,60,o{home},王{home}\n" for home in range(101, 107))
ROLL = f"unit,building,floor,area,person,name\n{OWNERS}"
CHAIN = "#接龙\n1. 王五 3-201 东门装路灯\n2. 李四 小广场长椅\n"
TERM = {"since": "2026-01-01", "until": "2028-12-31"}


@attrs.frozen
class SharedPolicy(LiftPolicy):
    """A lift for which a home pays."""

    def plan(self, item: Item, setting: Setting = NOWHERE) -> Plan:
        """The first home of building 8 owes 10 yuan."""
        return Plan(shares={"u0": 1000})


class HousePlugin(LawPlugin):
    """Law and policy of the house."""

    @hookimpl
    def tickbox_categories(self) -> tuple[SharedPolicy, ...]:
        """The policy."""
        return (SharedPolicy(),)


def registry() -> Registry:
    """With the house's law and policy, and awards."""
    here = HousePlugin(**{"subsidy.stops": {"amount_fen": 100, "per": "stop"}})
    brought = {"here": here, "awards": tickbox_awards}
    return open_registry(discover=False, plugins=brought)


def tree() -> AreaTree:
    """An estate of two buildings, a stairwell in each."""
    houses = [Area(f"b{at}", "building", f"{at}号楼", "e1") for at in (8, 9)]
    stairs = [Area(f"{house.id}s", "stairwell", house.name, house.id) for house in houses]
    return AreaTree((Area(HOME, "neighbourhood", "一村"), Area("e1", "estate", "苑", HOME),
                     *houses, *stairs))  # fmt: skip


def roll() -> Roll:
    """Four homes in each stairwell, two people in each."""
    units = tuple(Unit(f"u{at}", f"b{8 + at % 2}s", floor_area=6000) for at in range(8))
    names = [(f"{unit.id}{one}", unit.id) for unit in units for one in "ab"]
    people = tuple(Person(name, name) for name, _ in names)
    return Roll(date(2026, 2, 1), units, people, tuple(Residence(*one) for one in names))


def picture() -> str:
    """A small picture, as it is given."""
    held = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(held, "PNG")
    return base64.b64encode(held.getvalue()).decode()


def played(folder: Path) -> None:
    """All of it, through ``stage.do``."""
    clock = Clock()
    town = Town(folder, registry(), clock=clock, entropy=random.Random(5).randbytes)
    try:
        town.plant(tree())
        desk = town.found(HOME)
        for step in STEPS:
            step(desk, clock)
    finally:
        town.close()


def collecting(desk: Desk, clock: Clock) -> None:
    """Wishes apart again, a chain, a place that closes."""
    do(desk, "place/set", id="c", name="服务点", tier="corner")
    refs = [do(desk, "wish/take", text=text)["ref"] for text in ("灯", "路灯")]
    do(desk, "wish/merge", refs=[refs[0]], into=refs[1], reason="同一件事")
    do(desk, "wish/unmerge", ref=refs[0], reason="不是一件事")
    do(desk, "chain/take", text=CHAIN, rows=[1, 2])
    do(desk, "place/offer", id="o", place="c", title="书法班", kind="learning", hours="周三下午")
    do(desk, "round/plan", id="asked", title="征集")
    do(desk, "item/from-offer", round="asked", offer="o", id="o")
    do(desk, "place/end-offer", id="o")
    do(desk, "place/close", id="c")
    problem = do(desk, "problem/raise", title="漏水")["ref"]
    for kind, of in (("wish", refs[0]), ("problem", problem)):
        do(desk, f"{kind}/photo", ref=of, picture=picture())
        do(desk, f"{kind}/photo-file", ref=of, number=1)
        do(desk, f"{kind}/show-photo", ref=of, number=1, shows="现场")
        do(desk, f"{kind}/hide-photo", ref=of, number=1, reason="拍到了人")


def asking(desk: Desk, clock: Clock) -> None:
    """Ideas asked for, given, answered, taken and let go; offices, a micro-grid, a template."""
    do(desk, "idea/ask", call="i", question="怎么办好？", item="asked/o")
    ref = do(desk, "idea/give", NOBODY, call="i", text="早一点", author="王", named=True)["ref"]
    back = do(desk, "idea/give", NOBODY, call="i", text="晚一点")["ref"]
    do(desk, "idea/withdraw", NOBODY, ref=back)
    do(desk, "idea/answer", ref=ref, reply="taken-up", words="好", posted="好")
    do(desk, "idea/take", ref=ref, option="a", title="早场")
    do(desk, "idea/follow", NOBODY, ref=ref)
    do(desk, "idea/release", ref=ref, reason="场地没有空")
    do(desk, "idea/close", call="i", outcome="维持原时间")
    do(desk, "people/name-office", of="b8", office="8号楼党小组")
    do(desk, "people/end-answering", of="b8")
    names = [f"第{at}位" for at in range(1, 10)]
    do(desk, "people/group", id="g", estate="e1", title="小组", members=names, **TERM)
    do(desk, "people/member", group="g", name="新来的")
    do(desk, "grid/set", id="w1", name="一网格", areas=["b8"], shops=["面馆"])
    do(desk, "template/set", id="t", title="模板", maximum=3)
    do(desk, "template/since", on=desk.today().isoformat())
    do(desk, "round/by-template", template=f"{desk.area}.t", id="by-template")
    do(desk, "template/end", id="t")


def announcing(desk: Desk, clock: Clock) -> None:
    """A round and a motion whose announced end is put off."""
    last, later = ((clock.today + timedelta(days=days)).isoformat() for days in (20, 22))
    ends = {"closes": last, "closes_at": "18:00", "extensions": 1, "extension_days": 2}
    put_off = {"closes": later, "closes_at": "18:00", "reason": "下雨"}
    do(desk, "round/plan", id="hours", title="到点截止", maximum=1, places=1, by_hand=True, **ends)
    do(desk, "item/add", round="hours", id="gate", title="开边门", cost=1)
    do(desk, "item/assess", round="hours", item="gate", feasible="yes", reason="看过")
    desk.register("hours", roll())
    do(desk, "round/post", round="hours")
    do(desk, "round/open", round="hours")
    do(desk, "round/extend", round="hours", **put_off)
    do(desk, "motion/prepare", id="m-wrong", question="写错了", matter="other",
       jurisdiction="here")  # fmt: skip
    do(desk, "motion/drop", id="m-wrong", reason="写错了")
    do(desk, "motion/prepare", id="m-hours", question="修不修", matter="other",
        jurisdiction="here")  # fmt: skip
    do(desk, "motion/register", id="m-hours", table=ROLL)
    do(desk, "motion/post", id="m-hours")
    do(desk, "motion/open", id="m-hours", **ends)
    do(desk, "motion/extend", id="m-hours", **put_off)


def listing(desk: Desk, clock: Clock) -> None:
    """A list is changed, shown with pictures, cloned, posted, taken down, tried and wiped."""
    do(desk, "round/plan", id=R1, title="春", maximum=2, places=1, proxies=1, jurisdiction="here",
        categories=[["lift", "lift"], ["plain", "plain"]])  # fmt: skip
    do(desk, "round/change", round=R1, budget=900000)
    do(desk, "round/change", round=R1, unset=["budget"])  # a tie of places alone can be run off
    for item in ("lift", "gate", "bench"):
        do(desk, "item/add", round=R1, id=item, title=item, cost=50000,
            category="lift" if item == "lift" else "plain")  # fmt: skip
    do(desk, "item/change", round=R1, id="gate", title="开边门")
    shown = do(desk, "item/picture", round=R1, item="gate", picture=picture(), shows="边门")
    do(desk, "item/unpicture", round=R1, item="gate", digest=shown["digest"])
    do(desk, "round/clone", round=R1, id="r2", title="夏")
    do(desk, "item/remove", round="r2", item="lift", reason="另行表决")
    desk.register(R1, roll())
    for item in ("lift", "gate", "bench"):
        do(desk, "item/assess", round=R1, item=item, feasible="yes", reason="看过")
    do(desk, "round/post", round=R1)
    do(desk, "round/withdraw", round=R1, reason="再看看")
    do(desk, "round/post", round=R1)
    do(desk, "round/rehearse", round=R1, id="trial")
    do(desk, "round/wipe", round="trial")
    do(desk, "round/clone", round=R1, id="r3", title="冬")
    do(desk, "round/roll-offered", round="r3")
    do(desk, "round/take-roll", round="r3", source=R1)
    do(desk, "round/roll-going", round="r3")
    do(desk, "round/give-back-roll", round="r3")
    for item in ("lift", "gate", "bench"):
        do(desk, "item/assess", round="r3", item=item, feasible="yes", reason="看过")
    do(desk, "round/post", round="r3")
    do(desk, "round/void", round="r3", reason="并到下一轮")
    do(desk, "round/clone", round=R1, id="r4", title="又一轮")
    do(desk, "round/drop", round="r4", reason="抄重了")


def ticking(desk: Desk, clock: Clock) -> None:
    """Codes, a correction, paper, a proxy, a stairwell's sheet; a tie for the one place."""
    do(desk, "round/open", round=R1)
    do(desk, "round/codes", round=R1)
    do(desk, "item/correct", round=R1, item="gate", part="title", words="边门", reason="更准确")
    slots = [slot.slot for slot in sorted(desk.slots(R1), key=lambda one: str(one.person))]
    (sheet,) = do(desk, "paper/print", round=R1, batch="一", slots=slots[-2:])
    do(desk, "paper/spoil", round=R1, numbers=[sheet["number"]])
    do(desk, "paper/reconcile", round=R1, batch="一", returned=0, spoiled=1)
    (sheet,) = do(desk, "paper/print", round=R1, batch="二", slots=slots[-2:])
    do(desk, "paper/return", round=R1, numbers=[sheet["number"]])
    read = {"round": R1, "number": sheet["number"], "slot": sheet["slots"][0]}
    do(desk, "paper/key", **read, unsure=True)
    do(desk, "paper/unkey", **read)
    for slot in sheet["slots"]:
        for who in (LIN, WU):
            do(desk, "paper/key", who, **{**read, "slot": slot}, spoiled="撕破了")
    do(desk, "paper/reconcile", round=R1, batch="二", returned=1, spoiled=0)
    (third,) = do(desk, "paper/print", round=R1, batch="三", slots=[slots[5]])
    do(desk, "paper/return", round=R1, numbers=[third["number"]])
    wrong = {"round": R1, "number": third["number"], "slot": third["slots"][0]}
    for who in (LIN, WU):
        do(desk, "paper/key", who, **wrong, ticks=["bench"])
    do(desk, "paper/reconcile", round=R1, batch="三", returned=1, spoiled=0)
    do(desk, "paper/correct", **wrong, ticks=[], reason="看错一行")
    do(desk, "ballot/proxy", round=R1, slot=slots[2], proxy="女儿", mandate="7", witness="居民甲",
        ticks=["gate"])  # fmt: skip
    desk.cast(R1, Cast(slots[4], ("gate", "bench"), "k"))
    named = do(desk, "people/representative", id="s1", stairwell="b8s", name="丁居民", **TERM)
    do(desk, "stairwell/count", office(desk, named["token"]), round=R1, homes=[["u0", 1]],
        ticks=[["bench", 1]])  # fmt: skip
    counted = do(desk, "paper/count", round=R1, slots=[slots[3]], ticks=[["gate", 1]])
    do(desk, "paper/uncount", round=R1, number=counted["number"], reason="没有来过")


def concluding(desk: Desk, clock: Clock) -> None:
    """The tie posted, a run-off planned, the tie settled, a decision beside it, the annual list."""
    do(desk, "round/close", round=R1)
    do(desk, "round/publish", round=R1)
    do(desk, "tie/run-off", round=R1, id="run-off")
    do(desk, "tie/settle", round=R1, how="all", reason="两项都急")
    do(desk, "result/override", round=R1, take=["lift"], reason="街道资助", decided_by="联席会议")
    do(desk, "result/finalise", round=R1)


def motions(desk: Desk, clock: Clock) -> None:
    """One promoted from the lift; one among options that goes into a second round; a dispute."""
    do(desk, "motion/promote", round=R1, item="lift")
    do(desk, "motion/register", id=BUILDING, table=ROLL)
    do(desk, "motion/answer", id=BUILDING, question="reelection", answer=False, source="本地规则")
    do(desk, "motion/prepare", id=ASKED, question="怎样修", matter="other", jurisdiction="here",
        options=[["a", "甲"], ["b", "乙"]])  # fmt: skip
    do(desk, "motion/prepare", id=ASKED, because="到期")
    do(desk, "motion/register", id=ASKED, table=ROLL)
    do(desk, "motion/post", id=ASKED)
    do(desk, "motion/ask-correction", id=ASKED, place="101", about=["area"], words="应为61平方米")
    do(
        desk,
        "motion/correct-roll",
        id=ASKED,
        place="101",
        floor_area="61",
        reason="产权证",
        correction=1,
    )
    do(desk, "motion/ask-correction", id=ASKED, place="102", about=["owner"], words="不是我")
    do(desk, "motion/refuse-correction", id=ASKED, correction=2, reason="登记如此")
    do(desk, "motion/open", id=ASKED)
    do(desk, "motion/codes", id=ASKED)
    for home, mark in ((101, "a"), (102, "a"), (103, "b"), (104, "abstain")):
        do(desk, "motion/cast", id=ASKED, place=str(home), mark=mark, by=f"o{home}")
    do(desk, "motion/key", id=ASKED, place="106", unsure=True)
    do(desk, "motion/unkey", id=ASKED, place="106")
    for who in (LIN, WU):
        do(desk, "motion/key", who, id=ASKED, place="106", mark="spoiled")
    do(desk, "motion/count", id=ASKED)
    do(desk, "motion/assist", id=ASKED, place="105", mark="abstain", by="o105", channel="door",
        witness="居民甲")  # fmt: skip
    do(desk, "motion/deliver", id=ASKED, served=["101"])
    do(desk, "motion/close", id=ASKED)
    do(desk, "motion/publish", id=ASKED)
    do(desk, "motion/evidence", id=ASKED, given_to="法院")
    do(desk, "paper/draw", id=ASKED, number=2, dice="35162411632544613256")
    drawn = do(desk, "paper/drawn", id=ASKED)[0]["place"]
    do(desk, "paper/drawn-answer", id=ASKED, place=drawn, said="agrees", asker="居民乙",
        independent=True)  # fmt: skip
    do(desk, "motion/confirm", id=ASKED, option="a")
    do(desk, "motion/dispute", id=ASKED, reason="票数不清")
    do(desk, "motion/end-dispute", id=ASKED, reason="撤诉")
    do(desk, "motion/post", id=f"{ASKED}.a")
    do(desk, "motion/void", id=f"{ASKED}.a", reason="方案已变")
    _election(desk)
    _preliminary(desk)


def _preliminary(desk: Desk) -> None:
    """A result is posted as preliminary, objected to, and a paper is set right."""
    do(desk, "motion/prepare", id=HEARD, question="修不修围墙", matter="other", jurisdiction="here")
    do(desk, "motion/answer", id=HEARD, question="results.preliminary_days", answer=7,
        source="议事规则第九条")  # fmt: skip
    do(desk, "motion/register", id=HEARD, table=ROLL)
    do(desk, "motion/open", id=HEARD)
    for home in range(101, 106):
        do(desk, "motion/cast", id=HEARD, place=str(home), mark="yes", by=f"o{home}")
    do(desk, "motion/close", id=HEARD)
    do(desk, "motion/preliminary", id=HEARD, where="居委会办公室")
    ref = do(desk, "motion/object", NOBODY, id=HEARD, text="我家的票录错了")["ref"]
    do(desk, "motion/correct", id=HEARD, place="101", mark="no", reason="票面是反对")
    do(desk, "objection/answer", ref=ref, words="查实，已更正")


def _election(desk: Desk) -> None:
    """A committee of two is elected, of whom one is voted on again."""
    do(desk, "motion/elect", id=ELECTED, question="选举业委会", seats=2, matter="other",
        candidates=["陈一", "钱二", "孙三"], jurisdiction="here")  # fmt: skip
    do(desk, "motion/draw-order", id=ELECTED)
    do(desk, "motion/register", id=ELECTED, table=ROLL)
    do(desk, "motion/open", id=ELECTED)
    for home in range(101, 106):
        mark = "c2" if home == 101 else "c1"
        do(desk, "motion/cast", id=ELECTED, place=str(home), mark=mark, by=f"o{home}")
    do(desk, "motion/close", id=ELECTED)
    do(desk, "motion/publish", id=ELECTED)
    do(desk, "motion/elect-again", id=ELECTED)


def projects(desk: Desk, clock: Clock) -> None:
    """One that pauses and is delivered, one that is given up, one for which a home pays."""
    steps = [{"key": "works", "title": "施工", "due": "2026-05-01"}]
    for item in ("lift", "gate", "bench"):
        do(desk, "project/start", round=R1, item=item, milestones=steps)
    do(desk, "project/pay", project="lift", unit="u0", amount=400)
    named = do(desk, "people/representative", id="s2", stairwell="b8s", name="戊居民", **TERM)
    do(desk, "stairwell/pay", office(desk, named["token"]), project="lift", unit="u0", amount=600)
    do(desk, "people/end", id="s2")
    do(desk, "project/unpay", project="lift", unit="u0", amount=400, reason="退回")
    do(desk, "project/subsidies", project="lift", subsidies=["stops"], stops=2)
    do(desk, "project/collect", project="lift", amount=50_000, reason="重新分摊")
    day = clock.today
    new = [NewPayment("", 500, day, "A1"), NewPayment("u1", 300, day, "A2")]
    desk.importing.payments("lift", new, "digest", "林")
    first = len(desk.projects.ledger("lift").lines) - 1
    do(desk, "project/assign", project="lift", payment=str(first), unit="u0")
    do(desk, "project/correct", project="lift", payment=str(first + 1), amount=200, reason="录错")
    do(desk, "project/ledger", project="lift")
    do(desk, "project/responsible", project="gate", side="property-firm", name="物业", task="施工")
    do(desk, "project/begin", project="gate")
    do(desk, "project/reschedule", project="gate", milestone="works", due="2026-06-01",
        reason="下雨")  # fmt: skip
    do(desk, "project/note", project="gate", words="已进场", picture=picture(), shows="围挡")
    do(desk, "project/pause", project="gate", words="下雨")
    do(desk, "project/resume", project="gate", words="雨停")
    gift = do(desk, "project/pledge", project="gate", source="sponsor", donor="面馆", amount=100)
    do(desk, "project/pledge-withdrawn", project="gate", ref=gift["ref"], reason="关店")
    joined = do(desk, "volunteer/join", NOBODY, project="gate", part="volunteer", name="己居民")
    do(desk, "volunteer/leave", NOBODY, ref=joined["ref"])
    do(desk, "chain/join", text=CHAIN, rows=[1, 2], project="gate", part="volunteer")
    do(desk, "project/give-up", project="bench", reason="没有地方", decided_by="联席会议")
    do(desk, "project/milestone", project="gate", milestone="works")
    do(desk, "project/deliver", project="gate")
    last, later = ((clock.today + timedelta(days=days)).isoformat() for days in (10, 12))
    do(desk, "judgement/open", judgement="j0", round=R1, projects=["gate"], title="评议",
        closes=last, extensions=1, extension_days=2)  # fmt: skip
    do(desk, "judgement/extend", judgement="j0", closes=later, reason="下雨")
    do(desk, "judgement/void", judgement="j0", reason="名称写错")
    do(desk, "judgement/announce", judgement="j1", round=R1, projects=["gate"], title="评议",
        opens=last, opens_at="08:00", closes=later)  # fmt: skip
    (to_come,) = do(desk, "judgement/announced")
    assert (to_come["judgement"], to_come["projects"]) == ("j1", ["gate"])
    do(desk, "judgement/call-off", judgement="j1", reason="改期")


def ending(desk: Desk, clock: Clock) -> None:
    """A problem that comes back, a case taken out of an award, the end of what is due."""
    ref = do(desk, "problem/raise", title="积水")["ref"]
    do(desk, "problem/take-on", ref=ref, side="property-firm", name="物业", task="疏通")
    do(desk, "problem/solve", ref=ref, how="疏通")
    do(desk, "problem/reopen", ref=ref, reason="又堵了")
    do(desk, "award/declare", award="a1", title="优秀案例", places=1, weights=[["ticks", "1"]])
    do(desk, "award/nominate", award="a1", project="gate", text="居民打钩选出")
    do(desk, "award/gather", award="a1")
    do(desk, "award/withdraw", award="a1", case=f"{HOME}.gate", reason="重复")
    do(desk, "award/call-off", award="a1", reason="没有案例")
    clock.wait(400)
    do(desk, "keeping/erase", confirm=True)


STEPS: tuple[Callable[[Desk, Clock], None], ...] = (
    collecting,
    asking,
    listing,
    ticking,
    concluding,
    motions,
    projects,
    announcing,
    ending,
)
