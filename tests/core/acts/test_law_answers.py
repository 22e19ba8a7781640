"""What no law says, answered through the acts: one question, its answer, its source."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from tickbox_core import Item
from tickbox_core.acts import Actor, Role, perform
from tickbox_core.acts.law_answers import answer_fields, given_of, read_answer
from tickbox_core.categories import fields_of, of_row
from tickbox_core.desk import Desk
from tickbox_core.errors import BadValue, NotPossible, UnknownName, WrongState
from tickbox_core.rules.motions import AnswerForm, Layer

from ...installed import ACTS
from ..desk.motion_house import Clock, desk, listed, roll

LIN = Actor("小林", Role.STAFF)
BUILDING = "r1.lift.building"


@pytest.fixture
def at() -> Desk:
    """A promoted lift, under a law whose notice is a minimum and whose spoiled papers are fixed."""
    made: Desk = listed(desk(Clock(), notice__days=None), Item("lift", "电梯", "lift"))
    perform(ACTS["motion/promote"], made, {"round": "r1", "item": "lift"}, LIN)
    return made


def answer(at: Desk, question: str, said: Any, **more: Any) -> Any:
    """One question answered."""
    given = {"id": BUILDING, "question": question, "answer": said, "source": "议事规则", **more}
    return perform(ACTS["motion/answer"], at, given, LIN)


def asked(at: Desk) -> dict[str, Any]:
    """The questions as a program is told of them, by name."""
    told = perform(ACTS["motion/questions"], at, {"id": BUILDING}, LIN)
    return {one["question"]: one for one in told}


def test_what_is_answered_is_told_with_its_source(at: Desk) -> None:
    """From open to answered here; the mark and the layer stand beside."""
    left = answer(at, "reelection", "no", mark="law")
    assert "reelection" not in left["questions"]
    answer(at, "silence", "随多数（从众）", mark="law")
    told = asked(at)["silence"]
    assert (told["state"], told["mark"], told["source"]["zh"]) == ("here", "law", "议事规则")
    assert told["said"]["en"] == "it joins the majority"
    assert set(told["allowed"]) == {"not_participating", "abstain", "follow_majority"}


def test_a_program_with_the_older_object_is_told_what_to_give(at: Desk) -> None:
    """One question at a time; nothing has happened."""
    given = {"id": BUILDING, "said": {"silence": "abstain"}, "source": "规则"}
    with pytest.raises(BadValue, match=r"one question at a time.*question=silence"):
        perform(ACTS["motion/answer"], at, given, LIN)
    assert at.motions.poll(BUILDING).own == ()


def test_what_is_not_asked_is_refused_by_name(at: Desk) -> None:
    """And the questions that there are stand in the refusal."""
    with pytest.raises(UnknownName, match=r"no question named 'gold'.*silence"):
        answer(at, "gold", "yes")


def test_after_opening_nothing_is_answered(at: Desk) -> None:
    """What was frozen stays; the library refuses it, and so does the act."""
    at.motions.register(BUILDING, roll())
    answer(at, "reelection", False)
    at.motions.open(BUILDING)
    with pytest.raises(WrongState):
        answer(at, "silence", "abstain")


def test_what_stands_can_be_given_again(at: Desk) -> None:
    """An answer as the form shows it is read as the same answer."""
    said = {
        "silence": "abstain", "proxy.max_principals": "不限", "proxy.barred": ["candidate"],
        "proxy.written": True, "window.max_days": 60, "lame_duck": "none", "reelection": "no",
    }  # fmt: skip
    for question, one in said.items():
        answer(at, question, one)
        point = at.motions.question(BUILDING, question)
        again = read_answer(at, BUILDING, question, given_of(point))
        assert again == {question: point.value}


def test_each_question_has_a_box_of_its_own_kind(at: Desk) -> None:
    """What people type into it is what the act takes; what will not do is a fault of the box."""
    for point in at.motions.questions(BUILDING):
        fields = answer_fields(point)
        (one,) = fields_of(fields)
        assert one.label == point.question.words and one.required
        allowed = list(point.question.allows(point.matters))
        good = "15" if point.question.form is AnswerForm.COUNT else allowed[0]
        plain, faults = of_row(fields, {"value": good})
        assert not faults
        point.read(plain["value"])
        assert of_row(fields, {"value": "perhaps"})[1]


def test_what_the_law_has_fixed_is_not_answered() -> None:
    """The refusal names the layer, the value and the source."""
    made = listed(desk(Clock()), Item("lift", "电梯", "lift"))
    perform(ACTS["motion/promote"], made, {"round": "r1", "item": "lift"}, LIN)
    poll = made.motions.poll(BUILDING)
    row = {"name": "spoiled", "value": "takes_part", "source": "市规则", "mark": "law",
           "binding": "fixed"}  # fmt: skip
    layer = Layer.of_plain("estate", "小区", [row])
    made.motions.prepare(attrs.evolve(poll, own=(layer,)))
    with pytest.raises(NotPossible, match="fixed by 小区: takes part and does not agree"):
        answer(made, "spoiled", "not_participating")
