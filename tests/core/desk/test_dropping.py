"""Drafts that nobody was shown are dropped; what residents were shown ends by a posted reason."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.acts.catalogue import catalogue_of
from tickbox_core.acts.exits import exits
from tickbox_core.components import CORE
from tickbox_core.desk import Desk, wall
from tickbox_core.desk.diary import history
from tickbox_core.errors import NotListed, NotPossible, TickboxError, WrongState
from tickbox_core.model import State
from tickbox_core.testing import desks
from tickbox_core.workflow import NOBODY

from . import motion_house, test_void

R1 = desks.ROUND
LIN, ZHOU = Actor("小林", Role.STAFF), Actor("老周", Role.STAFF)
WHY = "抄重了一份"


def do(desk: Desk, act: str, actor: Actor = LIN, **given: Any) -> Any:
    """An act of staff with a second one where it takes two."""
    return perform(ACTS[act], desk, given, actor, ZHOU if ACTS[act].second else None)


@pytest.fixture
def desk() -> Desk:
    """A draft with a roll, one of its items of a wish."""
    desk = desks.desk()
    desk.prepare(desks.plan())
    desk.register(R1, desks.roll())
    desks.make_ready(desk, R1)
    ref = do(desk, "wish/take", NOBODY, text="屋顶建花园")["ref"]
    do(desk, "item/add", round=R1, id="roof", title="屋顶花园", cost=0, refs=[ref])
    do(desk, "item/assess", round=R1, item="roof", feasible="no", reason=WHY)
    return desk


def offered(desk: Desk, kind: str, state: str) -> list[str]:
    """Which things of a kind are offered as in a state."""
    found = catalogue_of(desk.components).things[kind].choices(desk, {})
    return [one.id for one in found if state in one.states]


def test_a_draft_goes_with_all_it_holds(desk: Desk) -> None:
    """Its wish is free, its roll is gone, its id is free, and the diary says who and why."""
    said = do(desk, "round/drop", round=R1, reason=WHY)
    assert (said["round"], said["items"]) == (R1, len(desks.plan().items) + 1)
    with pytest.raises(NotListed):
        desk.round(R1)
    for table in ("unit", "person", "slot", "code"):
        assert desk._hand.store.count(table, cycle=R1) == 0
    (wish,) = do(desk, "wish/all")
    do(desk, "wish/answer", ref=wish["ref"], reply="declined", words="已说明")
    (noted,) = [one for one in history(desk._hand.store) if one.kind == "list-dropped"]
    assert (noted.facts["reason"]["zh"], noted.secret("by")) == (WHY, "小林")
    desk.prepare(desks.plan())  # the same id again: nothing of the old one holds
    assert desk.posting.finding(R1, "roof") is None and desk.round(R1).roll is None
    desk.diary.forget()
    assert desk.posting.finding(R1, "roof") is None
    assert desk.keeping.verify().faults == ()


def test_what_was_posted_is_voided_instead(desk: Desk) -> None:
    """By two people with a reason that is posted, the list being up or taken down to be changed."""
    do(desk, "item/remove", round=R1, item="roof", reason=WHY)
    do(desk, "round/post", round=R1)
    with pytest.raises(WrongState, match="round/void"):
        do(desk, "round/drop", round=R1, reason=WHY)
    do(desk, "round/withdraw", round=R1, reason="有一项要改")
    assert offered(desk, "round", "taken-down") == [R1] and not offered(desk, "round", "draft")
    with pytest.raises(NotPossible, match="round/void"):
        do(desk, "round/drop", round=R1, reason=WHY)
    said = do(desk, "round/void", round=R1, reason="这一轮不办了")
    assert desk.round(R1).state is State.VOID and "不办了" in said["words"]["zh"]
    desk.diary.forget()
    assert desk.round(R1).state is State.VOID and desk.keeping.verify().faults == ()


def test_a_result_stands_though_the_list_was_taken_down_once() -> None:
    """Posted, taken down, and opened as it was: what is published is voided no more."""
    desk = desks.desk()
    desk.prepare(desks.plan())
    desk.register(R1, desks.roll())
    desks.make_ready(desk, R1)
    do(desk, "round/post", round=R1)
    do(desk, "round/withdraw", round=R1, reason="再看看")
    do(desk, "round/open", round=R1)
    test_void.vote(desk)
    do(desk, "round/close", round=R1)
    do(desk, "round/publish", round=R1)
    assert desk.posting.taken_down(R1) is not None  # nobody has posted it again
    with pytest.raises(WrongState, match="posted and stays"):
        do(desk, "round/void", round=R1, reason="不想要这个结果")
    assert desk.round(R1).state is State.DECIDED and desk.keeping.verify().faults == ()


def test_a_draft_is_not_voided_and_says_how_it_ends(desk: Desk) -> None:
    """The refusal names the act that does; it is declared as the exit."""
    with pytest.raises(WrongState, match="round/drop"):
        do(desk, "round/void", round=R1, reason=WHY)
    assert "round/drop" in exits(CORE, "round", "listing")
    assert exits(CORE, "round", "taken-down") == ("round/post", "round/void")
    assert offered(desk, "round", "draft") == [R1]
    do(desk, "round/drop", round=R1, reason=WHY)
    assert offered(desk, "round", "draft") == []


def test_nothing_is_half_done_where_it_is_refused(desk: Desk) -> None:
    """Without a reason, and while residents are asked for ideas about one of its items."""
    with pytest.raises(TickboxError, match="why it is dropped"):
        do(desk, "round/drop", round=R1, reason=" ")
    do(desk, "idea/ask", call="i1", question="屋顶种什么？", item=f"{R1}/roof")
    with pytest.raises(NotPossible, match="idea/close"):
        do(desk, "round/drop", round=R1, reason=WHY)
    assert desk.round(R1).roll is not None and desk.round(R1).item("roof")
    do(desk, "idea/close", call="i1", outcome="以后再问")
    do(desk, "round/drop", round=R1, reason=WHY)
    assert do(desk, "round/list") == []


def test_a_run_off_that_is_dropped_leaves_the_tie_to_its_other_exits() -> None:
    """Made in error and not posted yet, it is gone; the tie is settled after all."""
    desk = test_void.reached("tied")
    do(desk, "tie/run-off", round=R1, id="again")
    do(desk, "round/drop", round="again", reason="改为掷骰子")
    do(desk, "tie/settle", round=R1, how="none", reason="都不办")
    assert desk.round(R1).state is State.DECIDED
    assert desk.keeping.verify().faults == ()


def test_a_motion_that_is_prepared_is_dropped_and_a_posted_one_voided() -> None:
    """Its roll goes too; its id is free; once the agenda is posted two people void it."""
    desk = motion_house.desk(motion_house.Clock())
    first = desk.motions.prepare(motion_house.poll(desk))
    desk.motions.register(first.id, motion_house.roll())
    assert offered(desk, "motion", "draft") == [first.id]
    said = do(desk, "motion/drop", id=first.id, reason="写错了范围")
    assert said["motion"] == first.id
    with pytest.raises(NotListed):
        desk.motions.poll(first.id)
    desk.motions.prepare(first)
    desk.motions.post(first.id)
    assert first.id not in offered(desk, "motion", "draft")
    with pytest.raises(NotPossible, match="motion/void"):
        do(desk, "motion/drop", id=first.id, reason="写错了范围")
    do(desk, "motion/void", id=first.id, reason="写错了范围")
    with pytest.raises(WrongState):
        do(desk, "motion/drop", id=first.id, reason="写错了范围")
    desk.diary.forget()
    assert desk.keeping.verify().faults == ()


@pytest.mark.parametrize("how", ["posted", "announced", "prepared anew"])
def test_a_motion_that_was_public_once_does_not_vanish(how: str) -> None:
    """Posted and then asked differently, announced, or prepared anew: it is voided, by two."""
    desk = motion_house.desk(motion_house.Clock())
    made = desk.motions.prepare(motion_house.poll(desk))
    if how == "announced":
        opens = (desk.today() + timedelta(days=1)).isoformat()
        do(desk, "motion/open", id=made.id, opens=opens)
    else:
        desk.motions.post(made.id)
    if how == "posted":
        do(desk, "motion/prepare", id=made.id, question="改一改？/Otherwise?")
    if how == "prepared anew":
        desk.motions.prepare(made)
    assert desk.motions.poll(made.id).posted is None
    assert made.id not in offered(desk, "motion", "draft")
    assert [one.id for one in wall.motions(desk)] == [made.id]
    with pytest.raises(NotPossible, match="motion/void"):
        do(desk, "motion/drop", id=made.id, reason="写错了范围")
    do(desk, "motion/void", id=made.id, reason="写错了范围")
    assert desk.motions.poll(made.id).state == "void"
    assert not desk.keeping.verify().faults
