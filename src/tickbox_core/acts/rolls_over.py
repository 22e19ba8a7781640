"""Last year's roll for a new round: looked at with its differences, taken, given back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import attrs

from tickbox_core.acts.act import Act, Actor
from tickbox_core.acts.states import BEFORE, WITH_ROLL
from tickbox_core.acts.tables.every import TABLES
from tickbox_core.acts.tables.kind import parts_in_words
from tickbox_core.components.lists import OfferedRollAnswer, RollRow, RollTaken
from tickbox_core.declarations import ListOf, refers_to
from tickbox_core.desk import Desk
from tickbox_core.desk.importing import ROLL
from tickbox_core.desk.roll_changes import RowChange
from tickbox_core.desk.rolls_over import OfferedRoll
from tickbox_core.text import Text

NEWEST = Text(
    "不填就用最近一轮还留着的名册。", "Left empty it is the newest round that still has its roll."
)


@attrs.frozen
class ARollOfAnother:
    """A round that is not open, and the one whose roll it could have."""

    round: str = refers_to("round", "轮次", "round", states=BEFORE)
    source: str = refers_to(
        "round", "用哪一轮的名册", "whose roll", states=WITH_ROLL, default="", help=NEWEST
    )


@attrs.frozen
class ARollGiven:
    """A round that is not open, whose last roll is taken off again."""

    round: str = refers_to("round", "轮次", "round", states=BEFORE)


def _rows(desk: Desk, changes: Iterable[RowChange]) -> tuple[RollRow, ...]:
    table = TABLES[ROLL]
    return tuple(
        RollRow(
            one.what,
            of,
            one.name or id_,
            tuple(parts_in_words(table, desk.registry, "", one.parts)),
        )
        for one in changes
        for of, _, id_ in (one.id.partition(" "),)
        if one.what != "same"
    )


def _counted(changes: Iterable[RowChange], kind: str) -> dict[str, int]:
    found = dict.fromkeys(("added", "changed", "removed", "same"), 0)
    for one in changes:
        if one.id.startswith(f"{kind} "):
            found[one.what] += 1
    return found


def _answer(desk: Desk, found: OfferedRoll, changes: Iterable[RowChange]) -> OfferedRollAnswer:
    held = tuple(changes)
    return OfferedRollAnswer(
        source=found.source.id,
        as_of=found.roll.as_of,
        homes=len(found.roll.units),
        people=len({one.person for one in found.roll.residences}),
        stands=found.stands,
        homes_changed=_counted(held, "unit"),
        people_changed=_counted(held, "person"),
        homeless=found.homeless,
        barred=found.barred,
        gone=found.gone,
        rows=_rows(desk, held),
    )


def _look(desk: Desk, given: ARollOfAnother, actor: Actor) -> Any:
    found = desk.rolls_over.offered(given.round, given.source)
    return _answer(desk, found, found.changes)


def _take(desk: Desk, given: ARollOfAnother, actor: Actor) -> Any:
    found = desk.rolls_over.take(given.round, given.source, actor.name)
    return RollTaken(given.round, len(found.roll.units), len(desk.slots(given.round)))


def _look_back(desk: Desk, given: ARollGiven, actor: Actor) -> Any:
    return _rows(desk, desk.rolls_over.going(given.round))


def _give_back(desk: Desk, given: ARollGiven, actor: Actor) -> Any:
    desk.rolls_over.give_back(given.round, actor.name)
    roll = desk.importing.roll_of(given.round)
    units = 0 if roll is None else len(roll.units)
    return RollTaken(given.round, units, len(desk.slots(given.round)))


ACTS = (
    Act(
        "round/roll-offered",
        Text("看看可沿用的名册", "see which roll it could have"),
        ARollOfAnother,
        _look,
        reads=True,
        answer=OfferedRollAnswer,
    ),
    Act(
        "round/take-roll",
        Text("沿用旧名册", "take the roll of an older round"),
        ARollOfAnother,
        _take,
        answer=RollTaken,
    ),
    Act(
        "round/roll-going",
        Text("看看撤销名册会变什么", "see what giving the roll back would change"),
        ARollGiven,
        _look_back,
        reads=True,
        answer=ListOf(RollRow),
    ),
    Act(
        "round/give-back-roll",
        Text("撤销刚用的名册", "give the roll back"),
        ARollGiven,
        _give_back,
        answer=RollTaken,
    ),
)
