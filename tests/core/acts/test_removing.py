"""An item is taken off a list that is being formed; what was tied to it is free again."""

from __future__ import annotations

from typing import Any

import pytest

from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.desk import Desk
from tickbox_core.errors import NotPossible, NotReady, UnknownId, WrongState
from tickbox_core.testing import desks
from tickbox_core.workflow import NOBODY

R1 = desks.ROUND
LIN = Actor("小林", Role.STAFF)
WHY = "无法施工"


def do(desk: Desk, act: str, actor: Actor = LIN, **given: Any) -> Any:
    """An act of staff, unless somebody else does it."""
    return perform(ACTS[act], desk, given, actor)


@pytest.fixture
def desk() -> Desk:
    """A list that is ready, but for an item that cannot be carried out and came of a wish."""
    desk = desks.desk()
    desk.prepare(desks.plan())
    desk.register(R1, desks.roll())
    desks.make_ready(desk, R1)
    ref = do(desk, "wish/take", NOBODY, text="屋顶建花园")["ref"]
    do(desk, "item/add", round=R1, id="roof", title="屋顶花园", cost=0, refs=[ref])
    do(desk, "item/assess", round=R1, item="roof", feasible="no", reason=WHY)
    return desk


def wish(desk: Desk) -> str:
    """The reference of the wish that it came of."""
    return str(do(desk, "wish/all")[0]["ref"])


def test_what_the_checklist_asks_for_can_be_done(desk: Desk) -> None:
    """An infeasible item keeps a list from opening; without it the list opens."""
    before = desk.round(R1).item_ids
    with pytest.raises(NotReady, match="item/remove"):
        do(desk, "round/open", round=R1)
    said = do(desk, "item/remove", round=R1, item="roof", reason=WHY)
    assert said["items"] == [one for one in before if one != "roof"]
    assert do(desk, "round/open", round=R1)["state"] == "ticking"


def test_its_wish_is_free_again(desk: Desk) -> None:
    """It can be declined then, as the refusal says, and its page leads to no item."""
    ref = wish(desk)
    no = {"ref": ref, "reply": "declined", "words": WHY}
    with pytest.raises(NotPossible, match="item/remove"):
        do(desk, "wish/answer", **no)
    do(desk, "item/remove", round=R1, item="roof", reason=WHY)
    do(desk, "wish/answer", **no)
    assert do(desk, "wish/follow", NOBODY, ref=ref)["items"] == []


def test_what_was_found_of_it_is_forgotten(desk: Desk) -> None:
    """Another item of its id has to be looked at anew."""
    do(desk, "item/remove", round=R1, item="roof", reason=WHY)
    do(desk, "item/add", round=R1, id="roof", title="屋顶防水", cost=0)
    unmet = [one.text.en for one in desk.posting.checklist(R1) if not one.met]
    assert unmet == ["'屋顶防水': nobody has said whether it is feasible; say so."]


def test_what_was_posted_with_it_is_posted_again(desk: Desk) -> None:
    """The answer says that it came off since, until the list is posted again."""
    do(desk, "item/assess", round=R1, item="roof", feasible="yes", reason="看过")
    do(desk, "round/post", round=R1)
    with pytest.raises(WrongState):
        do(desk, "item/remove", round=R1, item="roof", reason=WHY)
    do(desk, "round/withdraw", round=R1, reason="有一项做不了")
    said = do(desk, "item/remove", round=R1, item="roof", reason=WHY)
    assert [one["en"] for one in said["post_again"]] == ["'屋顶花园' was taken off"]
    do(desk, "round/post", round=R1)
    assert do(desk, "round/open", round=R1)["state"] == "ticking"


def test_no_option_of_an_idea_and_no_call_is_lost(desk: Desk) -> None:
    """An open call about it is closed first, an idea's option taken off first; each is possible."""
    off = {"round": R1, "item": "roof", "reason": WHY}
    do(desk, "idea/ask", call="c1", question="屋顶种什么？", item=f"{R1}/roof")
    ref = do(desk, "idea/give", NOBODY, call="c1", text="种菜")["ref"]
    do(desk, "idea/answer", ref=ref, reply="taken-up", words="好", posted="种菜")
    do(desk, "idea/take", ref=ref, option="food", title="种菜")
    with pytest.raises(NotPossible, match="idea/release"):
        do(desk, "item/remove", **off)
    do(desk, "idea/release", ref=ref, reason=WHY)
    with pytest.raises(NotPossible, match="idea/close"):
        do(desk, "item/remove", **off)
    do(desk, "idea/close", call="c1", outcome=WHY)
    do(desk, "item/remove", **off)
    assert do(desk, "idea/show", NOBODY, call="c1")["title"]["en"] == f"{R1}/roof"


def test_nothing_comes_off_without_a_reason_or_twice(desk: Desk) -> None:
    """What is not there is said to be not there."""
    do(desk, "item/remove", round=R1, item="roof", reason=WHY)
    with pytest.raises(UnknownId):
        do(desk, "item/remove", round=R1, item="roof", reason=WHY)
