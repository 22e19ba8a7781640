"""The first half: wishes, the list, ticking on every channel, the result, the annual list."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from tickbox_core.acts import Actor
from tickbox_core.bundle import differences
from tickbox_core.desk import Cast, Desk
from tickbox_core.playing.stage import (
    LIN,
    ROUND,
    WU,
    ZHOU,
    Clock,
    Told,
    both,
    do,
    read_roll,
    refusal_of,
)
from tickbox_core.text import Text, join_texts

WISHES = (
    "东门装一盏路灯",
    "东门晚上太黑",
    "小广场长椅加靠背",
    "边门早晚打开",
    "楼道里加扶手",
    "楼上漏水没人管",
)
TITLES = {
    "light": Text("东门路灯", "A light at the east gate"),
    "rails": Text("楼道扶手", "Handrails in the stairwells"),
    "bench": Text("长椅加靠背", "Backs for the benches"),
    "gate": Text("边门早晚打开", "The side gate open mornings and evenings"),
}
COSTS = {"light": 120050, "rails": 900000, "bench": 86000, "gate": 0}
LIKED = {"light": 8, "rails": 7, "bench": 4, "gate": 2}
"""How much each is wished for, out of ten, when ticks are drawn."""


def wishes(desk: Desk, clock: Clock) -> Told:
    """Wishes are handed in at the service corner and online, merged and answered."""
    do(
        desk,
        "place/set",
        id="c",
        name=both("服务点", "Service corner"),
        tier="corner",
        hours="9–17",
    )
    yield Text("（以下都是生成的数据。）服务点开门。", "(All generated.) A service corner opens.")
    refs = [_take_wish(desk, at, text) for at, text in enumerate(WISHES)]
    yield Text(f"收到{len(refs)}个心愿。", f"{len(refs)} wishes are taken, each with a reference.")
    clock.wait(3)
    do(desk, "wish/merge", refs=[refs[1]], into=refs[0], reason=both("同一件事", "the same wish"))
    yield Text("两条合并，原话和编号都保留。", "Two ask for the same: merged, both kept as said.")
    do(
        desk,
        "wish/answer",
        ref=refs[5],
        reply="referred",
        words=both("请物业处理", "asked the property firm to see to it"),
        referred_to=both("物业", "the property firm"),
    )
    found = {"light": refs[0], "rails": refs[4], "bench": refs[2], "gate": refs[3]}
    for ref in found.values():
        do(
            desk,
            "wish/answer",
            ref=ref,
            reply="taken-up",
            words=both("列入清单", "put on the list"),
        )
    yield Text("四条采纳，一条转交物业。", "Four are taken up, one is referred to the firm.")
    do(
        desk,
        "round/plan",
        id=ROUND,
        title=both("2026年春季打钩", "Ticking in spring 2026"),
        maximum=2,
        places=2,
        notice_days=7,
        closes="2026-02-22",
        closes_at="09:00",
        objection_days=5,
        ties="listed-first",
    )
    for item, title in TITLES.items():
        within = [f"{desk.area}b{at}" for at in (1, 2, 3)] if item == "rails" else []
        more: dict[str, Any] = {"scope": {"within": within}} if within else {}
        do(desk, "item/add", round=ROUND, id=item, title=title.plain(), cost=COSTS[item],
            refs=[found[item]], **more)  # fmt: skip


def _take_wish(desk: Desk, at: int, text: str) -> str:
    """Every other one was said at the door, and is written down by staff."""
    if at % 2:
        return str(do(desk, "wish/take", Actor(), text=text)["ref"])
    return str(do(desk, "wish/take", text=text, channel="door")["ref"])


def post_list(desk: Desk, clock: Clock) -> Told:
    """The list is posted, an objection answered, opening waits for its day."""
    for item in TITLES:
        do(
            desk,
            "item/assess",
            round=ROUND,
            item=item,
            feasible="yes",
            reason=both("已现场查看", "looked at on the spot"),
        )
    do(desk, "round/post", round=ROUND)
    yield Text(
        f"清单公示7天：{len(TITLES)}个事项。",
        f"The list is posted for 7 days: {len(TITLES)} items.",
    )
    ref = do(desk, "objection/raise", Actor(), round=ROUND, item="gate", text="怕不安全")["ref"]
    read_roll(desk, ROUND)
    refusal = refusal_of(desk, "round/open", round=ROUND)
    yield Text(f"想提前开放，被拒绝：{refusal.zh}", f"Opening early is refused: {refusal.en}")
    clock.wait(7)
    do(
        desk,
        "objection/answer",
        ref=ref,
        words=both("门口有探头，只在早晚开", "a camera is there; open mornings and evenings only"),
    )
    do(desk, "round/open", round=ROUND)
    yield Text("异议答复后开放打钩。", "The objection is answered; ticking opens.")


def ticks_of(draw: random.Random) -> tuple[str, ...]:
    """Up to two items, as likely as each is wished for; now and then none."""
    wanted = [item for item, liked in LIKED.items() if draw.random() * 10 < liked]
    return tuple(draw.sample(wanted, k=min(2, len(wanted))))


def ticking(desk: Desk, clock: Clock) -> Told:
    """Online, on paper keyed twice, with a helper, and on a stairwell's count sheet."""
    slots = [slot.slot for slot in desk.slots(ROUND)]
    draw = random.Random(7)
    for at, slot in enumerate(slots[:36]):
        desk.cast(ROUND, Cast(slot, ticks_of(draw), f"online-{at}"))
    yield Text("36人在线打钩。", "36 residents tick online.")
    yield from _on_paper(desk, slots[36:38])
    do(desk, "ballot/assist", round=ROUND, slot=slots[38], channel="door", witness=ZHOU.name,
        ticks=["light"])  # fmt: skip
    yield Text("上门协助一位老人，有见证人。", "An old resident ticks at the door, with a witness.")
    sheet = slots[39:45]
    do(desk, "paper/count", round=ROUND, slots=sheet, ticks=[["light", 5], ["rails", 4]])
    yield Text(
        "3号楼用正字统计表：6人，只知合计。",
        "No. 3 counts by strokes: 6 people, of whom only totals are known.",
    )
    clock.wait(10)
    do(desk, "round/close", round=ROUND)
    yield Text("截止。", "Ticking closes.")


def _on_paper(desk: Desk, slots: list[str]) -> Told:
    do(desk, "paper/print", round=ROUND, batch="一号楼", slots=slots)
    sheets = desk.paper.sheets(ROUND, "一号楼")
    do(desk, "paper/return", round=ROUND, numbers=[sheet.number for sheet in sheets])
    waited = 0
    for at, (sheet, slot) in enumerate((s, slot) for s in sheets for slot in s.slots):
        readings = (["light"], ["light"]) if at == 0 else (["bench"], ["gate"], ["bench"])
        for person, ticks in zip((LIN, ZHOU, WU), readings, strict=False):
            do(desk, "paper/key", person, round=ROUND, number=sheet.number, slot=slot,
                ticks=ticks)  # fmt: skip
            waited += len(desk.paper.mismatches(ROUND))
    do(desk, "paper/reconcile", round=ROUND, batch="一号楼", returned=len(sheets))
    yield Text(
        f"纸质选票两人录入，{waited}张看法不同，由第三人核对；批次相符。",
        f"Paper is keyed by two people; they differ on {waited}, a third looks; the batch adds up.",
    )


def result(desk: Desk, clock: Clock) -> Told:
    """Counted, recounted by the other route, posted for its days, fixed as the annual list."""
    do(desk, "round/publish", round=ROUND)
    outcome = desk.concluding.standing(ROUND).outcome
    for placed in outcome.ranking:
        yield Text("第{rank}名：{title}。{why}", "Rank {rank}: {title}. {why}").filled(
            rank=placed.rank, title=placed.title, why=placed.why
        )
    if outcome.margin is not None:
        yield outcome.margin.why
    status = differences(desk.bundle(ROUND)).status
    yield Text(
        f"独立复算：{'一致' if status == 0 else '不一致'}。",
        f"The independent recount {'agrees' if status == 0 else 'differs'}.",
    )
    refusal = refusal_of(desk, "result/finalise", round=ROUND)
    yield Text(f"想马上定下，被拒绝：{refusal.zh}", f"Fixing it at once is refused: {refusal.en}")
    clock.wait(5)
    annual = do(desk, "result/finalise", round=ROUND)
    listed = join_texts([TITLES[item] for item in annual["items"]], "、", ", ")
    yield Text(
        "异议期满，年度实事项目：{items}。", "Objections are over; the annual list: {items}."
    ).filled(items=listed)


STEPS: tuple[Callable[[Desk, Clock], Told], ...] = (wishes, post_list, ticking, result)
