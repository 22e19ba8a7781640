"""Projects: from the annual list to delivery, what each step needs and what it refuses."""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from tickbox_core import Item, Text
from tickbox_core.categories import Plan, Step
from tickbox_core.components.meetings import About, Matter, Meeting
from tickbox_core.components.projects import Milestone, Status, needs_decision
from tickbox_core.components.projects.money import SharedBy
from tickbox_core.components.wishes import CarriedOutAnswer
from tickbox_core.desk import Desk
from tickbox_core.desk.decisions import CarryingItems
from tickbox_core.desk.diary import LOG, audit, history
from tickbox_core.errors import BadValue, DuplicateId, NotListed, NotPossible, UnknownId
from tickbox_core.ledger import canonical
from tickbox_core.model import Funding
from tickbox_core.model.parties import Side
from tickbox_core.testing import desks
from tickbox_core.workflow.log import entries

from ..desk.annual_house import ITEMS, R1, Clock, listed

BY = "小林"
FIRM = Text("物业公司", "the property firm")
WHY = Text("涨价了", "prices rose")
PLAN = Plan(
    (
        Step("survey", Text("勘察", "survey"), 10),
        Step("works", Text("施工", "works"), 30, ("survey",)),
        Step("audit", Text("审价", "audit"), before=("works",)),
    ),
    shares={f"b1s1u{home}": 1000 for home in range(12)},
)


@pytest.fixture
def clock() -> Clock:
    """At noon."""
    return Clock()


@pytest.fixture
def desk(clock: Clock) -> Desk:
    """A desk with a final annual list."""
    return listed(clock)


@pytest.fixture
def planned(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Desk:
    """The same where items have a plan with milestones and dues."""
    made = listed(clock)
    monkeypatch.setattr(CarryingItems, "plan", lambda *_: PLAN)
    return made


def begun(desk: Desk, item: str = "doors", **more: Any) -> str:
    """A project of an item that is under way."""
    id_ = desk.projects.start(R1, item, by=BY, **more).id
    desk.projects.responsible(id_, Side.FIRM, FIRM, Text("施工", "do it"))
    desk.projects.begin(id_)
    return id_


class TestStarting:
    """A project starts from an item of the final annual list."""

    def test_milestones_of_its_own_stand_after_the_policys(self, planned: Desk) -> None:
        """A plain item has none but these; one key twice is refused, and nothing has begun."""
        own = Milestone("opening", Text("启用", "opened"), date(2026, 8, 1))
        with pytest.raises(DuplicateId, match="milestone"):
            planned.projects.start(R1, "doors", by=BY, milestones=[own, own])
        made = planned.projects.start(R1, "doors", by=BY, milestones=[own])
        assert [one.key for one in made.milestones] == ["survey", "works", "audit", "opening"]
        assert made.milestones[-1].due == date(2026, 8, 1)

    def test_a_wish_leads_to_it_and_to_how_it_stands(self, clock: Clock) -> None:
        """By any reference of the wishes that the item came of; before it starts, to none."""
        desk = listed(clock, wishes=["门坏了", "楼道门关不上"])
        one, two = (wish.ref for wish in desk.collecting.wishes())
        assert desk.collecting.follow(one).projects == ()
        made = desk.projects.start(R1, "doors", by=BY)
        desk.projects.start(R1, "garden", by=BY)
        carried = CarriedOutAnswer(made.id, R1, "doors", Status.PLANNED)
        assert desk.collecting.follow(one).projects == (carried,)
        desk.projects.give_up(made.id, WHY, FIRM)
        (carried,) = desk.collecting.follow(two).projects
        assert (carried.project, carried.status) == (made.id, Status.GIVEN_UP)

    def test_its_baseline_is_the_item_of_the_public_log(self, desk: Desk) -> None:
        """Title, cost and scope frozen, with the digest of the item that anyone can compute."""
        made = desk.projects.start(R1, "doors", by=BY, due=date(2026, 9, 1))
        (item,) = (one for one in entries(desk._hand.store, R1)[0]["items"] if one["id"] == "doors")
        base = made.baseline
        assert base.digest == hashlib.sha256(canonical(item)).hexdigest()
        assert (base.cost, base.due, dict(base.scope or {})) == (
            100_000,
            date(2026, 9, 1),
            {"within": ["b1", "b2"]},
        )
        assert made.status is Status.PLANNED

    def test_an_item_off_the_list_is_refused(self, clock: Clock) -> None:
        """Unknown, not chosen, or chosen on a list that is not final."""
        desk = listed(clock)
        with pytest.raises(NotPossible, match="not on a final annual list"):
            desk.projects.start(R1, "tower", by=BY)
        with pytest.raises(NotPossible):
            desk.projects.start("r9", "doors", by=BY)
        open_ = desks.opened()
        with pytest.raises(NotPossible):
            open_.projects.start(R1, "gate", by=BY)

    def test_an_item_has_one_project_and_an_id_one_meaning(self, desk: Desk) -> None:
        """A second start of the item is refused, and so is an id that is taken."""
        desk.projects.start(R1, "doors", by=BY)
        with pytest.raises(NotPossible, match="has a project"):
            desk.projects.start(R1, "doors", by=BY, id_="other")
        with pytest.raises(NotPossible, match="already"):
            desk.projects.start(R1, "gate", by=BY, id_="doors")

    def test_the_tighter_limit_holds(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        """The policy's and what is given, whichever is less; nothing where neither says."""
        assert desk.projects.start(R1, "doors", by=BY).limit == 0
        given = desk.projects.start(R1, "garden", by=BY, limit=Fraction(1, 5))
        assert given.limit == Fraction(1, 5)
        policy = Plan(most_over=Fraction(1, 10))
        monkeypatch.setattr(CarryingItems, "plan", lambda *_: policy)
        made = desk.projects.start(R1, "gate", by=BY, limit=Fraction(1, 5))
        assert made.limit == Fraction(1, 10)

    def test_milestones_that_wait_for_one_another_are_refused(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A circle in a policy's plan would never end."""
        circle = Plan(
            (Step("a", Text("甲", "a"), before=("b",)), Step("b", Text("乙", "b"), before=("a",)))
        )
        monkeypatch.setattr(CarryingItems, "plan", lambda *_: circle)
        with pytest.raises(NotPossible, match="wait forever"):
            desk.projects.start(R1, "doors", by=BY)

    def test_a_pilot_is_one_of_the_parts_and_not_all(self, desk: Desk) -> None:
        """An area that is no part, unknown to the tree, or a pilot that is everything."""
        for more in ({"pilot": ["b3"]}, {"parts": ["b9"]}):
            with pytest.raises(UnknownId):
                desk.projects.start(R1, "doors", by=BY, **more)
        with pytest.raises(NotPossible, match="pilot is all"):
            desk.projects.start(R1, "doors", by=BY, pilot=["b1", "b2"])

    def test_it_begins_when_somebody_answers_for_it(self, desk: Desk, clock: Clock) -> None:
        """Not before, not on a day to come, and not twice."""
        desk.projects.start(R1, "doors", by=BY)
        with pytest.raises(NotPossible, match="nobody is responsible"):
            desk.projects.begin("doors")
        with pytest.raises(NotPossible, match="is not responsible yet"):
            desk.projects.responsible("doors", Side.FIRM, FIRM, Text("", ""))
        desk.projects.responsible("doors", Side.FIRM, FIRM, Text("施工", "do it"))
        with pytest.raises(NotPossible, match="still to come"):
            desk.projects.begin("doors", clock.now.date() + timedelta(days=1))
        assert desk.projects.begin("doors").status is Status.UNDER_WAY
        with pytest.raises(NotPossible, match="is under way"):
            desk.projects.begin("doors")

    def test_an_item_with_options_is_promised_by_the_one_that_leads(self, clock: Clock) -> None:
        """Its cost is that option's; another can be named, an unknown one not."""
        from tickbox_core import Option

        item = Item("wall", "粉刷", options=(Option("white", "白", 500), Option("red", "红", 700)))
        desk = desks.desk(clock=clock)
        desk.prepare(desks.plan(items=(item,)))
        desk.register(R1, desks.roll())
        desks.open_list(desk, R1)
        for at, tick in enumerate(("wall/red", "wall/red", "wall/white")):
            desk.cast(R1, desk_cast(desk.slots(R1)[at].slot, tick, at))
        desk.close(R1)
        desk.publish(R1)
        desk.concluding.finalise(R1)
        with pytest.raises(UnknownId):
            desk.projects.start(R1, "wall", by=BY, option="blue")
        base = desk.projects.start(R1, "wall", by=BY).baseline
        assert (base.option, base.cost) == ("red", 700)


def desk_cast(slot: str, tick: str, at: int) -> Any:
    """A ballot with one tick."""
    from tickbox_core.desk import Cast

    return Cast(slot, (tick,), f"k{at}")


class TestCarryingOut:
    """Milestones in order, buildings one by one, supervisors who sign."""

    def test_milestones_come_in_their_order_and_once(self, planned: Desk, clock: Clock) -> None:
        """What comes before, a second time, an unknown one, before the work began, to come."""
        id_ = begun(planned)
        with pytest.raises(NotPossible, match="first comes: survey"):
            planned.projects.reach(id_, "works")
        today = clock.now.date()
        for wrong in (today - timedelta(days=1), today + timedelta(days=1)):
            with pytest.raises(NotPossible):
                planned.projects.reach(id_, "survey", wrong)
        planned.projects.reach(id_, "survey")
        with pytest.raises(NotPossible, match="already"):
            planned.projects.reach(id_, "survey")
        with pytest.raises(NotListed):
            planned.projects.reach(id_, "party")
        planned.projects.reach(id_, "works")

    def test_their_days_follow_from_the_start_and_move_with_a_reason(
        self, planned: Desk, clock: Clock
    ) -> None:
        """Late is shown from the day after; a new day needs a reason."""
        id_ = begun(planned)
        due = planned.projects.project(id_).milestone("survey").due
        assert due == clock.now.date() + timedelta(days=10)
        late = lambda: [one["late"] for one in planned.projects.card(id_)["milestones"]]  # noqa: E731
        clock.pass_days(10)
        assert late() == [False, False, False]
        clock.pass_days(1)
        assert late() == [True, False, False]
        with pytest.raises(NotPossible, match="reason"):
            planned.projects.reschedule(id_, "survey", date(2027, 1, 1), Text("", ""))
        planned.projects.reschedule(id_, "survey", date(2027, 1, 1), WHY)
        assert late() == [False, False, False]

    def test_supervisors_sign_and_more_than_half_are_enough(self, planned: Desk) -> None:
        """Nine residents: four are not enough, five are; strangers, repeats and early ones not."""
        nine = [f"居民{one}" for one in range(9)]
        id_ = begun(planned)
        planned.projects.supervise(id_, nine, BY)
        with pytest.raises(NotPossible, match="not done yet"):
            planned.projects.sign(id_, "survey", nine[0])
        planned.projects.reach(id_, "survey")
        for one in nine[:4]:
            planned.projects.sign(id_, "survey", one)
        card = planned.projects.card(id_)["milestones"][0]
        assert (card["signed"], card["signed_off"]) == (4, False)
        with pytest.raises(NotPossible, match="signed already"):
            planned.projects.sign(id_, "survey", nine[0])
        with pytest.raises(NotPossible, match="no supervisor"):
            planned.projects.sign(id_, "survey", "路人")
        planned.projects.sign(id_, "survey", nine[4])
        assert planned.projects.card(id_)["milestones"][0]["signed_off"]

    def test_a_milestone_is_sent_back_until_it_is_signed_off(self, planned: Desk) -> None:
        """Then its signatures are gone and it has to be done again."""
        id_ = begun(planned)
        planned.projects.supervise(id_, ["甲", "乙", "丙"], BY)
        planned.projects.reach(id_, "survey")
        planned.projects.sign(id_, "survey", "甲")
        planned.projects.send_back(id_, "survey", "乙", WHY)
        one = planned.projects.project(id_).milestone("survey")
        assert (one.done, one.signed) == (None, 0)
        planned.projects.reach(id_, "survey")
        for name in ("甲", "乙"):
            planned.projects.sign(id_, "survey", name)
        with pytest.raises(NotPossible, match="signed off"):
            planned.projects.send_back(id_, "survey", "丙", WHY)

    @pytest.mark.parametrize(
        "names, signatures",
        [([], None), (["甲", "甲"], None), (["甲", " "], 1), (["甲"], 2), (["甲"], 0)],
    )
    def test_supervision_that_cannot_work_is_refused(
        self, desk: Desk, names: list[str], signatures: int | None
    ) -> None:
        """Nobody, somebody twice, no name, more signatures than people, none."""
        id_ = begun(desk)
        with pytest.raises(NotPossible):
            desk.projects.supervise(id_, names, BY, signatures)

    def test_a_pilot_goes_first_and_is_extended(self, desk: Desk) -> None:
        """The rest waits; what came of it is said before; then building by building."""
        id_ = begun(desk, pilot=["b1"])
        with pytest.raises(NotPossible, match="pilot is not over"):
            desk.projects.finish_part(id_, "b2")
        with pytest.raises(NotPossible, match="not finished"):
            desk.projects.end_pilot(id_, True, WHY)
        desk.projects.finish_part(id_, "b1")
        desk.projects.end_pilot(id_, True, Text("不漏了", "no more leaks"))
        with pytest.raises(NotPossible, match="no pilot going on"):
            desk.projects.end_pilot(id_, True, WHY)
        desk.projects.finish_part(id_, "b2")
        comparison = desk.projects.deliver(id_)
        assert desk.projects.card(comparison.id)["comparison"]["whole"] is True

    def test_a_pilot_that_is_not_extended_delivers_less_than_was_promised(self, desk: Desk) -> None:
        """One of two buildings: the comparison says so."""
        id_ = begun(desk, pilot=["b1"])
        desk.projects.finish_part(id_, "b1")
        desk.projects.end_pilot(id_, False, Text("不合适", "it does not fit"))
        desk.projects.deliver(id_)
        found = desk.projects.card(id_)["comparison"]
        assert (found["parts"], found["whole"]) == ([1, 2], False)

    def test_delivery_waits_for_everything_or_says_what_is_left_out(self, planned: Desk) -> None:
        """Milestones, signatures, buildings; and a word on what is left out."""
        id_ = begun(planned)
        planned.projects.supervise(id_, ["甲"], BY)
        planned.projects.reach(id_, "survey")
        with pytest.raises(NotPossible) as refusal:
            planned.projects.deliver(id_)
        for what in ("not done: works, audit", "not signed off: survey", "not finished: 1号楼"):
            assert what in refusal.value.text.en
        made = planned.projects.deliver(id_, left_out=Text("审价没做", "no audit"))
        assert made.status is Status.DELIVERED
        assert planned.projects.card(id_)["comparison"]["left_out"]["en"] == "no audit"
        for step in (
            lambda: planned.projects.deliver(id_),
            lambda: planned.projects.pause(id_, WHY),
            lambda: planned.projects.reach(id_, "works"),
            lambda: planned.projects.spend(id_, 1, WHY),
            lambda: planned.projects.give_up(id_, WHY, WHY),
        ):
            with pytest.raises(NotPossible, match="is delivered"):
                step()

    @pytest.mark.parametrize("days, late", [(9, -1), (10, 0), (11, 1)])
    def test_it_is_late_by_the_days_after_the_promised_one(
        self, desk: Desk, clock: Clock, days: int, late: int
    ) -> None:
        """A day early, on the day, a day late."""
        id_ = begun(desk, "gate", due=clock.now.date() + timedelta(days=10))
        clock.pass_days(days)
        desk.projects.deliver(id_)
        assert desk.projects.card(id_)["comparison"]["late"] == late

    def test_a_pause_stops_the_work_and_an_end_is_signed(self, desk: Desk) -> None:
        """Paused: nothing is done; resumed: it goes on; given up: reason and names are posted."""
        id_ = begun(desk)
        with pytest.raises(NotPossible):
            desk.projects.resume(id_)
        desk.projects.pause(id_, WHY)
        with pytest.raises(NotPossible, match="is paused"):
            desk.projects.finish_part(id_, "b1")
        desk.projects.resume(id_)
        desk.projects.finish_part(id_, "b1")
        with pytest.raises(NotPossible, match="who decides"):
            desk.projects.give_up(id_, WHY, Text("", ""))
        desk.projects.give_up(id_, WHY, FIRM)
        assert desk.projects.card(id_)["status"] == "given-up"


class TestMoney:
    """Spent up to the limit; beyond it everything waits for a new decision."""

    def test_the_limit_may_be_reached_and_no_more(self, desk: Desk) -> None:
        """100,000 fen and a tenth: 110,000 in all can be spent, a fen more not."""
        id_ = begun(desk, limit=Fraction(1, 10))
        desk.projects.spend(id_, 100_000, WHY, FIRM)
        with pytest.raises(NotPossible, match=r"limit of 1100\.00 yuan"):
            desk.projects.spend(id_, 10_001, WHY)
        desk.projects.spend(id_, 10_000, WHY)
        with pytest.raises(NotPossible):
            desk.projects.spend(id_, 1, WHY)
        assert desk.projects.project(id_).spent == 110_000

    @pytest.mark.parametrize("amount, waits", [(109_999, False), (110_000, False), (110_001, True)])
    def test_an_expected_overrun_stops_everything(
        self, desk: Desk, amount: int, waits: bool
    ) -> None:
        """Just under, on and over the limit."""
        id_ = begun(desk, limit=Fraction(1, 10))
        desk.projects.expect(id_, amount, WHY)
        assert needs_decision(desk.projects.project(id_)) is waits
        assert desk.projects.card(id_)["money"]["needs_decision"] is waits
        if not waits:
            desk.projects.finish_part(id_, "b1")
            return
        for step in (
            lambda: desk.projects.finish_part(id_, "b1"),
            lambda: desk.projects.spend(id_, 1, WHY),
            lambda: desk.projects.deliver(id_, left_out=WHY),
        ):
            with pytest.raises(NotPossible, match="decided again"):
                step()

    def test_a_meeting_that_resolved_it_allows_more(self, desk: Desk) -> None:
        """About this project, held, with a resolution; used once."""
        id_ = begun(desk, limit=Fraction(1, 10))
        desk.projects.expect(id_, 150_000, WHY)
        for meeting, about in (("m1", About(Matter.ITEM, f"{R1}/gate")), ("m2", _this(id_))):
            desk.meetings.announce(meeting, Meeting.DELEGATES, WHY, [about], by=BY)
        desk.meetings.minute("m1", WHY, by=BY, resolved=WHY)
        again = desk.projects.decide_again
        for given in ({}, {"motion": "x", "meeting": "m2"}):
            with pytest.raises(NotPossible, match="one of the two"):
                again(id_, 150_000, **given)
        with pytest.raises(NotPossible, match="something else"):
            again(id_, 150_000, meeting="m1")
        with pytest.raises(NotPossible, match="resolved nothing"):
            again(id_, 150_000, meeting="m2")
        desk.meetings.minute("m2", WHY, by=BY, resolved=WHY)
        with pytest.raises(NotPossible, match="less than is expected"):
            again(id_, 149_999, meeting="m2")
        again(id_, 150_000, meeting="m2")
        desk.projects.spend(id_, 165_000, WHY)
        with pytest.raises(NotPossible):
            desk.projects.spend(id_, 1, WHY)
        desk.projects.expect(id_, 200_000, WHY)
        with pytest.raises(NotPossible, match="used already"):
            again(id_, 200_000, meeting="m2")
        with pytest.raises(NotListed):
            again(id_, 200_000, motion="none")

    def test_dues_are_old_once_the_money_is_decided_again(self, planned: Desk) -> None:
        """Until it is said anew what households pay, less what the subsidies of the place grant."""
        id_ = begun(planned, limit=Fraction(1, 10))
        p = planned.projects
        assert p.public(id_).money.dues_are_old is False
        p.expect(id_, 150_000, WHY)
        planned.meetings.announce("m", Meeting.DELEGATES, WHY, [_this(id_)], by=BY)
        planned.meetings.minute("m", WHY, by=BY, resolved=WHY)
        p.decide_again(id_, 150_000, meeting="m")
        assert p.public(id_).money.dues_are_old is True
        with pytest.raises(UnknownId):
            p.claim(id_, ["none"], {})
        p.collect(id_, None, SharedBy.DUES, by=BY, reason=WHY)
        assert p.public(id_).money.dues_are_old is False
        assert sum(one.due for one in p.dues(id_).values()) == 150_000

    @pytest.mark.parametrize(
        "settled, told",
        [(0, None), (4, None), (5, 4_800), (6, 6_000), (7, 7_200), (8, None), (12, 12_000)],
    )
    def test_what_has_come_in_is_told_in_tenths(
        self, planned: Desk, settled: int, told: int | None
    ) -> None:
        """Just under, on, just over a handful on either side; exactly once all have paid.

        Part of what a home owes, and what it paid too much, tell nothing more.
        """
        id_ = begun(planned)
        for home in range(settled):
            planned.projects.pay(id_, f"b1s1u{home}", 1000, BY)
        if 0 < settled < 12:
            planned.projects.pay(id_, "b1s1u11", 999, BY)
        held = planned.projects.public(id_).money.collection
        assert held is not None and held.paid == told

    @pytest.mark.parametrize("homes, complete", [(1, None), (4, None), (5, True)])
    def test_of_a_handful_that_pays_nothing_is_told(
        self, monkeypatch: pytest.MonkeyPatch, homes: int, complete: bool | None
    ) -> None:
        """Just under and on five, not even that all have paid; who owes nothing hides nobody."""
        desk = listed()
        shares = {f"b1s1u{home}": 1000 if home < homes else 0 for home in range(6)}
        monkeypatch.setattr(CarryingItems, "plan", lambda *_: Plan(shares=shares))
        id_ = begun(desk)
        for home in range(homes):
            desk.projects.pay(id_, f"b1s1u{home}", 1000, BY)
        held = desk.projects.public(id_).money.collection
        assert held is not None
        assert (held.complete, held.settled) == (complete, None)
        assert held.paid == (homes * 1000 if complete else None)

    def test_what_nobody_priced_is_decided_before_it_is_spent(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """An unknown cost is no cost of nought: spending waits for a decision.

        A list that an older version opened may hold such an item.
        """
        monkeypatch.setattr("tickbox_core.testing.desks._has_price", lambda item: True)
        monkeypatch.setattr("tickbox_core.desk.checklist._money", lambda item: ())
        desk = listed()
        id_ = begun(desk, "garden")
        with pytest.raises(NotPossible, match="no amount was ever decided"):
            desk.projects.spend(id_, 1, WHY)
        free = begun(desk, "gate")
        with pytest.raises(NotPossible, match=r"limit of 0\.00"):
            desk.projects.spend(free, 1, WHY)

    def test_it_cannot_be_expected_to_cost_less_than_was_spent(self, desk: Desk) -> None:
        """Nor for no reason."""
        id_ = begun(desk)
        desk.projects.spend(id_, 500, WHY)
        for amount, reason in ((499, WHY), (600, Text("", ""))):
            with pytest.raises(NotPossible):
                desk.projects.expect(id_, amount, reason)
        with pytest.raises(BadValue):
            desk.projects.expect(id_, 600.0, WHY)  # type: ignore[arg-type]

    def test_gifts_are_promised_and_come_and_donors_stay_unnamed(self, desk: Desk) -> None:
        """Money and work; the donor stands nowhere but in what is sealed."""
        id_ = begun(desk)
        p = desk.projects
        one = p.pledge(id_, Funding.SPONSOR, "无名氏王", amount=5000)
        two = p.pledge(
            id_, Funding.IN_KIND, "幼儿园", what=Text("花苗", "plants"), worth=300, named=FIRM
        )
        for source, given in (
            (Funding.SPONSOR, {}),
            (Funding.SPONSOR, {"amount": 0}),
            (Funding.IN_KIND, {"amount": 5}),
            (Funding.IN_KIND, {}),
            (Funding.OWN, {"amount": 5}),
        ):
            with pytest.raises(NotPossible):
                p.pledge(id_, source, "某人", **given)
        p.receive(id_, one.lower())
        with pytest.raises(NotPossible):
            p.receive(id_, one)
        p.withdraw_pledge(id_, two, WHY)
        money = p.card(id_)["money"]
        assert money["received"] == 5000
        assert [given["named"] for given in money["contributions"]] == [None]
        public = json.dumps([p.card(id_), entries(desk._hand.store, LOG)], ensure_ascii=False)
        assert "无名氏王" not in public
        assert "幼儿园" not in public
        assert p.project(id_).contributions[0].donor == "无名氏王"

    def test_households_pay_what_they_owe_and_nobody_reads_who_has(self, planned: Desk) -> None:
        """In parts, never more than is owed; staff see units, the public no handful."""
        id_ = begun(planned)
        p = planned.projects
        for unit, amount in (("b1s1u0", 1001), ("b1s1u0", 0), ("b3s1u0", 1)):
            with pytest.raises(NotPossible):
                p.pay(id_, unit, amount, BY)
        p.pay(id_, "b1s1u0", 400, BY)
        p.pay(id_, "b1s1u0", 600, BY)
        with pytest.raises(NotPossible, match=r"still owes 0\.00"):
            p.pay(id_, "b1s1u0", 1, BY)
        assert p.payments(id_)["b1s1u0"] == {"due": 1000, "paid": 1000}
        shown = lambda: p.card(id_)["money"]["collection"]  # noqa: E731
        counts = [shown()["settled"]]
        for home in range(1, 12):
            p.pay(id_, f"b1s1u{home}", 1000, BY)
            counts.append(shown()["settled"])
        assert counts == [None] * 4 + [5, 6, 7] + [None] * 5
        assert shown() == {
            "households": 12, "total": 12000, "paid": 12000, "complete": True, "settled": None,
        }  # fmt: skip
        public = json.dumps([p.card(id_), entries(planned._hand.store, LOG)])
        assert "b1s1u" not in public
        assert "b1s1u" not in repr(p.project(id_))

    def test_names_and_payments_are_erased_and_the_rest_stands(self, planned: Desk) -> None:
        """The ledger verifies; sums stay; what is gone is said to be gone."""
        id_ = begun(planned)
        p = planned.projects
        p.supervise(id_, ["甲"], BY)
        p.pledge(id_, Funding.SPONSOR, "王", amount=5)
        p.pay(id_, "b1s1u0", 400, BY)
        assert planned.diary.erase(lambda one: True, WHY)
        assert audit(planned._hand.store) == []
        held = p.project(id_)
        assert (held.supervisors, held.supervisor_names) == (1, ())
        assert held.contributions[0].donor == ""
        collection = p.card(id_)["money"]["collection"]
        assert (collection["total"], collection["complete"]) == (12000, None)
        with pytest.raises(NotPossible, match="erased"):
            p.pay(id_, "b1s1u0", 1, BY)
        assert all(one.erased or one.sealed is None for one in history(planned._hand.store))


def _this(id_: str) -> About:
    return About(Matter.PROJECT, id_)


def test_what_nobody_knows_is_not_there(desk: Desk) -> None:
    """An unknown project, part, contribution."""
    id_ = begun(desk)
    for step in (
        lambda: desk.projects.card("x"),
        lambda: desk.projects.note("x", WHY),
        lambda: desk.projects.finish_part(id_, "b3"),
        lambda: desk.projects.receive(id_, "AAAA-AAAA"),
    ):
        with pytest.raises(NotListed):
            step()


def test_the_figures_count_projects(desk: Desk) -> None:
    """One for each item that is carried out."""
    assert desk.figures().projects == 0
    for item in ITEMS:
        desk.projects.start(R1, item.id, by=BY)
    assert desk.figures().projects == len(ITEMS)


def test_a_refused_step_leaves_nothing_behind(desk: Desk) -> None:
    """The diary is as long as before."""
    id_ = begun(desk)
    before = len(entries(desk._hand.store, LOG))
    with pytest.raises(NotPossible):
        desk.projects.spend(id_, 10**9, WHY)
    assert len(entries(desk._hand.store, LOG)) == before


def test_a_project_and_what_belongs_to_it_are_found_by_kind(planned: Desk) -> None:
    """Other matters ask so; what is not there is refused in the words of this one."""
    planned.projects.start(R1, "gate", by=BY)
    id_ = begun(planned)
    planned.projects.supervise(id_, ["甲"], BY)
    ref = planned.projects.pledge(id_, Funding.SPONSOR, "王", amount=5)
    made = planned.projects.project(id_)
    with planned.diary.reading() as state:
        find = planned._hand.find
        assert find("project", state, id_) == made
        assert find("milestone", state, "works") == planned.projects.project("gate").milestones[1]
        assert find("supervisor", state, "甲") == "甲"
        assert find("gift", state, ref) == made.contribution(ref)
        for kind, what in (
            ("project", "project"),
            ("milestone", "milestone"),
            ("supervisor", "supervisor"),
            ("gift", "contribution"),
        ):
            with pytest.raises(NotListed, match=f"{what} '?x"):
                find(kind, state, "x")
