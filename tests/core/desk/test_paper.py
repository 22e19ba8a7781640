"""Paper into the same box: keyed twice, a third look, reconciled, and one ballot per slot."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from tickbox_core import Item, Option
from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.acts.things import THINGS
from tickbox_core.bundle import differences, read_bundle, write_bundle
from tickbox_core.components.paper import why_void
from tickbox_core.desk import Cast, Desk, records
from tickbox_core.errors import (
    AlreadyCast,
    ChooseOne,
    NotCountersigned,
    NotListed,
    NotPossible,
    NotReady,
    UnknownId,
    UnknownSlot,
    WrongState,
)
from tickbox_core.ledger import Receipt
from tickbox_core.model.channels import Channel
from tickbox_core.testing import desks
from tickbox_core.text import EMPTY, Text
from tickbox_core.year import Sheet
from tickbox_core.year.papers import SheetWhere

R1 = desks.ROUND
LIN, ZHOU, WU = "小林", "老周", "吴姐"


@pytest.fixture
def desk() -> Desk:
    """The round is open: three homes with two people each, at most two ticks."""
    return desks.opened()


def returned(desk: Desk) -> Sheet:
    """The first sheet of a batch, registered as returned."""
    first = desk.paper.print_batch(R1, "一号楼", LIN)[0]
    desk.paper.take_back(R1, [first.number], LIN)
    return desk.paper.sheet(R1, first.number)


def count_paper(desk: Desk) -> None:
    """What is left of the returned sheets is keyed blank, the batch reconciled."""
    for sheet in desk.paper.sheets(R1):
        if sheet.where is not SheetWhere.RETURNED:
            continue
        for slot in sheet.slots:
            for who in (LIN, ZHOU)[len(sheet.keyed.get(slot, ())) :]:
                desk.paper.key(R1, sheet.number, slot, [], who)
    for batch in desk.paper.batches(R1):
        desk.paper.reconcile(R1, batch.batch, batch.returned, batch.spoiled, LIN)


class TestSheets:
    """Printed, returned, spoiled: always adding up."""

    def test_a_sheet_for_each_household(self, desk: Desk) -> None:
        """With its slots; printed once."""
        sheets = desk.paper.print_batch(R1, "一号楼", LIN)
        assert [len(sheet.slots) for sheet in sheets] == [2, 2, 2]
        assert {s for sheet in sheets for s in sheet.slots} == {s.slot for s in desk.slots(R1)}
        with pytest.raises(NotPossible, match="has sheet 1 already"):
            desk.paper.print_batch(R1, "再印", LIN)
        with pytest.raises(NotPossible, match="a batch '一号楼' already"):
            desk.paper.print_batch(R1, "一号楼", LIN)
        with pytest.raises(UnknownSlot):
            desk.paper.print_batch(R1, "再印", LIN, ["nobody"])

    def test_a_spoiled_sheet_is_replaced(self, desk: Desk) -> None:
        """The new one has a new number."""
        first = desk.paper.print_batch(R1, "一号楼", LIN)[0]
        desk.paper.spoil(R1, [first.number], LIN)
        (again,) = desk.paper.print_batch(R1, "补印", LIN, first.slots)
        assert (again.number, again.slots) == (4, first.slots)
        with pytest.raises(NotPossible, match="spoiled already"):
            desk.paper.take_back(R1, [first.number], LIN)

    def test_registering_is_all_or_nothing(self, desk: Desk) -> None:
        """A number twice in a row leaves nothing registered."""
        desk.paper.print_batch(R1, "一号楼", LIN)
        with pytest.raises(NotPossible):
            desk.paper.take_back(R1, [1, 2, 1], LIN)
        assert desk.paper.batches(R1)[0].returned == 0

    def test_a_batch_reconciles_when_hand_and_register_agree(self, desk: Desk) -> None:
        """Just under and over is refused with both counts; a later return opens it again."""
        desk.paper.print_batch(R1, "一号楼", LIN)
        desk.paper.take_back(R1, [1], LIN)
        desk.paper.spoil(R1, [2], LIN)
        for counts in ((0, 1), (2, 1), (1, 0), (1, 2)):
            with pytest.raises(NotPossible, match="1 returned, 1 spoiled"):
                desk.paper.reconcile(R1, "一号楼", *counts, LIN)
        batch = desk.paper.reconcile(R1, "一号楼", 1, 1, LIN)
        assert (batch.printed, batch.outstanding, batch.reconciled) == (3, 1, True)
        desk.paper.take_back(R1, [3], LIN)
        assert not desk.paper.batches(R1)[0].reconciled


class TestKeying:
    """Two people, blind to each other; a third where they differ."""

    def test_two_alike_cast_the_ballot(self, desk: Desk) -> None:
        """Whatever the order of the ticks; it counts with its batch."""
        sheet = returned(desk)
        slot = sheet.slots[0]
        first = desk.paper.key(R1, 1, slot, ["gate", "bench"], LIN)
        assert first.waits_for == "second"
        second = desk.paper.key(R1, 1, slot, ["bench", "gate"], ZHOU)
        assert second.waits_for == "batch"
        assert not desk.has_ballot(R1, slot)
        with pytest.raises(NotPossible, match="done"):
            desk.paper.key(R1, 1, slot, ["bench", "gate"], WU)
        count_paper(desk)
        assert desk.has_ballot(R1, slot)

    def test_what_waits_is_not_told_to_whoever_read_it(self, desk: Desk) -> None:
        """Alike or not, a second reader meets the same; a third is told, and no number is said."""
        slots = returned(desk).slots
        for slot, first in zip(slots, (["gate"], ["bench"]), strict=True):
            desk.paper.key(R1, 1, slot, first, LIN)
        told = []
        for slot in slots:
            desk.paper.key(R1, 1, slot, ["gate"], ZHOU)
            for who in (LIN, ZHOU):
                actor = Actor(who, Role.KEYER)
                told.append(perform(ACTS["paper/mismatches"], desk, {"round": R1}, actor))
        assert told == [[]] * 4
        third = perform(ACTS["paper/mismatches"], desk, {"round": R1}, Actor(WU, Role.KEYER))
        assert third == [[1, slots[1]]]
        said = [text.en for text in desk.paper.unfinished(R1)]
        assert any("third person" in text for text in said) and not any("1" in t for t in said[:1])
        with pytest.raises(NotReady, match="wait for a third look"):
            desk.close(R1)

    def test_a_mismatch_waits_for_a_third_look(self, desk: Desk) -> None:
        """Which decides, even against both."""
        slot = returned(desk).slots[0]
        desk.paper.key(R1, 1, slot, ["gate"], LIN)
        assert desk.paper.key(R1, 1, slot, ["garden"], ZHOU).waits_for == "third"
        assert desk.paper.mismatches(R1) == ((1, slot),)
        with pytest.raises(NotPossible, match="twice"):
            desk.paper.key(R1, 1, slot, ["gate"], ZHOU)
        assert desk.paper.key(R1, 1, slot, ["bench"], WU).waits_for == "batch"
        assert desk.paper.mismatches(R1) == ()
        self.finish(desk)
        assert [p.ticks for p in desk.publish(R1).ranking if p.item == "bench"] == [1]

    def finish(self, desk: Desk) -> None:
        """The other slot blank, the batch reconciled, the round closed."""
        sheet = desk.paper.sheet(R1, 1)
        for person in (LIN, ZHOU):
            desk.paper.key(R1, 1, sheet.slots[1], [], person)
        desk.paper.reconcile(R1, "一号楼", 1, 0, LIN)
        desk.close(R1)

    def test_what_is_refused_at_the_keyboard(self, desk: Desk) -> None:
        """A sheet not returned, another's slot, the same person, nobody, a slip of the hand."""
        slot = returned(desk).slots[0]
        other = desk.paper.sheet(R1, 2).slots[0]
        desk.paper.key(R1, 1, slot, ["gate"], LIN)
        for number, who, ticks, by, error in (
            (2, other, ["gate"], LIN, NotPossible),
            (1, other, ["gate"], LIN, NotPossible),
            (1, slot, ["gate"], LIN, NotPossible),
            (1, slot, ["gate"], " ", NotPossible),
            (1, slot, ["gaet"], ZHOU, UnknownId),
        ):
            with pytest.raises(error):
                desk.paper.key(R1, number, who, ticks, by)

    def test_a_ballot_over_the_limit_is_void_with_its_reason(self, desk: Desk) -> None:
        """The paper is kept as it was keyed; nothing counts."""
        slot = returned(desk).slots[0]
        ticks = ["gate", "bench", "garden"]
        desk.paper.key(R1, 1, slot, ticks, LIN)
        desk.paper.key(R1, 1, slot, ticks, ZHOU)
        count_paper(desk)
        assert desk.paper.sheet(R1, 1).done[slot] == "too-many-ticks"
        assert not desk.has_ballot(R1, slot)

    def test_who_ticked_online_has_ticked(self, desk: Desk) -> None:
        """The first stands, the paper is void and kept; where revision is allowed, the later."""
        sheet = returned(desk)
        slot = sheet.slots[0]
        desk.cast(R1, Cast(slot, ("garden",), "k"))
        desk.paper.key(R1, 1, slot, ["gate"], LIN)
        desk.paper.key(R1, 1, slot, ["gate"], ZHOU)
        count_paper(desk)
        assert desk.paper.sheet(R1, 1).done[slot] == "already-cast"
        later = desks.opened(revisable=True)
        slot = returned(later).slots[0]
        later.cast(R1, Cast(slot, ("garden",), "k"))
        for who in (LIN, ZHOU):
            later.paper.key(R1, 1, slot, ["gate"], who)
        count_paper(later)
        assert later.paper.sheet(R1, 1).done[slot] == "cast"

    def test_who_ticks_after_the_paper_was_read_has_ticked_last(self) -> None:
        """It stands where ballots may be changed: that the batch counts later changes nothing."""
        desk = desks.opened(revisable=True)
        one, two = returned(desk).slots
        for slot in (one, two):
            for who in (LIN, ZHOU):
                desk.paper.key(R1, 1, slot, ["gate"], who)
        desk.cast(R1, Cast(one, ("garden",), "k"))
        count_paper(desk)
        assert dict(desk.paper.sheet(R1, 1).done) == {one: "already-cast", two: "cast"}
        desk.close(R1)
        ticks = {one.item: one.ticks for one in desk.publish(R1).ranking}
        assert (ticks["gate"], ticks["garden"]) == (1, 1)

    def test_a_batch_counts_once_all_of_it_is_settled(self, desk: Desk) -> None:
        """Reconciled before or after keying: at once together, by a third look, or at closing."""
        desk.paper.print_batch(R1, "一号楼", LIN)
        desk.paper.take_back(R1, [1, 2], LIN)
        slots = [slot for n in (1, 2) for slot in desk.paper.sheet(R1, n).slots]
        for at, slot in enumerate(slots):
            for who, tick in ((LIN, "gate"), (ZHOU, "bench" if at == 0 else "gate")):
                desk.paper.key(R1, 1 + at // 2, slot, [tick], who)
        desk.paper.reconcile(R1, "一号楼", 2, 0, LIN)
        assert desk.turnout(R1).participants == 0  # one of them waits for a third look
        desk.paper.key(R1, 1, slots[0], ["gate"], WU)
        assert desk.turnout(R1).participants == 0
        desk.paper.reconcile(R1, "一号楼", 2, 0, LIN)
        assert desk.turnout(R1).participants == 4
        desk.paper.take_back(R1, [3], LIN)
        desk.paper.reconcile(R1, "一号楼", 3, 0, LIN)
        for slot in desk.paper.sheet(R1, 3).slots:
            for who in (LIN, ZHOU):
                desk.paper.key(R1, 3, slot, ["gate"], who)
        assert desk.turnout(R1).participants == 4
        desk.close(R1)
        assert desk.turnout(R1).participants == 6 and desk.publish(R1).ballots == 6

    def test_a_round_closes_when_its_paper_is_done(self, desk: Desk) -> None:
        """Returned sheets keyed to the end, batches reconciled; nothing is keyed after."""
        sheet = returned(desk)
        with pytest.raises(NotReady, match=r"cannot close yet.*: 1.*not reconciled: 一号楼"):
            desk.close(R1)
        for slot in sheet.slots:
            for person in (LIN, ZHOU):
                desk.paper.key(R1, 1, slot, ["gate"], person)
        desk.paper.reconcile(R1, "一号楼", 1, 0, LIN)
        desk.close(R1)
        with pytest.raises(WrongState):
            desk.paper.print_batch(R1, "补印", LIN)
        assert desk.publish(R1).ballots == 2

    def test_what_was_keyed_is_in_no_ledger(self, desk: Desk) -> None:
        """The diary's log holds numbers and slots; ticks and names are sealed."""
        slot = returned(desk).slots[0]
        desk.paper.key(R1, 1, slot, ["gate"], LIN)
        from tickbox_core.desk.diary import LOG

        store = desk._hand.store
        assert not any(
            word in row["body"] for row in store.find("entry", log=LOG)
            for word in (b"gate", "小林".encode()) if b'"kind":"feasibility"' not in row["body"]
        )  # fmt: skip

    def test_two_who_find_it_spoiled_end_it(self, desk: Desk) -> None:
        """Each says why in their own words; no ballot counts, and the slot is done."""
        slot = returned(desk).slots[0]
        desk.paper.key(R1, 1, slot, [], LIN, Text("撕破了", "torn"))
        desk.paper.key(R1, 1, slot, [], ZHOU, Text("破", "broken"))
        count_paper(desk)
        assert desk.paper.sheet(R1, 1).done[slot] == "spoiled"
        assert not desk.has_ballot(R1, slot) and desk.paper.mismatches(R1) == ()

    def test_who_reads_second_is_told_the_same_whatever_the_first_read(self, desk: Desk) -> None:
        """Alike, different, unreadable, spoiled, void: the act answers, and refuses, in one way."""
        desk.paper.print_batch(R1, "一号楼", LIN)
        desk.paper.take_back(R1, [1, 2, 3], LIN)
        why = {"zh": "破", "en": "torn"}
        first: tuple[dict[str, object], ...] = (
            {"ticks": ["gate"]},
            {"ticks": ["bench"]},
            {"unsure": True},
            {"spoiled": why},
            {"ticks": []},
        )
        places = [(n, slot) for n in (1, 2, 3) for slot in desk.paper.sheet(R1, n).slots]
        told, again = [], []
        for (number, slot), said in zip(places, first, strict=False):
            given = {"round": R1, "number": number, "slot": slot}
            one = perform(ACTS["paper/key"], desk, {**given, **said}, Actor(LIN, Role.STAFF))
            assert (one["reading"], one["waits_for"], one["receipt"]) == (1, "second", None)
            second = Actor(ZHOU, Role.KEYER)
            told.append(perform(ACTS["paper/key"], desk, {**given, "ticks": ["gate"]}, second))
            for act in ("paper/key", "paper/unkey"):
                with pytest.raises(NotPossible) as refused:
                    perform(ACTS[act], desk, given, second)
                again.append(str(refused.value))
        assert (
            told == [{"reading": 2, "waits_for": "comparison", "receipt": None, "void": None}] * 5
        )
        assert len(set(again)) == 2  # one refusal for each of the two acts
        assert len(desk.paper.mismatches(R1)) == 4
        number, slot = places[1]
        third = {"round": R1, "number": number, "slot": slot, "ticks": ["gate"]}
        settled = perform(ACTS["paper/key"], desk, third, Actor(WU, Role.KEYER))
        assert (settled["reading"], settled["waits_for"]) == (3, "batch")

    def test_spoiled_against_ticks_or_blank_waits(self, desk: Desk) -> None:
        """A blank ballot takes part, a spoiled one does not: they differ."""
        one, two = returned(desk).slots
        for slot, ticks in ((one, []), (two, ["gate"])):
            desk.paper.key(R1, 1, slot, ticks, LIN)
            spoiled = desk.paper.key(R1, 1, slot, [], ZHOU, Text("破", "torn"))
            assert spoiled.waits_for == "third"
        desk.paper.key(R1, 1, one, [], WU)
        desk.paper.key(R1, 1, two, [], WU, Text("破", "torn"))
        count_paper(desk)
        assert dict(desk.paper.sheet(R1, 1).done) == {one: "cast", two: "spoiled"}

    def test_who_cannot_read_it_leaves_it_to_a_third(self, desk: Desk) -> None:
        """Also where both cannot; the third has to say something."""
        one, two = returned(desk).slots
        assert desk.paper.key(R1, 1, one, [], LIN, unsure=True).waits_for == "second"
        assert desk.paper.key(R1, 1, one, ["gate"], ZHOU).waits_for == "third"
        for who in (LIN, ZHOU):
            desk.paper.key(R1, 1, two, [], who, unsure=True)
        assert desk.paper.mismatches(R1) == ((1, one), (1, two))
        with pytest.raises(NotPossible, match="third look, which decides"):
            desk.paper.key(R1, 1, two, [], WU, unsure=True)
        for slot in (one, two):
            assert desk.paper.key(R1, 1, slot, ["gate"], WU).waits_for == "batch"

    def test_ticks_and_a_sign_exclude_each_other(self, desk: Desk) -> None:
        """And nothing is kept."""
        slot = returned(desk).slots[0]
        for ticks, spoiled, unsure in (
            (["gate"], Text("破", "torn"), False), (["gate"], EMPTY, True),
            ([], Text("破", "torn"), True),
        ):  # fmt: skip
            with pytest.raises(NotPossible, match="exclude each other"):
                desk.paper.key(R1, 1, slot, ticks, LIN, spoiled, unsure)
        assert desk.paper.sheet(R1, 1).keyed.get(slot, ()) == ()


class TestTakingBack:
    """The first reading is whose it is until another has read."""

    def test_it_is_superseded_and_keyed_anew(self, desk: Desk) -> None:
        """The diary keeps both; the ballot is what was keyed last."""
        slot = returned(desk).slots[0]
        desk.paper.key(R1, 1, slot, ["gate"], LIN)
        sheet = desk.paper.unkey(R1, 1, slot, LIN)
        assert sheet.keyed[slot] == () and sheet.taken_back[slot][0].ticks == ("gate",)
        desk.paper.key(R1, 1, slot, ["bench"], LIN)
        assert desk.paper.key(R1, 1, slot, ["bench"], ZHOU).waits_for == "batch"
        kinds = [one.kind for one in desk.diary.entries()]
        assert kinds.count("sheet-keyed") == 3 and kinds.count("sheet-unkeyed") == 1

    def test_the_diary_adds_up_to_the_same_anew(self, desk: Desk) -> None:
        """Also once names are erased: an entry says of which slot, and there is one reading."""
        slot = returned(desk).slots[0]
        desk.paper.key(R1, 1, slot, ["gate"], LIN)
        desk.paper.unkey(R1, 1, slot, LIN)
        before = desk.paper.sheet(R1, 1)
        desk.diary.forget()
        assert desk.paper.sheet(R1, 1) == before
        desk.diary.erase(lambda one: one.kind == "sheet-unkeyed", Text("到期", "over"))
        assert desk.paper.sheet(R1, 1).keyed[slot] == ()
        assert desk.paper.queue(R1, LIN).own == ()

    def test_not_once_another_has_read(self, desk: Desk) -> None:
        """Alike or not: in the same words, so that nobody learns by trying."""
        one, two = returned(desk).slots
        said = set()
        for slot, theirs in ((one, ["gate"]), (two, ["bench"])):
            desk.paper.key(R1, 1, slot, ["gate"], LIN)
            desk.paper.key(R1, 1, slot, theirs, ZHOU)
            for who in (LIN, ZHOU):
                with pytest.raises(NotPossible) as refused:
                    desk.paper.unkey(R1, 1, slot, who)
                said.add(refused.value.text)
        (words,) = said
        assert "第三人" in words.zh and "提异议" in words.zh and "object" in words.en

    def test_only_ones_own_while_ticking_is_open(self, desk: Desk) -> None:
        """Neither another's, nor what was never keyed, nor another sheet's."""
        sheet = returned(desk)
        slot = sheet.slots[0]
        desk.paper.key(R1, 1, slot, ["gate"], LIN)
        other = desk.paper.sheet(R1, 2).slots[0]
        for who, which in ((ZHOU, slot), (LIN, sheet.slots[1]), (LIN, other), (" ", slot)):
            with pytest.raises(NotPossible):
                desk.paper.unkey(R1, 1, which, who)
        assert len(desk.paper.sheet(R1, 1).keyed[slot]) == 1


class TestTheQueue:
    """What waits for whom, in the order of the pile."""

    def test_sheet_after_sheet_and_round_again(self, desk: Desk) -> None:
        """The next by number; behind the last one the first that waits."""
        desk.paper.print_batch(R1, "一号楼", LIN)
        desk.paper.take_back(R1, [1, 3], LIN)
        assert desk.paper.queue(R1, LIN).following == 1
        assert desk.paper.queue(R1, LIN, number=1, batch="一号楼").following == 3
        assert desk.paper.queue(R1, LIN, number=3, batch="一号楼").following == 1
        for slot in desk.paper.sheet(R1, 1).slots:
            desk.paper.key(R1, 1, slot, [], LIN)
        waits = desk.paper.queue(R1, LIN, number=1, batch="一号楼")
        assert (waits.following, waits.reading, waits.read, waits.returned) == (3, 1, 1, 2)
        second = desk.paper.queue(R1, ZHOU)
        assert (second.following, second.reading, second.read) == (1, 2, 0)
        assert [(own.number, own.place, own.may_go) for own in waits.own] == [
            (1, 2, True), (1, 1, True),
        ]  # fmt: skip

    def test_what_differs_waits_for_a_third_alone(self, desk: Desk) -> None:
        """Nobody who has read it is told of it; a new reader has it in a list of its own."""
        sheet = returned(desk)
        for slot in sheet.slots:
            desk.paper.key(R1, 1, slot, ["gate"], LIN)
            desk.paper.key(R1, 1, slot, ["bench"], ZHOU)
        for who in (LIN, ZHOU):
            assert desk.paper.queue(R1, who).third == ()
        third = desk.paper.queue(R1, WU)
        assert third.third == tuple((1, slot) for slot in sheet.slots)
        assert third.following is None and third.batch == ""


class TestManyNumbers:
    """A pile is registered at once, or not at all."""

    def test_every_number_that_will_not_do_is_named(self, desk: Desk) -> None:
        """Those that are not there, and those that are registered already."""
        desk.paper.print_batch(R1, "一号楼", LIN)
        with pytest.raises(NotPossible, match="no sheets 4, 5, 6"):
            desk.paper.take_back(R1, range(1, 7), LIN)
        with pytest.raises(NotListed):
            desk.paper.take_back(R1, range(1, 5), LIN)
        with pytest.raises(NotPossible, match=r"no sheets .*13…"):
            desk.paper.spoil(R1, range(4, 40), LIN)
        assert desk.paper.batches(R1)[0].outstanding == 3
        desk.paper.take_back(R1, [1, 2], LIN)
        with pytest.raises(NotPossible, match="sheets 1, 2 are registered"):
            desk.paper.spoil(R1, [1, 2, 3], LIN)
        assert desk.paper.batches(R1)[0].returned == 2


class TestAssisting:
    """At the door or the desk, with a helper and a witness."""

    def test_it_is_one_ballot_like_any_other(self, desk: Desk) -> None:
        """With its channel in the ledger; a second is refused and leaves no record."""
        slot = desk.slots(R1)[0].slot
        receipt = desk.paper.assist(
            R1, slot, ["gate"], channel=Channel.DOOR, helper=LIN, witness=ZHOU
        )
        assert desk.check(R1, receipt.code) is not None
        before = desk.diary.checkpoint()
        with pytest.raises(AlreadyCast):
            desk.paper.assist(R1, slot, ["gate"], channel=Channel.DOOR, helper=LIN, witness=ZHOU)
        assert desk.diary.checkpoint() == before

    @pytest.mark.parametrize("helper, witness", [(LIN, LIN), (LIN, ""), ("", ZHOU)])
    def test_it_takes_two(self, desk: Desk, helper: str, witness: str) -> None:
        """A helper and somebody else who saw it."""
        slot = desk.slots(R1)[0].slot
        with pytest.raises(NotPossible):
            desk.paper.assist(R1, slot, [], channel=Channel.PLACE, helper=helper, witness=witness)
        assert not desk.has_ballot(R1, slot)


class TestSetRight:
    """What two people keyed wrongly two people set right: the first stays, and does not count."""

    LIN, ZHOU = Actor("小林", Role.STAFF), Actor("老周", Role.STAFF)

    def keyed(self) -> tuple[Desk, Sheet, str, str]:
        """A round that lets nobody change a ballot, whose paper is counted, one slot as bench."""
        desk = desks.opened(tie_break="refuse")
        sheet = returned(desk)
        slot = sheet.slots[0]
        for who in (LIN, ZHOU):
            desk.paper.key(R1, sheet.number, slot, ["bench"], who)
        with pytest.raises(NotPossible, match="counts once its batch is reconciled"):
            self.correct(desk, sheet, slot)
        count_paper(desk)
        last = records.last_ballot(desk._hand.store, R1, slot)
        assert last is not None
        return desk, sheet, slot, last.code

    def correct(self, desk: Desk, sheet: Sheet, slot: str, second: Actor | None = None) -> Any:
        """The act by two."""
        given = {"round": R1, "number": sheet.number, "slot": slot, "ticks": ["gate"],
                 "reason": "看错了一行"}  # fmt: skip
        return perform(ACTS["paper/correct"], desk, given, self.LIN, second or self.ZHOU)

    def test_the_corrected_one_counts(self) -> None:
        """The log says superseded and why; count, recount, note and receipt all say it."""
        desk, sheet, slot, code = self.keyed()
        fresh = self.correct(desk, sheet, slot)
        old, new = desk.check(R1, code), desk.check(R1, Receipt(**fresh).code)
        assert old is not None and new is not None and (old.counted, new.counted) == (False, True)
        assert desk.keeping.verify().faults == ()
        rest = [one.number for one in desk.paper.sheets(R1) if one.number != sheet.number]
        desk.paper.spoil(R1, rest, LIN)
        (batch,) = desk.paper.batches(R1)
        desk.paper.reconcile(R1, batch.batch, batch.returned, batch.spoiled, LIN)
        desk.close(R1)
        outcome = desk.publish(R1)
        assert {one.item: one.ticks for one in outcome.ranking}["gate"] == 1
        assert {one.item: one.ticks for one in outcome.ranking}["bench"] == 0
        assert "有1张纸质票录错，已由两人更正" in outcome.note.zh
        data = desk.bundle(R1)
        assert differences(data).status == 0
        parts = read_bundle(data)
        left = tuple(one for one in parts.entries if one["kind"] != "ballot-superseded")
        assert len(left) == len(parts.entries) - 1
        forged = write_bundle(attrs.evolve(parts, entries=left))
        assert any("no second ballot" in one.en for one in differences(forged).texts)

    def test_it_takes_two_and_a_ballot_that_was_keyed(self) -> None:
        """Not one that came by code, and not by one person; nothing else lets a ballot change."""
        desk, sheet, slot, _ = self.keyed()
        with pytest.raises(NotCountersigned):
            self.correct(desk, sheet, slot, self.LIN)
        elsewhere = desk.paper.sheet(R1, 2)
        other = elsewhere.slots[0]
        with pytest.raises(NotPossible, match="not keyed from this paper"):
            self.correct(desk, elsewhere, other)
        desk.cast(R1, Cast(other, ("bench",), "by-code"))
        with pytest.raises(NotPossible, match="not keyed from this paper"):
            self.correct(desk, elsewhere, other)
        with pytest.raises(AlreadyCast):
            desk.cast(R1, Cast(slot, ("bench",), "again"))
        assert desk.turnout(R1).participants == 3

    def test_a_ballot_by_code_is_never_superseded(self) -> None:
        """Whoever writes it into the log all the same is found."""
        desk = desks.opened(tie_break="refuse")
        slot = desk.slots(R1)[0].slot
        desk.cast(R1, Cast(slot, ("bench",), "k"))
        desk.close(R1)
        desk.publish(R1)
        parts = read_bundle(desk.bundle(R1))
        why = {"zh": "看错", "en": "misread"}
        entry = {
            "kind": "ballot-superseded", "cycle": R1, "slot": slot, "revision": 1, "reason": why,
        }  # fmt: skip
        at = [one["kind"] for one in parts.entries].index("closed")
        entries = (*parts.entries[:at], entry, *parts.entries[at:])
        found = differences(write_bundle(attrs.evolve(parts, entries=entries)))
        assert any("no ballot keyed from paper" in one.en for one in found.texts)


class TestOptions:
    """Options and "none of these" on paper, with help and by form, as they are ticked online."""

    @pytest.fixture
    def paint(self) -> Desk:
        """A list on which one item has two options."""
        options = (Option("red", Text("红", "red")), Option("blue", Text("蓝", "blue")))
        items = (Item("paint", "外墙", options=options), Item("gate", "边门"))
        desk = desks.desk()
        desk.prepare(desks.plan(items=items, limits=desks.Limits.at_most(2)))
        desk.register(R1, desks.roll())
        desks.open_list(desk, R1)
        return desk

    @pytest.mark.parametrize("ticks, end", [
        (["paint/red"], "cast"),
        (["paint/none-of-these", "gate"], "cast"),
        (["paint/red", "paint/blue"], "choose-one"),
        (["paint/red", "paint/none-of-these"], "choose-one"),
    ])  # fmt: skip
    def test_two_options_of_one_item_are_over_ticked(
        self, paint: Desk, ticks: list[str], end: str
    ) -> None:
        """One option counts, none of these too; two of one item never, with that reason."""
        sheet = returned(paint)
        slot = sheet.slots[0]
        paint.paper.key(R1, sheet.number, slot, ticks, LIN)
        paint.paper.key(R1, sheet.number, slot, ticks, ZHOU)
        void = why_void(paint.round(R1), tuple(ticks))
        count_paper(paint)
        assert paint.paper.sheet(R1, sheet.number).done[slot] == end
        assert paint.has_ballot(R1, slot) is (end == "cast") is (void is None)
        if void is not None:
            assert "one of its options" in void.en and "选一个" in void.zh

    def test_none_of_these_is_offered_wherever_ticks_are_chosen(self, paint: Desk) -> None:
        """Forms of the console offer what the page offers; help takes it."""
        offered = [one.id for one in THINGS["tick"].choices(paint, {"round": R1})]
        assert offered == [tick for item in paint.round(R1).items for tick in item.ticks]
        given = {"round": R1, "slot": paint.slots(R1)[0].slot, "channel": "door", "witness": WU}
        actor = Actor(LIN, Role.STAFF)
        none = {**given, "ticks": ["paint/none-of-these"]}
        with pytest.raises(ChooseOne):
            perform(
                ACTS["ballot/assist"], paint, {**given, "ticks": ["paint/red", "paint/blue"]}, actor
            )
        perform(ACTS["ballot/assist"], paint, none, actor)
        assert paint.turnout(R1).participants == 1
