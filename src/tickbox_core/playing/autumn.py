"""The second half: projects under the residents' eyes, problems, people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tickbox_core.acts import Actor
from tickbox_core.desk import Desk
from tickbox_core.playing.stage import ROUND, Clock, Told, both, do, office, refusal_of
from tickbox_core.text import Text

PROJECTS = ("light", "rails")
FIRM = both("演示物业公司", "Demo Property Services")
COMMITTEE = both("演示居委会", "the residents' committee of Demo")
SUPERVISORS = ("甲居民", "乙居民", "丙居民")
GROUP = tuple(f"{name}居民" for name in "甲乙丙丁戊己庚辛壬")


def people(desk: Desk, clock: Clock) -> Told:
    """A supervision group of nine, a representative of a stairwell, a problem the group finds."""
    term: dict[str, Any] = {"since": clock.today.isoformat(), "until": "2028-12-31"}
    do(desk, "people/publisher", name=both("演示居民区党总支", "the Party branch of Demo"))
    group = do(desk, "people/group", id="g", estate=f"{desk.area}e", title="监督管理小组",
        members=list(GROUP), **term)  # fmt: skip
    do(desk, "people/representative", id="s1", stairwell=f"{desk.area}b1s", name="丁居民", **term)
    member = office(desk, group["tokens"][GROUP[0]])
    seen = do(desk, "group/see", member)
    raised = do(
        desk,
        "group/raise",
        member,
        title=both("东门夜里看不清台阶", "The steps at the east gate cannot be seen at night"),
    )
    yield Text(
        f"九人监督管理小组成立，看得到本小区全部{len(seen['items'])}个事项，并提出一个急难愁盼问题。",
        f"A supervision group of nine sees all {len(seen['items'])} items of its estate, and raises"
        " a problem.",
    )
    do(
        desk,
        "problem/take-on",
        ref=raised["ref"],
        side="property-firm",
        name=FIRM,
        task=both("装灯", "put up a light"),
    )


def light(desk: Desk, clock: Clock) -> Told:
    """The light: supervised, dearer than promised, decided again, delivered."""
    yield from _light_begins(desk, clock)
    clock.wait(12)
    yield from _light_costs_more(desk)
    clock.wait(20)
    yield from _light_is_delivered(desk, clock)


def _light_begins(desk: Desk, clock: Clock) -> Told:
    due = clock.today + timedelta(days=60)
    steps = [
        {"key": "survey", "title": both("勘察", "survey")},
        {"key": "works", "title": both("施工", "works"), "due": due.isoformat()},
    ]
    do(desk, "project/start", round=ROUND, item="light", due=due.isoformat(), limit="10%",
        milestones=steps)  # fmt: skip
    refusal = refusal_of(desk, "project/begin", project="light")
    yield Text(f"路灯想马上开工，被拒绝：{refusal.zh}", f"The light cannot begin: {refusal.en}")
    do(
        desk,
        "project/responsible",
        project="light",
        side="property-firm",
        name=FIRM,
        task=both("施工", "the works"),
    )
    do(desk, "project/supervisors", project="light", names=list(SUPERVISORS))
    do(desk, "project/begin", project="light")
    yield Text("写明责任单位，聘请三名监督员，开工。", "A firm answers for it, three watch; begun.")
    problem = _open_problem(desk)
    do(desk, "problem/link", ref=problem["ref"], project="light")
    do(desk, "volunteer/join", Actor(), project="light", part="volunteer", name="戊居民")
    gift = do(desk, "project/pledge", project="light", source="sponsor", donor="街角面馆",
        amount=20000)  # fmt: skip
    do(desk, "project/receive", project="light", ref=gift["ref"])
    yield Text("一家沿街商铺匿名捐助200元。", "A shop gives 200 yuan and stays anonymous.")


def _light_costs_more(desk: Desk) -> Told:
    do(
        desk,
        "project/milestone",
        project="light",
        milestone="survey",
        words=both("需加一段电缆", "a length of cable more is needed"),
    )
    do(
        desk,
        "project/expect",
        project="light",
        amount=150000,
        reason=both("加一段电缆", "a length of cable more"),
    )
    refusal = refusal_of(desk, "project/milestone", project="light", milestone="works")
    yield Text(
        f"预计费用涨到1500元，超过限度，停下：{refusal.zh}",
        f"It will cost 1,500 yuan, beyond its limit, and stops: {refusal.en}",
    )
    do(
        desk,
        "meeting/announce",
        id="m1",
        kind="coordination",
        title=both("路灯费用协调会", "Meeting on the cost of the light"),
        about=["project:light"],
    )
    do(
        desk,
        "meeting/minutes",
        id="m1",
        minutes=both("说明电缆费用", "what the cable costs, and why"),
        resolved=both("同意增加到1500元", "agreed to 1,500 yuan"),
        attended=14,
    )
    do(desk, "project/decide-again", project="light", amount=150000, meeting="m1")
    yield Text("协调会重新决定后继续。", "A meeting decides it again, and the work goes on.")


def _light_is_delivered(desk: Desk, clock: Clock) -> Told:
    do(
        desk,
        "project/spend",
        project="light",
        amount=148000,
        what=both("灯具、电缆、人工", "lamp, cable, labour"),
        payee=FIRM,
    )
    do(desk, "project/milestone", project="light", milestone="works")
    do(desk, "project/send-back", project="light", milestone="works", supervisor=SUPERVISORS[0],
        reason=both("灯罩松动", "the lamp's cover is loose"))  # fmt: skip
    clock.wait(3)
    do(desk, "project/milestone", project="light", milestone="works")
    for name in SUPERVISORS[:2]:
        for step in ("survey", "works"):
            do(desk, "project/sign", project="light", milestone=step, supervisor=name)
    problem = _open_problem(desk)
    done = do(desk, "project/deliver", project="light")
    yield _delivery_words(
        "路灯退回一次后由监督员签字，完成", "Sent back once, signed, delivered", done
    )
    do(desk, "problem/solve", ref=problem["ref"], how=both("路灯已亮", "the light is on"))
    yield Text("急难愁盼问题解决。", "The problem is solved.")


def _open_problem(desk: Desk) -> Any:
    (problem,) = [one for one in do(desk, "problem/list", Actor()) if one["solved"] is None]
    return problem


def rails(desk: Desk, clock: Clock) -> Told:
    """The handrails: a pilot in one building, then the others."""
    buildings = [f"{desk.area}b{at}" for at in (1, 2, 3)]
    do(desk, "project/start", round=ROUND, item="rails", pilot=buildings[:1])
    do(desk, "project/responsible", project="rails", side="residents-committee", name=COMMITTEE,
        task=both("组织施工", "has the work done"))  # fmt: skip
    do(desk, "project/begin", project="rails")
    clock.wait(15)
    do(desk, "project/part", project="rails", area=buildings[0])
    do(
        desk,
        "project/pilot",
        project="rails",
        extended=True,
        words=both("老人上下楼方便多了", "old people get up and down far more easily"),
    )
    yield Text("扶手先在1号楼试点，再推广。", "Handrails are tried in No. 1, then extended.")
    clock.wait(25)
    for one in buildings[1:]:
        do(desk, "project/part", project="rails", area=one)
    do(
        desk,
        "project/spend",
        project="rails",
        amount=880000,
        what=both("扶手、安装", "handrails, fitted"),
        payee=FIRM,
    )
    done = do(desk, "project/deliver", project="rails")
    yield _delivery_words("三栋楼完工", "All three buildings are finished", done)


def _delivery_words(zh: str, en: str, card: dict[str, Any]) -> Text:
    over = card["comparison"]["over"]
    return Text(
        f"{zh}：比清单{'多' if over > 0 else '少'}花{_yuan(abs(over))}元。",
        f"{en}: {_yuan(abs(over))} yuan {'more' if over > 0 else 'less'} than listed.",
    )


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02}"


STEPS: tuple[Callable[[Desk, Clock], Told], ...] = (people, light, rails)
