"""What service places offer for nothing, on lists too; who answers for each level of the tree."""

from __future__ import annotations

from typing import Any

import pytest

from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.desk import Desk
from tickbox_core.errors import DuplicateId, NotListed, NotPossible
from tickbox_core.model import Area, AreaTree
from tickbox_core.model.area import MicroGrid
from tickbox_core.testing import desks
from tickbox_core.workflow import NOBODY

LIN = Actor("小林", Role.STAFF)
TREE = AreaTree(
    (
        Area("t", "town", "淞南镇"),
        Area("n1", "neighbourhood", "一村", "t"),
        Area("b1", "building", "1号楼", "n1"),
        Area("s1", "stairwell", "1单元", "b1"),
        Area("n2", "neighbourhood", "二村", "t"),
    ),
    (MicroGrid("g1", "第一微网格", ("b1",)), MicroGrid("g2", "第二微网格", ("n2",))),
)


@pytest.fixture
def desk() -> Desk:
    """A list that is being formed, and a service place with an offer."""
    found = desks.desk(tree=TREE)
    found.prepare(desks.plan())
    do(found, "place/set", id="c", name="淞益居", tier="corner", address="1号")
    do(found, "place/offer", id="o1", place="c", title="书法班", kind="learning", hours="周三")
    return found


def do(desk: Desk, key: str, actor: Actor = LIN, **given: Any) -> Any:
    """An act, as staff unless somebody else asks."""
    return perform(ACTS[key], desk, given, actor)


def test_an_offer_is_told_with_its_place_and_its_hours(desk: Desk) -> None:
    """Changed field by field; ended, it is told no more."""
    do(desk, "place/offer", id="o1", hours="周四 14–16点")
    (place,) = do(desk, "place/list", NOBODY)
    assert [(one["title"]["zh"], one["hours"]["zh"]) for one in place["offers"]] == [
        ("书法班", "周四 14–16点")
    ]
    do(desk, "place/end-offer", id="o1")
    assert do(desk, "place/offers", NOBODY) == []
    with pytest.raises(NotPossible, match="ended already"):
        do(desk, "place/end-offer", id="o1")


def test_an_offer_becomes_an_item_without_cost(desk: Desk) -> None:
    """Where and when stand with it; twice under one id is refused, an ended one too."""
    do(desk, "item/from-offer", round="r1", offer="o1", id="class")
    item = desk.round("r1").item("class")
    assert (item.title.zh, item.cost, item.place.zh) == ("书法班", 0, "淞益居，1号")
    assert item.description.zh == "学习教育；周三"
    with pytest.raises(DuplicateId):
        do(desk, "item/from-offer", round="r1", offer="o1", id="class")
    do(desk, "place/end-offer", id="o1")
    with pytest.raises(NotPossible, match="has ended"):
        do(desk, "item/from-offer", round="r1", offer="o1", id="more")
    assert "class" in desk.round("r1").item_ids


def test_a_closed_place_offers_nothing(desk: Desk) -> None:
    """Neither what it had nor anything new."""
    do(desk, "place/close", id="c")
    assert do(desk, "place/offers", NOBODY) == []
    with pytest.raises(NotPossible, match="closed"):
        do(desk, "place/offer", id="o2", place="c", title="太极", kind="elderly", hours="每天")
    with pytest.raises(NotPossible, match="has ended"):
        do(desk, "item/from-offer", round="r1", offer="o1", id="class")


def test_every_level_says_who_answers_for_it(desk: Desk) -> None:
    """From the town to stairwells and micro-grids; those of other neighbourhoods not."""
    for of, office in (("n1", "一村党总支"), ("g1", "第一微网格支部"), ("s1", "1单元党小组")):
        do(desk, "people/name-office", of=of, office=office)
    do(desk, "people/name-office", of="s1", phone="56140000")  # what is not given stays
    told = {one["of"]: one for one in do(desk, "people/answering", NOBODY)}
    assert list(told) == ["t", "n1", "g1", "b1", "s1"]  # a grid above the buildings it takes
    assert (told["g1"]["level_words"]["zh"], told["g1"]["office"]["zh"]) == (
        "微网格",
        "第一微网格支部",
    )
    assert (told["s1"]["office"]["zh"], told["s1"]["phone"]) == ("1单元党小组", "56140000")
    assert told["b1"]["office"]["zh"] == "" == told["t"]["office"]["zh"]
    for of in ("t", "n2", "g2", "none"):
        with pytest.raises(NotListed):
            do(desk, "people/name-office", of=of, office="别处")


def test_nobody_answers_any_more(desk: Desk) -> None:
    """Once; and the fold of the diary knows it."""
    do(desk, "people/name-office", of="n1", office="一村党总支")
    do(desk, "people/end-answering", of="n1")
    with pytest.raises(NotPossible, match="nobody is named"):
        do(desk, "people/end-answering", of="n1")
    desk.diary.forget()
    assert all(not one["office"]["zh"] for one in do(desk, "people/answering", NOBODY))


def test_a_desk_without_a_tree_answers_for_itself() -> None:
    """It names its own office."""
    desk = desks.desk()
    do(desk, "people/name-office", of="n1", office="居委会")
    (told,) = do(desk, "people/answering", NOBODY)
    assert (told["of"], told["office"]["zh"]) == ("n1", "居委会")
