"""The checklist holds whatever the days of notice; an unknown category stands in the way."""

from __future__ import annotations

import hashlib
from typing import Any

import attrs
import pytest

from tickbox_core import open_registry
from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.desk import Desk
from tickbox_core.errors import DuplicateId, NotPossible, NotReady, TickboxError, UnknownId
from tickbox_core.model import Category, Item, Limits, Round, State, TierLimits
from tickbox_core.store import MemoryStore
from tickbox_core.testing import desks
from tickbox_core.text import Text
from tickbox_core.year import Feasible

from . import motion_house
from .annual_house import Clock

R1 = desks.ROUND
WHY = Text("理由", "the reason")
LIN = Actor("小林", Role.STAFF)
GATE = Item("gate", "开边门", cost=100)
LIFT = Category("lift", "电梯", "lift")


def lacking(desk: Desk, round: str = R1) -> dict[str, str]:
    """What is not met, by key."""
    return {one.key: one.text.en for one in desk.posting.checklist(round) if not one.met}


def ready(notice_days: int, *items: Item, clock: Clock | None = None, **plan: Any) -> Desk:
    """A list with its roll, every item found feasible; posted long enough where it has to be."""
    clock = clock or Clock()
    desk = desks.desk(clock=clock)
    desk.prepare(desks.plan(items=items or (GATE,), notice_days=notice_days, **plan))
    desk.register(R1, desks.roll())
    return desk


@pytest.mark.parametrize("notice_days", [0, 7])
class TestDaysOfNotice:
    """0 days means no days of posting, and nothing else."""

    @pytest.mark.parametrize(
        "change, said",
        [
            ({"limits": Limits()}, "no limit"),
            ({"items": (attrs.evolve(GATE, cost=None),)}, "the cost is missing"),
            ({"items": (attrs.evolve(GATE, funding={"own": 99}),)}, "does not add up"),
            ({"items": (GATE, Item("new", "新", cost=0))}, "whether it is feasible"),
        ],
    )
    def test_what_is_missing_stands_in_the_way(
        self, notice_days: int, change: dict[str, Any], said: str
    ) -> None:
        """Limits, costs, funding, feasibility: in the checklist and in the act."""
        clock = Clock()
        desk = ready(notice_days, clock=clock)
        desk.posting.assess(R1, "gate", Feasible.YES, WHY, "小林")
        desk.prepare(desks.plan(**{"items": (GATE,), "notice_days": notice_days, **change}))
        with pytest.raises(NotReady, match=said):
            perform(ACTS["round/post"], desk, {"round": R1}, LIN)
        desk.posting.post(R1)
        clock.pass_days(7)
        (missing,) = lacking(desk).values()
        assert said in missing
        with pytest.raises(NotReady, match=said):
            perform(ACTS["round/open"], desk, {"round": R1}, LIN)
        assert desk.round(R1).state is State.POSTED

    @pytest.mark.parametrize(
        "feasible, opens",
        [
            (Feasible.NO, False),
            (Feasible.WITH_CONDITIONS, True),
            (Feasible.YES, True),
            (None, False),
        ],
    )
    def test_what_is_not_feasible_does_not_open(
        self, notice_days: int, feasible: Feasible | None, opens: bool
    ) -> None:
        """Nor what nobody has looked at."""
        clock = Clock()
        desk = ready(notice_days, clock=clock)
        if feasible is not None:
            desk.posting.assess(R1, "gate", feasible, WHY, "小林")
        desk.posting.post(R1)
        clock.pass_days(7)
        if opens:
            assert desk.open(R1, whole=True).state is State.TICKING
        else:
            with pytest.raises(NotReady, match="feasible"):
                desk.open(R1, whole=True)
            desk.posting.withdraw(R1, WHY, "小林")
            with pytest.raises(NotReady, match="feasible"):
                desk.posting.post(R1, whole=True)
            assert desk.round(R1).state is State.LISTING

    def test_objections_are_answered_first(self, notice_days: int) -> None:
        """One without an answer keeps it closed."""
        clock = Clock()
        desk = ready(notice_days, clock=clock)
        desk.posting.assess(R1, "gate", Feasible.YES, WHY, "小林")
        desk.posting.post(R1)
        ref = desk.posting.object(R1, "太贵")
        clock.pass_days(7)
        with pytest.raises(NotReady, match="objections without an answer: 1"):
            desk.open(R1, whole=True)
        desk.posting.withdraw(R1, WHY, "小林")
        with pytest.raises(NotReady, match="objections without an answer: 1"):
            desk.posting.post(R1, whole=True)
        desk.posting.answer(ref, WHY, "小林")
        desk.posting.post(R1, whole=True)
        clock.pass_days(7)
        assert desk.open(R1).state is State.TICKING

    def test_policies_object(self, notice_days: int) -> None:
        """A title without words is an objection of the plain policy too."""
        desk = ready(notice_days, attrs.evolve(GATE, title=" "))
        assert any("no title" in one for one in lacking(desk).values())
        with pytest.raises(NotReady, match="no title"):
            perform(ACTS["round/post"], desk, {"round": R1}, LIN)

    def test_what_comes_while_it_is_posted_keeps_nothing_from_posting(
        self, notice_days: int
    ) -> None:
        """The roll, and the days themselves; opening waits for both."""
        desk = desks.desk(clock=Clock())
        desk.prepare(desks.plan(items=(GATE,), notice_days=notice_days))
        desk.posting.assess(R1, "gate", Feasible.YES, WHY, "小林")
        posting, opening = desk.posting.standing_against(R1)
        assert posting == ()
        assert any("there is no roll" in one.en for one in opening)
        perform(ACTS["round/post"], desk, {"round": R1}, LIN)
        assert desk.round(R1).state is State.POSTED

    def test_limits_by_tier_are_limits(self, notice_days: int) -> None:
        """Where every item is of a tier that has one: just under, and with one outside."""
        items = (attrs.evolve(GATE, tier="s"), Item("b", "乙", cost=0, tier="t"))
        tiers = {"s": 1, "t": 2}
        for known, met in (("s", False), ("st", True)):
            limits = Limits(tiers=tuple(TierLimits(one, 0, tiers[one]) for one in known))
            desk = ready(notice_days, *items, limits=limits)
            assert ("limits-set" not in lacking(desk)) is met


@pytest.mark.parametrize("said", ["nobody on it may tick", "there is no roll"])
def test_a_roll_with_nobody_who_may_tick_is_not_told_as_none(said: str) -> None:
    """A table without the column of roles is read, and then nobody is asked."""
    desk = desks.desk()
    desk.prepare(desks.plan(items=(GATE,)))
    if "nobody" in said:
        desk.register(R1, attrs.evolve(desks.roll(), residences=()))
    assert said in lacking(desk)["roll"]


def test_without_days_it_need_not_be_posted() -> None:
    """That is all that 0 days leaves out."""
    desk = ready(0)
    desk.posting.assess(R1, "gate", Feasible.YES, WHY, "小林")
    assert lacking(desk) == {}
    assert desk.open(R1).state is State.TICKING
    assert set(lacking(ready(7))) == {"posted-0", "posted-1"}


def test_a_trial_is_held_to_what_can_be_counted() -> None:
    """It is wiped, so nobody need have looked at its items; an unknown category it cannot have."""
    desk = ready(7)
    assert desk.posting.rehearse(R1, "trial").state is State.TICKING
    odd = ready(7, attrs.evolve(GATE, category="lift"))
    with pytest.raises(NotReady, match="does not know"):
        odd.posting.rehearse(R1, "trial")


# -- categories --------------------------------------------------------------------------------


def house() -> Desk:
    """A desk whose registry brings the policy of lifts."""
    return motion_house.desk()


def stopped(desk: Desk, round: str, said: str) -> None:
    """Neither posted nor opened, and the checklist says why, each in words with a remedy."""
    assert any(said in text for text in lacking(desk, round).values())
    for act in ("round/post", "round/open"):
        with pytest.raises(NotReady, match=said):
            perform(ACTS[act], desk, {"round": round}, LIN)
    assert desk.round(round).state is State.LISTING


def plan(**changes: Any) -> Round:
    """A round with one category."""
    return desks.plan(**{"items": (), "categories": (LIFT,), **changes})


class TestAnUnknownCategory:
    def test_in_a_round_that_declares_none(self) -> None:
        """Items are plain there: one that names a category is stopped, and mended by either way."""
        desk = house()
        desk.prepare(desks.plan(items=(attrs.evolve(GATE, category="lift"),)))
        desk.register(R1, motion_house.roll())
        stopped(desk, R1, "which this round does not know")
        assert "Declare categories with round/change" in lacking(desk)["gate/category"]
        perform(ACTS["round/change"], desk, {"round": R1, "categories": [["lift", "lift"]]}, LIN)
        assert "gate/category" not in lacking(desk)
        perform(ACTS["round/change"], desk, {"round": R1, "unset": ["categories"]}, LIN)
        perform(ACTS["item/change"], desk, {"round": R1, "id": "gate", "unset": ["category"]}, LIN)
        assert "gate/category" not in lacking(desk)
        desk.posting.post(R1)

    @pytest.mark.parametrize("categories", [(), (LIFT,)])
    def test_adding_one_is_refused_at_once(self, categories: tuple[Category, ...]) -> None:
        """By the act; nothing is written, also not of the wish."""
        desk = house()
        desk.prepare(plan(categories=categories))
        ref = perform(ACTS["wish/take"], desk, {"text": "装灯"})["ref"]
        given = {"round": R1, "id": "i", "title": "灯", "category": "moon", "refs": [ref]}
        with pytest.raises(TickboxError, match="moon"):
            perform(ACTS["item/add"], desk, given, LIN)
        assert desk.round(R1).items == ()
        assert desk.collecting.wish(ref).items == ()

    @pytest.mark.parametrize("categories", [(), (LIFT,)])
    def test_a_table_with_one_is_refused(self, categories: tuple[Category, ...]) -> None:
        """All of it, also the rows that are right."""
        desk = house()
        desk.prepare(plan(categories=categories))
        known = "lift" if categories else "plain"
        rows = [Item("a", "甲", known), Item("b", "乙", "moon")]
        with pytest.raises(TickboxError, match="moon"):
            desk.importing.items(R1, rows, hashlib.sha256(b"").hexdigest(), "小林")
        assert desk.round(R1).items == ()

    def test_a_table_that_has_an_id_twice_is_refused(self) -> None:
        """Looked at or read in: which of the rows is meant, nobody can tell."""
        desk = house()
        desk.prepare(plan(categories=()))
        rows = [Item("a", "甲", cost=100), Item("b", "乙"), Item("a", "丙", cost=300)]
        for ask in (
            lambda: desk.importing.changed_items(R1, rows),
            lambda: desk.importing.items(R1, rows, hashlib.sha256(b"").hexdigest(), "小林"),
        ):
            with pytest.raises(DuplicateId, match="'a' occurs twice"):
                ask()
        assert desk.round(R1).items == ()

    def test_a_list_that_is_cloned_is_stopped_too(self) -> None:
        """An old round's fault does not travel in silence."""
        desk = house()
        desk.prepare(desks.plan(items=(attrs.evolve(GATE, category="lift"),)))
        perform(ACTS["round/clone"], desk, {"round": R1, "id": "r2", "title": "新"}, LIN)
        desk.register("r2", motion_house.roll())
        stopped(desk, "r2", "which this round does not know")

    def test_categories_that_are_changed_later(self) -> None:
        """Dropped, the items are refused or stopped; never plain in silence."""
        desk = motion_house.listed(house())
        desk.register(R1, motion_house.roll())
        with pytest.raises(NotPossible, match="lift: lift"):
            perform(ACTS["round/change"], desk, {"round": R1, "categories": [["x", "plain"]]}, LIN)
        perform(ACTS["round/change"], desk, {"round": R1, "unset": ["categories"]}, LIN)
        stopped(desk, R1, "which this round does not know")

    def test_by_its_change_too(self) -> None:
        """Another category of the item itself."""
        desk = motion_house.listed(house())
        with pytest.raises(UnknownId, match="moon"):
            perform(ACTS["item/change"], desk, {"round": R1, "id": "lift", "category": "moon"}, LIN)


class TestWhatIsGone:
    def without(self, desk: Desk) -> Desk:
        """The same store where no plugin is installed."""
        return Desk(
            desk._hand.store, open_registry(discover=False), area="n1", clock=desk._hand.clock,
            pepper=b"p", tree=desk.tree,
        )  # fmt: skip

    def test_a_policy(self) -> None:
        """The checklist goes on, and says which plugin to install."""
        desk = motion_house.listed(house())
        desk.register(R1, motion_house.roll())
        gone = self.without(desk)
        stopped(gone, R1, "the policy 'lift' of the category")
        stopped(gone, R1, "the law of 'here' is not installed")

    def test_a_law_alone(self) -> None:
        """With the policies that are there."""
        desk = house()
        desk.prepare(desks.plan(items=(GATE,), jurisdiction="here"))
        desk.register(R1, motion_house.roll())
        stopped(self.without(desk), R1, "the law of 'here' is not installed")

    def test_a_rule(self) -> None:
        """It is a line of the checklist, no error of it."""
        desk = desks.desk(MemoryStore())
        desk.prepare(desks.plan())
        desk.register(R1, desks.roll())
        row = desk._hand.store.get("cycle", id=R1) or {}
        changed = row["configuration"].replace('"tick-share"', '"moon-share"')
        with desk._hand.store.transaction():
            desk._hand.store.put("cycle", {**row, "configuration": changed})
        assert "moon-share" in lacking(desk)["rule"]


def test_taken_over_from_elsewhere() -> None:
    """A case of another neighbourhood under a category that this round does not know."""
    desk = house()
    desk.prepare(plan())
    item = Item("gate", "开边门", "green", cost=1)
    with pytest.raises((NotPossible, UnknownId), match="green"):
        desk.collecting.take_over(R1, item, "n2", "gate")
    assert desk.round(R1).items == ()


class TestTables:
    def test_what_a_row_does_not_say_stays(self) -> None:
        """Pictures, whom it concerns, one field of its category; what it says is taken."""
        desk = house()
        item = Item(
            "i", Text("门", "Gate"), "lift", description="说明", cost=100, scope={"within": ["b8"]},
            fields={"site_visit": "2026-06-01", "upkeep": "甲"}, tier="s",
        )  # fmt: skip
        desk.prepare(plan(items=(item,)))
        row = Item("i", "边门", "lift", cost=200, fields={"upkeep": "乙"})
        (change,) = desk.importing.changed_items(R1, [row])
        assert change.parts == ("title", "cost", "fields")
        desk.importing.items(R1, [row], hashlib.sha256(b"").hexdigest(), "小林")
        now = desk.round(R1).item("i")
        fields = {"site_visit": "2026-06-01", "upkeep": "乙"}
        assert now == attrs.evolve(item, title="边门", cost=200, fields=fields)
        desk.importing.undo("小林")
        assert desk.round(R1).item("i") == item
        (same,) = desk.importing.changed_items(R1, [Item("i", "门", "lift", description="说明")])
        assert same.what == "same"
