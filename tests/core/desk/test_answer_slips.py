"""Slips of answers and decisions: a home each, in the order of the stairs, nobody's posted."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from tickbox_core import Unit
from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.desk import Cast, Desk, notices
from tickbox_core.errors import NotListed, NotPossible
from tickbox_core.testing import desks
from tickbox_core.text import Text
from tickbox_core.workflow.notices import plain

LIN = Actor("小林", Role.STAFF)
HOMES = ("10号楼2单元301室", "2号楼1单元1001室", "村口老王家", "2号楼1单元102室")


def do(desk: Desk, key: str, **given: Any) -> Any:
    """An act of staff."""
    return perform(ACTS[key], desk, given, LIN)


def wish(desk: Desk, home: str, *, answered: bool = True, **more: Any) -> str:
    """A wish of a home."""
    ref: str = do(desk, "wish/take", text="装灯", channel="door", unit=home, **more)["ref"]
    if answered:
        do(desk, "wish/answer", ref=ref, reply="declined", words="已经修好")
    return ref


def test_answers_are_sorted_as_somebody_walks_up_the_stairs() -> None:
    """2 before 10, 102 before 1001, unknown addresses last; what waits is not there at all."""
    desk = desks.desk()
    for home in HOMES:
        wish(desk, home)
    wish(desk, "3号楼1单元101室", answered=False)
    do(desk, "wish/answer", ref=do(desk, "wish/take", text="树", channel="door")["ref"],
       reply="declined", words="不行")  # fmt: skip
    made = notices.answer_slips(desk, "n1", notices.Sender())
    assert [[slip.home.zh for slip in one.slips] for one in made.stairwells] == [
        ["2号楼1单元102室", "2号楼1单元1001室"],
        ["10号楼2单元301室"],
        ["村口老王家"],
    ]
    (slip,) = made.stairwells[1].slips
    assert (slip.said.zh, slip.answer.zh) == ("装灯", "未采纳。已经修好。")
    assert made.document("en").layout == "answers"
    assert "王" not in str(plain(made.stairwells[:2], "zh"))


def test_nothing_to_print_is_said() -> None:
    """No answer for a home, or none since a day."""
    desk = desks.desk()
    with pytest.raises(NotPossible, match="nothing was answered"):
        notices.answer_slips(desk, "n1", notices.Sender())
    wish(desk, HOMES[0])
    today = desk.today()
    assert notices.answer_slips(desk, "n1", notices.Sender(), today).stairwells
    with pytest.raises(NotPossible):
        notices.answer_slips(desk, "n1", notices.Sender(), today.replace(day=today.day + 1))


def test_each_home_of_the_roll_hears_what_was_decided() -> None:
    """Once the result is published."""
    desk = desks.desk()
    desk.prepare(desks.plan())
    desk.register("r1", desks.roll(4))
    desk.open("r1")
    with pytest.raises(NotListed):
        notices.decision_slips(desk, "r1", notices.Sender())
    desk.cast("r1", Cast(desk.slots("r1")[0].slot, ("gate",), "a random key 0001"))
    desk.close("r1")
    desk.publish("r1", "小林", "小周")
    made = notices.decision_slips(desk, "r1", notices.Sender())
    slips = [slip for one in made.stairwells for slip in one.slips]
    assert len(slips) == 4
    assert all(slip.lines[0].title.zh == "开边门" and not slip.said for slip in slips)
    told = Text("居委会 56789012", "the committee, 56789012")
    assert not made.words["ring"]  # "Questions? Ask …" stands alone
    assert notices.decision_slips(desk, "r1", notices.Sender(told)).words["ring"]


ROLL = tuple(Unit(f"u{at - 1}", "n1", f"1号楼{at}单元{at}01室") for at in (1, 2, 3))


def sheaves(made: notices.AnswerSlips) -> dict[str, list[str]]:
    """The homes of each sheaf by what it is called."""
    return {one.where.en: [slip.home.zh for slip in one.slips] for one in made.stairwells}


def test_answers_and_decisions_of_the_same_homes_are_sheafed_alike() -> None:
    """A home written without its stairwell goes to that of the roll; an unknown one stays."""
    desk = desks.desk()
    desk.prepare(desks.plan())
    desk.register("r1", attrs.evolve(desks.roll(3, 1), units=ROLL))
    desk.open("r1")
    desk.close("r1")
    desk.publish("r1", "小林", "小周")
    for home in ("1-101", "1号楼201", "1号楼3单元301室", "1号楼909"):
        wish(desk, home)
    told = sheaves(notices.answer_slips(desk, "n1", notices.Sender()))
    assert told == {
        "Building 1": ["1号楼909"],
        "Building 1, stairwell 1": ["1-101"],
        "Building 1, stairwell 2": ["1号楼201"],
        "Building 1, stairwell 3": ["1号楼3单元301室"],
    }
    decided = sheaves(notices.decision_slips(desk, "r1", notices.Sender()))
    assert list(decided) == [one for one in told if one != "Building 1"]
