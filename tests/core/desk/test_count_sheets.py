"""Stairwell count sheets: sums only, slots used once, and a recount that checks the bounds."""

from __future__ import annotations

import random

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core import Item, Limits, Option, RuleChoice
from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.bundle import differences, read_bundle, write_bundle
from tickbox_core.desk import Cast
from tickbox_core.errors import (
    BadValue,
    CountedOnSheet,
    NotCountersigned,
    NotListed,
    NotPossible,
    TickboxError,
    TooFewTicks,
    TooManyTicks,
    UnknownId,
    UnknownSlot,
    WrongState,
)
from tickbox_core.model import TickList, TierLimits
from tickbox_core.model.totals import CountSheet
from tickbox_core.testing import desks
from tickbox_core.testing.strategies import lasting

LISTED = TickList((Item("a", "甲", tier="s"), Item("b", "乙"), Item("c", "丙")))
SIX = tuple("uvwxyz")


@pytest.mark.parametrize(
    ("ticks", "limits", "refused"),
    [
        ({"a": 6, "b": 6}, Limits.at_most(2), None),
        ({"a": 6, "b": 6, "c": 1}, Limits.at_most(2), TooManyTicks),
        ({"a": 7}, Limits(), BadValue),
        ({"a": 5}, Limits(1, 3), TooFewTicks),
        ({"a": 6}, Limits(1, 3), None),
        ({}, Limits(), None),
        ({"z": 1}, Limits(), UnknownId),
        ({"a": 6}, Limits(0, None, (TierLimits("s", 0, 1),)), None),
        ({"b": 6}, Limits(0, None, (TierLimits("s", 1, 1),)), TickboxError),
    ],
)
def test_sums_are_what_ballots_could_give(ticks, limits, refused):
    """Six people: just under, on and over what they can have ticked."""
    sheet = CountSheet(SIX, ticks)
    if refused is None:
        sheet.check(LISTED, limits)
    else:
        with pytest.raises(refused):
            sheet.check(LISTED, limits)


@lasting
@given(st.integers(1, 9), st.lists(st.integers(0, 9), min_size=1, max_size=5))
def test_dealt_ballots_have_the_sums_and_nothing_twice(people, numbers):
    """Whatever sums are possible: as many ballots as people, no tick twice on one, even hands."""
    ticks = {f"i{at}": min(number, people) for at, number in enumerate(numbers)}
    hands = CountSheet([f"s{n}" for n in range(people)], ticks).dealt()
    assert len(hands) == people
    assert all(len(set(hand)) == len(hand) for hand in hands)
    for tick, number in ticks.items():
        assert sum(tick in hand for hand in hands) == number
    assert max(map(len, hands)) - min(map(len, hands)) <= 1


@pytest.mark.parametrize("wrong", [((), {}), (("u", "u"), {}), (("u",), {"a": -1})])
def test_a_sheet_that_cannot_be_is_refused(wrong):
    """Of nobody, of somebody twice, less than nothing."""
    with pytest.raises(BadValue):
        CountSheet(*wrong)


# -- at the desk -------------------------------------------------------------------------------


def opened(**changes):
    """A round of eight residents, and its slots."""
    desk = desks.opened(homes=4, **changes)
    return desk, [slot.slot for slot in desk.slots("r1")]


def test_a_round_with_ballots_and_a_sheet_is_counted_and_recounted():
    """Both count; the outcome says how many are known by totals only; the recount agrees."""
    desk, slots = opened()
    desk.cast("r1", Cast(slots[0], ("gate",), "k0"))
    ticks = {"gate": 3, "bench": 2}
    number = desk.paper.take_count("r1", slots[1:5], ticks, by="林", second="周")
    assert number == 1 and desk.turnout("r1").participants == 5
    desk.close("r1")
    outcome = desk.publish("r1")
    assert {placed.item: placed.ticks for placed in outcome.ranking} == {
        "gate": 4, "bench": 2, "garden": 0,
    }  # fmt: skip
    assert outcome.ballots == 5
    assert "其中4人、5个勾仅有合计" in outcome.note.zh
    assert differences(desk.bundle("r1")).status == 0


def test_a_slot_counts_once_on_whatever_way():
    """Ballot after sheet, sheet after ballot, two sheets: the first stands."""
    desk, slots = opened(revisable=True)
    desk.cast("r1", Cast(slots[0], ("gate",), "k0"))
    desk.paper.take_count("r1", slots[1:3], {"gate": 1}, by="林", second="周")
    with pytest.raises(CountedOnSheet):
        desk.cast("r1", Cast(slots[1], ("bench",), "k1"))
    for again in (slots[0], slots[1]):
        with pytest.raises(CountedOnSheet):
            desk.paper.take_count("r1", [again, slots[5]], {}, by="林", second="周")
    assert desk.turnout("r1").participants == 3


def test_what_a_sheet_needs():
    """Two different people, an open list, slots of the roll, a rule that counts sums."""
    desk, slots = opened()
    for by, second in (("林", "林"), ("林", ""), ("", "周")):
        with pytest.raises(NotPossible):
            desk.paper.take_count("r1", slots[:1], {}, by=by, second=second)
    with pytest.raises(UnknownSlot):
        desk.paper.take_count("r1", ["nobody"], {}, by="林", second="周")
    households, their = opened(rule=RuleChoice("tick-share", {"base": "households"}))
    with pytest.raises(NotPossible, match="sums are not enough"):
        households.paper.take_count("r1", their[:1], {}, by="林", second="周")
    desk.close("r1")
    with pytest.raises(WrongState):
        desk.paper.take_count("r1", slots[:1], {}, by="林", second="周")


def test_options_are_counted_by_sums_too():
    """Each option by itself, and "none of these"; together no more than people."""
    item = Item("paint", "楼道颜色", options=(Option("white", "白"), Option("grey", "灰")))
    desk, slots = opened(items=(item,), places=1)
    ticks = {"paint/white": 2, "paint/grey": 1, "paint/none-of-these": 1}
    with pytest.raises(BadValue):
        desk.paper.take_count("r1", slots[:3], ticks, by="林", second="周")
    desk.paper.take_count("r1", slots[:4], ticks, by="林", second="周")
    desk.close("r1")
    (placed,) = desk.publish("r1").ranking
    assert (placed.ticks, [option.ticks for option in placed.options]) == (3, [2, 1, 1])
    assert differences(desk.bundle("r1")).status == 0


@pytest.mark.parametrize("seed", range(30))
def test_two_counts_agree_with_sheets_among_the_ballots(seed):
    """Any rule that counts sums, any sheets that could be."""
    draw = random.Random(seed)
    rule = draw.choice(["tick-share", "tick-count", "greedy-votes", "greedy-ratio"])
    greedy = rule.startswith("greedy")
    items = tuple(Item(f"i{n}", "项", cost=draw.randint(1, 4)) for n in range(4))
    desk, slots = opened(items=items, limits=Limits(), rule=RuleChoice(rule),
                         budget=6 if greedy else None, places=None if greedy else 2)  # fmt: skip
    cut = draw.randint(1, 7)
    for at, slot in enumerate(slots[:cut]):
        ticks = tuple(item.id for item in items if draw.random() < 0.5)
        desk.cast("r1", Cast(slot, ticks, f"k{at}"))
    people = len(slots) - cut
    sums = {item.id: draw.randint(0, people) for item in items}
    desk.paper.take_count("r1", slots[cut:], sums, by="林", second="周")
    desk.close("r1")
    desk.publish("r1")
    assert differences(desk.bundle("r1")).status == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda e: e["ticks"].update(gate=9), "can have ticked"),
        (lambda e: e["ticks"].update(nothing=1), "not on the list"),
        (lambda e: e["places"][0].update(slot="NOBODY"), "not on the roll|has this slot"),
        (lambda e: e["places"].append(dict(e["places"][0])), "second ballot"),
    ],
)
def test_a_forged_sheet_is_found(change, said):
    """More than can be, what is not listed, who is not on the roll, somebody twice."""
    desk, slots = opened()
    desk.paper.take_count("r1", slots[:4], {"gate": 3}, by="林", second="周")
    desk.close("r1")
    desk.publish("r1")
    found = differences(desks.forge_bundle(desk.bundle("r1"), "count-sheet", change))
    assert found.status == 1
    words = " ".join(text.en for text in found.texts)
    assert any(part in words for part in said.split("|")), words


def test_the_act_takes_a_sheet():
    """Typed as a table of ticks; the signatures stay sealed."""
    desk, slots = opened()
    answer = perform(
        ACTS["paper/count"], desk,
        {"round": "r1", "slots": slots[:3], "ticks": [["gate", 2]]},
        Actor("林", Role.STAFF), Actor("周", Role.STAFF),
    )  # fmt: skip
    assert answer == {"number": 1, "participants": 3}


class TestTakenBack:
    """What two people counted wrongly two people take back: superseded, never deleted."""

    LIN, ZHOU = Actor("小林", Role.STAFF), Actor("老周", Role.STAFF)

    def counted(self):
        """A round with one sheet of two people."""
        desk = desks.opened(tie_break="refuse")
        slots = [one.slot for one in desk.slots(desks.ROUND)]
        desk.paper.take_count(desks.ROUND, slots[:2], {"gate": 2}, by="小林", second="老周")
        return desk, slots

    def back(self, desk, number=1, second=None, reason="没有来过"):
        """The act by two."""
        given = {"round": desks.ROUND, "number": number, "reason": reason}
        return perform(ACTS["paper/uncount"], desk, given, self.LIN, second or self.ZHOU)

    def test_its_people_tick_themselves(self):
        """The log holds sheet and reason; count, recount and tables agree, and the note says it."""
        desk, slots = self.counted()
        with pytest.raises(CountedOnSheet):
            desk.cast(desks.ROUND, Cast(slots[0], ("bench",), "k0"))
        answer = self.back(desk)
        assert (answer["number"], answer["participants"]) == (1, 2)
        assert answer["ticks"] == [{"tick": "gate", "number": 2}]
        desk.cast(desks.ROUND, Cast(slots[0], ("bench",), "k0"))
        again = desk.paper.take_count(
            desks.ROUND, slots[2:4], {"bench": 1}, by="小林", second="老周"
        )
        assert again == 2, "a number is never used twice"
        desk.close(desks.ROUND)
        outcome = desk.publish(desks.ROUND)
        assert outcome.ballots == 3 and "另有1份合计表由两人撤回" in outcome.note.zh
        assert {one.item: one.ticks for one in outcome.ranking}["gate"] == 0
        data = desk.bundle(desks.ROUND)
        assert differences(data).status == 0
        assert desk.keeping.verify().faults == ()
        kinds = [one["kind"] for one in read_bundle(data).entries]
        assert kinds.count("count-sheet") == 2 and "count-sheet-superseded" in kinds

    def test_it_takes_two_a_reason_and_a_sheet_that_stands(self):
        """And an open round; nothing is taken back twice."""
        desk, _ = self.counted()
        with pytest.raises(NotCountersigned):
            self.back(desk, second=self.LIN)
        with pytest.raises(TickboxError):
            self.back(desk, reason=" ")
        with pytest.raises(NotListed):
            self.back(desk, number=2)
        self.back(desk)
        with pytest.raises(NotListed):
            self.back(desk)
        desk, _ = self.counted()
        desk.close(desks.ROUND)
        with pytest.raises(WrongState):
            self.back(desk)

    def test_a_forged_one_differs(self):
        """Of a sheet that there is none of, or after closing."""
        desk, _ = self.counted()
        desk.close(desks.ROUND)
        desk.publish(desks.ROUND)
        parts = read_bundle(desk.bundle(desks.ROUND))
        gone = {
            "kind": "count-sheet-superseded", "cycle": desks.ROUND, "number": 7,
            "reason": {"zh": "x", "en": "x"},
        }  # fmt: skip
        entries = list(parts.entries)
        at = [one["kind"] for one in entries].index("closed")
        forged = write_bundle(attrs.evolve(parts, entries=(*entries[:at], gone, *entries[at:])))
        assert any("no such count sheet" in one.en for one in differences(forged).texts)
        late = write_bundle(attrs.evolve(parts, entries=(*entries[:-1], gone, entries[-1])))
        assert any("after closing" in one.en for one in differences(late).texts)
