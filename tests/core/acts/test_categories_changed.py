"""A round that has items gets categories: its items stay of theirs, or it is said what to do."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from tickbox_core import hookimpl, open_registry
from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.desk import Desk
from tickbox_core.desk.notices import Sender, list_notice
from tickbox_core.errors import NotPossible
from tickbox_core.testing import desks
from tickbox_core.text import Text

from ..desk.motion_house import LiftPolicy
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


def test_the_refusal_names_the_policy_that_looks_after_it(desk: Desk) -> None:
    """Not its key twice: what it says can be written."""
    do(desk, "round/change", round="r1", categories=[["plain", "plain"], ["绿化", "plain"]])
    do(desk, "item/change", round="r1", id="i0", category="绿化")
    with pytest.raises(NotPossible, match="绿化: plain"):
        do(desk, "round/change", round="r1", categories=[["plain", "plain"]])


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
    do(desk, "round/change", round="r1", unset=["categories"])  # the checklist stops it then
    assert categories(desk) == [] and desk.posting.standing_against("r1")[0]


@attrs.frozen
class LiftsByName(LiftPolicy):
    """Lifts, called what they are."""

    title: Text = attrs.field(default=Text("加装电梯", "Lifts"))


class ByName:
    """A plugin that brings it."""

    @hookimpl
    def tickbox_categories(self) -> tuple[LiftsByName, ...]:
        """The policy."""
        return (LiftsByName(),)


@pytest.fixture
def named() -> Desk:
    """The same list, where the policy for lifts has a title of its own."""
    desk = desks.desk(registry=open_registry(discover=False, plugins={"lifts": ByName()}))
    do(desk, "round/plan", id="r1", title="春")
    for at in range(5):
        do(desk, "item/add", round="r1", id=f"i{at}", title=f"第{at}项", cost=0)
    return desk


TWO_OF_ONE = [["renewal", "lift"], ["social", "lift"], ["plain", "plain"]]
LIMITED = [{"category": "renewal", "minimum": 1, "maximum": 2},
           {"category": "social", "maximum": 1}]  # fmt: skip


def test_two_categories_of_one_policy_are_told_apart(named: Desk) -> None:
    """By the key beside the title: in the limits, on the notice, and in what the API gives."""
    do(named, "round/change", round="r1", categories=TWO_OF_ONE, category_limits=LIMITED)
    title = named.category_title("lift")
    titles = {one.key: one.title for one in named.round("r1").categories}
    assert titles["renewal"] == Text(f"{title.zh}（renewal）", f"{title.en} (renewal)")
    assert titles["social"].en == f"{title.en} (social)"
    assert titles["plain"] == named.category_title("plain"), "told apart as it is"
    said = named.round("r1").limits.text
    assert f"'{title.en} (renewal)': tick between 1 and 2" in said.en
    assert f"'{title.en} (social)': tick at most 1" in said.en and "（social）" in said.zh
    for at, key in enumerate(("renewal", "social")):
        do(named, "item/change", round="r1", id=f"i{at}", category=key)
    found = [one.category.title for one in named.listed("r1")]
    assert len(set(found[:2])) == 2
    notice = str(list_notice(named, "r1", Sender()).document("en").values)
    assert f"{title.en} (renewal)" in notice and f"{title.en} (social)" in notice


def test_one_that_stood_alone_is_told_apart_once_there_is_another(named: Desk) -> None:
    """And keeps its title while there is none."""
    do(named, "round/change", round="r1", categories=[["renewal", "lift"], ["plain", "plain"]])
    assert named.round("r1").categories[0].title == named.category_title("lift")
    do(named, "round/change", round="r1", categories=TWO_OF_ONE)
    titles = [one.title.en for one in named.round("r1").categories]
    do(named, "round/change", round="r1", categories=TWO_OF_ONE, places=2)
    assert [one.title.en for one in named.round("r1").categories] == titles
    assert titles[0].endswith("(renewal)") and titles[1].endswith("(social)")


def test_a_category_in_words_of_its_own_is_called_by_them(named: Desk) -> None:
    """A short name is called what its policy is called."""
    given = [["绿化", "lift"], ["晾晒", "lift"], ["lift", "lift"], ["plain", "plain"]]
    do(named, "round/change", round="r1", categories=given)
    titles = [one.title.zh for one in named.round("r1").categories]
    assert titles == ["绿化", "晾晒", named.category_title("lift").zh,
                      named.category_title("plain").zh]  # fmt: skip
