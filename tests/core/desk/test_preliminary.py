"""A result that is posted as preliminary, objected to, set right by two, and made final."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.acts import ACTS, Actor, perform
from tickbox_core.bundle import differences
from tickbox_core.desk import Desk, notices
from tickbox_core.desk.motions import CastPaper, Poll, PollState
from tickbox_core.desk.motions.preliminary import PaperCorrection
from tickbox_core.errors import BadValue, NotListed, NotPossible, UnknownName, WrongState
from tickbox_core.model import Option
from tickbox_core.rules.motions import Bars, Layer, Motion, Paper, Practice, preliminary_days
from tickbox_core.text import Text
from tickbox_core.year import ObjectionStage

from . import motion_house
from .motion_house import cast, opened, roll

AT_THE_OFFICE = Text("居委会办公室", "the committee's office")
MISREAD = Text("票面是同意，录成了反对", "the paper says yes and was read as no")
TWO = {"by": "小林", "second": "小王"}


def asked_for(days: Any = 7, marks: str = "yyynn") -> tuple[Desk, motion_house.Clock]:
    """A motion that is closed, its papers keyed on paper, under a law with so many days."""
    clock = motion_house.Clock()
    at = opened(motion_house.desk(clock, results__preliminary_days=days), roll())
    for number, mark in enumerate(marks):
        cast_on_paper(at, number, {"y": "yes", "n": "no", "a": "abstain"}[mark])
    at.motions.close("m1")
    return at, clock


def cast_on_paper(at: Desk, number: int, mark: str) -> None:
    """A paper that was read from paper."""
    at.motions.cast("m1", CastPaper(Paper(f"u{number}", mark, f"p{number}"), f"k{number}", "paper"))


def posted(days: Any = 7, marks: str = "yyynn") -> tuple[Desk, motion_house.Clock]:
    """The same with its result posted as preliminary."""
    at, clock = asked_for(days, marks)
    at.motions.preliminary.post("m1", AT_THE_OFFICE, **TWO)
    return at, clock


def files(data: bytes) -> dict[str, str]:
    """The files of a zip as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def finish(at: Desk) -> Any:
    """Make it final; the decision."""
    return at.motions.publish("m1", "小林", "小王")


class TestWhereNoRuleAsks:
    def test_nothing_changes(self) -> None:
        """It is final at once, and cannot be posted as preliminary."""
        at, _ = asked_for(days=None)
        with pytest.raises(NotPossible, match="motion/publish"):
            at.motions.preliminary.post("m1", AT_THE_OFFICE, **TWO)
        assert str(finish(at).result) == "passed"
        kinds = [json.loads(one)["kind"] for one in _log(at)]
        assert "preliminary" not in kinds
        assert _form(at) == "tickbox-motion/1"

    def test_no_checklist_waits_for_it(self) -> None:
        """A motion without a law is not asked; it may say so itself, with its source."""
        at = motion_house.desk()
        bars = (Bars.of_plain({"base": "heads", "approval": "more_than 1/2"}),)
        at.motions.prepare(Poll(Motion("m1", motion_house.LIFT, bars)))
        at.motions.register("m1", roll())
        asked = at.motions.checklist("m1").questions
        assert "results.preliminary_days" not in asked
        at.motions.answer("m1", dict.fromkeys(asked), "业主大会决定")
        assert at.motions.checklist("m1").ready
        point = at.motions.question("m1", "results.preliminary_days")
        assert (str(point.state), point.value_words) == ("optional", Text("", ""))
        at.motions.answer("m1", {"results.preliminary_days": point.read("7")}, "议事规则第九条")
        point = at.motions.question("m1", "results.preliminary_days")
        assert (str(point.state), point.value) == ("here", 7)
        (note,) = [one for one in at.motions.checklist("m1").notes if "preliminary" in one.en]
        assert "7" in note.zh
        assert "议事规则第九条" in note.zh
        at.motions.open("m1")
        assert at.motions.preliminary.days("m1") == 7


def _log(at: Desk) -> list[str]:
    return files(at.motions.bundle("m1"))["ledger.jsonl"].splitlines()


def _form(at: Desk) -> str:
    return str(json.loads(files(at.motions.bundle("m1"))["manifest.json"])["format"])


class TestTheOrder:
    def test_a_result_is_not_final_before_it_was_preliminary(self) -> None:
        """The refusal names the act that leads on."""
        at, _ = asked_for()
        with pytest.raises(NotPossible, match="motion/preliminary"):
            finish(at)
        assert at.motions.poll("m1").state is PollState.CLOSED

    @pytest.mark.parametrize(
        "days_later, is_final", [(0, False), (6, False), (7, False), (8, True)]
    )
    def test_it_is_final_once_its_last_day_is_over(self, days_later: int, is_final: bool) -> None:
        """The day of posting does not count, and the last day belongs to the time."""
        at, clock = posted(7)
        clock.at += timedelta(days=days_later)
        if is_final:
            assert str(finish(at).result) == "passed"
            assert at.motions.poll("m1").state is PollState.PUBLISHED
            return
        with pytest.raises(NotPossible, match="2026-03-13"):
            finish(at)
        assert at.motions.published("m1") is None

    @pytest.mark.slow
    @given(st.integers(1, 40), st.integers(0, 60))
    def test_the_law_of_its_days(self, days: int, later: int) -> None:
        """Final just where more days have passed than the law asks for."""
        at, clock = posted(days)
        clock.at += timedelta(days=later)
        if later > days:
            assert finish(at)
        else:
            with pytest.raises(NotPossible):
                finish(at)
        assert differences(at.motions.bundle("m1")).sentences == []

    def test_two_people_post_it_and_say_where_objections_go(self) -> None:
        """One alone, the same twice, or no place for a paper: refused, and nothing is written."""
        at, _ = asked_for()
        for by, second, where in (("林", "", "此"), ("林", "林", "此"), ("林", "王", "")):
            with pytest.raises(NotPossible):
                at.motions.preliminary.post("m1", Text(where, where), by=by, second=second)
        assert at.motions.poll("m1").state is PollState.CLOSED

    def test_it_is_no_published_result(self) -> None:
        """Nothing is authorised by it, and nobody reads it as the result."""
        at, _ = posted()
        assert at.motions.published("m1") is None
        found = at.motions.preliminary.find("m1")
        assert found is not None
        assert (found.on.isoformat(), found.until.isoformat()) == ("2026-03-06", "2026-03-13")
        assert found.totals["result"] == "passed"
        with pytest.raises(WrongState):
            at.motions.make_evidence("m1", Text("法院", "court"), by="小林", second="小王")

    def test_the_end_of_its_days_is_told_once(self) -> None:
        """A job of the clock, cancelled where it was voided before."""
        at, clock = posted()
        told: list[str] = []
        at._hand.observers.append(lambda event: told.append(event.kind))
        at.catch_up()
        assert told == []
        clock.at += timedelta(days=7, hours=11, minutes=59)
        at.catch_up()
        assert told == []
        clock.at += timedelta(minutes=1)
        at.catch_up()
        at.catch_up()
        assert told == ["motion-objections-over"]


class TestObjections:
    def test_each_is_answered_before_it_is_final(self) -> None:
        """What was said stays inside; the answer is posted without a name."""
        at, clock = posted()
        ref = at.motions.preliminary.object("m1", "我家没收到票", {"author": "王五"})
        clock.at += timedelta(days=8)
        with pytest.raises(NotPossible, match="objection/answer"):
            finish(at)
        at.posting.answer(ref, Text("送达签收单已复查", "the proof was looked at again"), "小林")
        assert finish(at)
        (raised,) = at.motions.preliminary.objections("m1")
        assert (raised.stage, raised.text) == (ObjectionStage.PRELIMINARY, "我家没收到票")
        held = files(at.motions.bundle("m1"))
        assert not any("没收到" in one or "王五" in one for one in held.values())

    def test_none_is_taken_before_after_and_behind_its_last_day(self) -> None:
        """The last day belongs to the time."""
        at, clock = asked_for()
        with pytest.raises(NotPossible, match="no preliminary result"):
            at.motions.preliminary.object("m1", "太早")
        at.motions.preliminary.post("m1", AT_THE_OFFICE, **TWO)
        clock.at += timedelta(days=7)
        ref = at.motions.preliminary.object("m1", "最后一天")
        at.posting.answer(ref, Text("已复查", "looked at"), "小林")
        clock.at += timedelta(days=1)
        with pytest.raises(NotPossible, match="2026-03-13"):
            at.motions.preliminary.object("m1", "太晚")
        finish(at)
        with pytest.raises(NotPossible):
            at.motions.preliminary.object("m1", "已定")


class TestSetRight:
    def test_both_results_are_shown_and_recount(self) -> None:
        """A paper read wrongly is set right by two: the motion fails now, and both files agree."""
        at, clock = posted(marks="yyynn")
        given_ = PaperCorrection("u0", "no", MISREAD)
        assert at.motions.preliminary.correct("m1", given_, **TWO).corrections == 1
        before = differences(at.motions.bundle("m1"))
        assert before.status == 0
        clock.at += timedelta(days=8)
        assert str(finish(at).result) == "rejected"
        found = at.motions.preliminary.find("m1")
        assert found is not None
        assert found.totals["result"] == "passed"
        assert (at.motions.published("m1") or {})["result"] == "rejected"
        assert _form(at) == "tickbox-motion/5"
        for data in (at.motions.bundle("m1"), at.motions.sealed("m1")):
            assert differences(data).sentences == []
        assert at.motions.taken_part("m1") == 5

    def test_a_paper_that_was_left_out_is_taken(self) -> None:
        """It says who marked it; without that nothing is taken."""
        at, clock = posted(marks="yyyn")
        with pytest.raises(NotPossible, match="who marked it"):
            at.motions.preliminary.correct("m1", PaperCorrection("u4", "no", MISREAD), **TWO)
        given_ = PaperCorrection("u4", "no", MISREAD, "p4")
        at.motions.preliminary.correct("m1", given_, **TWO)
        clock.at += timedelta(days=8)
        finish(at)
        heads = (at.motions.published("m1") or {})["tallies"][0]
        assert (heads["participating"], heads["marks"]["no"]) == (5, 2)
        assert differences(at.motions.sealed("m1")).sentences == []

    def test_what_was_answered_online_is_nobodys_to_read(self) -> None:
        """It was marked by its owner."""
        clock = motion_house.Clock()
        at = opened(motion_house.desk(clock, results__preliminary_days=3), roll())
        for number in range(5):
            cast(at, number, "yes")
        at.motions.close("m1")
        at.motions.preliminary.post("m1", AT_THE_OFFICE, **TWO)
        with pytest.raises(NotPossible, match="online"):
            at.motions.preliminary.correct("m1", PaperCorrection("u0", "no", MISREAD), **TWO)

    def test_what_cannot_be_set_right(self) -> None:
        """No change, no such mark, no reason, one person alone; and not before or after."""
        at, clock = posted()
        correct = at.motions.preliminary.correct
        for given_, two, refusal in (
            (PaperCorrection("u0", "yes", MISREAD), TWO, NotPossible),
            (PaperCorrection("u0", "perhaps", MISREAD), TWO, UnknownName),
            (PaperCorrection("u0", "no", Text("", "")), TWO, NotPossible),
            (PaperCorrection("u0", "no", MISREAD), {"by": "林", "second": "林"}, NotPossible),
        ):
            with pytest.raises(refusal):
                correct("m1", given_, **two)
        clock.at += timedelta(days=8)
        finish(at)
        with pytest.raises(WrongState):
            correct("m1", PaperCorrection("u0", "no", MISREAD), **TWO)

    def test_set_right_and_back_again(self) -> None:
        """The last reading stands; the final result is the preliminary one, and both are in it."""
        at, clock = posted()
        for mark in ("no", "yes"):
            at.motions.preliminary.correct("m1", PaperCorrection("u0", mark, MISREAD), **TWO)
        clock.at += timedelta(days=8)
        assert str(finish(at).result) == "passed"
        found = at.motions.preliminary.find("m1")
        assert found is not None
        assert found.totals == at.motions.published("m1")
        assert differences(at.motions.sealed("m1")).sentences == []

    @pytest.mark.slow
    @given(
        st.lists(st.sampled_from("yna"), min_size=4, max_size=6),
        st.lists(
            st.tuples(st.integers(0, 3), st.sampled_from(["yes", "no", "spoiled"])), max_size=3
        ),
    )
    def test_whatever_is_set_right_recounts(
        self, marks: list[str], changes: list[tuple[int, str]]
    ) -> None:
        """Public and sealed, preliminary and final."""
        at, clock = posted(2, "".join(marks))
        for number, mark in changes:
            try:
                at.motions.preliminary.correct(
                    "m1", PaperCorrection(f"u{number}", mark, MISREAD), **TWO
                )
            except NotPossible:
                continue
        assert differences(at.motions.bundle("m1")).sentences == []
        clock.at += timedelta(days=3)
        finish(at)
        for data in (at.motions.bundle("m1"), at.motions.sealed("m1")):
            assert differences(data).sentences == []


class TestVoided:
    def test_two_void_it_and_what_was_posted_stays_beside(self) -> None:
        """It was never final."""
        at, _ = posted()
        void = at.motions.void("m1", Text("送达有误", "service failed"), **TWO)
        assert void.was is PollState.PRELIMINARY
        assert "never final" in void.sentences[-1].en
        assert at.motions.published("m1") is None
        assert differences(at.motions.bundle("m1")).sentences == []
        again = at.motions.voided("m1")
        assert again is not None
        assert again.was is PollState.PRELIMINARY


class TestKept:
    @pytest.mark.parametrize("final", [False, True])
    def test_a_folder_with_one_is_verified(self, final: bool) -> None:
        """Tables, log and bundle agree, with a paper that was set right."""
        at, clock = posted()
        at.motions.preliminary.correct("m1", PaperCorrection("u0", "no", MISREAD), **TWO)
        if final:
            clock.at += timedelta(days=8)
            finish(at)
        assert [str(one) for one in at.keeping.verify().faults] == []


class TestTheRecount:
    def test_a_log_without_it_is_refused_where_the_law_asks(self) -> None:
        """Whoever posts a result as final that had to be preliminary is found out."""
        at, clock = posted()
        clock.at += timedelta(days=8)
        finish(at)
        data = _forged(at.motions.bundle("m1"), lambda kinds: kinds.pop("preliminary"))
        assert any("preliminary result first" in one for one in differences(data).sentences)

    def test_totals_that_were_not_posted_are_found_out(self) -> None:
        """The totals stand in the log under their hash."""
        at, _ = posted()

        def change(kinds: dict[str, Any]) -> None:
            kinds["preliminary"]["totals"]["result"] = "rejected"

        assert differences(_forged(at.motions.bundle("m1"), change)).status == 1

    def test_fewer_days_and_an_early_end_are_found_out(self) -> None:
        """Both are read from the log alone."""
        at, clock = posted()
        clock.at += timedelta(days=8)
        finish(at)

        def shorter(kinds: dict[str, Any]) -> None:
            kinds["preliminary"]["until"] = "2026-03-12"

        def sooner(kinds: dict[str, Any]) -> None:
            kinds["result"]["at"] = "2026-03-13T23:59:59+08:00"

        for change, words in ((shorter, "fewer days"), (sooner, "while objections")):
            said = differences(_forged(at.motions.bundle("m1"), change)).sentences
            assert any(words in one for one in said), change

    def test_an_older_recount_says_that_it_cannot(self) -> None:
        """Its format is newer: nothing is counted wrongly."""
        at, _ = posted()
        assert _form(at) == "tickbox-motion/5"


def _forged(data: bytes, change: Any) -> bytes:
    """A bundle whose log was changed, all its hashes mended; only the checkpoint is not."""
    import hashlib

    from tickbox_core.ledger import canonical

    held = files(data)
    entries = [json.loads(one) for one in held["ledger.jsonl"].splitlines()]
    kinds = {one["kind"]: one for one in entries}
    change(kinds)
    entries = [one for one in entries if one["kind"] in kinds]
    held["ledger.jsonl"] = "".join(canonical(one).decode() + "\n" for one in entries)
    manifest = json.loads(held["manifest.json"])
    manifest["files"]["ledger.jsonl"] = hashlib.sha256(held["ledger.jsonl"].encode()).hexdigest()
    if "preliminary" not in kinds:
        manifest["format"] = "tickbox-motion/1"
    held["manifest.json"] = canonical(manifest).decode() + "\n"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in sorted(held):
            archive.writestr(name, held[name])
    return out.getvalue()


class TestTheRule:
    @pytest.mark.parametrize("value, days", [(None, 0), (0, 0), (1, 1), (7, 7), (36_500, 36_500)])
    def test_days_of_a_layer(self, value: Any, days: int) -> None:
        """Nothing said, none, just one, many."""
        assert preliminary_days(_practice(value)) == days

    @pytest.mark.parametrize("value", [-1, 36_501, "7", True, 1.5, [7]])
    def test_what_is_no_number_of_days_is_refused(self, value: Any) -> None:
        """In words that name the layer."""
        with pytest.raises(BadValue, match=r"results\.preliminary_days"):
            preliminary_days(_practice(value))


def _practice(value: Any) -> Practice:
    row = {"name": "results.preliminary_days", "value": value, "source": "某地", "mark": "press"}
    return Practice((Layer.of_plain("here", Text("此地", "here"), [row]),))


class TestElections:
    def test_an_election_can_be_preliminary_and_whoever_stands_has_no_part(self) -> None:
        """A candidate posts, corrects and answers nothing, and may object; both files recount."""
        clock = motion_house.Clock()
        at = motion_house.desk(clock, results__preliminary_days=3)
        candidates = (Option("c1", "陈一"), Option("c2", "钱二"))
        motion = Motion.under(
            at._hand.registry.practice("here"), "m1", motion_house.LIFT, "other",
            options=candidates, seats=1,
        )  # fmt: skip
        at.motions.prepare(Poll(motion, "other", "here"))
        at.motions.register("m1", roll())
        at.motions.open("m1")
        for number in range(5):
            cast_on_paper(at, number, "c1" if number < 4 else "c2")
        at.motions.close("m1")
        heard = at.motions.preliminary
        with pytest.raises(NotPossible, match="stands in this election"):
            heard.post("m1", AT_THE_OFFICE, by="陈一", second="小王")
        heard.post("m1", AT_THE_OFFICE, **TWO)
        given_ = PaperCorrection("u0", "c2", MISREAD)
        with pytest.raises(NotPossible, match="stands in this election"):
            heard.correct("m1", given_, by="小林", second="钱二")
        ref = perform(ACTS["motion/object"], at, {"id": "m1", "text": "漏计"}, Actor("钱二"))["ref"]
        with pytest.raises(NotPossible, match="stands in this election"):
            at.posting.answer(ref, Text("没有", "no"), "陈一")
        at.posting.answer(ref, Text("已复查", "looked at"), "小林")
        heard.correct("m1", given_, **TWO)
        clock.at += timedelta(days=4)
        with pytest.raises(NotPossible, match="stands in this election"):
            at.motions.publish("m1", "陈一", "小王")
        finish(at)
        assert _form(at) == "tickbox-motion/5"
        for data in (at.motions.bundle("m1"), at.motions.sealed("m1")):
            assert differences(data).sentences == []


class TestPrinted:
    def test_both_notices_say_which_they_are(self) -> None:
        """The preliminary one is printed while it is heard; the other shows both later."""
        at, clock = posted()
        first = str(notices.preliminary_notice(at, "m1", notices.Sender()))
        assert "不是最终结果" in first
        assert "居委会办公室" in first
        with pytest.raises(NotPossible):
            notices.motion_notice(at, "m1", notices.Sender())
        clock.at += timedelta(days=8)
        finish(at)
        later = str(notices.motion_notice(at, "m1", notices.Sender()))
        assert "最终结果与初步结果相同" in later

    def test_nothing_is_printed_of_what_was_never_posted(self) -> None:
        """No preliminary notice without a preliminary result."""
        at, _ = asked_for(days=None)
        with pytest.raises(NotListed):
            notices.preliminary_notice(at, "m1", notices.Sender())
