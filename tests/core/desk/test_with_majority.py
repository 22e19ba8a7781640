"""从众: a box of its own on the paper, that joins whichever side leads by the estate's rules."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.bundle import differences
from tickbox_core.components.motions import answers_of, side_words
from tickbox_core.desk import Desk
from tickbox_core.desk.motions import CastPaper, Poll
from tickbox_core.desk.notices import Sender, motion_notice, motion_papers
from tickbox_core.errors import BadValue, UnknownName
from tickbox_core.model import Option
from tickbox_core.rules.motions import (
    WITH_MAJORITY,
    Bars,
    Delivery,
    Layer,
    Motion,
    Paper,
    Practice,
    Result,
    ways_of,
)
from tickbox_core.text import Text

from . import motion_house
from .motion_house import cast, opened, options, poll, roll

W = WITH_MAJORITY
MARKS = {"y": "yes", "n": "no", "a": "abstain", "s": "spoiled", "w": W, "-": None}
TWO = {"by": "小林", "second": "小王"}


def decided(
    marks: str, areas: Any = None, *, options_: Any = None, served: bool = False, **law: Any
) -> tuple[Desk, Any]:
    """A motion in which the flats said so, published; the desk and its decision."""
    at = motion_house.desk(**{"marks__with_majority": True, **law})
    choices = {} if options_ is None else {"options": options_}
    opened(at, roll(areas or (100,) * len(marks)), **choices)
    for number, letter in enumerate(marks):
        if MARKS[letter] is not None:
            cast(at, number, str(MARKS[letter]))
    if served:
        places = frozenset(f"u{number}" for number in range(len(marks)))
        at.motions.deliver("m1", Delivery(places, agenda_noticed=True, warning_printed=True))
    at.motions.close("m1")
    return at, at.motions.publish("m1")


def heads(at: Desk) -> dict[str, Any]:
    """The published tally by heads."""
    found: dict[str, Any] = (at.motions.published("m1") or {})["tallies"][0]
    return found


def form(at: Desk) -> str:
    """The format of its public file."""
    with zipfile.ZipFile(io.BytesIO(at.motions.bundle("m1"))) as archive:
        return str(json.loads(archive.read("manifest.json"))["format"])


class TestWhomItJoins:
    @pytest.mark.parametrize(
        ("marks", "result", "yes", "no", "followed"),
        [
            ("yyynww", Result.PASSED, 5, 1, 2),  # they join yes
            ("nnnyww", Result.REJECTED, 1, 5, 2),  # and also no
            ("yynnww", Result.UNDETERMINED, 2, 2, 2),  # equal: nobody can say
            ("wwwwww", Result.UNDETERMINED, 0, 0, 6),  # nobody took a side
            ("aaasww", Result.UNDETERMINED, 0, 0, 2),
            ("ywwwww", Result.PASSED, 6, 0, 5),  # one who takes a side is enough
            ("yyyyyy", Result.PASSED, 6, 0, 0),
        ],
    )
    def test_by_heads_and_area_alike(
        self, marks: str, result: Result, yes: int, no: int, followed: int
    ) -> None:
        """It counts in the side that leads; where none leads in none, and nothing is certified."""
        at, decision = decided(marks)
        assert decision.result is result
        tally = heads(at)
        assert (tally["marks"]["yes"], tally["marks"]["no"], tally["followed"]) == (
            yes,
            no,
            followed,
        )
        assert tally["participating"] == 6
        for data in (at.motions.bundle("m1"), at.motions.sealed("m1")):
            assert differences(data).sentences == []

    def test_where_heads_and_area_lead_to_different_sides_nothing_is_certified(self) -> None:
        """Two heads of yes against one of no that has the larger area."""
        at, decision = decided("yynw", (100, 100, 900, 50))
        assert decision.result is Result.UNDETERMINED
        assert "无法归入" in str((at.motions.published("m1") or {})["notes"])
        assert differences(at.motions.sealed("m1")).sentences == []

    def test_an_unknown_area_leaves_it_open(self) -> None:
        """Nobody can say which side leads by area."""
        _, decision = decided("yynw", (100, None, 100, 100))
        assert decision.result is Result.UNDETERMINED

    def test_just_under_on_and_over_the_bar(self) -> None:
        """Exactly half of the area that takes part does not pass, a hair more does."""
        for area, result in (
            (299, Result.REJECTED),
            (300, Result.REJECTED),
            (301, Result.PASSED),
        ):
            areas = (area - 250, 100, 50, 100, 200, 100)
            _, alone = decided("yyyaan", areas)
            assert alone.result is Result.REJECTED, area  # without the follower it never passes
            at, decision = decided("yyywan", areas)
            assert decision.result is result, area
            assert differences(at.motions.sealed("m1")).sentences == []

    def test_among_options(self) -> None:
        """It joins the option that leads, and 'none of these' is a side too."""
        at = motion_house.desk(marks__with_majority=True)
        opened(at, roll((100,) * 6), options=options())
        for number, mark in enumerate(("a", "a", "b", "none-of-these", W, W)):
            cast(at, number, mark)
        at.motions.close("m1")
        decision = at.motions.publish("m1")
        assert (decision.result, decision.chosen) == (Result.PASSED, "a")
        assert differences(at.motions.sealed("m1")).sentences == []

    @pytest.mark.slow
    @given(
        st.lists(st.tuples(st.sampled_from("ynasw-"), st.integers(1, 400)), min_size=1, max_size=7),
        st.booleans(),
        st.sampled_from(["not_participating", "abstain", "follow_majority"]),
    )
    def test_the_law_against_one_of_its_own(
        self, said: list[tuple[str, int]], served: bool, silence: str
    ) -> None:
        """Counted again by plain sums, beside every way of silence; and both files recount."""
        marks = "".join(mark for mark, _ in said)
        at, _ = decided(marks, tuple(area for _, area in said), served=served, silence=silence)
        tally = heads(at)
        sums = {
            mark: (marks.count(mark), sum(area for one, area in said if one == mark))
            for mark in "ynasw-"
        }
        ahead = {
            base: "y" if sums["y"][base] > sums["n"][base] else
                  "n" if sums["y"][base] < sums["n"][base] else ""
            for base in (0, 1)
        }  # fmt: skip
        leads = ahead[0] if ahead[0] == ahead[1] else ""
        took_side = bool(sums["y"][0] + sums["n"][0])
        joins = silence == "follow_majority" and served and took_side
        more = sums["w"][0] + (sums["-"][0] if joins else 0)
        for side, name in (("y", "yes"), ("n", "no")):
            want = sums[side][0] + (more if leads == side else 0)
            assert tally["marks"][name] == want
        assert tally["followed"] == sums["w"][0]
        undecided = not leads and more > 0
        if undecided:
            assert (at.motions.published("m1") or {})["result"] != "passed"
        for data in (at.motions.bundle("m1"), at.motions.sealed("m1")):
            assert differences(data).sentences == []


class TestOnlyWhereTheRulesHaveIt:
    def test_without_the_rule_no_paper_can_say_so(self) -> None:
        """Nothing changes: no such mark, no such number, an older format."""
        at = opened(motion_house.desk())
        with pytest.raises(UnknownName):
            cast(at, 0, W)
        assert W not in answers_of(at.motions.poll("m1").motion)
        cast(at, 0, "yes")
        at.motions.close("m1")
        at.motions.publish("m1")
        assert "followed" not in heads(at)
        assert form(at) == "tickbox-motion/1"

    def test_a_motion_cannot_have_it_without_a_rule_that_agrees(self) -> None:
        """Named in the motion, and again against the law before it opens."""
        bars = (Bars.of_plain({"base": "heads", "approval": "more_than 1/2"}),)
        with pytest.raises(BadValue, match="rule of the estate"):
            Motion("m1", motion_house.LIFT, bars, with_majority=True)
        at = motion_house.desk()
        choices = {"with_majority": True, "majority_agreed": "某人说"}
        at.motions.prepare(poll(at, **choices))
        at.motions.register("m1", roll())
        assert "with_majority" in str(at.motions.checklist("m1").reasons)

    def test_no_election_has_it(self) -> None:
        """Persons are no sides of which one leads; under such a law an election has no such box."""
        at = motion_house.desk(marks__with_majority=True)
        candidates = (Option("c1", "陈一"), Option("c2", "钱二"))
        law = at._hand.registry.practice("here")
        motion = Motion.under(law, "e1", motion_house.LIFT, "other", options=candidates, seats=1)
        assert not motion.with_majority
        assert ways_of(law)["with_majority"]
        at.motions.prepare(Poll(motion, "other", "here"))
        at.motions.register("e1", roll())
        assert at.motions.checklist("e1").ready
        assert "marks.with_majority" not in [
            one.question.name for one in at.motions.questions("e1")
        ]
        with pytest.raises(BadValue, match="persons are no sides"):
            Motion(
                "e2", motion_house.LIFT, motion.bars, options=candidates, seats=1,
                with_majority=True, majority_agreed="议事规则",
            )  # fmt: skip

    @pytest.mark.parametrize("value", ["yes", 1, "从众"])
    def test_what_a_layer_cannot_say(self, value: Any) -> None:
        """True or false; nothing else is read as one of them."""
        row = {"name": "marks.with_majority", "value": value, "source": "某规则", "mark": "law"}
        with pytest.raises(UnknownName):
            ways_of(Practice((Layer.of_plain("x", Text("某地", "x"), [row]),)))

    def test_it_is_answered_for_a_motion_and_frozen_with_its_source(self) -> None:
        """Said, taken back, said again; at opening the rule stands in the log."""
        at = motion_house.desk()
        at.motions.prepare(poll(at))
        at.motions.register("m1", roll())
        point = at.motions.question("m1", "marks.with_majority")
        assert (str(point.state), point.question.in_words(None).zh) == (
            "optional",
            "没有“从众”一栏",
        )
        for answer in ("yes", "none", "no", "yes"):
            at.motions.answer("m1", {"marks.with_majority": point.read(answer)}, "议事规则第九条")
            has = answer == "yes"
            assert at.motions.poll("m1").motion.with_majority is has
        at.motions.open("m1")
        frozen = at.motions.poll("m1").motion
        assert frozen.majority_agreed == "议事规则第九条"
        assert [side_words(frozen, one).zh for one in answers_of(frozen)] == [
            "同意", "反对", "弃权", "从众",
        ]  # fmt: skip


class TestPapers:
    def test_keyed_by_two_printed_and_told(self) -> None:
        """The fourth box on the paper, its warning, its line in the notice; keyed blind by two."""
        at = opened(motion_house.desk(marks__with_majority=True), roll((100,) * 4))
        printed = str(motion_papers(at, "m1", Sender()))
        assert "从众" in printed
        assert "领先的也可能是“反对”" in printed
        for number, mark in enumerate(("yes", "yes", "no", W)):
            for who in ("小林", "小王"):
                at.motions.key("m1", f"u{number}", mark, who)
        at.motions.close("m1")
        assert at.motions.publish("m1").result is Result.PASSED
        assert heads(at)["followed"] == 1
        notice = str(motion_notice(at, "m1", Sender()))
        assert "1名填“从众”者依约定（本地规则）计入“同意”" in notice
        assert differences(at.motions.sealed("m1")).sentences == []

    def test_online_a_voter_may_think_again(self) -> None:
        """From yes to the majority, where the last answer stands."""
        at = motion_house.desk(marks__with_majority=True, channel__double="last_valid_stands")
        opened(at, roll((100,) * 3))
        for key, mark in (("a", "yes"), ("b", W)):
            at.motions.cast("m1", CastPaper(Paper("u0", mark, "p0"), key))
        cast(at, 1, "no")
        cast(at, 2, "no")
        at.motions.close("m1")
        assert at.motions.publish("m1").result is Result.REJECTED
        assert heads(at)["marks"]["no"] == 3

    def test_set_right_while_preliminary(self) -> None:
        """A paper read as the majority says no: both results recount, in one format."""
        from datetime import timedelta

        from tickbox_core.desk.motions.preliminary import PaperCorrection

        clock = motion_house.Clock()
        law = {"marks__with_majority": True, "results__preliminary_days": 3}
        at = opened(motion_house.desk(clock, **law), roll((100,) * 5))
        for number, mark in enumerate(("yes", "yes", "no", "no", W)):
            paper = Paper(f"u{number}", mark, f"p{number}")
            at.motions.cast("m1", CastPaper(paper, f"k{number}", "paper"))
        at.motions.close("m1")
        posted = at.motions.preliminary.post("m1", Text("居委会", "the office"), **TWO)
        assert posted.totals["result"] == "undetermined"
        why = Text("票面是反对", "the paper says no")
        at.motions.preliminary.correct("m1", PaperCorrection("u4", "no", why), **TWO)
        clock.at += timedelta(days=4)
        assert at.motions.publish("m1", "小林", "小王").result is Result.REJECTED
        for data in (at.motions.bundle("m1"), at.motions.sealed("m1")):
            assert differences(data).sentences == []
        assert form(at) == "tickbox-motion/6"

    def test_an_older_recount_cannot_decide_it(self) -> None:
        """Its format is newer than any that knows no such mark."""
        at, _ = decided("yyw")
        assert form(at) == "tickbox-motion/6"

    def test_confirming_keeps_the_box(self) -> None:
        """The second round is held by the same rules."""
        at, first = decided("wwwwww")
        assert first.next_round == ()
        at = motion_house.desk(marks__with_majority=True)
        opened(at, roll((100,) * 6), options=options())
        for number, mark in enumerate(("a", "a", "b", "none-of-these", "abstain", "abstain")):
            cast(at, number, mark)
        at.motions.close("m1")
        at.motions.publish("m1")
        assert at.motions.confirming("m1", "a").motion.with_majority
