"""What the desk answers, in words: labels for names, and values as people read them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import attrs

from tickbox_core.acts import ACTS
from tickbox_core.categories import fields_of
from tickbox_core.categories.kinds import Choice, Hundredths, Several
from tickbox_core.cli.sheet import TITLES
from tickbox_core.counting import Base, Share
from tickbox_core.desk import Tied
from tickbox_core.desk.homes import people
from tickbox_core.ledger import Receipt
from tickbox_core.model import State
from tickbox_core.rules import Outcome
from tickbox_core.text import Text
from tickbox_server.console.seat import Seat
from tickbox_server.pages.words import day, money

MOST = 500


@attrs.frozen
class Told:
    """A line of an answer, with what stands below it."""

    label: str
    text: str
    below: tuple[Told, ...] = ()


_LABELS = {
    "at": Text("时间", "when"),
    "state": Text("状态", "state"),
    "items": Text("事项", "items"),
    "plugins": Text("插件", "plugins"),
    "answer": Text("答复", "answer"),
    "met": Text("符合", "met"),
    "key": Text("检查项", "what is checked"),
    "text": Text("内容", "in words"),
    "reply": Text("答复", "reply"),
    "words": Text("内容", "words"),
    "cost": Text("费用", "cost"),
    "spent": Text("已支出", "spent"),
    "owes": Text("应付", "owes"),
    "paid": Text("已付", "paid"),
    "code": Text("回执编号（抄给居民）", "code of the receipt, for the resident"),
    "slot": Text("席位", "slot"),
    "index": Text("序号", "number"),
    "receipt": Text("回执", "receipt"),
    "rank": Text("名次", "place"),
    "ticks": Text("钩数", "ticks"),
    "share": Text("比例", "share"),
    "total": Text("合计", "total"),
    "title": Text("名称", "title"),
    "name": Text("姓名", "name"),
    "posted": Text("公示", "posted"),
    "printed": Text("打印", "printed"),
    "returned": Text("收回", "returned"),
    "spoiled": Text("作废", "spoiled"),
    "outstanding": Text("未收回", "outstanding"),
    "reconciled": Text("已核对", "reconciled"),
    "ballots": Text("选票", "ballots"),
    "void": Text("不计的原因", "why it does not count"),
    "waits_for": Text("还等", "waits for"),
    "households": Text("户数", "households"),
    "cycle": Text("轮次", "round"),
    "kind": Text("种类", "kind"),
    "ids": Text("包括", "these"),
    "rows": Text("行数", "rows"),
    "id": Text("编号", "id"),
    "ref": Text("编号", "reference"),
    "cases": Text("案例", "cases"),
    "chosen": Text("入选", "chosen"),
    "formula_words": Text("评分公式", "formula"),
    "item": Text("事项", "item"),
    "project": Text("项目", "project"),
    "until": Text("到", "until"),
    "status_words": Text("状态", "state"),
    "baseline": Text("承诺的内容", "what was promised"),
    "money": Text("费用", "money"),
    "promised": Text("承诺费用", "promised"),
    "expected": Text("预计费用", "expected"),
    "allowed": Text("最多可用", "allowed"),
    "received": Text("收到捐助", "received"),
    "needs_decision": Text("须重新决定", "needs a new decision"),
    "supervisors": Text("监督员人数", "supervisors"),
    "signatures_needed": Text("须几人签字", "signatures needed"),
    "publisher": Text("公示单位", "publisher"),
    "milestones": Text("节点", "milestones"),
    "done": Text("完成日期", "done"),
    "progress": Text("进展", "how it goes"),
    "participants": Text("参与人数", "participants"),
    "registered": Text("名册人数", "on the roll"),
    "open_days": Text("已提出天数", "days open"),
    "solved": Text("解决日期", "solved"),
    "token": Text("令牌（只显示这一次，请交给本人）", "token, shown this once: give it to them"),
    "tokens": Text("令牌（只显示这一次，请交给本人）", "tokens, shown this once: give them out"),
    "codes": Text("码", "codes"),
    "collections": Text("住户应缴和已缴", "what homes owe and have paid"),
    "collection": Text("住户缴费", "payments of homes"),
    "sheets": Text("纸质选票", "sheets"),
    "problems": Text("急难愁盼问题", "problems"),
    "parties": Text("责任方", "who is responsible"),
    "contributions": Text("捐助", "gifts"),
    "planned": Text("计划", "planned"),
    "collected": Text("已收", "collected"),
    "complete": Text("已收齐", "complete"),
    "next": Text("下一步", "next"),
    "raised": Text("提出日期", "raised"),
    "due": Text("应缴／期限", "due"),
    "grade": Text("等级", "grade"),
}
_MONEY = {
    "cost",
    "spent",
    "amount",
    "owes",
    "paid",
    "budget",
    "total",
    "worth",
    "expected",
    "promised",
    "allowed",
    "received",
}


@cache
def labels() -> Mapping[str, Text]:
    """The label of each field of each act, and of what only answers hold."""
    of_fields = {field.key: field.label for act in ACTS.values() for field in fields_of(act.fields)}
    return {**of_fields, **_LABELS}


@cache
def _amounts() -> frozenset[str]:
    held = {
        field.key
        for act in ACTS.values()
        for field in fields_of(act.fields)
        if isinstance(field.kind, Hundredths)
    }
    return frozenset(held | _MONEY)


@cache
def _choices() -> Mapping[str, Mapping[str, Text]]:
    """What the values of fields with choices are called, by the field's key."""
    found: dict[str, dict[str, Text]] = {"kind": dict(TITLES)}
    for act in ACTS.values():
        for field in fields_of(act.fields):
            kind = field.kind.each if isinstance(field.kind, Several) else field.kind
            if isinstance(kind, Choice):
                found.setdefault(field.key, {}).update(kind.choices)
    return found


def _names(seat: Seat) -> Mapping[str, Mapping[str, Text]]:
    """What the things of the year are called, by the key that their ids stand under."""
    held = seat.named
    if not held:
        desk = seat.desk
        rounds = {one.id: one.title for one in desk.cycles()}
        items = {item.id: item.title for one in desk.cycles() for item in one.items}
        slots = {slot: said for id_ in rounds for slot, said in people(desk, id_).items()}
        projects = {one.id: one.baseline.title for one in desk.projects.projects()}
        areas = {area.id: area.name for area in desk.tree}
        held.update(dict.fromkeys(("cycle", "round"), rounds))
        held.update(dict.fromkeys(("item", "items", "take", "leave", "chosen", "ticks"), items))
        held.update(dict.fromkeys(("slot", "slots"), slots))
        held.update(dict.fromkeys(("project", "projects"), projects))
        held.update(dict.fromkeys(("area", "areas", "parts"), areas))
    return held


_INTERNAL = frozenset(
    "status revision size root salt digest commitment format plan version".split()
)
"""What only programs read."""


_BY_PEOPLE = frozenset({"tokens", "codes"})
"""What stands under people's names, however they are written."""
_INTERNAL_NAME = re.compile("[a-z_]+")


def _spoken(name: str) -> bool:
    """Whether it is shown: not what only programs read, nor a name of theirs without words."""
    known = name in labels() or _INTERNAL_NAME.fullmatch(name) is None
    return known and name not in _INTERNAL


def told(seat: Seat, answer: Any) -> tuple[Told, ...]:
    """An answer as lines; nothing where it is empty."""
    return tuple(_told(seat, "", answer))


def _told(seat: Seat, key: str, value: Any) -> Iterator[Told]:
    if isinstance(value, Mapping) and set(value) == {"zh", "en"}:
        yield Told(_label(seat, key), seat.visit.say(Text.of(value)))
    elif isinstance(value, Mapping):
        if {"leaf", "root"} <= set(value):  # a receipt: what is written on the resident's slip
            value = {"slot": value["slot"], "code": Receipt.of(value).code}
        below = tuple(
            line for name, one in value.items()
            if not _empty(one) and (key in _BY_PEOPLE or _spoken(str(name)))
            for line in _told(seat, str(name), one)
        )  # fmt: skip
        yield from (Told(_label(seat, key), "", below),) if key and below else below
    elif (figures := _figures(key, value)) is not None:
        yield Told(_label(seat, key), seat.visit.say(figures))
    elif isinstance(value, list):
        below = tuple(
            Told(str(at), "", tuple(_told(seat, key, one)))
            for at, one in enumerate(value[:MOST], 1)
        )
        if not any(isinstance(one, (Mapping, list)) for one in value):
            joined = "、" if seat.visit.language == "zh" else ", "
            yield Told(_label(seat, key), joined.join(one.below[0].text for one in below))
        else:
            yield from (Told(_label(seat, key), "", below),) if key else below
    else:
        yield Told(_label(seat, key), scalar(seat, key, value))


def _figures(key: str, value: Any) -> Text | None:
    """A share with its base, or what was judged, where three figures stand for it."""
    if not isinstance(value, list) or len(value) != 3:
        return None
    first, second, third = value
    if key == "ticks" and third in {str(base) for base in Base}:
        return Share(first, second, Base(third)).text
    if key == "judgement" and all(isinstance(one, int) for one in value):
        return Text(
            f"满意{first}，较满意{second}，全体成员{third}",
            f"satisfied {first}, fairly {second}, of {third} members",
        )
    return None


def _label(seat: Seat, key: str) -> str:
    if (where := _names(seat)["slot"].get(key)) is not None:
        return seat.visit.say(where)
    return seat.say(labels()[key]) if key in labels() else key


def _empty(value: Any) -> bool:
    return value in (None, "", {}, [], {"zh": "", "en": ""})


def scalar(seat: Seat, key: str, value: Any) -> str:
    """A single value as people read it; fen as yuan."""
    if isinstance(value, bool):
        return seat.visit.say(Text("是", "yes") if value else Text("否", "no"))
    if isinstance(value, int) and key in _amounts():
        free = seat.visit.say(Text("0元", "0 yuan"))
        return (money(value, seat.visit.language) or "") if value else free
    if key == "state" and value in {str(state) for state in State}:
        return seat.visit.say(State(value).words)
    if (words := _names(seat).get(key, {}).get(value)) is not None:
        return seat.visit.say(words)
    if (words := _choices().get(key, {}).get(value)) is not None:
        return seat.visit.say(words)
    said = str(value)
    if len(said) > 10 and said[4:5] == "-" and said[7:8] == "-" and said[10:11] == "T":
        return f"{day(said, seat.visit.language)} {said[11:16]}"
    return said


def looked_at(seat: Seat, found: Any) -> tuple[Told, ...]:
    """What people look at before they do something, and after: a count, or a tie."""
    if found is None:
        return ()
    return tie_told(seat, found) if isinstance(found, Tied) else result_told(seat, found)


def result_told(seat: Seat, outcome: Outcome) -> tuple[Told, ...]:
    """A count as a secretary reads it aloud: each item's place, ticks, share, and why."""
    rows = []
    for placed in outcome.ranking:
        place = Text("第{rank}名，{share}", "place {rank}, {share}")
        said = place.filled(rank=placed.rank, share=placed.share.text)
        chosen = Text("入选", "chosen") if placed.chosen else Text("未入选", "not chosen")
        if placed.item in outcome.taken:
            chosen = Text("由两人决定列入", "taken by decision, beside the count")
        words = seat.visit.say(said)
        if placed.chosen is not None:
            words = f"{words} · {seat.visit.say(chosen)}"
        rows.append(Told(seat.visit.say(placed.title), words, (Told("", seat.say(placed.why)),)))
    head = Text("{ballots}张有效选票", "{ballots} ballots counted").filled(ballots=outcome.ballots)
    settled = () if outcome.settling is None else (Told("", seat.say(outcome.settling.how.words)),)
    return (Told("", seat.say(head)), *settled, *rows)


def tie_told(seat: Seat, tied: Tied) -> tuple[Told, ...]:
    """A tie that goes back to people, as a secretary reads it aloud."""
    told_ = [Text("计票到并列处停下。", "The count stops at a tie."), *tied.sentences, tied.how]
    if tied.posted:
        told_.insert(
            0, Text("并列已经公布，谁都能看到。", "The tie is posted for everybody to see.")
        )
    else:
        told_.append(
            Text(
                "公布以后，所有人都能看到这些并列；公布前掷的骰子不算。",
                "Once it is published everybody sees this tie; dice thrown before do not count.",
            )
        )
    return tuple(Told("", seat.say(one)) for one in told_)
