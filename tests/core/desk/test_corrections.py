"""Before a motion opens: codes from the posted agenda on, own figures, corrections of the roll."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tickbox_core import Ownership, Person, Residence, Roll, Text
from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.desk import Desk, notices
from tickbox_core.desk.diary import history
from tickbox_core.desk.keeping import What
from tickbox_core.desk.motions import Poll, PollState, RollEdit
from tickbox_core.errors import (
    NotAllowed,
    NotCountersigned,
    NotPossible,
    NotReady,
    UnknownId,
    UnknownSlot,
    WrongState,
)
from tickbox_core.model import Question
from tickbox_core.rules.motions import Bars
from tickbox_core.workflow import log
from tickbox_core.year.corrections import RequestOutcome, WrongPart

from .motion_house import Clock, cast, desk, poll, roll

LIN, ZHOU = Actor("小林", Role.STAFF), Actor("老周", Role.STAFF)
WHY = Text("产权证为准", "by the deed")


def posted(the_roll: Roll | None = None, clock: Clock | None = None, **choices: Any) -> Desk:
    """A desk whose motion m1 has a roll and a posted agenda."""
    at = desk(clock)
    at.motions.prepare(poll(at, **choices))
    at.motions.register("m1", the_roll or roll())
    at.motions.post("m1")
    return at


def do(at: Desk, act: str, actor: Actor = LIN, second: Actor | None = ZHOU, **given: Any) -> Any:
    """Have an act done, as command line and API do."""
    found = ACTS[act]
    return perform(found, at, {"id": "m1", **given}, actor, second if found.second else None)


def coded(at: Desk, places: list[str] | None = None, anew: bool = True) -> dict[str, str]:
    """Codes by first place."""
    issued = at.motions.issue_codes("m1", places, WHY, anew=anew)
    return {slip.places[0]: slip.code for slip in issued.slips}


def slot(at: Desk, code: str) -> str:
    """Whose code it is."""
    found = at.motions.elector_of_code("m1", code)
    assert found is not None
    return found


def correct(at: Desk, place: str, number: int | None = None, **edit: Any) -> Any:
    """A change of the roll by two people."""
    return do(
        at, "motion/correct-roll", place=place, reason="产权证为准",
        **({} if number is None else {"correction": number}), **edit,
    )  # fmt: skip


def ask(at: Desk, code: str, *about: WrongPart, words: str = "应为120平方米") -> int:
    """Ask by code; the number of the request."""
    return at.motions.corrections.ask_by_code(
        "m1", slot(at, code), about or (WrongPart.AREA,), words
    ).number


class TestCodesBeforeOpening:
    """Issued from the posted agenda on, and kept by opening."""

    def test_from_the_posted_agenda_on_and_not_before(self) -> None:
        """Before it is posted they are refused, with what to do."""
        at = desk()
        at.motions.prepare(poll(at))
        at.motions.register("m1", roll())
        with pytest.raises(WrongState, match="motion/post"):
            at.motions.issue_codes("m1")
        at.motions.post("m1")
        assert len(coded(at)) == 6

    def test_without_a_roll_there_is_nobody_to_give_them_to(self) -> None:
        """And it is said what to do."""
        at = desk()
        at.motions.prepare(poll(at))
        at.motions.post("m1")
        with pytest.raises(NotPossible, match="motion/register"):
            at.motions.issue_codes("m1")

    def test_opening_keeps_them(self) -> None:
        """The slip that was handed out before votes afterwards, and stands in the log."""
        at = posted()
        codes = coded(at)
        before = {place: slot(at, code) for place, code in codes.items()}
        at.motions.open("m1")
        assert {place: slot(at, code) for place, code in codes.items()} == before
        assert {seat.slot for seat in at.motions.seats("m1")} == set(before.values())
        receipt = at.motions.say("m1", before["u3"], "yes", "k")
        assert receipt.slot == before["u3"]
        assert [seat.position for seat in at.motions.seats("m1")] == list(range(6))

    def test_some_issued_before_and_the_rest_after_opening(self) -> None:
        """Counted as when it is open: those who have one keep it."""
        at = posted()
        first = coded(at, ["u2"])
        at.motions.open("m1")
        rest = coded(at, anew=False)
        assert sorted({**first, **rest}) == [f"u{n}" for n in range(6)] and "u2" not in rest

    def test_issued_anew_the_old_one_is_dead(self) -> None:
        """Before opening as after."""
        at = posted()
        old, new = coded(at)["u1"], coded(at, ["u1"])["u1"]
        assert at.motions.elector_of_code("m1", old) is None
        assert at.motions.elector_of_code("m1", new) is not None

    def test_a_place_that_is_not_asked_is_refused(self) -> None:
        """As when it is open."""
        with pytest.raises(UnknownId):
            posted().motions.issue_codes("m1", ["u9"])

    def test_the_code_of_a_voided_motion_is_worth_nothing(self) -> None:
        """Nothing is answered or asked with it."""
        at = posted()
        code = coded(at)["u1"]
        held = slot(at, code)
        at.motions.void("m1", WHY, by="小林", second="老周")
        with pytest.raises(WrongState):
            at.motions.say("m1", held, "yes", "k")
        with pytest.raises(WrongState):
            at.motions.corrections.ask_by_code("m1", held, (WrongPart.AREA,), "x")
        with pytest.raises(WrongState):
            at.motions.issue_codes("m1")

    def test_a_posted_motion_is_not_dropped_with_codes_out(self) -> None:
        """Only one that nobody was shown is dropped; of that there are no codes."""
        at = posted()
        coded(at)
        with pytest.raises(NotPossible):
            at.motions.drop("m1", WHY, "小林")

    def test_a_roll_that_is_imported_again_keeps_the_codes_of_who_stays(self) -> None:
        """By who speaks for the home, not by the order of the table."""
        at = posted()
        codes = coded(at)
        sold = roll(ownerships=tuple(
            Ownership("p0" if n == 1 else f"p{n}", f"u{n}") for n in range(6)
        ))  # fmt: skip
        at.motions.register("m1", sold)
        at.motions.open("m1")
        assert at.motions.elector_of_code("m1", codes["u1"]) is None
        for n in (0, 2, 3, 4, 5):
            assert slot(at, codes[f"u{n}"])
        mine = at.motions.mine("m1", slot(at, codes["u0"]))
        assert (mine.units, mine.area) == (2, 200)

    def test_households_keep_theirs_when_somebody_moves_in(self) -> None:
        """And have it no more when all others live there."""
        at = desk()
        bars = (Bars.of_plain({"base": "households", "quorum": None, "approval": "more_than 1/2"}),)
        asked = attrs.evolve(poll(at).motion, kind=Question.RESIDENTS_MOTION, bars=bars)
        at.motions.prepare(Poll(asked, jurisdiction="here"))
        at.motions.register("m1", roll())
        at.motions.post("m1")
        codes = coded(at)
        base = roll()
        moved = tuple(
            attrs.evolve(one, unit={"p1": "u0", "p2": "u3", "p3": "u2"}.get(one.person, one.unit))
            for one in base.residences
        )
        at.motions.register("m1", attrs.evolve(base, residences=moved))
        at.motions.open("m1")
        held = [place for place, code in codes.items() if at.motions.elector_of_code("m1", code)]
        assert held == ["u0", "u4", "u5"]


class TestOwnFigures:
    """What a head sees before opening is what counts."""

    def test_they_are_those_of_the_frozen_roll(self) -> None:
        """Homes, area, and the whole of which they are a part."""
        ownerships = tuple(Ownership("p0" if n < 2 else f"p{n}", f"u{n}") for n in range(6))
        at = posted(roll((8650, 4000, 100, 100, 100, None), ownerships=ownerships))
        code = coded(at)["u0"]
        before = at.motions.mine("m1", slot(at, code))
        at.motions.open("m1")
        after = at.motions.mine("m1", slot(at, code))
        assert before == after
        assert [unit.id for unit in before.homes] == ["u0", "u1"]
        assert (before.area, before.units, before.by_area) == (12650, 2, True)
        assert before.whole is not None
        assert (before.whole.heads, before.whole.area, before.whole.area_unknown) == (5, 12950, 1)

    def test_nothing_is_kept_of_looking(self) -> None:
        """Neither in the diary nor in any log."""
        at = posted()
        held = slot(at, coded(at)["u0"])
        entries, rows = len(list(history(at._hand.store))), at._hand.store.count("head_slot")
        at.motions.mine("m1", held)
        at.motions.corrections.answers_for("m1", held)
        assert len(list(history(at._hand.store))) == entries
        assert at._hand.store.count("head_slot") == rows

    def test_nobodys_slot_sees_nothing(self) -> None:
        """Also where heads have no slot yet."""
        at = posted()
        for wrong in ("", "NOBODY"):
            with pytest.raises(UnknownSlot):
                at.motions.mine("m1", wrong)


class TestAsking:
    """Asked by code, or at the office."""

    def test_it_goes_round(self) -> None:
        """Asked by code, looked at, corrected by two, read by code, opened, counted so."""
        at = posted()
        code = coded(at)["u1"]
        number = ask(at, code)
        (waiting,) = at.motions.corrections.answers_for("m1", slot(at, code))
        assert waiting.waits and waiting.words == "应为120平方米"
        with pytest.raises(NotReady, match="motion/correct-roll"):
            at.motions.open("m1")
        look = ACTS["motion/correct-roll"].look
        assert look is not None
        seen = look(at, {"id": "m1", "place": "u1", "floor_area": "120"})
        assert (seen.heads_before, seen.heads_after) == (6, 6)
        assert (seen.area_before.en, seen.area_after.en) == ("6 m²", "125 m²")
        assert at.motions.mine("m1", slot(at, code)).area == 100
        done = correct(at, "u1", number, floor_area="120")
        assert done["area_after"] == seen.area_after.plain() and done["codes_lost"] == 0
        (answered,) = at.motions.corrections.answers_for("m1", slot(at, code))
        assert answered.outcome is RequestOutcome.CORRECTED and answered.answer == Text.of(
            "产权证为准"
        )
        at.motions.open("m1")
        assert at.motions.mine("m1", slot(at, code)).area == 12000
        for flat in range(5):
            cast(at, flat, "yes")
        at.motions.close("m1")
        (verdict,) = at.motions.decide("m1").verdicts.values()
        wholes = {
            str(check.base): check.whole for check in verdict.checks if check.kind == "quorum"
        }
        assert wholes == {"heads": 6, "area": 12500}

    def test_refused_it_opens_all_the_same(self) -> None:
        """By one person, with a reason that the asker reads; the roll stays."""
        at = posted()
        code = coded(at)["u1"]
        number = ask(at, code)
        with pytest.raises(NotPossible, match="reason"):
            at.motions.corrections.refuse("m1", number, Text("", ""), "小林")
        do(at, "motion/refuse-correction", correction=number, reason="与产权证一致")
        (answered,) = at.motions.corrections.answers_for("m1", slot(at, code))
        assert answered.outcome is RequestOutcome.REFUSED
        assert answered.answer == Text.of("与产权证一致")
        at.motions.open("m1")
        assert at.motions.mine("m1", slot(at, code)).area == 100

    def test_an_answered_request_is_not_answered_again(self) -> None:
        """Nor one that never was; what waits is named."""
        at = posted()
        number = ask(at, coded(at)["u1"])
        ask(at, coded(at, ["u2"])["u2"])
        do(at, "motion/refuse-correction", correction=number, reason="x")
        for act in ("motion/refuse-correction", "motion/correct-roll"):
            for wrong in (number, 3):
                more = {"place": "u1", "floor_area": "3"} if act.endswith("roll") else {}
                with pytest.raises(NotPossible, match="Those that wait: 2"):
                    do(at, act, correction=wrong, reason="x", **more)

    def test_one_waits_for_a_head_at_a_time(self) -> None:
        """The next can be asked once it is answered; others are not kept from asking."""
        at = posted()
        codes = coded(at)
        number = ask(at, codes["u1"])
        with pytest.raises(NotPossible, match="not answered yet"):
            ask(at, codes["u1"])
        assert ask(at, codes["u2"]) == 2
        do(at, "motion/refuse-correction", correction=number, reason="x")
        assert ask(at, codes["u1"]) == 3

    @pytest.mark.parametrize("words", ["", "  ", "长" * 2001])
    def test_words_are_needed_and_not_too_many(self, words: str) -> None:
        """2,000 characters will do."""
        at = posted()
        code = coded(at)["u1"]
        with pytest.raises(NotPossible):
            ask(at, code, words=words)
        assert ask(at, code, words="长" * 2000) == 1

    def test_something_has_to_be_wrong(self) -> None:
        """Heads, owner or area."""
        at = posted()
        held = slot(at, coded(at)["u1"])
        with pytest.raises(NotPossible, match="Choose"):
            at.motions.corrections.ask_by_code("m1", held, (), "x")

    def test_of_who_came_the_home_reads_the_answer_and_not_the_words(self) -> None:
        """Somebody may have come who says that the home is theirs."""
        at = posted()
        codes = coded(at)
        asked = do(at, "motion/ask-correction", place="u1", about=["owner"], words="我买了这套房")
        assert asked["place"] == "u1" and asked["words"] == "我买了这套房"
        (seen,) = at.motions.corrections.answers_for("m1", slot(at, codes["u1"]))
        assert seen.words == "" and seen.waits
        assert at.motions.corrections.answers_for("m1", slot(at, codes["u2"])) == ()
        with pytest.raises(NotPossible, match="asks no home"):
            do(at, "motion/ask-correction", place="u77", about=["owner"], words="x")

    def test_whoever_sold_reads_the_answer_to_what_they_asked(self) -> None:
        """Until it opens; the code says and sees nothing else any more."""
        at = posted()
        code = coded(at)["u1"]
        held = slot(at, code)
        number = ask(at, code, WrongPart.OWNER, words="已卖给赵六")
        change = correct(at, "u1", number, owners=["赵六"])
        assert change["codes_lost"] == 1
        (answered,) = at.motions.corrections.answers_for("m1", held)
        assert answered.outcome is RequestOutcome.CORRECTED and answered.words == "已卖给赵六"
        with pytest.raises(UnknownSlot):
            at.motions.mine("m1", held)
        checklist = at.motions.checklist("m1")
        assert checklist.ready and any("motion/codes" in note.en for note in checklist.notes)
        new = coded(at, anew=False)
        assert list(new) == ["u1"]
        assert at.motions.corrections.answers_for("m1", slot(at, new["u1"])) == ()
        at.motions.open("m1")
        assert at.motions.elector_of_code("m1", code) is None
        assert at.motions.say("m1", slot(at, new["u1"]), "yes", "k")

    def test_neither_before_the_agenda_is_posted_nor_after_opening(self) -> None:
        """What is possible then is said."""
        at = desk()
        at.motions.prepare(poll(at))
        at.motions.register("m1", roll())
        given = {"place": "u1", "about": ["area"], "words": "x"}
        with pytest.raises(WrongState, match="motion/post"):
            do(at, "motion/ask-correction", **given)
        at.motions.post("m1")
        code = coded(at)["u1"]
        at.motions.open("m1")
        for act, more in (
            ("motion/ask-correction", given),
            ("motion/correct-roll", {"place": "u1", "floor_area": "3", "reason": "x"}),
            ("motion/refuse-correction", {"correction": 1, "reason": "x"}),
        ):
            with pytest.raises(WrongState, match=r"motion/void.*motion/dispute"):
                do(at, act, **more)
        with pytest.raises(WrongState, match="frozen"):
            ask(at, code)
        for flat in range(5):
            cast(at, flat, "yes")
        at.motions.close("m1")
        with pytest.raises(WrongState, match="motion/void"):
            ask(at, code)
        at.motions.publish("m1")
        with pytest.raises(WrongState, match="motion/dispute") as refused:
            ask(at, code)
        assert "motion/void" not in str(refused.value)


class TestCorrecting:
    """What two people change of a home."""

    def test_two_people_sign(self) -> None:
        """Another person, and by every door the same."""
        at = posted()
        given = {"place": "u1", "floor_area": "3", "reason": "x"}
        with pytest.raises(NotCountersigned):
            do(at, "motion/correct-roll", second=None, **given)
        with pytest.raises(NotPossible):
            at.motions.corrections.correct(
                "m1", RollEdit("u1", area="3"), lambda *_: "x", WHY, by="小林", second="小林"
            )
        with pytest.raises(NotAllowed):
            do(at, "motion/correct-roll", Actor(), ZHOU, **given)

    def test_an_owner_of_another_home_makes_one_head_of_both(self) -> None:
        """Heads of the whole fall, the area stays."""
        at = posted()
        change = correct(at, "u1", owners=["王0"], same_as="u0")
        assert (change["heads_before"], change["heads_after"]) == (6, 5)
        assert change["area_before"] == change["area_after"]
        with pytest.raises(NotPossible, match="no owner of 'u0'"):
            correct(at, "u2", owners=["王5"], same_as="u0")
        with pytest.raises(NotPossible, match="not on the roll"):
            correct(at, "u2", owners=["王5"], same_as="u55")

    def test_somebody_of_that_name_elsewhere_is_another_person(self) -> None:
        """Unless it is said that they are the same."""
        at = posted()
        change = correct(at, "u1", owners=["王0"])
        assert change["heads_after"] == 6

    def test_co_owners_name_who_votes(self) -> None:
        """Of two new ones nobody may vote until one is named."""
        at = posted()
        correct(at, "u1", owners=["甲", "乙"])
        assert at.motions.issue_codes("m1").without == ("u1",)
        with pytest.raises(NotPossible, match="one of several co-owners"):
            correct(at, "u1", voter="丙")
        with pytest.raises(NotPossible, match="one of several co-owners"):
            correct(at, "u2", voter="王2")
        correct(at, "u1", voter="乙")
        assert list(coded(at, anew=False)) == ["u1"]
        other = correct(at, "u1", voter="甲")
        assert other["codes_lost"] == 1

    def test_a_voter_is_named_for_all_homes_of_the_same_co_owners(self) -> None:
        """They are one head, which has one voter."""
        both = tuple(Ownership(who, unit) for unit in ("u0", "u1") for who in ("p0", "p1"))
        rest = tuple(Ownership(f"p{n}", f"u{n}") for n in range(2, 6))
        at = posted(roll(ownerships=(*both, *rest)))
        correct(at, "u0", voter="王1")
        found = [seat.head for seat in at.motions.seats("m1") if "u0" in seat.head.places]
        assert [(head.places, head.voters) for head in found] == [(("u0", "u1"), ("p1",))]

    @pytest.mark.parametrize("typed", ["0", "-3", "abc", "1,20"])
    def test_an_area_is_a_number_above_nothing(self, typed: str) -> None:
        """And nothing changes where nothing is given."""
        at = posted()
        with pytest.raises(NotPossible):
            correct(at, "u1", floor_area=typed)
        assert not [one for one in history(at._hand.store) if one.kind == "motion-corrected"]

    def test_a_finer_area_makes_the_whole_roll_finer(self) -> None:
        """No area loses a figure."""
        at = posted()
        correct(at, "u1", floor_area="86.5051")
        assert at.motions.whole("m1").decimals == 4
        assert at.motions.whole("m1").area == 865051 + 5 * 10000
        assert Fraction(at.motions.whole("m1").area, 10**4) == Fraction("91.5051")

    def test_an_area_that_was_unknown_is_known(self) -> None:
        """And the whole says so."""
        at = posted(roll((100, None, 100, 100, 100, 100)))
        change = correct(at, "u1", floor_area="1")
        assert (change["unknown_before"], change["unknown_after"]) == (1, 0)

    def test_the_same_again_is_no_change(self) -> None:
        """Nothing is written."""
        at = posted()
        with pytest.raises(NotPossible, match="nothing on the roll would change"):
            correct(at, "u1", floor_area="1")

    def test_whoever_owns_nothing_any_more_is_not_kept(self) -> None:
        """Who lives somewhere is."""
        lives = tuple(Residence(f"p{n}", f"u{n}") for n in range(2, 6))
        at = posted(attrs.evolve(roll(), residences=lives))
        correct(at, "u1", owners=["新"])
        row = at._hand.store.get("motion", id="m1")
        assert "王1" not in row["rows"] and "王2" in row["rows"] and "新" in row["rows"]

    def test_a_sold_home_of_the_developer_is_delivered(self) -> None:
        """It is a head of its own from then on."""
        developer = Person("dev", "开发商")
        base = roll()
        persons = (*base.persons, developer)
        at = posted(attrs.evolve(base, persons=persons, developer="dev", undelivered=("u4", "u5")))
        change = correct(at, "u4", owners=["买主"])
        assert (change["heads_before"], change["heads_after"]) == (5, 6)

    def test_what_a_roll_imported_since_has_right_is_answered_by_two(self) -> None:
        """Nothing is changed then, and it counts as corrected."""
        at = posted()
        code = coded(at)["u1"]
        number = ask(at, code)
        at.motions.register("m1", roll((100, 12000, 100, 100, 100, 100)))
        given = {"place": "u1", "reason": "已改", "imported": True}
        with pytest.raises(NotPossible, match="request this answers"):
            do(at, "motion/correct-roll", **given)
        done = do(at, "motion/correct-roll", correction=number, **given)
        assert done["area_before"] == done["area_after"]
        (answered,) = at.motions.corrections.answers_for("m1", slot(at, code))
        assert answered.outcome is RequestOutcome.CORRECTED
        at.motions.open("m1")
        assert at.motions.mine("m1", slot(at, code)).area == 12000

    def test_a_roll_that_is_imported_over_corrections_is_said(self) -> None:
        """Whoever opens it checks that they are in it."""
        at = posted()
        correct(at, "u1", floor_area="120")
        assert not any("again" in note.en for note in at.motions.checklist("m1").notes)
        at.motions.register("m1", roll())
        assert any("imported again" in note.en for note in at.motions.checklist("m1").notes)


class TestWhatIsTold:
    """Outside only how many; inside everything, as long as the papers are kept."""

    def test_the_public_is_told_how_many(self) -> None:
        """Asked, corrected, refused, waiting; nothing where nobody has asked."""
        at = posted()
        codes = coded(at)
        assert "corrections" not in do(at, "motion/show", Actor())
        ask(at, codes["u1"], words="秘密的话")
        ask(at, codes["u2"])
        ask(at, codes["u3"])
        correct(at, "u1", 1, floor_area="120")
        do(at, "motion/refuse-correction", correction=2, reason="保密的理由")
        shown = do(at, "motion/show", Actor())
        assert shown["corrections"] == {"asked": 3, "corrected": 1, "refused": 1, "waiting": 1}
        assert [one["outcome"] for one in do(at, "motion/corrections")] == [
            "corrected", "refused", "waiting",
        ]  # fmt: skip
        with pytest.raises(NotAllowed):
            do(at, "motion/corrections", Actor())

    def test_no_fact_of_the_diary_tells_of_a_home(self) -> None:
        """A digest of the roll, numbers, and what kind of mistake."""
        at = posted()
        code = coded(at)["u1"]
        ask(at, code, words="秘密的话")
        correct(at, "u1", 1, owners=["赵六"])
        facts = repr([(one.kind, dict(one.facts)) for one in history(at._hand.store)])
        for secret in ("u1", "秘密", "赵六", "产权证", slot(at, code), "120"):
            assert secret not in facts
        (made,) = [one for one in history(at._hand.store) if one.kind == "motion-corrected"]
        assert set(made.facts) >= {"motion", "number", "digest"}
        assert made.sealed is not None and made.sealed["second"] == "老周"

    def test_it_is_kept_as_long_as_the_papers_and_not_longer(self) -> None:
        """What was asked, by whom, why it was answered so: all of it goes."""
        clock = Clock()
        at = posted(clock=clock)
        code = coded(at)["u1"]
        ask(at, code, words="秘密的话")
        correct(at, "u1", 1, floor_area="120")
        do(at, "motion/ask-correction", place="u2", about=["heads"], words="另一句话")
        do(at, "motion/refuse-correction", correction=2, reason="x")
        at.motions.open("m1")
        for flat in range(5):
            cast(at, flat, "yes")
        at.motions.close("m1")
        at.motions.publish("m1")
        clock.at += timedelta(days=364)
        at.keeping.erase(by="小林", before=date(2200, 1, 1))
        assert {one.words for one in at.motions.corrections.of("m1")} == {"秘密的话", "另一句话"}
        clock.at += timedelta(days=3)
        at.keeping.erase(by="小林", before=date(2200, 1, 1))
        assert {(one.words, one.place, one.slot, one.answer)
                for one in at.motions.corrections.of("m1")} == {("", "", "", None)}  # fmt: skip
        assert [one.outcome for one in at.motions.corrections.of("m1")] == [
            RequestOutcome.CORRECTED, RequestOutcome.REFUSED,
        ]  # fmt: skip

    def test_the_roll_of_a_motion_voided_before_it_opened_goes_in_time(self) -> None:
        """With the slots that were reserved, or without any."""
        for with_codes in (True, False):
            clock = Clock()
            at = posted(clock=clock)
            if with_codes:
                coded(at)
            at.motions.void("m1", WHY, by="小林", second="老周")
            clock.at += timedelta(days=364)
            at.keeping.erase(by="小林")
            assert at._hand.store.get("motion", id="m1")["rows"] is not None
            clock.at += timedelta(days=3)
            lines = at.keeping.erase(by="小林").lines
            assert at._hand.store.get("motion", id="m1")["rows"] is None
            assert at._hand.store.count("head_slot") == at._hand.store.count("code") == 0
            assert any(line.what is What.PAPERS and line.goes for line in lines)
            assert not at.keeping.verify().faults


class TestOpeningAtItsHour:
    """Nobody presses, and a request waits."""

    def test_it_does_not_open_and_says_why(self) -> None:
        """It does once the request is answered."""
        clock = Clock()
        at = posted(clock=clock)
        number = ask(at, coded(at)["u1"])
        at.motions.announce("m1", clock.at + timedelta(hours=1))
        clock.at += timedelta(hours=2)
        at.catch_up()
        assert at.motions.poll("m1").state is PollState.PREPARED
        do(at, "motion/refuse-correction", correction=number, reason="x")
        clock.at += timedelta(days=1)
        at.catch_up()
        assert at.motions.poll("m1").state is PollState.OPEN


class Reserved(RuleBasedStateMachine):
    """However the roll is changed and codes are issued: a code speaks for who was given it."""

    @initialize()
    def begin(self) -> None:
        """Six flats, of one owner each."""
        self.at = posted()
        self.given: dict[str, tuple[str, ...]] = {}

    def head(self, slot_: str) -> Any:
        """The head of a slot now."""
        return next((one.head for one in self.at.motions.seats("m1") if one.slot == slot_), None)

    @rule(anew=st.booleans())
    def issue(self, anew: bool) -> None:
        """Codes for those without, or for all."""
        voters = {one.head.places: one.head.voters for one in self.at.motions.seats("m1")}
        made = self.at.motions.issue_codes("m1", None, WHY, anew=anew)
        if anew:
            self.given.clear()
        for slip in made.slips:
            self.given[slip.code] = voters[slip.places]

    @rule(flat=st.integers(0, 5), owner=st.integers(0, 5))
    def sell(self, flat: int, owner: int) -> None:
        """A flat to the owner of another, or to somebody new."""
        more = {} if owner == flat else {"same_as": f"u{owner}"}
        owned = self.at.importing.roll_of_motion("m1")
        assert owned is not None
        (holder,) = [own.person for own in owned.ownerships if own.unit == f"u{owner}"]
        (name,) = [one.name for one in owned.persons if one.id == holder]
        with suppress(NotPossible):  # they own it already
            correct(self.at, f"u{flat}", owners=["新人" if owner == flat else name], **more)

    @rule(flat=st.integers(0, 5), area=st.integers(1, 10**6))
    def measure(self, flat: int, area: int) -> None:
        """Another area changes nobody's code."""
        before = {code: self.at.motions.elector_of_code("m1", code) for code in self.given}
        try:
            change = correct(self.at, f"u{flat}", floor_area=str(area))
        except NotPossible:
            return
        assert change["codes_lost"] == 0
        assert before == {c: self.at.motions.elector_of_code("m1", c) for c in self.given}

    @invariant()
    def no_code_speaks_for_others(self) -> None:
        """Whoever a code's head is now, it is who was given it."""
        if not hasattr(self, "at"):
            return
        for code, voters in self.given.items():
            held = self.at.motions.elector_of_code("m1", code)
            head = None if held is None else self.head(held)
            assert head is None or head.voters == voters

    def teardown(self) -> None:
        """Opening keeps what holds, and nothing else."""
        if not hasattr(self, "at"):
            return
        alive = {
            code: held
            for code in self.given
            if (held := self.at.motions.elector_of_code("m1", code)) and self.head(held)
        }
        self.at.motions.open("m1")
        for code in self.given:
            assert self.at.motions.elector_of_code("m1", code) == alive.get(code)
        assert not self.at.keeping.verify().faults
        assert log.entries(self.at._hand.store, "m1")


TestReserved = Reserved.TestCase
TestReserved.settings = settings(max_examples=15, stateful_step_count=10, deadline=None)


class TestSheets:
    """Handed out, one for each head."""

    def sheets(self, at: Desk) -> Any:
        """As they are printed."""
        return notices.own_homes(at, "m1", notices.Sender())

    def test_each_head_has_one_that_lists_all_its_homes(self) -> None:
        """With what they count, and of how much; the same when it is open."""
        ownerships = tuple(Ownership("p0" if n < 2 else f"p{n}", f"u{n}") for n in range(6))
        at = posted(roll((8650, 4000, 100, 100, 100, None), ownerships=ownerships))
        found = self.sheets(at)
        first, *rest = found.sheets
        assert [line.home for line in first.lines] == ["u0", "u1"] and len(rest) == 4
        assert [line.area.en for line in first.lines] == ["86.5 m²", "40 m²"]
        assert "one head and 126.5 m²" in first.counts.en
        assert first.share.en == "20.00% of all heads (5), and 97.68% of all known area (129.5 m²)"
        assert rest[-1].lines[0].area.en == "not known" and "area" not in rest[-1].share.en
        assert "your code" in found.ask.en
        at.motions.open("m1")
        opened = self.sheets(at)
        assert opened.sheets == found.sheets and "frozen" in opened.ask.en

    def test_papers_are_printed_from_the_posted_agenda_on(self) -> None:
        """They are the same when it opens; neither before nor after."""
        at = desk()
        at.motions.prepare(poll(at))
        with pytest.raises(WrongState):
            self.sheets(at)
        at.motions.post("m1")
        with pytest.raises(NotPossible, match="motion/register"):
            self.sheets(at)
        at.motions.register("m1", roll((100, 8650, 100, 100, 100, 100)))
        before = notices.motion_papers(at, "m1", notices.Sender()).papers
        at.motions.open("m1")
        assert notices.motion_papers(at, "m1", notices.Sender()).papers == before
        for flat in range(5):
            cast(at, flat, "yes")
        at.motions.close("m1")
        for printed in (notices.own_homes, notices.motion_papers):
            with pytest.raises(WrongState):
                printed(at, "m1", notices.Sender())
