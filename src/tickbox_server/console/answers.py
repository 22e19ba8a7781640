"""What the desk answers, in words: labels for names, and values as people read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import attrs

from tickbox_core.acts import ACTS
from tickbox_core.categories import fields_of
from tickbox_core.categories.kinds import Hundredths
from tickbox_core.model import State
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
    "code": Text("码", "code"),
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
}
_MONEY = {"cost", "spent", "amount", "owes", "paid", "budget", "total", "worth", "expected"}


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


def told(seat: Seat, answer: Any) -> tuple[Told, ...]:
    """An answer as lines; nothing where it is empty."""
    return tuple(_told(seat, "", answer))


def _told(seat: Seat, key: str, value: Any) -> Iterator[Told]:
    if isinstance(value, Mapping) and set(value) == {"zh", "en"}:
        yield Told(_label(seat, key), seat.visit.say(Text.of(value)))
    elif isinstance(value, Mapping):
        below = tuple(
            line for name, one in value.items() if not _empty(one)
            for line in _told(seat, str(name), one)
        )  # fmt: skip
        yield from (Told(_label(seat, key), "", below),) if key and below else below
    elif isinstance(value, list):
        below = tuple(
            Told(str(at), "", tuple(_told(seat, "", one))) for at, one in enumerate(value[:MOST], 1)
        )
        if all(len(one.below) == 1 and not one.below[0].below for one in below):
            joined = "、" if seat.visit.language == "zh" else ", "
            yield Told(_label(seat, key), joined.join(one.below[0].text for one in below))
        else:
            yield from (Told(_label(seat, key), "", below),) if key else below
    else:
        yield Told(_label(seat, key), scalar(seat, key, value))


def _label(seat: Seat, key: str) -> str:
    return seat.say(labels()[key]) if key in labels() else key.replace("_", " ")


def _empty(value: Any) -> bool:
    return value in (None, "", {}, [], {"zh": "", "en": ""})


def scalar(seat: Seat, key: str, value: Any) -> str:
    """A single value as people read it; fen as yuan."""
    if isinstance(value, bool):
        return seat.visit.say(Text("是", "yes") if value else Text("否", "no"))
    if isinstance(value, int) and key in _amounts():
        return money(value, seat.visit.language) or ""
    if key == "state" and value in {str(state) for state in State}:
        return seat.visit.say(State(value).words)
    said = str(value)
    if len(said) > 10 and said[4:5] == "-" and said[7:8] == "-" and said[10:11] == "T":
        return f"{day(said, seat.visit.language)} {said[11:16]}"
    return said
