"""A round that has items gets categories: its items stay of theirs, or it is said what to do."""

from __future__ import annotations

from typing import Any

import pytest

from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.desk import Desk
from tickbox_core.errors import NotPossible
from tickbox_core.testing import desks

from . import remaining_acts

LIN = Actor("小林", Role.STAFF)


def do(desk: Desk, act: str, **given: Any) -> Any:
    """An act of staff."""
    return perform(ACTS[act], desk, given, LIN)


@pytest.fixture
def desk() -> Desk:
    """A list of five plain items, where a policy for lifts is installed."""
    desk = desks.desk(registry=remaining_acts.registry())
    do(desk, "round/plan", id="r1", title="春")
    for at in range(5):
        do(desk, "item/add", round="r1", id=f"i{at}", title=f"第{at}项", cost=0)
    return desk


def categories(desk: Desk) -> list[str]:
    """Those of the round as it stands."""
    return [one.key for one in desk.round("r1").categories]


def test_items_are_not_left_without_a_category(desk: Desk) -> None:
    """Which category, how many items, and what to write is said; nothing is changed."""
    with pytest.raises(NotPossible) as caught:
        do(desk, "round/change", round="r1", categories=[["lift", "lift"]])
    said = str(caught.value)
    assert "'第0项', '第1项', '第2项' and 2 more" in said and "plain: plain" in said
    assert "等5项" in caught.value.text.zh and categories(desk) == []


def test_what_the_refusal_says_can_be_done(desk: Desk) -> None:
    """Both are named, an item goes over, and once none is left the old one can go."""
    both = [["plain", "plain"], ["lift", "lift"]]
    do(desk, "round/change", round="r1", categories=both)
    for at in range(4):
        do(desk, "item/change", round="r1", id=f"i{at}", category="lift")
    with pytest.raises(NotPossible, match=r"\('第4项'\)"):
        do(desk, "round/change", round="r1", categories=both[1:])
    do(desk, "item/remove", round="r1", item="i4", reason="不办了")
    do(desk, "round/change", round="r1", categories=both[1:])
    assert categories(desk) == ["lift"]
    with pytest.raises(NotPossible, match="lift: lift"):
        do(desk, "round/change", round="r1", unset=["categories"])
