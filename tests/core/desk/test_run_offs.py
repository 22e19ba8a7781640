"""A run-off among the tied: who may make one, what it is made of, and what it decides."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core import Item, Limits, RuleChoice
from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.bundle import differences, read_bundle
from tickbox_core.bundle.recount import recount
from tickbox_core.cli import main
from tickbox_core.desk import Cast, Desk, notices, wall
from tickbox_core.desk.election_file import write_election_file
from tickbox_core.desk.keeping import What
from tickbox_core.desk.notices import Sender
from tickbox_core.errors import (
    BadValue,
    NotCountersigned,
    NotPossible,
    NotReady,
    TieRefused,
    WrongState,
)
from tickbox_core.model import State
from tickbox_core.rules import How
from tickbox_core.testing import desks
from tickbox_core.testing.strategies import lasting
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow import log

R1, AGAIN, ROW = desks.ROUND, "again", "3 5 1 6 2 " * 4
LIN, ZHOU = Actor("小林", Role.STAFF), Actor("老周", Role.STAFF)
TWO = {"by": "小林", "second": "老周"}


def do(desk: Desk, act: str, **given: Any) -> Any:
    """An act by two members of staff, or by the first of them."""
    second = ZHOU if ACTS[act].second else None
    return perform(ACTS[act], desk, given, LIN, second)


def ticked(desk: Desk, round: str, *ballots: Sequence[str]) -> Desk:
    """Closed, with these ballots."""
    for at, (slot, ticks) in enumerate(zip(desk.slots(round), ballots, strict=False)):
        desk.cast(round, Cast(slot.slot, tuple(ticks), f"{round}-{at}"))
    desk.close(round)
    return desk


TIE = (["garden"], ["garden"], ["bench"], ["bench"], ["gate"])


def tied(**changes: Any) -> Desk:
    """A posted tie: garden and bench are equal for the one place."""
    desk = desks.opened(**{"tie_break": "refuse", "objection_days": 0, **changes})
    ticked(desk, R1, *TIE)
    do(desk, "round/publish", round=R1)
    return desk


@pytest.fixture
def desk() -> Desk:
    """The same, as most tests have it."""
    return tied()


def opened(desk: Desk, id_: str = AGAIN) -> Desk:
    """With a run-off that is open."""
    do(desk, "tie/run-off", round=R1, id=id_)
    do(desk, "round/open", round=id_)
    return desk


def decided(desk: Desk, *ballots: Sequence[str]) -> Desk:
    """With a run-off that is published."""
    ticked(opened(desk), AGAIN, *(ballots or (["bench"],)))
    do(desk, "round/publish", round=AGAIN)
    return desk


def ways(desk: Desk) -> list[str]:
    """How the tie can be settled now."""
    shown = desk.posted_tie(R1)
    assert shown is not None
    return [str(way) for way in shown.ways]


EVERY = ["lot", "all", "none", "run-off"]


class TestWhatItIsMadeOf:
    def test_the_tied_alone_with_their_roll_and_findings(self, desk: Desk) -> None:
        """As many places and ticks as still fit, fresh slots, and a lot that decides."""
        do(desk, "tie/run-off", round=R1, id=AGAIN, closes="2026-03-20")
        first, made = desk.round(R1), desk.round(AGAIN)
        assert made.item_ids == ("garden", "bench")
        assert (made.places, made.limits, made.budget) == (1, Limits.at_most(1), None)
        assert made.rule == RuleChoice("tick-share", {"base": "participants"})
        assert made.tie_break.startswith("lot:") and made.closes == date(2026, 3, 20)
        assert made.title == Text("决选：春季打钩", "Run-off: 春季打钩")
        assert made.settles is not None and made.settles.round == R1
        (entry,) = [one for one in log.entries(desk._hand.store, R1) if one["kind"] == "tied"]
        from tickbox_core.ledger import canonical, leaf_hash

        assert made.settles.entry == leaf_hash(canonical(entry)).hex()
        one, other = ({s.slot: s.person for s in desk.slots(id_)} for id_ in (R1, AGAIN))
        assert sorted(map(str, one.values())) == sorted(map(str, other.values()))
        assert not set(one) & set(other)
        assert first.roll is not None and made.roll is not None
        assert first.roll.registered == made.roll.registered
        assert first.roll.commitment != made.roll.commitment
        for item in made.item_ids:
            found, was = desk.posting.finding(AGAIN, item), desk.posting.finding(R1, item)
            assert found is not None and was is not None
            assert (found.feasible, found.reason) == (was.feasible, was.reason)
        assert not [one.text.en for one in desk.posting.checklist(AGAIN) if not one.met]

    def test_with_the_words_that_were_set_right(self, desk: Desk) -> None:
        """What two people corrected of an item since opening stands in the run-off from the start.

        Its bundle recounts, also beside that of the tie.
        """
        said = {"round": R1, "item": "garden", "words": "小广场南侧", "reason": "写错了"}
        for part, words in (("title", "小广场"), ("title", "小广场南侧"), ("place", "小广场南侧")):
            do(desk, "item/correct", **(said | {"part": part, "words": words}))
        decided(desk, ["garden"])
        made = desk.round(AGAIN).item("garden")
        assert (made.title.zh, made.place.zh) == ("小广场南侧", "小广场南侧")
        assert desk.round(AGAIN).item("bench") == desk.round(R1).item("bench")
        do(desk, "tie/settle", round=R1, how="run-off")
        assert recount(desk.bundle(AGAIN)).status == 0
        assert recount(desk.bundle(R1), run_off=desk.bundle(AGAIN)).status == 0

    def test_words_set_right_later_reach_it(self, desk: Desk) -> None:
        """In its plan while it is formed, beside it once it is open; a posted one stays."""
        do(desk, "tie/run-off", round=R1, id=AGAIN)
        do(desk, "round/change", round=AGAIN, notice_days=3)
        said = {"round": R1, "item": "garden", "part": "place", "reason": "写错了"}
        do(desk, "item/correct", **said, words="东侧")
        assert desk.round(AGAIN).item("garden").place.zh == "东侧"
        do(desk, "round/post", round=AGAIN)
        with pytest.raises(NotPossible, match="round/withdraw"):
            do(desk, "item/correct", **said, words="西侧")
        assert [one.words.zh for one in desk.posting.corrections(R1)] == ["东侧"]
        do(desk, "round/withdraw", round=AGAIN, reason="更正地点")
        do(desk, "item/correct", **said, words="西侧")
        do(desk, "round/change", round=AGAIN, notice_days=0)
        do(desk, "round/post", round=AGAIN)
        do(desk, "round/open", round=AGAIN)
        do(desk, "item/correct", **said, words="南侧")
        assert [one.words.zh for one in desk.posting.corrections(AGAIN)] == ["南侧"]
        ticked(desk, AGAIN, ["garden"])
        do(desk, "round/publish", round=AGAIN)
        do(desk, "item/correct", **said, words="北侧")  # decided: it stays as it was decided
        assert len(desk.posting.corrections(AGAIN)) == 1
        do(desk, "tie/settle", round=R1, how="run-off")
        assert recount(desk.bundle(R1), run_off=desk.bundle(AGAIN)).status == 0

    def test_of_homes(self) -> None:
        """Whoever counts homes first counts homes again."""
        rule = RuleChoice("tick-share", {"base": "households", "threshold": "1"})
        desk = desks.opened(homes=5, tie_break="refuse", rule=rule)
        ticked(desk, R1, ["garden"], [], ["bench"])
        do(desk, "round/publish", round=R1)
        do(desk, "tie/run-off", round=R1, id=AGAIN)
        assert desk.round(AGAIN).rule == RuleChoice("tick-share", {"base": "households"})
        do(desk, "round/open", round=AGAIN)
        ticked(desk, AGAIN, ["bench"])
        do(desk, "round/publish", round=AGAIN)
        do(desk, "tie/settle", round=R1, how="run-off")
        assert recount(desk.bundle(R1), run_off=desk.bundle(AGAIN)).status == 0

    @pytest.mark.parametrize(
        "changed", ["items", "places", "rule", "eligible", "budget", "settles", "fewer", "words"]
    )
    def test_its_plan_stays_that_of_the_tie(self, desk: Desk, changed: str) -> None:
        """Nothing comes in beside the tied, and nothing that would count otherwise."""
        do(desk, "tie/run-off", round=R1, id=AGAIN)
        made = desk.round(AGAIN)
        more = Item("gate", "开边门", cost=0)
        plans = {
            "items": {"items": (*made.items, more)},
            "fewer": {"items": made.items[:1]},
            "words": {"items": (attrs.evolve(made.items[0], title="别的"), *made.items[1:])},
            "places": {"places": 2},
            "rule": {"rule": RuleChoice("tick-count")},
            "eligible": {"eligible": attrs.evolve(made.eligible, least_age=18)},
            "budget": {"budget": 1},
            "settles": {"settles": None},
        }
        with pytest.raises(NotPossible):
            desk.prepare(attrs.evolve(made, **plans[changed]))
        assert desk.round(AGAIN) == made
        with pytest.raises(NotPossible):
            do(desk, "item/add", round=AGAIN, id="x", title="加一件")
        do(desk, "round/change", round=AGAIN, title="决选", closes="2026-03-30", ties="refuse")
        assert desk.round(AGAIN).tie_break == "refuse"

    def test_no_round_becomes_one_afterwards(self, desk: Desk) -> None:
        """Nor is its roll another."""
        do(desk, "tie/run-off", round=R1, id=AGAIN)
        settles = desk.round(AGAIN).settles
        desk.prepare(desks.plan(id="r2"))
        with pytest.raises(NotPossible, match="does not change"):
            desk.prepare(desks.plan(id="r2", settles=settles))
        with pytest.raises(NotPossible, match="roll of the tied round"):
            desk.register(AGAIN, desks.roll(9))
        clone = desk.posting.clone(AGAIN, "r3", Text.of("沿用"))
        assert clone.settles is None


class TestWhoAndWhen:
    def test_it_takes_two(self, desk: Desk) -> None:
        """Whoever asks, and their names are sealed."""
        for second in (None, LIN, Actor("老周"), Actor("老周", Role.KEYER)):
            with pytest.raises(NotCountersigned):
                perform(ACTS["tie/run-off"], desk, {"round": R1, "id": AGAIN}, LIN, second)
        with pytest.raises(NotPossible, match="same person"):
            desk.make_run_off(R1, AGAIN, by="甲", second="甲")
        do(desk, "tie/run-off", round=R1, id=AGAIN)
        (held,) = [one for one in desk.diary.entries() if one.kind == "tie-run-off"]
        assert (held.secret("by"), held.secret("second")) == ("小林", "老周")
        assert held.facts["run_off"] == AGAIN

    def test_not_before_the_tie_is_posted(self) -> None:
        """Nor of a round that is open, nor under an id that is in use."""
        desk = desks.opened(tie_break="refuse")
        with pytest.raises(WrongState):
            desk.make_run_off(R1, AGAIN, **TWO)
        ticked(desk, R1, *TIE)
        with pytest.raises(NotPossible, match="no tie is posted"):
            do(desk, "tie/run-off", round=R1, id=AGAIN)
        do(desk, "round/publish", round=R1)
        with pytest.raises(BadValue):
            desk.make_run_off(R1, R1, **TWO)
        assert [one.id for one in desk.rounds()] == [R1]

    def test_not_two_at_once(self, desk: Desk) -> None:
        """A second one only once the first is void."""
        opened(desk)
        with pytest.raises(NotPossible, match="a run-off already"):
            do(desk, "tie/run-off", round=R1, id="more")
        do(desk, "round/void", round=AGAIN, reason="名册有误")
        do(desk, "tie/run-off", round=R1, id="more")
        assert desk.round("more").settles == desk.round(AGAIN).settles

    def test_a_trial_has_none(self) -> None:
        """It is wiped."""
        desk = desks.desk()
        desk.prepare(desks.plan(tie_break="refuse", rehearsal=True))
        desk.register(R1, desks.roll())
        desk.open(R1)
        ticked(desk, R1, *TIE)
        do(desk, "round/publish", round=R1)
        with pytest.raises(NotPossible, match="trial"):
            do(desk, "tie/run-off", round=R1, id=AGAIN)

    COSTS: ClassVar = (
        Item("gate", "门", cost=3),
        Item("garden", "园", cost=2),
        Item("bench", "椅", cost=1),
    )
    QUOTAS: ClassVar = {"base": "participants", "quotas": {"plain": 1}}

    @pytest.mark.parametrize(
        "plan,why",
        [
            ({"rule": RuleChoice("tick-share", QUOTAS)}, "knows places alone"),
            (
                {"rule": RuleChoice("tick-count", {"exclusive": [["garden", "bench"]]})},
                "knows places alone",
            ),
            (
                {"rule": RuleChoice("greedy-votes"), "places": None, "budget": 2, "items": COSTS},
                "an order|knows places alone",
            ),
        ],
    )
    def test_where_places_alone_do_not_decide(self, plan: dict[str, Any], why: str) -> None:
        """It is said why, and that it is no way; the others stay."""
        desk = tied(**plan)
        with pytest.raises(NotPossible, match=why):
            do(desk, "tie/run-off", round=R1, id=AGAIN)
        assert "run-off" not in ways(desk)
        with pytest.raises(NotPossible, match=why):
            do(desk, "tie/settle", round=R1, how="run-off")
        do(desk, "tie/settle", round=R1, how="lot", dice=ROW)


class TestWhatItDecides:
    def test_from_opening_on_nothing_else_settles_the_tie(self, desk: Desk) -> None:
        """While it is planned the other ways are open; posted or open it alone is."""
        do(desk, "tie/run-off", round=R1, id=AGAIN)
        assert ways(desk) == EVERY
        with pytest.raises(NotPossible, match="no run-off has come to a result"):
            do(desk, "tie/settle", round=R1, how="run-off")
        do(desk, "round/post", round=AGAIN)
        for stage in ("round/open", "round/close", "round/publish"):
            if stage == "round/close":
                desk.cast(AGAIN, Cast(desk.slots(AGAIN)[0].slot, ("bench",), "k"))
            assert ways(desk) == []
            for how in ({"how": "lot", "dice": ROW}, {"how": "all", "reason": "急"}):
                with pytest.raises(NotPossible, match="its result decides"):
                    do(desk, "tie/settle", round=R1, **how)
            do(desk, stage, round=AGAIN)
        assert ways(desk) == ["run-off"]
        with pytest.raises(NotPossible, match="its result decides"):
            do(desk, "tie/settle", round=R1, how="none", reason="不急")

    def test_its_result_settles_the_tie(self, desk: Desk) -> None:
        """Beside the count, by two; the log names its log and its outcome."""
        decided(desk, ["bench"], ["bench"], ["garden"])
        outcome = do(desk, "tie/settle", round=R1, how="run-off")
        assert outcome["selected"] == [] and outcome["settling"]["taken"] == ["bench"]
        assert desk.concluding.standing(R1).chosen == ("bench",)
        assert desk.count(R1).plain() == outcome, "counted again it is the same"
        checkpoint = desk.checkpoint(AGAIN)
        assert checkpoint is not None
        named = outcome["settling"]["run_off"]
        assert (named["size"], named["root"]) == (checkpoint.size, checkpoint.root)
        assert differences(desk.bundle(R1)).status == 0
        assert do(desk, "result/finalise", round=R1)["items"] == ["bench"]

    def test_it_has_no_list_of_its_own(self, desk: Desk) -> None:
        """What is decided beside it is decided in the round of the tie."""
        decided(desk)
        for act, more in (
            ("result/finalise", {}),
            ("result/override", {"take": ["garden"], "reason": "急", "decided_by": "居委会"}),
        ):
            with pytest.raises(NotPossible, match="this is a run-off"):
                do(desk, act, round=AGAIN, **more)
        assert desk.concluding.annual_lists() == ()

    def test_where_nobody_was_ticked_it_decides_nothing(self, desk: Desk) -> None:
        """One that nobody took part in leaves the tie open, and another can be held."""
        ticked(opened(desk), AGAIN)
        assert do(desk, "round/publish", round=AGAIN)["selected"] == []
        assert ways(desk) == EVERY
        shown = desk.posted_tie(R1)
        assert shown is not None
        assert "came to no decision: it chose none of them" in shown.how.en
        assert "决选“决选：春季打钩”已公布，没有得出决定" in shown.plain()["words"]["zh"]
        with pytest.raises(NotPossible, match="came to no decision") as told:
            do(desk, "tie/settle", round=R1, how="run-off")
        assert "no run-off has come" not in told.value.text.en
        for way in ("two people throw", "all of the tied", "none of the tied", "another one"):
            assert way in told.value.remedy.en
        opened(desk, "more")
        assert ways(desk) == []
        shown = desk.posted_tie(R1)
        assert shown is not None and "came to no decision" in shown.how.en

    def test_voided_it_leaves_the_tie_open(self, desk: Desk) -> None:
        """With every way there was."""
        opened(desk)
        do(desk, "round/void", round=AGAIN, reason="名册有误")
        assert ways(desk) == EVERY
        do(desk, "tie/settle", round=R1, how="lot", dice=ROW)
        assert desk.concluding.standing(R1).chosen == ("garden",)

    @pytest.mark.parametrize("how", ["all", "none"])
    def test_tied_again_it_leaves_the_tie_open(self, desk: Desk, how: str) -> None:
        """Where its plan says refuse; by lot it may still decide, by all or none it does not."""
        do(desk, "tie/run-off", round=R1, id=AGAIN)
        do(desk, "round/change", round=AGAIN, ties="refuse")
        do(desk, "round/open", round=AGAIN)
        ticked(desk, AGAIN, ["bench"], ["garden"])
        do(desk, "round/publish", round=AGAIN)
        assert ways(desk) == EVERY
        with pytest.raises(NotPossible, match="it is tied as well"):
            do(desk, "tie/settle", round=R1, how="run-off")
        with pytest.raises(NotPossible, match="a run-off already"):
            do(desk, "tie/run-off", round=R1, id="more")
        with pytest.raises(NotPossible, match="a run-off itself"):
            do(desk, "tie/run-off", round=AGAIN, id="more")
        do(desk, "tie/settle", round=AGAIN, how=how, reason="都一样")
        assert ways(desk) == EVERY
        do(desk, "tie/run-off", round=R1, id="more")
        do(desk, "tie/settle", round=R1, how="none", reason="都一样")
        with pytest.raises(NotReady, match="settled, or void"):
            do(desk, "round/open", round="more")
        with pytest.raises(NotReady, match="settled, or void"):
            do(desk, "round/post", round="more")

    def test_tied_again_and_drawn_it_decides(self, desk: Desk) -> None:
        """The lot of its own tie is its result."""
        do(desk, "tie/run-off", round=R1, id=AGAIN)
        do(desk, "round/change", round=AGAIN, ties="refuse")
        do(desk, "round/open", round=AGAIN)
        ticked(desk, AGAIN, ["bench"], ["garden"])
        do(desk, "round/publish", round=AGAIN)
        do(desk, "tie/settle", round=AGAIN, how="lot", dice=ROW)
        assert ways(desk) == ["run-off"]
        do(desk, "tie/settle", round=R1, how="run-off")
        assert desk.concluding.standing(R1).chosen == desk.concluding.standing(AGAIN).chosen
        assert recount(desk.bundle(R1), run_off=desk.bundle(AGAIN)).status == 0

    def test_the_round_of_the_tie_may_be_voided_meanwhile(self, desk: Desk) -> None:
        """Then nothing hangs on it, and it says so; it ends like any other."""
        opened(desk)
        assert "its result decides there" in desk.what_it_settles(AGAIN).en
        do(desk, "round/void", round=R1, reason="名册有误")
        assert "nothing hangs on this one" in desk.what_it_settles(AGAIN).en
        ticked(desk, AGAIN, ["bench"])
        do(desk, "round/publish", round=AGAIN)
        assert differences(desk.bundle(AGAIN)).status == 0
        assert differences(desk.bundle(R1)).status == 0
        assert desk.what_it_settles(R1) == EMPTY


class TestWhatEverybodySees:
    def test_the_wall_says_so_once_it_is_posted(self, desk: Desk) -> None:
        """Until when, and which one; before that nobody is told of it."""
        do(desk, "tie/run-off", round=R1, id=AGAIN, closes="2026-03-20")
        facts = wall.round_facts(desk, R1)
        assert facts.tied is not None and facts.tied.run_off is None
        assert "Or a run-off round is held" in facts.tied.words.en
        do(desk, "round/open", round=AGAIN)
        facts = wall.round_facts(desk, R1)
        assert facts.tied is not None and facts.tied.run_off is not None
        assert facts.tied.run_off.round == AGAIN and facts.tied.ways == ()
        assert "打钩到2026-03-20为止" in facts.tied.words.zh and "dice" in facts.tied.words.en
        assert wall.round_facts(desk, AGAIN).settles == R1
        said = str(notices.list_notice(desk, AGAIN, Sender()).document("zh").values)
        assert "这一轮是决选" in said
        assert "决选" in str(notices.tie_notice(desk, R1, Sender()).document("zh").values)

    def test_afterwards_it_says_what_settled_it(self, desk: Desk) -> None:
        """On the wall, in the notice, on the item's page and among the days."""
        decided(desk)
        do(desk, "tie/settle", round=R1, how="run-off")
        result = wall.round_facts(desk, R1).result
        assert result is not None and result.settling is not None
        assert result.settling.run_off == AGAIN and "run-off again" in result.settling.words.en
        assert "决选（again）" in str(
            notices.result_notice(desk, R1, Sender()).document("zh").values
        )
        placed = wall.item_facts(desk, R1, "bench").placed
        assert placed is not None and placed.taken and "run-off" in placed.why.en
        told = [one.kind for one in desk.timeline() if one.about == R1]
        assert told == ["opened", "closed", "tied", "tie-run-off", "tie-settled", "decided"]

    def test_its_personal_data_falls_due_with_that_of_the_tie(self, desk: Desk) -> None:
        """Not while the tie waits; once the annual list is fixed both rolls go."""
        decided(desk)
        assert not any(line.goes for line in desk.keeping.due(AGAIN) if line.what is What.ROLL)
        do(desk, "tie/settle", round=R1, how="run-off")
        do(desk, "result/finalise", round=R1)
        due = {line.what: line for line in desk.keeping.due(AGAIN)}
        assert due[What.ROLL].goes == 6 and not any(line.stays for line in due.values())
        desk.keeping.erase(by="小林", round=AGAIN)
        assert desk.keeping.verify().faults == ()
        assert recount(desk.bundle(R1), run_off=desk.bundle(AGAIN)).status == 0

    def test_so_does_that_of_one_that_was_never_opened(self, desk: Desk) -> None:
        """It can never be: its tie is settled."""
        do(desk, "tie/run-off", round=R1, id=AGAIN)
        do(desk, "tie/settle", round=R1, how="none", reason="不急")
        do(desk, "result/finalise", round=R1)
        desk.keeping.erase(by="小林", round=AGAIN)
        assert not any(line.goes for line in desk.keeping.due(AGAIN))
        assert desk.keeping.verify().faults == ()


# -- any election ---------------------------------------------------------------------------------


def ballots(draw: random.Random, items: Sequence[str], most: int) -> list[list[str]]:
    """Some, each within the limit."""
    return [
        draw.sample(list(items), draw.randint(0, min(most, len(items))))
        for _ in range(draw.randint(0, 6))
    ]


@lasting
@given(st.integers(0, 10**6))
def test_any_tie_of_places_can_be_run_off(seed: int) -> None:
    """Whatever is ticked first and again: published, and both recounted, alone and together."""
    draw = random.Random(seed)
    ids = [f"i{at}" for at in range(draw.randint(2, 6))]
    most = draw.randint(1, len(ids))
    base = draw.choice(["participants", "registered", "households"])
    rule = draw.choice([RuleChoice("tick-count"), RuleChoice("tick-share", {"base": base})])
    places = draw.randint(1, len(ids))
    desk = desks.opened(
        items=tuple(Item(id_, id_, cost=0) for id_ in ids), limits=Limits.at_most(most),
        rule=rule, places=places, tie_break="refuse", objection_days=0,
    )  # fmt: skip
    ticked(desk, R1, *ballots(draw, ids, most))
    try:
        desk.publish(R1)
        return
    except TieRefused:
        shown = desk.post_tie(R1, "小林", "老周")
    (tie,) = shown.ties
    certain = set(desk.tie(R1).certain)  # type: ignore[union-attr]
    made = desk.make_run_off(R1, AGAIN, **TWO)
    assert made.item_ids == tie.items and made.places == tie.places == places - len(certain)
    desk.open(AGAIN)
    ticked(desk, AGAIN, *ballots(draw, tie.items, tie.places))
    second = desk.publish(AGAIN)
    if not second.selected:  # nobody was ticked again
        assert How.LOT in desk.posted_tie(R1).ways  # type: ignore[union-attr]
        desk.settle_tie(R1, How.LOT, dice=ROW, **TWO)
        assert differences(desk.bundle(R1)).status == 0
        return
    outcome = desk.settle_tie(R1, How.RUN_OFF, **TWO)
    chosen = desk.concluding.standing(R1).chosen
    assert set(chosen) == certain | set(second.selected) and len(chosen) == places
    assert outcome.taken == second.selected
    assert desk.round(R1).state is State.DECIDED
    assert differences(desk.bundle(R1)).status == 0 == differences(desk.bundle(AGAIN)).status
    assert recount(desk.bundle(R1), run_off=desk.bundle(AGAIN)).status == 0
    assert read_bundle(desk.bundle(R1)).entries[-2]["format"] == 2
    assert desk.keeping.verify().faults == ()


def test_the_file_of_its_ballots_says_how_it_was_settled(desk: Desk, tmp_path: Path) -> None:
    """In the format of other programs, with who was taken; ``tickbox count`` counts it again."""
    decided(desk)
    do(desk, "tie/settle", round=R1, how="run-off")
    text = write_election_file(desk.bundle(R1))
    assert "tickbox_settled_beside;run-off" in text
    file = tmp_path / "r1.pb"
    file.write_text(text, encoding="utf-8")
    assert main(["count", str(file)]) == 0
