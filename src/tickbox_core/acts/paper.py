"""Acts with paper: sheets printed, returned, keyed, reconciled, and ticking with a helper."""

from __future__ import annotations

from typing import Any

import attrs

from tickbox_core.acts.act import Act, Actor, Role
from tickbox_core.acts.lists import ARound
from tickbox_core.acts.states import TICKING
from tickbox_core.categories import a_count, a_line, one_of, yes_no
from tickbox_core.categories.kinds import Count
from tickbox_core.components.paper import (
    MISMATCHES,
    BatchAnswer,
    CountedSheet,
    CountSheetAnswer,
    KeyedAnswer,
    SheetAnswer,
    TakenBackAnswer,
)
from tickbox_core.declarations import ListOf, by_reference, new_id, refers_to, refers_to_several
from tickbox_core.declarations.fields import a_name
from tickbox_core.declarations.ranges import numbers
from tickbox_core.desk import Desk
from tickbox_core.model.channels import Channel
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.answers import ReceiptAnswer
from tickbox_core.workflow.deadlines import COUNTED_IN_TIME

HELPED = {str(c): c.words for c in (Channel.DOOR, Channel.PLACE, Channel.PHONE)}


@attrs.frozen
class ABatch:
    """A batch of sheets to print, for all households or those of some slots."""

    round: str = refers_to("round", "轮次", "round")
    batch: str = new_id("batch", "批次", "batch", within="round", noted=False)
    slots: tuple[str, ...] = refers_to_several(
        "slot", "席位", "slots", within="round", noted=False, default=()
    )


@attrs.frozen
class SomeSheets:
    """Sheets by number."""

    round: str = refers_to("round", "轮次", "round", states=TICKING)
    numbers: tuple[int, ...] = numbers("票号", "numbers")


@attrs.frozen
class ReturnedSheets:
    """Sheets by number, and whether they were handed in before the announced hour."""

    round: str = refers_to("round", "轮次", "round", states=TICKING)
    numbers: tuple[int, ...] = numbers("票号", "numbers")
    in_time: bool = yes_no(
        "截止钟点前已交回（截止后才登记的写明）",
        "handed in before the hour (said of what is registered after it)",
        default=False,
    )


@attrs.frozen
class AKeying:
    """What a slot of a sheet ticks, or why it is spoiled or unsure, as one person reads it."""

    round: str = refers_to("round", "轮次", "round", states=TICKING)
    number: int = a_count("票号", "number", least=1)
    slot: str = refers_to("slot", "席位", "slot", within="round", noted=False)
    ticks: tuple[str, ...] = refers_to_several(
        "tick", "勾选", "ticks", within="round", noted=False, default=()
    )
    spoiled: Text = a_line("作废的原因", "why it is spoiled", default=EMPTY)
    unsure: bool = yes_no(
        "看不清，要第三人看", "it cannot be read: a third person looks", default=False
    )


@attrs.frozen
class AReading:
    """One's own reading of a slot of a sheet."""

    round: str = refers_to("round", "轮次", "round", states=TICKING)
    number: int = a_count("票号", "number", least=1)
    slot: str = refers_to("slot", "席位", "slot", within="round", noted=False)


@attrs.frozen
class ACountOfPapers:
    """The papers of a batch, counted by hand."""

    round: str = refers_to("round", "轮次", "round", states=TICKING)
    batch: str = refers_to("batch", "批次", "batch", within="round", noted=False)
    returned: int = a_count("收回张数", "returned")
    spoiled: int = a_count("作废张数", "spoiled", default=0)


@attrs.frozen
class ACountSheet:
    """A stairwell counted by hand: who took part, and sums only."""

    round: str = refers_to("round", "轮次", "round", states=TICKING)
    slots: tuple[str, ...] = refers_to_several(
        "slot", "参与的席位", "slots that took part", within="round", noted=False, least=1
    )
    ticks: tuple[tuple[str, int], ...] = by_reference(
        "tick", "各项票数", "ticks by item", Count(), within="round", noted=False
    )
    photo: str = a_name("照片摘要", "digest of the photo", default="")
    in_time: bool = yes_no(*COUNTED_IN_TIME, default=False)


@attrs.frozen(kw_only=True)
class CorrectPaper:
    """What a paper says, where two people have keyed it wrongly."""

    round: str = refers_to("round", "轮次", "round", states=TICKING)
    number: int = a_count("票号", "number", least=1)
    slot: str = refers_to("slot", "席位", "slot", within="round", noted=False)
    ticks: tuple[str, ...] = refers_to_several(
        "tick", "勾选", "ticks", within="round", noted=False, default=()
    )
    reason: Text = a_line("更正理由（会公布）", "why it is set right; this is posted")


@attrs.frozen
class SupersedeSheet:
    """A count sheet that is not to count, and why: both stay in the log."""

    round: str = refers_to("round", "轮次", "round", states=TICKING)
    number: int = a_count("合计表编号", "number of the count sheet", least=1)
    reason: Text = a_line("撤回理由（会公布）", "why it is taken back; this is posted")


@attrs.frozen
class AnAssistance:
    """A resident's ticks, taken by a helper before a witness."""

    round: str = refers_to("round", "轮次", "round", states=TICKING)
    slot: str = refers_to("slot", "席位", "slot", within="round", noted=False)
    channel: str = one_of("方式", "how", HELPED)
    witness: str = a_name("见证人", "witness")
    ticks: tuple[str, ...] = refers_to_several(
        "tick", "勾选", "ticks", within="round", noted=False, default=()
    )


def _print(desk: Desk, given: ABatch, actor: Actor) -> Any:
    sheets = desk.paper.print_batch(given.round, given.batch, actor.name, given.slots or None)
    return [SheetAnswer(sheet.number, tuple(sheet.slots)) for sheet in sheets]


def _take_back(desk: Desk, given: ReturnedSheets, actor: Actor) -> Any:
    desk.paper.take_back(given.round, given.numbers, actor.name, in_time=given.in_time)
    return desk.paper.batches(given.round)


def _spoil(desk: Desk, given: SomeSheets, actor: Actor) -> Any:
    desk.paper.spoil(given.round, given.numbers, actor.name)
    return desk.paper.batches(given.round)


def _key(desk: Desk, given: AKeying, actor: Actor) -> Any:
    read = (given.ticks, actor.name, given.spoiled, given.unsure)
    return KeyedAnswer.of(desk.paper.key(given.round, given.number, given.slot, *read))


def _unkey(desk: Desk, given: AReading, actor: Actor) -> Any:
    sheet = desk.paper.unkey(given.round, given.number, given.slot, actor.name)
    return TakenBackAnswer(sheet.number, sheet.slots.index(given.slot) + 1)


def _reconcile(desk: Desk, given: ACountOfPapers, actor: Actor) -> Any:
    counted = (given.returned, given.spoiled)
    return desk.paper.reconcile(given.round, given.batch, *counted, actor.name)


@attrs.frozen
class AProxy:
    """A resident's ticks, brought by somebody with their written mandate."""

    round: str = refers_to("round", "轮次", "round", states=TICKING)
    slot: str = refers_to("slot", "席位", "slot", within="round", noted=False)
    proxy: str = a_name("代理人", "proxy")
    mandate: str = a_name("委托书编号", "number of the mandate")
    witness: str = a_name("见证人", "witness")
    ticks: tuple[str, ...] = refers_to_several(
        "tick", "勾选", "ticks", within="round", noted=False, default=()
    )


def _by_proxy(desk: Desk, given: AProxy, actor: Actor) -> Any:
    return desk.paper.by_proxy(
        given.round,
        given.slot,
        given.ticks,
        proxy=given.proxy,
        mandate=given.mandate,
        helper=actor.name,
        witness=given.witness,
    )


def _count_sheet(desk: Desk, given: ACountSheet, actor: Actor, second: Actor) -> Any:
    number = desk.paper.take_count(
        given.round,
        given.slots,
        dict(given.ticks),
        by=actor.name,
        second=second.name,
        photo=given.photo,
        in_time=given.in_time,
    )
    return CountSheetAnswer(number, len(given.slots))


def _correct(desk: Desk, given: CorrectPaper, actor: Actor, second: Actor) -> Any:
    return desk.paper.correct(
        given.round,
        given.number,
        given.slot,
        given.ticks,
        given.reason,
        by=actor.name,
        second=second.name,
    )


def _uncount(desk: Desk, given: SupersedeSheet, actor: Actor, second: Actor) -> Any:
    return desk.paper.uncount(
        given.round, given.number, given.reason, by=actor.name, second=second.name
    )


def _assist(desk: Desk, given: AnAssistance, actor: Actor) -> Any:
    return desk.paper.assist(
        given.round,
        given.slot,
        given.ticks,
        channel=Channel(given.channel),
        helper=actor.name,
        witness=given.witness,
    )


_KEYERS = (Role.KEYER,)

ACTS = (
    Act(
        "paper/print",
        Text("打印选票", "print a batch of sheets"),
        ABatch,
        _print,
        answer=ListOf(SheetAnswer),
    ),
    Act(
        "paper/return",
        Text("登记收回", "register sheets as returned"),
        ReturnedSheets,
        _take_back,
        also=_KEYERS,
        answer=ListOf(BatchAnswer),
    ),
    Act(
        "paper/spoil",
        Text("登记作废", "register sheets as spoiled"),
        SomeSheets,
        _spoil,
        also=_KEYERS,
        answer=ListOf(BatchAnswer),
        irreversible=True,
    ),
    Act(
        "paper/key",
        Text("录入选票", "key a paper ballot"),
        AKeying,
        _key,
        also=_KEYERS,
        once=True,
        answer=KeyedAnswer,
        about=Text(
            "两个人各录一遍，不一样由第三个人核对；整批录完、核对批次时一起计入。"
            "录第二遍的人不知道两遍是否一样。",
            "Two people key each ballot, a third looks where they differ; a batch counts in one "
            "step when it is reconciled with all of it keyed. Who reads second is not told whether "
            "they agree.",
        ),
    ),
    Act(
        "paper/unkey",
        Text("撤回刚录的", "take one's own reading back"),
        AReading,
        _unkey,
        also=_KEYERS,
        once=True,
        answer=TakenBackAnswer,
    ),
    Act(
        "paper/mismatches",
        Text("待第三人核对", "ballots that wait for a third look"),
        ARound,
        lambda desk, given, actor: desk.paper.mismatches(given.round, actor.name),
        reads=True,
        also=_KEYERS,
        answer=MISMATCHES,
    ),
    Act(
        "paper/reconcile",
        Text("核对批次", "reconcile a batch"),
        ACountOfPapers,
        _reconcile,
        answer=BatchAnswer,
    ),
    Act(
        "paper/batches",
        Text("批次", "batches"),
        ARound,
        lambda desk, given, actor: desk.paper.batches(given.round),
        reads=True,
        also=_KEYERS,
        answer=ListOf(BatchAnswer),
    ),
    Act(
        "paper/count",
        Text("录入楼道合计表", "take a count sheet"),
        ACountSheet,
        _count_sheet,
        second=True,
        answer=CountSheetAnswer,
    ),
    Act(
        "paper/correct",
        Text("更正已录的纸质票", "set a keyed paper right"),
        CorrectPaper,
        _correct,
        second=True,
        irreversible=True,
        answer=ReceiptAnswer,
    ),
    Act(
        "paper/uncount",
        Text("撤回楼道合计表", "take a count sheet back"),
        SupersedeSheet,
        _uncount,
        second=True,
        irreversible=True,
        answer=CountedSheet,
        look=lambda desk, given: desk.paper.count_sheet(str(given["round"]), int(given["number"])),
    ),
    Act(
        "paper/counts",
        Text("楼道合计表", "count sheets"),
        ARound,
        lambda desk, given, actor: desk.paper.count_sheets(given.round),
        reads=True,
        answer=ListOf(CountedSheet),
    ),
    Act(
        "ballot/proxy",
        Text("代理打钩", "tick by written mandate"),
        AProxy,
        _by_proxy,
        answer=ReceiptAnswer,
    ),
    Act(
        "ballot/assist",
        Text("协助打钩", "tick for a resident"),
        AnAssistance,
        _assist,
        answer=ReceiptAnswer,
    ),
)
