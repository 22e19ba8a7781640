"""``tickbox year --demo``: the first half of a year, played through the same acts people use."""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from tickbox_core import open_registry
from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.bundle import differences
from tickbox_core.cli.parser import Parser
from tickbox_core.cli.printing import print_json
from tickbox_core.desk import Cast, Desk, Town
from tickbox_core.errors import BadCommand, TickboxError
from tickbox_core.model import Area, AreaTree, Person, Residence, Roll, Unit
from tickbox_core.text import Language, Text, joined

LIN, ZHOU, WU = (Actor(name, Role.STAFF) for name in ("小林", "老周", "吴姐"))
WISHES = ("东门装一盏路灯", "东门晚上太黑", "小广场长椅加靠背", "边门早晚打开", "楼道里加扶手")
TITLES = {
    "light": Text("东门路灯", "A light at the east gate"),
    "bench": Text("长椅加靠背", "Backs for the benches"),
    "gate": Text("边门早晚打开", "The side gate open mornings and evenings"),
}
AREA, ROUND = "n1", "r2026"


class Year:
    """Plays a year with a clock of its own and prints it as a person would tell it."""

    help = Text("演示一年的流程（生成的数据）", "play a year, with generated data")

    def configure(self, parser: Parser) -> None:
        """``--demo``, where to keep it, and ``--json``."""
        parser.add_argument("--demo", action="store_true", help=parser.said(_DEMO))
        keep = Text("保留数据的文件夹", "a folder to keep the data in")
        parser.add_argument("--data", type=Path, help=parser.said(keep))
        parser.add_argument(
            "--json", action="store_true", help=parser.said(Text("输出 JSON", "print JSON"))
        )

    def run(self, args: argparse.Namespace) -> int:
        """Play it; what the data folder held before stays as it is, so it has to be new."""
        if not args.demo:
            raise BadCommand(
                Text("现在只有演示。", "a demonstration is all there is."),
                Text("请写 --demo。", "Give --demo."),
            )
        if args.data is not None and args.data.exists():
            raise BadCommand(
                Text(f"“{args.data}”已经存在。", f"'{args.data}' is there already."),
                Text("请写一个新文件夹。", "Name a new folder."),
            )
        with tempfile.TemporaryDirectory() as folder:
            steps = []
            for day, text in played(args.data or Path(folder) / "year"):
                steps.append({"day": day.isoformat(), "text": text.plain()})
                if not args.json:
                    print(_line(day, text, args.lang), flush=True)
        if args.json:
            print_json(steps)
        return 0


_DEMO = Text("用生成的数据演示", "with generated data")


def _line(day: date, text: Text, language: Language) -> str:
    return f"{day.isoformat()}  {text.said_in(language)}"


class _Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 2, 2, 9, tzinfo=timezone(timedelta(hours=8)))

    def __call__(self) -> datetime:
        return self.now

    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)


def played(folder: Path) -> Iterator[tuple[date, Text]]:
    """Each step as it happens: the day, and what happened."""
    clock = _Clock()
    town = Town(
        folder, open_registry(discover=False), clock=clock, entropy=random.Random(2026).randbytes
    )
    try:
        town.plant(AreaTree((Area(AREA, "neighbourhood", Text("演示一村", "Demo One")),)))
        desk = town.found(AREA)
        for step in (_wishes, _list, _ticking, _result):
            for text in step(desk, clock):
                yield clock.now.date(), text
    finally:
        town.close()


def _do(desk: Desk, act: str, actor: Actor = LIN, **fields: Any) -> Any:
    return perform(ACTS[act], desk, fields, actor)


def _wishes(desk: Desk, clock: _Clock) -> Iterator[Text]:
    _do(desk, "place/set", id="c", name="服务点", tier="corner", hours="9–17")
    yield Text("（以下都是生成的数据。）服务点开门。", "(All generated.) A service corner opens.")
    refs = [
        _do(desk, "wish/take", Actor() if at % 2 else LIN, text=text,
            **({} if at % 2 else {"channel": "door"}))["ref"]
        for at, text in enumerate(WISHES)
    ]  # fmt: skip
    yield Text(f"收到{len(refs)}个心愿。", f"{len(refs)} wishes are taken, each with a reference.")
    clock.wait(3)
    _do(desk, "wish/merge", refs=[refs[1]], into=refs[0], reason="同一件事")
    yield Text("两条合并，原话和编号都保留。", "Two ask for the same: merged, both kept as said.")
    _do(desk, "wish/answer", ref=refs[4], reply="referred", words="请物业处理", referred_to="物业")
    for ref in (refs[0], refs[2], refs[3]):
        _do(desk, "wish/answer", ref=ref, reply="taken-up", words="列入清单")
    yield Text("三条采纳，一条转交物业。", "Three are taken up, one is referred to the firm.")
    _do(desk, "round/plan", id=ROUND, title="2026年春季打钩", maximum=2, places=1, notice_days=7,
        objection_days=5, ties="listed-first")  # fmt: skip
    for (item, title), cost, ref in zip(
        TITLES.items(), (120050, 86000, 0), (refs[0], refs[2], refs[3]), strict=True
    ):
        _do(desk, "wish/list", cycle=ROUND, id=item, title=title.plain(), cost=cost, refs=[ref])


def _list(desk: Desk, clock: _Clock) -> Iterator[Text]:
    for item in ("light", "bench", "gate"):
        _do(desk, "item/assess", cycle=ROUND, item=item, feasible="yes", reason="已现场查看")
    _do(desk, "round/post", cycle=ROUND)
    yield Text("清单公示7天：三个事项。", "The list is posted for 7 days: three items.")
    ref = _do(desk, "objection/raise", Actor(), cycle=ROUND, item="gate", text="怕不安全")["ref"]
    desk.register(ROUND, _roll())
    refusal = _refused(desk, "round/open", cycle=ROUND)
    yield Text(f"想提前开放，被拒绝：{refusal.zh}", f"Opening early is refused: {refusal.en}")
    clock.wait(7)
    _do(desk, "objection/answer", ref=ref, words="门口有探头，只在早晚开")
    _do(desk, "round/open", cycle=ROUND)
    yield Text("异议答复后开放打钩。", "The objection is answered; ticking opens.")


def _ticking(desk: Desk, clock: _Clock) -> Iterator[Text]:
    slots = [slot.slot for slot in desk.slots(ROUND)]
    draw = random.Random(7)
    for at, slot in enumerate(slots[:14]):
        ticks = draw.sample(["light", "bench", "gate"], k=draw.choice([1, 2]))
        desk.cast(ROUND, Cast(slot, tuple(ticks), f"online-{at}"))
    yield Text("14人在线打钩。", "14 residents tick online.")
    sheets = desk.paper.print_batch(ROUND, "一号楼", LIN.name, slots[14:16])
    desk.paper.take_back(ROUND, [sheet.number for sheet in sheets], LIN.name)
    waited = 0
    for at, (sheet, slot) in enumerate((s, slot) for s in sheets for slot in s.slots):
        readings = (["light"], ["light"]) if at == 0 else (["bench"], ["gate"], ["bench"])
        for person, ticks in zip((LIN, ZHOU, WU), readings, strict=False):
            keyed = desk.paper.key(ROUND, sheet.number, slot, ticks, person.name)
            waited += keyed.waits_for == "third"
    _do(desk, "paper/reconcile", cycle=ROUND, batch="一号楼", returned=len(sheets))
    yield Text(
        f"纸质选票两人录入，{waited}张看法不同，由第三人核对；批次相符。",
        f"Paper is keyed by two people; they differ on {waited}, a third looks; the batch adds up.",
    )
    _do(desk, "ballot/assist", cycle=ROUND, slot=slots[16], channel="door", witness=ZHOU.name,
        ticks=["light"])  # fmt: skip
    yield Text("上门协助一位老人，有见证人。", "An old resident ticks at the door, with a witness.")
    clock.wait(10)
    _do(desk, "round/close", cycle=ROUND)
    yield Text("截止。", "Ticking closes.")


def _result(desk: Desk, clock: _Clock) -> Iterator[Text]:
    outcome = desk.publish(ROUND)
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
    refusal = _refused(desk, "result/finalise", cycle=ROUND)
    yield Text(f"想马上定下，被拒绝：{refusal.zh}", f"Fixing it at once is refused: {refusal.en}")
    clock.wait(5)
    annual = _do(desk, "result/finalise", cycle=ROUND)
    listed = joined([TITLES[item] for item in annual["items"]], "、", ", ")
    yield Text(
        "异议期满，年度实事项目：{items}。", "Objections are over; the annual list: {items}."
    ).filled(items=listed)


def _refused(desk: Desk, act: str, **fields: Any) -> Text:
    try:
        _do(desk, act, **fields)
    except TickboxError as refusal:
        return refusal.text
    raise AssertionError(f"{act} was not refused")


def _roll() -> Roll:
    units = tuple(Unit(f"{n}01", AREA, floor=n) for n in range(1, 11))
    names = [(f"{unit.id}-{one}", unit.id) for unit in units for one in "ab"]
    return Roll(
        date(2026, 2, 1),
        units,
        tuple(Person(person) for person, _ in names),
        tuple(Residence(person, unit) for person, unit in names),
    )


COMMAND = Year()
