"""The end of what is personal: nothing goes too early, no byte stays, and all still verifies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tickbox_core.acts import ACTS, Actor, perform
from tickbox_core.bundle import differences, recount
from tickbox_core.cli import main
from tickbox_core.desk import Cast, Desk
from tickbox_core.desk.diary import LOG, history
from tickbox_core.desk.keeping import Line, What
from tickbox_core.errors import NotAllowed, NotListed, NotPossible
from tickbox_core.ledger import Checkpoint
from tickbox_core.store import MemoryStore
from tickbox_core.testing import desks
from tickbox_core.text import Text
from tickbox_core.workflow import log
from tickbox_core.year import DiaryEntry, imports

from . import annual_house, kept_house, motion_house
from .kept_house import AREA, J1, LIFT, LIN, NAMES, R1, do

LATER = date(2100, 1, 1)


@pytest.fixture
def played(tmp_path: Path) -> Iterator[tuple[Path, Desk, str]]:
    """A folder in which everything has happened."""
    data, desk, ref = kept_house.folder(tmp_path / "town")
    yield tmp_path / "town", desk, ref
    data.close()


@pytest.fixture
def desk() -> Desk:
    """The same in memory."""
    made = kept_house.desk_over(MemoryStore())
    kept_house.play(made)
    return made


def line(lines: tuple[Line, ...], what: What, id_: str = "") -> tuple[int, int]:
    """How many of a kind go and stay."""
    found = [(one.goes, one.stays) for one in lines if (one.what, one.id) == (what, id_)]
    return found[0] if found else (0, 0)


def in_files(path: Path) -> bytes:
    """Every byte of every file of a data folder."""
    return b"".join(file.read_bytes() for file in sorted(path.rglob("*")) if file.is_file())


def bundles(desk: Desk) -> list[bytes]:
    """What is published."""
    return [desk.bundle(R1), desk.motions.bundle(LIFT), desk.judging.bundle(J1)]


class TestAfterErasure:
    def test_no_byte_of_a_name_is_left(self, played: tuple[Path, Desk, str]) -> None:
        """Neither in the files nor in their write-ahead logs; before, every name was there."""
        path, desk, _ = played
        before = in_files(path)
        assert [name for name in NAMES if name.encode() not in before] == []
        done = desk.keeping.erase(by="经办人", before=LATER)
        assert done.scrubbed
        after = in_files(path)
        assert [name for name in NAMES if name.encode() in after] == []
        for name in NAMES:  # as JSON spells it too
            assert name.encode("unicode_escape") not in after or name.isascii()

    def test_everything_verifies_and_recounts_to_the_same(self, desk: Desk) -> None:
        """The same bundles, byte for byte; no log, table or result differs."""
        before, digests = bundles(desk), desk.keeping.verify().recounted
        desk.keeping.erase(by="经办人", before=LATER)
        found = desk.keeping.verify()
        assert found.faults == ()
        assert found.recounted == digests
        assert bundles(desk) == before
        assert [differences(data).status for data in before] == [0, 0, 0]

    def test_checkpoints_kept_before_still_hold(self, desk: Desk) -> None:
        """The diary has only grown: what somebody kept is its beginning."""
        kept = desk.diary.checkpoint()
        assert kept is not None
        desk.keeping.erase(by="经办人", before=LATER)
        store = desk._hand.store
        assert log.head(store, LOG).size == kept.size + 1
        assert Checkpoint.of(kept.plain()) == kept
        assert desk.keeping.verify().faults == ()

    def test_a_wish_still_leads_to_its_item(self, played: tuple[Path, Desk, str]) -> None:
        """By its reference: item, answer and channel; its words and author are gone."""
        _, desk, ref = played
        desk.keeping.erase(by="经办人", before=LATER)
        told = perform(ACTS["wish/follow"], desk, {"ref": ref})
        assert told["items"] == [[R1, "lamp"]]
        assert told["answer"] is not None
        with desk.diary.reading() as book:
            assert (book.wishes.wish(ref).text, dict(book.wishes.wish(ref).author)) == (None, {})

    def test_the_diary_says_what_kind_and_never_whose(self, desk: Desk) -> None:
        """Numbers by kind, ids of rounds; no name, no slot, no reference, no position."""
        desk.keeping.erase(by="经办人", before=LATER, reason=Text("到期", "due"))
        *_, last = log.entries(desk._hand.store, LOG)
        facts = last["facts"]
        assert last["kind"] == "erased"
        assert set(facts) == {"kinds", "tables", "cycle", "before", "reason", "keeps"}
        assert facts["kinds"]["wish"] == 1
        assert facts["tables"] == {
            "roll": [R1], "codes": [R1, LIFT, J1], "replaced": [R1, J1], "papers": [LIFT],
        }  # fmt: skip
        assert all(isinstance(many, int) for many in facts["kinds"].values())

    def test_what_is_shown_goes_on(self, desk: Desk) -> None:
        """Lists, turnout, receipts, cards: each can still be asked for."""
        said = log.entries(desk._hand.store, R1)
        before = (desk.turnout(R1), desk.outcome(R1), desk.motions.published(LIFT),
                  desk.judging.of_project("gate"), desk.motions.taken_part(LIFT),
                  desk.judging.turnout(J1), desk.figures().participations)  # fmt: skip
        desk.keeping.erase(by="经办人", before=LATER)
        assert before == (desk.turnout(R1), desk.outcome(R1), desk.motions.published(LIFT),
                  desk.judging.of_project("gate"), desk.motions.taken_part(LIFT),
                  desk.judging.turnout(J1), desk.figures().participations)  # fmt: skip
        assert desk.listed(R1) and desk.listed(R1, desk.slots(R1)[0].slot)
        assert desk.turnout_by(R1).turnout == desk.turnout(R1)
        assert desk.projects.card("gate")
        assert desk.timeline() is not None
        assert said == log.entries(desk._hand.store, R1)
        for slot in desk.slots(R1):
            assert (slot.person, slot.unit) == (None, None)

    def test_receipts_can_still_be_checked(self, desk: Desk) -> None:
        """Of the ballot that counts, and of the one it replaced."""
        store = desk._hand.store
        codes = {row["code"]: row["revision"] for row in store.find("ballot", cycle=R1)}
        marks = {row["code"]: row["revision"] for row in store.find("mark", judgement=J1)}
        before = {code: desk.check(R1, code) for code in codes}
        told = {code: desk.judging.check(J1, code) for code in marks}
        desk.keeping.erase(by="经办人", before=LATER)
        assert {code: desk.check(R1, code) for code in codes} == before
        assert {code: desk.judging.check(J1, code) for code in marks} == told
        assert sorted(one.counted for one in before.values() if one) == [False] + [True] * 9

    def test_replaced_ballots_tell_nothing(self, desk: Desk) -> None:
        """What was ticked before the last ballot is gone with its salt."""
        desk.keeping.erase(by="经办人", before=LATER)
        for row in desk._hand.store.find("ballot", cycle=R1, revision=1):
            later = desk._hand.store.get("ballot", cycle=R1, slot=row["slot"], revision=2)
            assert later is None or (row["salt"], row["ticks"]) == (b"", later["ticks"])

    def test_papers_are_gone_and_it_says_so(self, desk: Desk) -> None:
        """No sealed file, no second count; the public one stands."""
        desk.keeping.erase(by="经办人", before=LATER)
        assert desk.motions.seats(LIFT) == []
        for ask in (desk.motions.sealed, desk.motions.decide):
            with pytest.raises(NotPossible, match="erased"):
                ask(LIFT)
        with pytest.raises(NotPossible, match="erased"):
            desk.motions.check(LIFT, "AAAA-AAAA")

    def test_a_receipt_of_a_paper_is_still_in_the_log(self, desk: Desk) -> None:
        """``recount.py`` finds it in the public file, erased papers or not."""
        (row,) = desk._hand.store.find("answer", cycle=LIFT, key="0-yes-{}")
        desk.keeping.erase(by="经办人", before=LATER)
        audit = recount.recount(desk.motions.bundle(LIFT), receipts=[row["receipt"]])
        assert (audit.status, audit.differences, audit.undecided) == (0, [], [])
        assert any("receipt" in en for _, _, en in audit.steps)

    def test_a_second_time_nothing_is_due(self, desk: Desk) -> None:
        """But the name of who erased, once a later day is named; without one nothing is written."""
        desk.keeping.erase(by="经办人", before=LATER)
        size = log.head(desk._hand.store, LOG).size
        (left,) = desk.keeping.due()
        assert (left.what, left.goes, left.stays) == (What.STAFF, 0, 1)
        desk.keeping.erase(by="经办人")
        assert log.head(desk._hand.store, LOG).size == size

    def test_it_can_be_rebuilt_from_the_beginning(self, desk: Desk) -> None:
        """A desk that has read nothing else has the same book."""
        desk.keeping.erase(by="经办人", before=LATER)
        again = kept_house.desk_over(desk._hand.store)
        with desk.diary.reading() as here, again.diary.reading() as there:
            assert here.wishes.by_ref == there.wishes.by_ref
            assert here.projects.by_id == there.projects.by_id
        assert all(one.sealed is None for one in history(desk._hand.store) if one.kind != "erased")


class TestPreview:
    def test_it_changes_nothing_and_says_what_erasing_does(self, desk: Desk) -> None:
        """The same lines, before and while."""
        before = desk._hand.store.snapshot()
        due = desk.keeping.due(before=LATER)
        assert desk._hand.store.snapshot() == before
        assert desk.keeping.erase(by="经办人", before=LATER).lines == due
        assert line(due, What.ROLL, R1) == (36, 0)
        assert line(due, What.PAPERS, LIFT) == (6, 0)
        assert line(due, What.REPLACED, R1) == (1, 0)

    def test_each_line_says_what_it_is_for(self, desk: Desk) -> None:
        """In both languages, with the end of its purpose."""
        for one in desk.keeping.due():
            plain = one.plain()
            assert all(plain["words"].values()) and all(plain["ends"].values())

    def test_a_day_and_a_round(self, desk: Desk) -> None:
        """Only what was written before the day; only what belongs to the round."""
        assert desk.keeping.due(before=date(2026, 3, 6)) == ()
        day = date(2026, 3, 7)
        assert line(desk.keeping.due(before=day), What.ROLL, R1) == (36, 0)
        assert line(desk.keeping.due(before=day), What.PAPERS, LIFT) == (0, 0)
        mine = desk.keeping.due(R1)
        assert line(mine, What.WISHES)[0] == 2
        assert line(mine, What.PAPERS, LIFT) == (6, 0)
        assert line(mine, What.CODES, J1)[0] > 0
        with pytest.raises(NotListed):
            desk.keeping.due("r9")

    def test_one_round_of_two(self, desk: Desk) -> None:
        """The other round keeps its wishes and its roll."""
        other = do(desk, "wish/take", text="别的心愿", author="别人")["ref"]
        do(desk, "wish/answer", ref=other, reply="declined", words="不列")
        desk.keeping.erase(by="经办人", round=R1, before=LATER)
        with desk.diary.reading() as book:
            assert book.wishes.wish(other).text == "别的心愿"
            assert book.wishes.wish(other).author
        assert desk.keeping.verify().faults == ()


class TestNotTooEarly:
    """Each purpose is over at its own moment, not before."""

    def test_wishes_wait_for_their_answer(self) -> None:
        """Unanswered: kept, with the reason; answered or merged into an answered one: due."""
        desk = kept_house.desk_over(MemoryStore())
        first, second = (do(desk, "wish/take", text="灯")["ref"] for _ in "12")
        kept, staff = desk.keeping.due()
        assert (kept.what, kept.goes, kept.stays) == (What.WISHES, 0, 2)
        assert (staff.what, staff.goes, staff.stays) == (What.STAFF, 0, 2)  # who took them
        assert "is not answered" in kept.why[0].en
        do(desk, "wish/merge", refs=[second], into=first, reason="同一件")
        do(desk, "wish/answer", ref=first, reply="declined", words="不列")
        assert line(desk.keeping.due(), What.WISHES) == (4, 0)

    def test_a_round_keeps_its_roll_until_its_list_is_fixed(self) -> None:
        """Open, closed, published: kept; final: due, once its projects are over and judged."""
        desk = kept_house.desk_over(MemoryStore())
        desk.prepare(kept_house.desks.plan(items=annual_house.ITEMS, places=3, objection_days=1))
        assert desk.keeping.due() == ()
        desk.register(R1, annual_house.roll())
        desks.open_list(desk, R1)
        slot = desk.slots(R1)[0].slot
        desk.issue_codes(R1, [slot])
        desk.cast(R1, Cast(slot, ("gate",), "k"))
        for step in (lambda: None, lambda: desk.close(R1)):
            step()
            assert line(desk.keeping.due(), What.CODES, R1) == (0, 2)
            assert line(desk.keeping.due(), What.ROLL, R1) == (0, 36)
        desk.publish(R1)
        assert line(desk.keeping.due(), What.CODES, R1) == (2, 0)
        assert line(desk.keeping.due(), What.ROLL, R1) == (0, 36)
        desk._hand.clock.pass_days(3)  # type: ignore[attr-defined]
        desk.concluding.finalise(R1)
        (kept,) = [one for one in desk.keeping.due() if one.what is What.ROLL]
        assert kept.stays == 36 and "has no project yet" in kept.why[0].en
        clock: Any = desk._hand.clock
        clock.pass_days(365)  # a project that nobody begins within a year does not keep it
        assert line(desk.keeping.due(), What.ROLL, R1) == (0, 36)
        clock.pass_days(1)
        assert line(desk.keeping.due(), What.ROLL, R1) == (36, 0)
        do(desk, "project/start", round=R1, item="gate")
        assert line(desk.keeping.due(), What.ROLL, R1) == (0, 36)
        assert line(desk.keeping.due(), What.PROJECTS) == (0, 1)

    def test_a_judgement_keeps_the_roll(self, desk: Desk) -> None:
        """While projects of the round are to be judged, within a year, their judges are needed."""
        do(desk, "project/start", round=R1, item="garden")
        do(desk, "project/responsible", project="garden", side="property-firm", name="物业",
           task="种")  # fmt: skip
        do(desk, "project/begin", project="garden")
        do(desk, "project/deliver", project="garden")
        assert line(desk.keeping.due(), What.ROLL, R1) == (0, 36)
        clock: Any = desk._hand.clock
        clock.pass_days(365)
        assert line(desk.keeping.due(), What.ROLL, R1) == (0, 36)
        clock.pass_days(1)
        assert line(desk.keeping.due(), What.ROLL, R1) == (36, 0)
        desk.judging.open("j2", R1, ["garden"], Text("评议", "judgement"))
        assert line(desk.keeping.due(), What.ROLL, R1) == (0, 36)
        assert line(desk.keeping.due(), What.CODES, J1)[0] > 0

    def test_motions_keep_their_papers_for_a_year(self) -> None:
        """Open, closed, published: kept; a year on: due."""
        desk = kept_house.desk_over(MemoryStore())
        motion_house.opened(desk, motion_house.roll(), LIFT)
        motion_house.cast(desk, 0, "yes", LIFT)
        assert line(desk.keeping.due(), What.PAPERS, LIFT) == (0, 6)
        desk.motions.close(LIFT)
        assert line(desk.keeping.due(), What.PAPERS, LIFT) == (0, 6)
        desk.motions.publish(LIFT)
        assert line(desk.keeping.due(), What.PAPERS, LIFT) == (0, 6)
        desk._hand.clock.pass_days(kept_house.A_YEAR)  # type: ignore[attr-defined]
        assert line(desk.keeping.due(), What.PAPERS, LIFT) == (6, 0)

    def test_the_first_of_two_motions(self) -> None:
        """Options: the papers name who goes on, so they stay until the second is prepared."""
        desk = kept_house.desk_over(MemoryStore())
        motion_house.opened(desk, motion_house.roll(), LIFT, options=motion_house.options())
        for flat, mark in enumerate(["a", "a", "b", "none-of-these", "abstain"]):
            motion_house.cast(desk, flat, mark, LIFT)
        desk.motions.close(LIFT)
        leads = desk.motions.publish(LIFT).next_round
        assert leads
        desk._hand.clock.pass_days(kept_house.A_YEAR)  # type: ignore[attr-defined]
        assert line(desk.keeping.due(), What.PAPERS, LIFT) == (0, 6)
        desk.motions.confirming(LIFT, leads[0])
        assert line(desk.keeping.due(), What.PAPERS, LIFT) == (6, 0)

    def test_problems_meetings_and_offices(self) -> None:
        """Until solved, held, ended."""
        desk = kept_house.desk_over(MemoryStore())
        ref = do(desk, "problem/raise", title="漏水", text="我家漏水", area="b1s1")["ref"]
        do(desk, "meeting/announce", id="m", kind="hearing", title="听证",
           about=[f"problem:{ref}"])  # fmt: skip
        assert line(desk.keeping.due(), What.PROBLEMS) == (0, 1)
        assert line(desk.keeping.due(), What.MEETINGS) == (0, 1)
        do(desk, "meeting/minutes", id="m", minutes="一致同意", present=["甲"])
        do(desk, "problem/take-on", ref=ref, side="property-firm", name="物业", task="修")
        do(desk, "problem/solve", ref=ref, how="修好了")
        assert line(desk.keeping.due(), What.PROBLEMS) == (1, 0)
        assert line(desk.keeping.due(), What.MEETINGS) == (2, 0)

    def test_what_an_import_replaced_goes_once_the_list_is_open(self) -> None:
        """Until then it can be undone."""
        desk = kept_house.desk_over(MemoryStore())
        desk.prepare(kept_house.desks.plan(items=annual_house.ITEMS))
        with desk.diary.writing() as pen:
            pen.add(imports.imported("roll", R1, "d", (), 1, {"roll": "旧名册"}, "甲"))
        assert line(desk.keeping.due(before=LATER), What.IMPORTS) == (0, 1)
        desk.register(R1, annual_house.roll())
        desks.open_list(desk, R1)
        assert line(desk.keeping.due(), What.IMPORTS) == (1, 0)

    def test_what_is_not_known_stays(self) -> None:
        """A newer version's entry: nobody here can say what it is for."""
        desk = kept_house.desk_over(MemoryStore())
        with desk.diary.writing() as pen:
            pen.add(DiaryEntry("dream", {"project": "x"}, {"name": "甲"}))
        assert line(desk.keeping.due(before=LATER), What.UNKNOWN) == (0, 1)
        desk.keeping.erase(by="经办人", before=LATER)
        (entry,) = history(desk._hand.store)
        assert entry.sealed == {"name": "甲"}


class TestAsking:
    def test_only_staff_and_only_with_a_yes(self, desk: Desk) -> None:
        """Anybody else is refused; without confirmation nothing goes."""
        for act in ("keeping/due", "keeping/erase"):
            with pytest.raises(NotAllowed):
                perform(ACTS[act], desk, {}, Actor("路人"))
        with pytest.raises(NotPossible, match="not confirmed"):
            do(desk, "keeping/erase")
        assert line(desk.keeping.due(), What.ROLL, R1) == (36, 0)
        done = do(desk, "keeping/erase", confirm=True, before="2100-01-01")
        assert done["scrubbed"] is True
        *_, erased, act = history(desk._hand.store)
        assert erased.sealed == {"by": LIN.name}
        assert act.sealed == {"name": LIN.name, "role": "staff"}

    def test_a_name_is_asked_for(self, desk: Desk) -> None:
        """Who erases is part of the record."""
        with pytest.raises(NotPossible):
            desk.keeping.erase(by=" ")

    def test_the_command(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """A preview first; then for good, as a user does it, by the day that it is."""
        path = tmp_path / "town"
        kept_house.folder(path, days_ago=2 * kept_house.A_YEAR)[0].close()
        asked = ["erase", "--lang", "en", "--data", str(path), "--area", AREA, "--before"]
        assert main([*asked, "2100-01-01"]) == 0
        told = capsys.readouterr().out
        assert "rolls: names, births, whose slot is which [r1]: 36 would go" in told
        assert "This is a preview." in told
        assert NAMES[0].encode() in in_files(path)
        assert main([*asked, "2100-01-01", "--confirm"]) == 2
        assert main([*asked, "tomorrow"]) == 2
        assert main([*asked, "2100-01-01", "--confirm", "--by", "小林"]) == 0
        assert "36 erased" in capsys.readouterr().out
        assert [name for name in NAMES if name.encode() in in_files(path)] == []

    @pytest.mark.parametrize("fails", [True, False])
    def test_a_failure_undoes_all(self, desk: Desk, fails: bool, monkeypatch: Any) -> None:
        """Tables and diary go together or not at all."""
        before = desk._hand.store.snapshot()
        if fails:
            monkeypatch.setattr("tickbox_core.desk.keeping.erasing.erased", lambda *_, **__: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                desk.keeping.erase(by="经办人", before=LATER)
        else:
            desk.keeping.erase(by="经办人", before=LATER)
        assert (desk._hand.store.snapshot() == before) is fails
