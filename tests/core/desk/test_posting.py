"""From the posted list to the annual list: what each step needs, and what it refuses."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import attrs
import pytest

from tickbox_core import Item, Limits, State, Text
from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.desk import Cast, Desk, Town
from tickbox_core.errors import NotListed, NotPossible, NotReady, UnknownId, WrongState
from tickbox_core.model import Area, AreaTree
from tickbox_core.store import MemoryStore
from tickbox_core.testing import desks
from tickbox_core.year import Feasible, ObjectionStage

R1 = desks.ROUND
WHY = Text("理由", "the reason")
LIN = Actor("小林", Role.STAFF)
NAMES = Text("居委会：李主任、王书记", "the residents' committee: Li, Wang")
ITEMS = tuple(Item(id_, id_, cost=100) for id_ in ("gate", "garden", "bench"))


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now: datetime = desks.NOON

    def __call__(self) -> datetime:
        """Now."""
        return self.now

    def pass_days(self, days: int) -> None:
        """So many days later (or earlier)."""
        self.now += timedelta(days=days)


@pytest.fixture
def clock() -> Clock:
    """At noon."""
    return Clock()


@pytest.fixture
def desk(clock: Clock) -> Desk:
    """A list that has to be posted for 7 days, with its roll, all items found feasible."""
    desk = desks.desk(clock=clock)
    desk.prepare(desks.plan(items=ITEMS, notice_days=7, objection_days=5))
    desk.register(R1, desks.roll())
    for item in ITEMS:
        desk.posting.assess(R1, item.id, Feasible.YES, WHY, "小林")
    return desk


def decided(desk: Desk, clock: Clock) -> None:
    """Post, open, tick (garden twice, gate once), close, publish."""
    desk.posting.post(R1)
    clock.pass_days(7)
    desk.open(R1)
    for number, item in enumerate(("garden", "garden", "gate")):
        desk.cast(R1, Cast(desk.slots(R1)[number].slot, (item,), f"k{number}"))
    desk.close(R1)
    desk.publish(R1)


class TestPosting:
    """A list that has to be posted opens only when it was, long enough, unchanged."""

    @pytest.mark.parametrize("days, opens", [(6, False), (7, True), (8, True), (-1, False)])
    def test_it_opens_when_its_days_are_over(
        self, desk: Desk, clock: Clock, days: int, opens: bool
    ) -> None:
        """Just under, on and over; a clock set back opens nothing."""
        desk.posting.post(R1)
        clock.pass_days(days)
        if opens:
            assert desk.open(R1).state is State.TICKING
        else:
            with pytest.raises(NotReady, match="posted long enough only on 2026-03-13"):
                desk.open(R1)

    def test_it_does_not_open_unposted(self, desk: Desk) -> None:
        """However long one waits."""
        with pytest.raises(NotReady, match="posted for 7 days first"):
            desk.open(R1)

    def test_a_posted_list_is_not_changed(self, desk: Desk, clock: Clock) -> None:
        """Taken down it can be, and its days begin anew."""
        posted = desk.posting.post(R1)
        with pytest.raises(WrongState, match=r"whole list has .* again, for all of its days \(7\)"):
            desk.prepare(desks.plan(items=ITEMS[:2], notice_days=7))
        for act, given in (
            ("round/change", {"round": R1}),
            ("item/change", {"round": R1, "id": "gate"}),
            ("item/add", {"round": R1, "id": "lamp", "cost": 1}),
        ):
            with pytest.raises(WrongState) as refused:
                perform(ACTS[act], desk, {**given, "title": "新"}, LIN)
            assert "撤回公示" in refused.value.text.zh and "重新公示满7天" in refused.value.text.zh
        with pytest.raises(NotPossible):
            desk.posting.post(R1)
        clock.pass_days(7)
        desk.posting.withdraw(R1, WHY, "小林")
        desk.prepare(desks.plan(items=ITEMS[:2], notice_days=7))
        with pytest.raises(NotReady):
            desk.open(R1)
        assert desk.posting.post(R1).digest != posted.digest

    @pytest.mark.parametrize(
        "changes, said",
        [
            ({"limits": Limits()}, "no limit"),
            ({"items": (attrs.evolve(ITEMS[0], cost=None),)}, "the cost is missing"),
            ({"items": (attrs.evolve(ITEMS[0], funding={"own": 99}),)}, "does not add up"),
            ({"items": (*ITEMS, Item("new", "新", cost=0))}, "whether it is feasible"),
        ],
    )
    def test_the_checklist_says_what_is_missing(
        self, desk: Desk, clock: Clock, changes: dict[str, object], said: str
    ) -> None:
        """Limits, costs, funding, feasibility: each in words, and met once it is there."""
        assert [c.key for c in desk.posting.checklist(R1) if not c.met] == ["posted-0"]
        desk.prepare(desks.plan(**{"items": ITEMS, "notice_days": 7, **changes}))
        desk.posting.post(R1)
        clock.pass_days(7)
        (missing,) = [c.text.en for c in desk.posting.checklist(R1) if not c.met]
        assert said in missing
        with pytest.raises(NotReady, match=said):
            desk.open(R1)

    def test_funding_that_adds_up_is_met(self, desk: Desk) -> None:
        """Just under and over it is not."""
        for paid, met in ((99, False), (100, True), (101, False)):
            item = attrs.evolve(ITEMS[0], funding={"own": paid - 40, "sponsor": 40})
            desk.prepare(desks.plan(items=(item,), notice_days=7))
            checks = {check.key: check.met for check in desk.posting.checklist(R1)}
            assert checks["gate/funding"] is met

    def test_what_is_not_feasible_is_taken_off(self, desk: Desk, clock: Clock) -> None:
        """A finding needs a reason; "not feasible" blocks; "under conditions" does not."""
        with pytest.raises(NotPossible):
            desk.posting.assess(R1, "gate", Feasible.NO, Text(" ", " "), "小林")
        with pytest.raises(UnknownId):
            desk.posting.assess(R1, "moon", Feasible.NO, WHY, "小林")
        desk.posting.assess(R1, "gate", Feasible.NO, Text("消防通道", "a fire lane"), "小林")
        desk.posting.assess(R1, "bench", Feasible.WITH_CONDITIONS, WHY, "小林")
        desk.posting.post(R1)
        clock.pass_days(7)
        with pytest.raises(NotReady, match="not feasible \\(a fire lane\\)") as refusal:
            desk.open(R1)
        assert "bench" not in refusal.value.text.en

    def test_objections_are_answered_before_opening(self, desk: Desk, clock: Clock) -> None:
        """To the list while it is posted; an answer is given once, in words."""
        with pytest.raises(NotPossible):
            desk.posting.object(R1, "太贵")
        desk.posting.post(R1)
        ref = desk.posting.object(R1, "太贵", item="gate", author={"name": "王阿姨"})
        with pytest.raises(UnknownId):
            desk.posting.object(R1, "太贵", item="moon")
        clock.pass_days(7)
        with pytest.raises(NotReady, match="without an answer: 1"):
            desk.open(R1)
        desk.posting.answer(ref.lower(), Text("已核价", "the price was checked"), "小林")
        with pytest.raises(NotPossible):
            desk.posting.answer(ref, WHY, "小林")
        (raised,) = desk.posting.objections(R1)
        assert (raised.text, raised.answer.en) == ("太贵", "the price was checked")
        assert desk.open(R1).state is State.TICKING


class TestCorrecting:
    """After opening words may be set right, by two people, and nothing else changes."""

    def test_words_are_corrected_beside_the_frozen_ones(self, desk: Desk, clock: Clock) -> None:
        """The frozen list keeps its words; the correction says what stands now, and why."""
        with pytest.raises(NotPossible, match="not open yet"):
            desk.posting.correct(R1, "gate", "title", WHY, WHY, by="小林", second="老周")
        desk.posting.post(R1)
        clock.pass_days(7)
        desk.open(R1)
        now = Text("东侧边门", "the east side gate")
        desk.posting.correct(R1, "gate", "title", now, WHY, by="小林", second="老周")
        (correction,) = desk.posting.corrections(R1)
        assert (correction.words, correction.reason) == (now, WHY)
        assert desk.round(R1).item("gate").title.zh == "gate"

    @pytest.mark.parametrize(
        "part, by, second, said",
        [
            ("cost", "小林", "老周", "a new item"),
            ("title", "小林", "小林 ", "the same person"),
            ("title", "小林", "", "second person is missing"),
        ],
    )
    def test_what_is_refused(
        self, desk: Desk, clock: Clock, part: str, by: str, second: str, said: str
    ) -> None:
        """Anything but words, one person alone."""
        desk.posting.post(R1)
        clock.pass_days(7)
        desk.open(R1)
        with pytest.raises(NotPossible, match=said):
            desk.posting.correct(R1, "gate", part, WHY, WHY, by=by, second=second)


class TestConcluding:
    """The computed result stands; what people decide stands beside it."""

    def test_overrides_stand_beside_the_result(self, desk: Desk, clock: Clock) -> None:
        """Taken up and left out with reason and names; the outcome is what it was."""
        decided(desk, clock)
        before = desk.outcome(R1)
        desk.concluding.override(R1, take=["bench"], leave=["garden"], reason=WHY, decided_by=NAMES)
        standing = desk.concluding.standing(R1)
        assert standing.chosen == ("bench",)
        assert standing.outcome == before == desk.outcome(R1)
        assert standing.overrides[0].decided_by == NAMES

    @pytest.mark.parametrize(
        "changes",
        [
            {"take": ["garden"]},
            {"leave": ["bench"]},
            {},
            {"take": ["moon"]},
            {"take": ["bench"], "reason": Text("", "")},
            {"take": ["bench"], "decided_by": Text("", "")},
        ],
    )
    def test_an_override_that_is_refused(
        self, desk: Desk, clock: Clock, changes: dict[str, object]
    ) -> None:
        """Changing nothing, unknown items, no reason, nobody's names."""
        decided(desk, clock)
        with pytest.raises(NotPossible):
            desk.concluding.override(R1, **{"reason": WHY, "decided_by": NAMES, **changes})  # type: ignore[arg-type]

    @pytest.mark.parametrize("days, final", [(4, False), (5, True), (6, True)])
    def test_the_annual_list_is_fixed_when_objections_are_over(
        self, desk: Desk, clock: Clock, days: int, final: bool
    ) -> None:
        """Just under, on and over; fixed once."""
        decided(desk, clock)
        clock.pass_days(days)
        if not final:
            with pytest.raises(NotPossible, match="2026-03-18"):
                desk.concluding.finalise(R1)
            return
        assert desk.concluding.finalise(R1).items == ("garden",)
        assert [fixed.round for fixed in desk.concluding.annual_lists()] == [R1]
        with pytest.raises(NotPossible):
            desk.concluding.finalise(R1)
        with pytest.raises(NotPossible):
            desk.concluding.override(R1, take=["bench"], reason=WHY, decided_by=NAMES)
        with pytest.raises(NotPossible):
            desk.concluding.object(R1, "不公平")

    def test_objections_to_the_result_are_answered_first(self, desk: Desk, clock: Clock) -> None:
        """Within their days."""
        with pytest.raises(NotPossible):
            desk.concluding.object(R1, "不公平")
        decided(desk, clock)
        ref = desk.concluding.object(R1, "数错了", item="gate")
        clock.pass_days(5)
        with pytest.raises(NotPossible, match="without an answer"):
            desk.concluding.finalise(R1)
        desk.posting.answer(ref, Text("已重新核对", "it was counted again"), "小林")
        assert len(desk.posting.objections(R1, ObjectionStage.RESULT)) == 1
        clock.pass_days(1)
        with pytest.raises(NotPossible, match="over"):
            desk.concluding.object(R1, "晚了")
        desk.concluding.finalise(R1)

    def test_before_publishing_there_is_nothing_to_conclude(self, desk: Desk) -> None:
        """No standing, no override, no annual list."""
        for step in (
            desk.concluding.standing,
            desk.concluding.finalise,
            lambda id_: desk.concluding.override(id_, reason=WHY, decided_by=NAMES),
        ):
            with pytest.raises(NotListed):
                step(R1)

    def test_nobody_votes(self, desk: Desk, clock: Clock) -> None:
        """A list nobody ticked is concluded like any other."""
        desk.posting.post(R1)
        clock.pass_days(7)
        desk.open(R1)
        desk.close(R1)
        desk.publish(R1)
        clock.pass_days(5)
        assert desk.concluding.finalise(R1).items == ()


class TestClonesAndTrials:
    """Last year's list again, and a trial that leaves nothing behind."""

    def test_a_clone_has_the_plan_and_nothing_else(self, desk: Desk) -> None:
        """All items or some; its own id."""
        clone = desk.posting.clone(R1, "r2", Text("明年", "next year"), ["gate"])
        assert (clone.item_ids, clone.roll, clone.state) == (("gate",), None, State.LISTING)
        assert clone.notice_days == 7
        with pytest.raises(NotPossible):
            desk.posting.clone(R1, "r2", WHY)

    def test_a_clone_takes_what_is_new_of_its_plan(self, desk: Desk) -> None:
        """Limits, places, tie-break, days; what is not given is as before, but for the last day."""
        given = {
            "maximum": 1, "places": 2, "ties": "refuse", "notice_days": 0, "objection_days": 3,
            "closes": "2027-03-20", "budget": 900,
        }  # fmt: skip
        old = desk.round(R1)
        for id_, change in (("r2", given), ("r3", {})):
            perform(
                ACTS["round/clone"], desk, {"round": R1, "id": id_, "title": "新", **change}, LIN
            )
        new, same = desk.round("r2"), desk.round("r3")
        assert (new.limits.maximum, new.places, new.tie_break) == (1, 2, "refuse")
        assert (new.notice_days, new.objection_days, new.budget) == (0, 3, 900)
        assert new.closes == date(2027, 3, 20) and new.items == old.items
        kept = ("limits", "places", "tie_break", "notice_days", "objection_days", "budget", "rule")
        assert all(getattr(same, part) == getattr(old, part) for part in kept)
        assert same.closes is None
        assert desk.round(R1) == old

    @pytest.mark.parametrize("least, stands", [(2, 2), (3, 3), (4, 3)])
    def test_a_clone_asks_for_no_more_ticks_than_it_has_items(
        self, desk: Desk, least: int, stands: int
    ) -> None:
        """Just under, as many as there are, and over."""
        given = {"round": R1, "id": "r2", "title": "新", "minimum": least, "maximum": 5}
        perform(ACTS["round/clone"], desk, given, LIN)
        assert desk.round("r2").limits.minimum == stands

    def test_a_trial_is_wiped_with_everything_in_it(self) -> None:
        """It opens unposted, takes ballots, counts; afterwards only the diary knows of it."""
        store = MemoryStore()
        desk = desks.desk(store)
        desk.prepare(desks.plan(items=ITEMS, notice_days=7))
        desk.register(R1, desks.roll())
        trial = desk.posting.rehearse(R1, "trial")
        assert trial.rehearsal
        slots = [slot.slot for slot in desk.slots("trial")]
        assert not {slot.slot for slot in desk.slots(R1)} & set(slots)
        desk.cast("trial", Cast(slots[0], ("gate",), "k"))
        desk.close("trial")
        desk.publish("trial")
        assert desk.figures().participations == 0
        with pytest.raises(NotPossible, match="no trial"):
            desk.posting.wipe(R1)
        assert desk.posting.wipe("trial") == 1
        assert [round.id for round in desk.rounds()] == [R1]
        assert desk.slots("trial") == []
        assert store.count("entry", log="trial") == 0
        assert desk.figures().participations == 0

    def test_a_trial_that_cannot_open_leaves_nothing(self) -> None:
        """Its id stays free, the diary knows nothing of it, and mended it can be tried again."""
        store = MemoryStore()
        desk = desks.desk(store)
        desk.prepare(desks.plan(items=tuple(attrs.evolve(i, category="lift") for i in ITEMS)))
        desk.register(R1, desks.roll())
        before = desk.diary.entries()
        with pytest.raises(NotReady):
            desk.posting.rehearse(R1, "trial")
        assert [round.id for round in desk.rounds()] == [R1]
        assert [store.count(table, cycle="trial") for table in ("slot", "unit", "person")] == [
            0
        ] * 3
        assert desk.diary.entries() == before
        desk.prepare(desks.plan(items=ITEMS))
        assert desk.posting.rehearse(R1, "trial").state is State.TICKING

    def test_a_wiped_trial_breaks_no_checkpoint(self, tmp_path: Path) -> None:
        """The town opens again after it: a trial's log is kept nowhere outside."""
        with_trial = Town(tmp_path)
        with_trial.plant(AreaTree((Area("n1", "neighbourhood", Text("一村", "one")),)))
        desk = with_trial.found("n1")
        desk.prepare(desks.plan(items=ITEMS))
        desk.register(R1, desks.roll())
        desk.posting.rehearse(R1, "trial")
        desk.posting.wipe("trial")
        with_trial.close()
        assert [round.id for round in Town(tmp_path).desk("n1").rounds()] == [R1]
