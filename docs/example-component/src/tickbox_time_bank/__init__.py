"""A time bank (时间银行): hours that volunteers give to neighbours, and the thanks for them."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs

from tickbox_core.categories import a_count, a_line
from tickbox_core.categories.kinds import Day
from tickbox_core.declarations import (
    COUNT,
    Act,
    Component,
    EntryKind,
    ListOf,
    Retention,
    Role,
    Said,
    Thing,
    ThingChoice,
    Typed,
    WallCard,
    gives,
    refers_to,
)  # fmt: skip
from tickbox_core.declarations.fields import NoFields, a_name
from tickbox_core.errors import NotListed, NotPossible
from tickbox_core.hooks import hookimpl
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow import ComponentDesk, DiaryEntry, new_reference, reference


@attrs.frozen
class GivenHours:
    """Hours that somebody gave, as anybody may know them: not who, and not to whom."""

    ref: str = gives(Typed(), "编号", "reference")
    what: Text = gives(Said(), "做了什么", "what was done")
    hours: int = gives(COUNT, "小时数", "hours")
    on: date = gives(Day(), "日期", "on")
    thanks: Text = gives(Said(), "感谢", "thanks")


class Hours:
    """All hours given in an area, by reference."""

    kinds = frozenset({"hours-given", "hours-thanked"})

    def __init__(self) -> None:
        self.by_ref: dict[str, GivenHours] = {}

    def apply(self, happened: DiaryEntry) -> None:
        """Take an entry."""
        said = dict(happened.facts)
        if happened.kind == "hours-thanked":
            thanked = attrs.evolve(self.by_ref[said["ref"]], thanks=Text(**said["thanks"]))
            self.by_ref[said["ref"]] = thanked
            return
        day, what = date.fromisoformat(said["on"]), Text(**said["what"])
        self.by_ref[said["ref"]] = GivenHours(said["ref"], what, said["hours"], day, EMPTY)


class TimeBank:
    """What is done with hours at a desk."""

    def __init__(self, desk: ComponentDesk) -> None:
        self.desk = desk

    def give(self, given: GiveHours) -> GivenHours:
        """Note hours; who gave them is sealed."""
        with self.desk.diary.writing() as pen:
            ref = new_reference(self.desk.context.entropy)
            facts = {"ref": ref, "what": given.what.plain(), "hours": given.hours}
            facts["on"] = self.desk.today().isoformat()
            pen.add(DiaryEntry("hours-given", facts, {"name": given.name}))
            return pen.book.of(Hours).by_ref[ref]

    def thank(self, given: ThankFor) -> GivenHours:
        """Thank for hours, once; ``NotListed`` where there are none of that reference."""
        ref = reference(given.ref)
        with self.desk.diary.writing() as pen:
            known = pen.book.of(Hours).by_ref.get(ref)
            if known is None:
                raise NotListed(Text("时间记录", "hours given"), ref)
            if known.thanks:
                raise NotPossible(Text("已经感谢过。", "thanks were said already."), EMPTY)
            pen.add(DiaryEntry("hours-thanked", {"ref": ref, "thanks": given.thanks.plain()}))
            return pen.book.of(Hours).by_ref[ref]

    def all(self) -> tuple[GivenHours, ...]:
        """The newest first."""
        with self.desk.diary.reading() as state:
            return tuple(reversed(state.of(Hours).by_ref.values()))


@attrs.frozen(kw_only=True)
class GiveHours:
    """Hours that a volunteer gave; the name is sealed, what was done is posted."""

    name: str = a_name("志愿者", "volunteer")
    what: Text = a_line("做了什么（公示用，不写姓名）", "what was done, to be posted: no names")
    hours: int = a_count("小时数", "hours", least=1)


@attrs.frozen
class ThankFor:
    """Thanks for hours; they are posted."""

    ref: str = refers_to("hours", "时间记录", "hours given", states=("unthanked",))
    thanks: Text = a_line("感谢的话", "thanks")


def _choices(desk: ComponentDesk, chosen: Any) -> list[ThingChoice]:
    state = {True: frozenset({"thanked"}), False: frozenset({"unthanked"})}
    return [ThingChoice(one.ref, one.what, state[bool(one.thanks)]) for one in bank(desk).all()]


def _card(one: GivenHours) -> WallCard:
    hours = Text(f"{one.hours}小时", f"{one.hours} h")
    return WallCard.of(one.what, (Text("感谢", "Thanks"), one.thanks), state=hours, on=one.on)


def bank(desk: ComponentDesk) -> TimeBank:
    """The time bank of a desk."""
    return desk.service(TimeBank)


COMPONENT = Component(
    key="time-bank",
    stages={"hours": Text("时间银行", "Time bank")},
    state=Hours,
    kinds={
        "hours-given": EntryKind(Text("志愿服务", "hours were given"),
                                 Retention("time-bank", ("hours:{ref}",)), act="hours/give"),
        "hours-thanked": EntryKind(Text("感谢志愿者", "thanks were said"), ends=True,
                                   retention=Retention("time-bank", (), ("hours:{ref}",)),
                                   act="hours/thank"),
    },
    things=(Thing("hours", Text("时间记录", "hours given"), _choices),),
    acts=(
        Act("hours/give", Text("登记志愿服务", "note hours given"), GiveHours,
            lambda desk, given, actor: bank(desk).give(given), answer=GivenHours),
        Act("hours/thank", Text("感谢志愿者", "thank a volunteer"), ThankFor,
            lambda desk, given, actor: bank(desk).thank(given), answer=GivenHours),
        Act("hours/list", Text("志愿服务记录", "all hours given"), NoFields,
            lambda desk, given, actor: bank(desk).all(), Role.ANYBODY, reads=True,
            answer=ListOf(GivenHours)),
    ),
    service=TimeBank,
    cards=lambda desk: map(_card, bank(desk).all()),
)  # fmt: skip


@hookimpl
def tickbox_components() -> tuple[Component, ...]:
    """Hours given and thanked."""
    return (COMPONENT,)
