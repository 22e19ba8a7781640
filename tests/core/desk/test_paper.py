"""Paper into the same box: keyed twice, a third look, reconciled, and one ballot per slot."""

from __future__ import annotations

import pytest

from tickbox_core.desk import Cast, Desk
from tickbox_core.errors import (
    AlreadyCast,
    NotPossible,
    NotReady,
    UnknownId,
    UnknownSlot,
    WrongState,
)
from tickbox_core.model.channels import Channel
from tickbox_core.testing import desks
from tickbox_core.year import Sheet

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
        """Whatever the order of the ticks; the receipt proves it."""
        sheet = returned(desk)
        slot = sheet.slots[0]
        first = desk.paper.key(R1, 1, slot, ["gate", "bench"], LIN)
        assert (first.waits_for, first.receipt) == ("second", None)
        second = desk.paper.key(R1, 1, slot, ["bench", "gate"], ZHOU)
        assert second.receipt is not None
        assert desk.has_ballot(R1, slot)
        with pytest.raises(NotPossible, match="done"):
            desk.paper.key(R1, 1, slot, ["bench", "gate"], WU)

    def test_a_mismatch_waits_for_a_third_look(self, desk: Desk) -> None:
        """Which decides, even against both."""
        slot = returned(desk).slots[0]
        desk.paper.key(R1, 1, slot, ["gate"], LIN)
        assert desk.paper.key(R1, 1, slot, ["garden"], ZHOU).waits_for == "third"
        assert desk.paper.mismatches(R1) == ((1, slot),)
        with pytest.raises(NotPossible, match="twice"):
            desk.paper.key(R1, 1, slot, ["gate"], ZHOU)
        assert desk.paper.key(R1, 1, slot, ["bench"], WU).receipt is not None
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
        keyed = desk.paper.key(R1, 1, slot, ticks, ZHOU)
        assert keyed.void is not None
        assert dict(desk.paper.sheet(R1, 1).done) == {slot: "too-many-ticks"}
        assert not desk.has_ballot(R1, slot)

    def test_who_ticked_online_has_ticked(self, desk: Desk) -> None:
        """The first stands, the paper is void and kept; where revision is allowed, the later."""
        sheet = returned(desk)
        slot = sheet.slots[0]
        desk.cast(R1, Cast(slot, ("garden",), "k"))
        desk.paper.key(R1, 1, slot, ["gate"], LIN)
        assert desk.paper.key(R1, 1, slot, ["gate"], ZHOU).void is not None
        assert dict(desk.paper.sheet(R1, 1).done) == {slot: "already-cast"}
        later = desks.opened(revisable=True)
        slot = returned(later).slots[0]
        later.cast(R1, Cast(slot, ("garden",), "k"))
        later.paper.key(R1, 1, slot, ["gate"], LIN)
        assert later.paper.key(R1, 1, slot, ["gate"], ZHOU).receipt is not None

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
