"""Limits in all, by tier and by category, and the money cart: on screen, on paper, recounted."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core import Item, Limits
from tickbox_core.bundle import differences
from tickbox_core.bundle.recount_rules import TickIndex, sums_can_be, within_cart
from tickbox_core.components.paper import why_void
from tickbox_core.desk import Cast
from tickbox_core.errors import (
    BadValue,
    CostsTooMuch,
    DuplicateId,
    NotReady,
    TickboxError,
    TooFewOfCategory,
    TooManyOfCategory,
)
from tickbox_core.ledger import configuration, read_configuration
from tickbox_core.model import (
    Ballot,
    CategoryLimits,
    Option,
    PluginVersion,
    TickList,
    TierLimits,
    check_ticks,
)
from tickbox_core.model.totals import CountSheet
from tickbox_core.testing import desks
from tickbox_core.text import Text

ITEMS = (
    Item("gate", "门", category="a", cost=300, tier="s"),
    Item("ramp", "坡", category="a", cost=0, tier="l"),
    Item("lamp", "灯", category="b", cost=200, tier="s"),
    Item("hall", "厅", category="b", cost=500, tier="l",
         options=(Option("x", "木", 100), Option("y", "石"))),
)  # fmt: skip
LISTED = TickList(ITEMS)
CART = Limits(budget=500)


def refused(ticks: str, limits: Limits) -> type[TickboxError] | None:
    """What a ballot is refused with."""
    try:
        check_ticks(Ballot("v", tuple(ticks.split())), LISTED, limits)
    except TickboxError as refusal:
        return type(refusal)
    return None


@pytest.mark.parametrize(
    ("ticks", "expected"),
    [
        ("", None),
        ("gate ramp", None),
        ("gate lamp", None),  # exactly on
        ("gate lamp ramp", None),
        ("gate lamp hall/none-of-these", None),  # costs nothing
        ("gate hall/x", None),  # an option costs its own
        ("hall/y", None),  # or what its item costs: exactly on
        ("hall/y ramp", None),
        ("lamp hall/y", CostsTooMuch),
        ("gate lamp hall/x", CostsTooMuch),
    ],
)
def test_a_cart_under_on_and_over(ticks, expected):
    """What the ticks cost, options by their own price, nothing for none of these."""
    assert refused(ticks, CART) is expected


def test_a_refusal_names_both_sums_and_by_how_much():
    """To the fen, in both languages."""
    refusal = CostsTooMuch(123_456, 100_000)
    assert "合计1,234.56元" in refusal.text.zh
    assert "超出234.56元" in refusal.text.zh
    assert "234.56 yuan too much" in refusal.text.en
    with pytest.raises(TooManyOfCategory, match="untick 1") as told:
        check_ticks(
            Ballot("v", ("gate", "ramp")),
            LISTED,
            Limits(categories=(CategoryLimits("a", 0, 1, Text("门坡", "gates")),)),
        )
    assert "门坡" in told.value.text.zh


@pytest.mark.parametrize(
    ("ticks", "expected"),
    [
        ("lamp", TooFewOfCategory),
        ("gate", None),
        ("gate lamp", None),
        ("gate ramp", TooManyOfCategory),
        ("gate hall/none-of-these", None),
        ("gate lamp hall/x", TooManyOfCategory),
    ],
)
def test_exactly_one_of_a_category_and_at_most_one_of_another(ticks, expected):
    """Each by itself; none of these is no tick of its category."""
    limits = Limits(categories=(CategoryLimits("a", 1, 1), CategoryLimits("b", 0, 1)))
    assert refused(ticks, limits) is expected


def test_limits_are_said_and_do_not_contradict_themselves():
    """In words, the cart with its money."""
    limits = Limits(1, 3, (), (CategoryLimits("a", 2, 2, Text("门", "gates")),), 50_050)
    assert limits.text.zh == (
        "请勾选1至3项；其中“门”：请勾选2项，不多不少；勾选的费用合计不超过500.50元"
    )
    with pytest.raises(BadValue):
        CategoryLimits("a", 2, 1)
    with pytest.raises(DuplicateId):
        Limits(categories=(CategoryLimits("a"), CategoryLimits("a")))
    with pytest.raises(BadValue, match="cost"):
        check_ticks(Ballot("v", ("i",)), TickList((Item("i", "无价"),)), CART)


numbers = st.integers(0, 3)
ranges = st.tuples(numbers, st.none() | numbers).map(
    lambda pair: (pair[0], None if pair[1] is None else pair[0] + pair[1])
)
all_limits = st.builds(
    lambda whole, tiers, categories, budget: Limits(
        *whole,
        tuple(TierLimits(name, *one) for name, one in tiers.items()),
        tuple(CategoryLimits(name, *one) for name, one in categories.items()),
        budget,
    ),
    ranges,
    st.dictionaries(st.sampled_from("sl"), ranges),
    st.dictionaries(st.sampled_from("ab"), ranges),
    st.none() | st.sampled_from([0, 299, 300, 500, 600, 601]),
)
TICKS = LISTED.ids


def frozen(limits: Limits) -> Any:
    """A plan as its log has it."""
    round = desks.plan(items=ITEMS, limits=limits)
    return configuration(round, "1", PluginVersion("tickbox-core", "1"))


@given(limits=all_limits)
def test_a_plan_is_read_as_it_was_written(limits):
    """And says of what format it is: 3 where there is more than an older recount knows."""
    entry = json.loads(json.dumps(frozen(limits)))
    assert read_configuration(entry).limits == limits
    more = bool(limits.categories) or limits.budget is not None
    assert entry["format"] == (3 if more else 1)
    with pytest.raises(BadValue):
        read_configuration({**entry, "format": 4 - entry["format"]})


@given(limits=all_limits, ticks=st.sets(st.sampled_from(TICKS)))
def test_the_recount_holds_a_ballot_to_the_same(limits, ticks):
    """By its own reading of the plan."""
    plan, marked = frozen(limits), sorted(ticks)
    recounted = TickIndex(plan).within(marked) and within_cart(plan, dict.fromkeys(marked, 1), 1)
    once = sum(tick.startswith("hall/") for tick in ticks) < 2
    if once:
        assert recounted == (refused(" ".join(marked), limits) is None)


@given(limits=all_limits, ticks=st.dictionaries(st.sampled_from(TICKS), st.integers(0, 4)))
def test_the_recount_holds_a_count_sheet_to_the_same(limits, ticks):
    """So many people together."""
    sheet = CountSheet(("s1", "s2", "s3"), ticks)
    plan = frozen(limits)
    try:
        sheet.check(LISTED, limits)
    except TickboxError:
        can = False
    else:
        can = True
    assert can == (sums_can_be(plan, ticks, 3) and within_cart(plan, ticks, 3))


@given(limits=all_limits)
def test_what_cannot_be_is_told_only_where_no_ballot_can_be(limits):
    """Nobody is told that limits do not fit where some ballot keeps to them."""
    from itertools import combinations

    plain = [tick for tick in TICKS if tick != "hall/none-of-these"]
    some = any(
        refused(" ".join(ticks), limits) is None
        for size in range(5)
        for ticks in combinations(plain, size)
    )
    if some:
        assert limits.cannot_be(ITEMS) is None


@pytest.mark.parametrize(
    "limits",
    [
        Limits(5),
        Limits(tiers=(TierLimits("s", 3),)),
        Limits(categories=(CategoryLimits("c", 1),)),
        Limits(0, 1, categories=(CategoryLimits("a", 1), CategoryLimits("b", 1))),
        Limits(3, 3, categories=(CategoryLimits("a", 0, 1), CategoryLimits("b", 0, 1))),
        Limits(3, budget=299),
        Limits(categories=(CategoryLimits("a", 2),), budget=299),
    ],
)
def test_limits_that_no_ballot_can_keep_are_told(limits):
    """Before anybody ticks."""
    assert limits.cannot_be(ITEMS)


def test_a_copy_with_fewer_items_asks_for_no_more_than_there_are():
    """In all, by tier and by category."""
    limits = Limits(3, 4, (TierLimits("s", 2),), (CategoryLimits("a", 2, 2),), 500)
    assert limits.lowered_to(ITEMS[:1]) == Limits(
        1, 4, (TierLimits("s", 1),), (CategoryLimits("a", 1, 2),), 500
    )


def opened(limits: Limits, items=ITEMS):
    """A round of four homes, open."""
    desk = desks.desk()
    desk.prepare(desks.plan(items=items, limits=limits))
    desk.register("r1", desks.roll(4))
    desks.open_list(desk, "r1")
    return desk


def test_under_a_cart_every_item_has_its_cost_before_it_opens():
    """The checklist names the item, whoever opens it."""
    items = (*ITEMS[:1], Item("tree", "树"))
    desk = desks.desk()
    desk.prepare(desks.plan(items=items, limits=CART))
    desk.register("r1", desks.roll(4))
    with pytest.raises(NotReady, match=r"树.*write 0"):
        desk.open("r1")


def test_a_round_with_a_cart_from_screen_paper_and_count_sheet_to_the_recount():
    """Online is refused; paper beyond it is void with that reason; sums together; all recounted."""
    desk = opened(CART)
    slots = [slot.slot for slot in desk.slots("r1")]
    with pytest.raises(CostsTooMuch):
        desk.cast("r1", Cast(slots[0], ("gate", "lamp", "hall/x"), "key-0001"))
    desk.cast("r1", Cast(slots[0], ("gate", "lamp"), "key-0002"))
    desk.paper.print_batch("r1", "一", "小林", slots[1:3])
    numbers = [sheet.number for sheet in desk.paper.sheets("r1")]
    desk.paper.take_back("r1", numbers, "小林")
    for sheet, ticks in zip(
        desk.paper.sheets("r1"), (["gate", "lamp"], ["lamp", "hall/y"]), strict=False
    ):
        for slot in sheet.slots:
            desk.paper.key("r1", sheet.number, slot, ticks, "小林")
            desk.paper.key("r1", sheet.number, slot, ticks, "老周")
    void = why_void(desk.round("r1"), ("lamp", "hall/y"))
    assert void is not None and "超出" in void.zh
    desk.paper.reconcile("r1", "一", len(numbers), 0, "小林")
    ends = [end for sheet in desk.paper.sheets("r1") for end in sheet.done.values()]
    assert {*ends} == {"cast", "costs-too-much"}
    with pytest.raises(CostsTooMuch):
        desk.paper.take_count(
            "r1", slots[3:4], {"gate": 1, "lamp": 1, "hall/x": 1}, by="小林", second="老周"
        )
    desk.paper.take_count("r1", slots[3:4], {"hall/y": 1}, by="小林", second="老周")
    desk.close("r1")
    desk.publish("r1")
    found = differences(desk.bundle("r1"))
    assert found.status == 0, found.sentences


def counted():
    """The bundle of a round with a cart of 500, of which a ballot spends all."""
    desk = opened(CART)
    slot = next(iter(desk.slots("r1"))).slot
    desk.cast("r1", Cast(slot, ("gate", "lamp"), "key-0001"))
    desk.close("r1")
    desk.publish("r1")
    return desk.bundle("r1")


@pytest.mark.parametrize(("budget", "beyond"), [(501, False), (500, False), (499, True)])
def test_the_recount_finds_a_ballot_beyond_the_cart(budget, beyond):
    """As it finds one with too many ticks: with a plan whose cart is another."""
    data = desks.forge_bundle(
        counted(), "configuration", lambda entry: entry["limits"].update(budget=budget)
    )
    assert ("more than a ballot may spend" in " ".join(differences(data).sentences)) == beyond


def test_a_plan_of_an_older_format_that_says_more_is_no_such_plan():
    """Nobody passes a cart off as a plan that an older recount reads without it."""
    data = desks.forge_bundle(counted(), "configuration", lambda entry: entry.update(format=1))
    assert "ledger.jsonl:1: no canonical JSON" in " ".join(differences(data).sentences)
