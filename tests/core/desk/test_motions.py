"""Motions at the desk: from a ticked item to a verdict that can be recounted and names nobody."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from datetime import date, timedelta

import attrs
import pytest

from tickbox_core import Item, Ownership, Residence, Text, Unit
from tickbox_core.bundle import differences, recount_source
from tickbox_core.desk.motions import CastPaper, Poll, PollState
from tickbox_core.errors import (
    BadValue,
    KeyReused,
    MandateRefused,
    MarkedDifferently,
    NotListed,
    NotPossible,
    NotReady,
    UnknownId,
    UnknownName,
    WrongState,
)
from tickbox_core.model import Question
from tickbox_core.model.scope import Within
from tickbox_core.rules.motions import Bars, Delivery, Mandate, Motion, Paper, Result
from tickbox_core.testing import desks
from tickbox_core.workflow import log

from .motion_house import LIFT, Clock, cast, desk, listed, opened, options, poll, roll


def decided(marks, areas=None, at=None, **choices):
    """Publish a poll in which the flats said so (``None``: nothing); the desk and the decision."""
    at = opened(at or desk(), roll(areas or (100,) * len(marks)), **choices)
    for number, mark in enumerate(marks):
        if mark is not None:
            cast(at, number, mark)
    at.motions.close("m1")
    return at, at.motions.publish("m1")


def files(data):
    """The files of a zip as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


class TestPreparing:
    """Before opening."""

    def test_everything_that_stands_in_the_way_is_told(self):
        """No roll, an agenda that was not posted, and every question that no layer answers."""
        at = desk(notice__days=15)
        at.motions.prepare(Poll(poll(at).motion, "other", "here", posted=date(2026, 3, 1)))
        found = at.motions.checklist("m1")
        assert [text.en[:20] for text in found.reasons] == [
            "there is no roll; im",
            "its agenda has to be",
        ]
        with pytest.raises(NotReady, match="5 so far"):
            at.motions.open("m1")
        assert at.motions.poll("m1").state is PollState.PREPARED

    def test_what_no_layer_says_is_asked_and_can_be_answered_or_left_open(self):
        """A poll without a law asks everything usual; ``None`` says it was left open knowingly."""
        at = desk()
        motion = Motion("m1", LIFT, (Bars.of_plain({"base": "heads", "approval": "more_than 0"}),))
        at.motions.prepare(Poll(motion))
        at.motions.register("m1", roll())
        asked = at.motions.checklist("m1").questions
        assert "silence" in asked
        at.motions.answer("m1", {**dict.fromkeys(asked), "silence": "abstain"}, "业主大会决定")
        assert at.motions.checklist("m1").ready
        opened = at.motions.open("m1")
        assert opened.motion.silence == "abstain"
        assert opened.practice is not None
        assert opened.practice.find("silence").sourced.source.zh == "业主大会决定"

    def test_an_answer_cannot_undo_the_law(self):
        """Nor name a way of counting that there is not."""
        at = desk()
        at.motions.prepare(poll(at))
        with pytest.raises(UnknownName):
            at.motions.answer("m1", {"silence": "perhaps"}, "某人说")
        assert at.motions.poll("m1").own == ()

    @pytest.mark.parametrize(
        "changes", [{"abstention": "not_participating"}, {"bars": ()}, {"parking": True}]
    )
    def test_a_motion_that_departs_from_the_law_does_not_open(self, changes):
        """Bars and ways of counting are held against the layers."""
        at = desk()
        lax = {"bars": poll(at).motion.bars[:1]} if "bars" in changes else changes
        at.motions.prepare(attrs.evolve(poll(at), motion=attrs.evolve(poll(at).motion, **lax)))
        at.motions.register("m1", roll())
        assert len(at.motions.checklist("m1").reasons) == 1
        with pytest.raises(NotReady):
            at.motions.open("m1")

    def test_while_the_committee_is_re_elected_some_matters_wait(self):
        """The checklist asks; yes locks the matter, no opens it."""
        at = desk()
        at.motions.prepare(poll(at, matter="rebuild"))
        at.motions.register("m1", roll())
        assert list(at.motions.checklist("m1").questions) == ["reelection"]
        at.motions.answer("m1", {"reelection": True}, "居委会")
        assert "waits" in at.motions.checklist("m1").reasons[0].en
        at.motions.answer("m1", {"reelection": False}, "居委会")
        assert at.motions.open("m1").state is PollState.OPEN

    def test_notes_do_not_stand_in_the_way(self):
        """Unknown areas, co-owners without a voter, and a house so small that totals may tell."""
        at = desk()
        the_roll = roll((None, 100, 100))
        shared = (*the_roll.ownerships, Ownership("p2", "u1"))
        at.motions.prepare(poll(at))
        at.motions.register("m1", attrs.evolve(the_roll, ownerships=shared))
        found = at.motions.checklist("m1")
        assert found.ready
        assert len(found.notes) == 3

    def test_a_unit_without_an_owner_is_a_reason(self):
        """Registering refuses it, and nothing is kept."""
        at = desk()
        at.motions.prepare(poll(at))
        with pytest.raises(BadValue):
            at.motions.register("m1", roll(ownerships=()))
        with pytest.raises(NotReady):
            at.motions.open("m1")

    @pytest.mark.parametrize("id_", ["", "a/b", "a b", "x" * 101, "diary"])
    def test_ids_that_cannot_be(self, id_):
        """An id names a file and a log of its own."""
        at = desk()
        with pytest.raises(BadValue):
            at.motions.prepare(poll(at, id_))

    def test_a_round_and_a_motion_do_not_share_an_id(self):
        """Their logs would be one."""
        at = listed(desk())
        with pytest.raises(BadValue):
            at.motions.prepare(poll(at, desks.ROUND))
        at.motions.prepare(poll(at, "m1"))
        with pytest.raises(BadValue):
            at.prepare(desks.plan(id="m1"))

    def test_opening_freezes_law_heads_and_sums(self):
        """The log starts with the motion, every value's source, and the sums of the roll."""
        at = opened(desk(), roll((100, 250, None)))
        plan, entry, _ = log.entries(at._hand.store, "m1")
        assert plan["practice"][0]["rows"][0]["source"]["zh"] == "本地规则"
        assert plan["plugins"] == [{"name": "here", "version": "0"}]
        assert entry["weights"] == {"units": 3, "heads": 3, "area": 350, "area_unknown": 1}
        assert entry["registered"] == 3
        with pytest.raises(WrongState):
            at.motions.register("m1", roll())
        with pytest.raises(WrongState):
            at.motions.prepare(poll(at))

    def test_a_residents_motion_asks_adults_delegates_or_households(self):
        """Whom it asks follows from its bars and from who decides."""
        at = desk()
        heads = (Bars.of_plain({"base": "heads", "approval": "more_than 1/2"}),)
        homes = (Bars.of_plain({"base": "households", "approval": "more_than 1/2"}),)
        asked = []
        for bars, by_delegates in ((heads, True), (homes, False)):
            motion = Motion("m1", LIFT, bars, Question.RESIDENTS_MOTION, by_delegates=by_delegates)
            at.motions.prepare(Poll(motion))
            asked.append(len(at.motions.register("m1", roll(delegates=("p1", "p2"))).heads))
        assert asked == [2, 6]
        at.motions.prepare(Poll(attrs.evolve(motion, bars=heads)))
        with pytest.raises(BadValue, match="date of birth"):
            at.motions.register("m1", roll())


class TestPapers:
    """While it is open."""

    def test_a_receipt_and_a_repeat(self):
        """The same key and paper get the same receipt; another paper under it is refused."""
        at = opened(desk())
        receipt = cast(at, 0, "yes", key="k")
        assert cast(at, 0, "yes", key="k") == receipt
        with pytest.raises(KeyReused):
            cast(at, 0, "no", key="k")
        assert at.motions.taken_part("m1") == 1

    @pytest.mark.parametrize(
        "number, mark, more, error",
        [
            (0, "perhaps", {}, UnknownName),
            (9, "yes", {}, UnknownId),
            (0, "yes", {"by": "p1"}, MandateRefused),
            (0, "yes", {"by": None}, BadValue),
            (0, "yes", {"by": None, "mandate": Mandate("x", False, "yes")}, MandateRefused),
            (0, "yes", {"by": None, "mandate": Mandate("x", True, "no")}, MandateRefused),
        ],
    )
    def test_papers_that_cannot_count_are_refused_and_use_nothing_up(
        self, number, mark, more, error
    ):
        """Wrong mark, place, voter or mandate; the owner can still vote."""
        at = opened(desk())
        with pytest.raises(error):
            cast(at, number, mark, **more)
        assert len(log.entries(at._hand.store, "m1")) == 3
        cast(at, 0, "yes")

    def test_one_proxy_speaks_for_so_many(self):
        """The fourth principal is refused where three are allowed."""
        at = opened(desk(proxy__max_principals=3))
        for number in range(3):
            cast(at, number, "yes", by=None, mandate=Mandate("x", True, "yes"))
        with pytest.raises(MandateRefused, match="4 owners"):
            cast(at, 3, "yes", by=None, mandate=Mandate("x", True, "yes"))
        cast(at, 3, "yes", by=None, mandate=Mandate("y", True, "yes"))

    def test_two_units_of_one_owner_cannot_contradict_each_other(self):
        """An owner is one head; the same mark on the other unit's paper is kept void."""
        own = (Ownership("p0", "u0"), Ownership("p0", "u1"), Ownership("p2", "u2"))
        at = opened(desk(), roll((100, 100, 100), ownerships=own))
        cast(at, 0, "yes")
        with pytest.raises(MarkedDifferently):
            cast(at, 1, "no", by="p0")
        cast(at, 1, "yes", by="p0")
        assert at.motions.taken_part("m1") == 1
        assert len(at.motions.seats("m1")) == 2

    @pytest.mark.parametrize("rule, yes", [("first_valid_stands", 1), ("last_valid_stands", 0)])
    def test_which_of_two_papers_stands_is_the_recorded_rule(self, rule, yes):
        """Both are in the log; one counts."""
        at = opened(desk(channel__double=rule), roll((100,)))
        cast(at, 0, "yes")
        cast(at, 0, "no")
        at.motions.close("m1")
        heads = at.motions.publish("m1").tallies[0]
        assert (heads.marks["yes"], heads.marks["no"]) == (yes, 1 - yes)
        assert sum(e["kind"] == "cast" for e in log.entries(at._hand.store, "m1")) == 2

    def test_many_at_once_are_answered_one_by_one(self):
        """A refusal among them does not hold up the others."""
        at = opened(desk())
        papers = [Paper("u0", "yes", "p0"), Paper("u1", "?", "p1"), Paper("u2", "no", "p2")]
        casts = [CastPaper(paper, paper.place) for paper in papers]
        answers = at.motions.cast_many("m1", casts)
        assert [isinstance(answer, UnknownName) for answer in answers] == [False, True, False]

    def test_nothing_comes_in_before_opening_or_after_closing(self):
        """And no result, however partial, is computed while papers come."""
        at = desk()
        at.motions.prepare(poll(at))
        with pytest.raises(WrongState):
            cast(at, 0, "yes")
        opened(at)
        with pytest.raises(WrongState):
            at.motions.decide("m1")
        at.motions.close("m1")
        with pytest.raises(WrongState):
            cast(at, 0, "yes")
        with pytest.raises(WrongState):
            at.motions.deliver("m1", Delivery())

    def test_the_shortest_time_is_kept(self):
        """Closing a day early is refused, closing on the day is not."""
        clock = Clock()
        at = opened(desk(clock, window__min_days=5))
        clock.at += timedelta(days=4)
        with pytest.raises(NotPossible, match="at least 5"):
            at.motions.close("m1")
        clock.at += timedelta(days=1)
        assert at.motions.close("m1").state is PollState.CLOSED


class TestDeciding:
    """After closing: bars just under, on and over, and what is published."""

    @pytest.mark.parametrize(
        "marks, result",
        [
            ([None] * 6, Result.REJECTED),
            (["yes"] * 3 + [None] * 3, Result.REJECTED),
            (["yes"] * 4 + [None] * 2, Result.PASSED),
            (["yes"] * 2 + ["no"] * 2 + [None] * 2, Result.REJECTED),
            (["yes"] * 3 + ["no"] * 2 + [None], Result.PASSED),
            (["yes"] * 3 + ["abstain", "spoiled", "no"], Result.REJECTED),
        ],
    )
    def test_the_ordinary_bars(self, marks, result):
        """Two thirds taking part is enough, half in favour is not; nobody voting passes nothing."""
        at, decision = decided(marks)
        assert decision.result is result
        assert at.motions.published("m1")["result"] == str(result)

    @pytest.mark.parametrize(
        "yes, result", [(2, Result.REJECTED), (3, Result.PASSED), (4, Result.PASSED)]
    )
    def test_the_special_bars(self, yes, result):
        """Three quarters of those taking part is enough."""
        at = desk(lame_duck=[])
        assert decided(["yes"] * yes + ["no"] * (4 - yes), at=at, matter="rebuild")[1].result is (
            result
        )

    @pytest.mark.parametrize(
        "areas, result",
        [
            ([100, 100, 100, 299], Result.PASSED),
            ([100, 100, 100, 300], Result.REJECTED),
            ([100, 100, 100, 301], Result.REJECTED),
            ([100, 100, None, 100], Result.UNDETERMINED),
        ],
    )
    def test_area_has_bars_of_its_own(self, areas, result):
        """Heads alone do not pass it; an unknown area leaves it undetermined."""
        assert decided(["yes", "yes", "yes", "no"], areas)[1].result is result

    def test_a_motion_is_asked_in_its_scope_alone(self):
        """Every denominator is that of the scope, and a paper from outside is refused."""
        at = opened(desk(), roll(), scope=Within(("b8",)))
        with pytest.raises(UnknownId):
            cast(at, 1, "yes")
        for number in (0, 2):
            cast(at, number, "yes")
        at.motions.close("m1")
        decision = at.motions.publish("m1")
        assert [tally.total for tally in decision.tallies] == [3, 300]
        assert decision.result is Result.PASSED

    @pytest.mark.parametrize(
        "served, marks, result",
        [
            (True, ["yes", "yes", "no", None, None, None], Result.PASSED),
            (True, ["no", "no", "yes", None, None, None], Result.REJECTED),
            (True, ["yes", "no", None, None, None, None], Result.UNDETERMINED),
            (False, ["yes", "yes", "no", None, None, None], Result.REJECTED),
        ],
    )
    def test_silence_follows_the_majority_where_it_is_proved(self, served, marks, result):
        """It joins whichever side leads; split it certifies nothing; unproved it does not count."""
        at = opened(desk(silence="follow_majority"), roll())
        for number, mark in enumerate(marks):
            if mark:
                cast(at, number, mark)
        if served:
            proofs = Delivery(frozenset(f"u{n}" for n in range(6)), True, True)
            assert at.motions.deliver("m1", proofs) == 6
        at.motions.close("m1")
        assert at.motions.publish("m1").result is result
        assert differences(at.motions.sealed("m1")).status == 0

    def test_two_rounds(self):
        """Most ticks are not yet a majority: the leading option goes to a round of its own."""
        at, first = decided(["a", "a", "b", "none-of-these", "abstain", None], options=options())
        assert (first.result, first.next_round) == (Result.REJECTED, ("a",))
        with pytest.raises(BadValue):
            at.motions.confirming("m1", "b")
        second = at.motions.confirming("m1", "a")
        assert (second.id, second.follows) == ("m1.a", "m1")
        at.motions.open("m1.a")
        for number in range(5):
            cast(at, number, "yes", "m1.a")
        at.motions.close("m1.a")
        assert at.motions.publish("m1.a").result is Result.PASSED
        assert differences(at.motions.bundle("m1.a")).status == 0


class TestPublishing:
    """What the public gets, what a court gets, and what neither can be made to say."""

    MARKS = ("yes", "yes", "no", "abstain", "yes", None)

    def test_the_public_file_names_nobody(self):
        """No place, person, mark of a paper or salt; areas only where a bar needs them."""
        at, _ = decided(self.MARKS)
        public = files(at.motions.bundle("m1"))
        text = "".join(public.values())
        assert sorted(public) == [
            "README.txt",
            "checkpoint.json",
            "decision.json",
            "ledger.jsonl",
            "manifest.json",
            "slots.json",
        ]
        for number in range(6):
            assert f'"u{number}"' not in text
            assert f'"p{number}"' not in text
        assert "王" not in text
        area = json.loads(public["decision.json"])["tallies"][1]
        assert area["marks"] == {"yes": 300}

    def test_both_files_recount_with_the_standard_library_alone(self, tmp_path):
        """The one file that is handed out decides the motion without tickbox."""
        at, _ = decided(self.MARKS)
        program = tmp_path / "recount.py"
        program.write_text(recount_source(), "utf-8")
        for name, data in (("p", at.motions.bundle("m1")), ("s", at.motions.sealed("m1"))):
            path = tmp_path / f"{name}.zip"
            path.write_bytes(data)
            done = subprocess.run(
                [sys.executable, "-I", str(program), str(path), "--lang", "en"],
                capture_output=True,
                encoding="utf-8",
                check=False,
            )
            assert done.returncode == 0, done.stdout + done.stderr
            assert "verdict: passed" in done.stdout
            assert ("paper by paper: 5 papers of 6 heads" in done.stdout) is (name == "s")

    def test_a_receipt_is_found_in_the_public_file(self):
        """Its entry stands where the receipt says."""
        from tickbox_core.bundle import recount

        at = opened(desk())
        receipt = cast(at, 0, "yes")
        at.motions.close("m1")
        at.motions.publish("m1")
        said = json.dumps(receipt.plain())
        assert recount.recount(at.motions.bundle("m1"), receipts=[said]).status == 0
        forged = json.dumps({**receipt.plain(), "index": 0})
        assert recount.recount(at.motions.bundle("m1"), receipts=[forged]).status == 1

    def test_the_bundle_is_there_only_once_it_is_published(self):
        """And an unknown motion is not found."""
        at = opened(desk())
        with pytest.raises(WrongState):
            at.motions.bundle("m1")
        with pytest.raises(NotListed):
            at.motions.poll("ghost")
        assert at.motions.published("m1") is None


class TestPromotion:
    """From a ticked item to its motions."""

    def test_one_item_may_need_two_ballots(self):
        """Each with the scope of its proposal and the bars of its matter."""
        at = listed(desk())
        building, estate = at.promote(desks.ROUND, "lift")
        assert (building.id, estate.id) == ("r1.lift.building", "r1.lift.estate")
        assert building.motion.scope == Within(("b8",))
        assert str(building.motion.bars[0].approval) == "at_least 3/4"
        assert str(estate.motion.bars[0].approval) == "more_than 1/2"
        assert (estate.round, estate.item, estate.jurisdiction) == (desks.ROUND, "lift", "here")
        assert at.motions.polls() == (building, estate)

    def test_options_go_along(self):
        """With "none of these" among the sides."""
        at = listed(desk(), Item("lift", "电梯", "lift", options=options()))
        _, estate = at.promote(desks.ROUND, "lift")
        assert estate.motion.sides == ("a", "b", "none-of-these")

    def test_what_needs_no_motion_or_can_never_be_listed_is_not_promoted(self):
        """Nor an item that is not on the list, nor under a law that nobody brings."""
        with pytest.raises(NotPossible, match="quarrel"):
            listed(desk(), Item("quarrel", "邻居", "lift"))
        at = listed(desk(), Item("lift", "电梯", "lift"))
        with pytest.raises(UnknownId):
            at.promote(desks.ROUND, "ghost")
        with pytest.raises(UnknownName):
            at.promote(desks.ROUND, "lift", "elsewhere")
        plain = desk()
        plain.prepare(desks.plan())
        with pytest.raises(NotPossible, match="needs no motion"):
            plain.promote(desks.ROUND, "gate", "here")
        assert at.motions.polls() == ()

    def test_a_promoted_motion_runs_to_its_verdict(self):
        """Prepared from the list, opened, decided in its building."""
        at = listed(desk(lame_duck=[]))
        at.promote(desks.ROUND, "lift")
        at.motions.register("r1.lift.building", roll())
        at.motions.open("r1.lift.building")
        for number in (0, 2, 4):
            cast(at, number, "yes", "r1.lift.building")
        at.motions.close("r1.lift.building")
        assert at.motions.publish("r1.lift.building").result is Result.PASSED


def test_parking_and_tenants_are_not_asked():
    """A parking space has no voice by default, and a resident who owns nothing has none either."""
    at = desk()
    base = roll((100, 100))
    units = (*base.units, Unit("P1", "b8", kind="parking", floor_area=50))
    owned = (*base.ownerships, Ownership("p0", "P1"))
    at.motions.prepare(poll(at))
    asked = at.motions.register(
        "m1",
        attrs.evolve(base, units=units, ownerships=owned, residences=(Residence("p1", "u0"),)),
    )
    assert [(head.places, head.area) for head in asked.heads] == [(("u0",), 100), (("u1",), 100)]


def test_a_sentence_for_the_notice():
    """In both languages, with the shares and the bars."""
    _, decision = decided(["yes"] * 4 + [None] * 2)
    assert decision.sentence == Text(decision.sentence.zh, decision.sentence.en)
    assert "通过" in decision.sentence.zh
    assert "passed" in decision.sentence.en
