"""Ballots that do not come over the wire: paper sheets keyed twice, and ticking with a helper."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import attrs

from tickbox_core.components.paper import CountedSheet
from tickbox_core.desk import casting, paper_counting, records, totals
from tickbox_core.desk.casting import Cast
from tickbox_core.desk.diary import YearDiary, YearTransaction
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.paper_counting import CAST
from tickbox_core.errors import AlreadyCast, NotPossible, TickboxError, UnknownSlot, WrongState
from tickbox_core.ledger import Receipt
from tickbox_core.model import Ballot, Limits, Round, State, Unit, check_ticks
from tickbox_core.model.channels import Channel
from tickbox_core.model.totals import CountSheet
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow import deadlines
from tickbox_core.workflow.entries import require_text, require_two_people
from tickbox_core.year import Batch, DiaryEntry, Sheet, mandates, papers, readings
from tickbox_core.year.keying import Queue, queue
from tickbox_core.year.papers import SheetWhere

BY_PROXY = "proxy"


@attrs.frozen
class KeyedSlot:
    """How a slot of a sheet stands after it was keyed.

    ``waits_for`` is ``second`` (another person), ``third`` (they differ), or ``batch`` (settled: it
    counts with its batch).  ``reading``: which one it was.  Who reads second is told none of it
    (``KeyedAnswer``).
    """

    waits_for: str
    reading: int = 1
    receipt: Receipt | None = None
    void: Text | None = None


@attrs.frozen
class PaperReading:
    """What one person reads of a slot: ticks, why it is spoiled, or that it cannot be read."""

    number: int
    slot: str
    ticks: tuple[str, ...] = attrs.field(default=(), repr=False)
    spoiled: Text = attrs.field(default=EMPTY, repr=False)
    unsure: bool = attrs.field(default=False, repr=False)


class PaperBallots:
    """Paper and assisted ballots, behind the desk's door."""

    def __init__(self, hand: Hand, diary: YearDiary) -> None:
        self._hand = hand
        self._diary = diary

    # -- sheets ----------------------------------------------------------------------------

    def print_batch(
        self, round_id: str, batch: str, by: str, slots: Iterable[str] | None = None
    ) -> tuple[Sheet, ...]:
        """Sheets for all households, or those of the slots named; in the order of the roll's tags.

        Raises ``WrongState`` unless the list is open, ``UnknownSlot``, ``NotPossible``.
        """
        with self._diary.writing() as pen:
            round = self._open(round_id, Text("打印选票", "print ballots"))
            deadlines.refuse_late(deadlines.end_if_due(self._hand, round_id), round.title)
            homes = self._households(round_id, None if slots is None else set(slots))
            written = pen.add(papers.printed(pen.book.papers, round_id, batch, homes, by))
            numbers = [sheet["number"] for sheet in written.facts["sheets"]]
            return tuple(pen.book.papers.sheet(round_id, number) for number in numbers)

    def take_back(
        self, round_id: str, numbers: Iterable[int], by: str, *, in_time: bool = False
    ) -> None:
        """Sheets came back: all of them are registered, or (raising) none.

        After the announced hour only those of which it is said that they were handed in before it
        (``in_time``), and the diary keeps that it was said; else ``NotPossible``.
        """
        chosen = tuple(numbers)
        with self._of_paper(round_id) as pen:
            papers.check_numbers(pen.book.papers, round_id, chosen)
            late = deadlines.is_late(self._hand, round_id, in_time=in_time, said=_HANDED_IN)
            for number in chosen:
                pen.add(papers.returned(pen.book.papers, round_id, number, by, late=late))

    def spoil(self, round_id: str, numbers: Iterable[int], by: str) -> None:
        """Sheets are of no use; another can be printed for their slots."""
        chosen = tuple(numbers)
        with self._of_paper(round_id) as pen:
            papers.check_numbers(pen.book.papers, round_id, chosen)
            for number in chosen:
                pen.add(papers.spoiled(pen.book.papers, round_id, number, by))

    def key(
        self,
        round_id: str,
        number: int,
        slot: str,
        ticks: Sequence[str],
        by: str,
        spoiled: Text = EMPTY,
        unsure: bool = False,
    ) -> KeyedSlot:
        """Key what a slot ticks; the second alike, or the third, settles it.

        It counts with its batch (``reconcile``).  Ticks that break a limit are keyed as they stand:
        the ballot is void with that reason then.
        ``spoiled`` says why the paper cannot count, ``unsure`` that it cannot be read and a third
        person has to look.  Raises ``NotPossible``, ``UnknownId`` for a tick that is not on the
        list (a slip of the hand), ``WrongState`` once ticking is closed.
        """
        with self._of_paper(round_id) as pen:
            round = self._open(round_id, Text("录入选票", "key ballots"))
            for tick in ticks:
                _require_listed(round, tick)
            book = pen.book.papers
            last = records.last_ballot(self._hand.store, round_id, slot)
            stands = 0 if last is None else last.revision
            pen.add(readings.key(book, round_id, number, slot, ticks, by, spoiled, unsure, stands))
            sheet = book.sheet(round_id, number)
            reading = len(sheet.keyed[slot])
            self._hand.transactions.refer("batch", sheet.batch)
            self._hand.transactions.refer("reading", str(reading))
            if papers.is_settled(sheet, slot):
                return KeyedSlot("batch", reading)
            return KeyedSlot("second" if reading < 2 else "third", reading)

    def unkey(self, round_id: str, number: int, slot: str, by: str) -> Sheet:
        """Take one's own first reading of a slot back, so that it can be keyed anew; the sheet.

        Raises ``NotPossible`` once another person has read it, ``WrongState`` once ticking is
        closed.
        """
        with self._of_paper(round_id) as pen:
            self._open(round_id, Text("撤回录入", "take a reading back"))
            pen.add(readings.unkey(pen.book.papers, round_id, number, slot, by))
            sheet = pen.book.papers.sheet(round_id, number)
            self._hand.transactions.refer("batch", sheet.batch)
            return sheet

    def correct(
        self,
        round_id: str,
        number: int,
        slot: str,
        ticks: Sequence[str],
        reason: Text,
        *,
        by: str,
        second: str,
    ) -> Receipt:
        """Set right what two people keyed wrongly of a paper: its ballot is superseded, and said.

        Raises ``WrongState`` once ticking is closed, ``NotPossible`` without two people or a
        reason, and where the ballot that counts for the slot is not the one keyed from this paper;
        and whatever a cast raises.
        """
        require_two_people(by, second)
        require_text(reason.zh, Text("更正理由", "the reason"))
        with self._of_paper(round_id) as pen:
            round = self._open(round_id, Text("更正录入", "set a keyed paper right"))
            for tick in ticks:
                _require_listed(round, tick)
            sheet = pen.book.papers.sheet(round_id, number)
            last = records.last_ballot(self._hand.store, round_id, slot)
            if sheet.done.get(slot) != CAST or last is None or not self._keyed(round_id, last):
                raise NotPossible(
                    Text(
                        "这个席位计入的不是由这张纸质票录入的选票。",
                        "the ballot that counts for this slot was not keyed from this paper.",
                    ),
                    Text(
                        "请核对票号和席位；整批核对之前，纸质票还没有计入。",
                        "Check the number and the slot; paper counts once its batch is reconciled.",
                    ),
                )
            key = f"paper/{number}/{slot}/{last.revision + 1}"
            cast = Cast(slot, tuple(ticks), key, str(Channel.PAPER))
            answer = casting.supersede_in(self._hand, round_id, cast, last.revision, reason)
            if isinstance(answer, TickboxError):
                raise answer
            facts = {"cycle": round_id, "number": number, "reason": reason.plain()}
            pen.add(DiaryEntry("ballot-superseded", facts, {"by": by, "second": second}))
            return answer

    def _keyed(self, round_id: str, ballot: records.CastBallot) -> bool:
        """Whether a ballot came by paper, as the log says."""
        row = self._hand.store.get("entry", log=round_id, position=ballot.position)
        return row is not None and json.loads(row["body"])["channel"] == str(Channel.PAPER)

    def unit_of(self, round_id: str, slot: str) -> Unit | None:
        """The home of a slot, as on the roll; ``None`` where that is erased: staff only."""
        found = records.slot(self._hand.store, round_id, slot)
        if found is None or found.unit is None:
            return None
        return records.unit(self._hand.store, round_id, found.unit)

    def queue(self, round_id: str, by: str, batch: str = "", number: int = 0) -> Queue:
        """What waits for somebody who keys: after this sheet, of this batch; and how far it is."""
        with self._diary.reading() as book:
            return queue(book.papers, round_id, by, batch, number)

    def reconcile(self, round_id: str, batch: str, returned: int, spoiled: int, by: str) -> Batch:
        """A batch was counted by hand and agrees with the register.

        What came back of it is counted then if all of it is settled; else when it is reconciled
        again, or at closing.
        """
        with self._of_paper(round_id) as pen:
            book = pen.book.papers
            pen.add(papers.reconcile(book, round_id, batch, returned, spoiled, by))
            paper_counting.count_batch(self._hand, pen, round_id, batch)
            return book.batch(round_id, batch)

    def batches(self, round_id: str) -> tuple[Batch, ...]:
        """How the batches of a round stand."""
        with self._diary.reading() as book:
            return book.papers.batches(round_id)

    def sheet(self, round_id: str, number: int) -> Sheet:
        """One sheet, with what was keyed: staff only."""
        with self._diary.reading() as book:
            return book.papers.sheet(round_id, number)

    def sheets(self, round_id: str, batch: str | None = None) -> tuple[Sheet, ...]:
        """The sheets of a round by number (or of one batch of it), spoiled ones left out."""
        with self._diary.reading() as book:
            found = book.papers.of(round_id)
        return tuple(
            sheet
            for sheet in found
            if sheet.where is not SheetWhere.SPOILED and batch in (None, sheet.batch)
        )

    def mismatches(self, round_id: str, by: str = "") -> tuple[tuple[int, str], ...]:
        """Sheet and slot of every ballot that waits for a third look, by number.

        Of those that a person (``by``) may give one: what they have read themselves is left out,
        since it would say whether both readings agree.
        """
        with self._diary.reading() as book:
            return tuple(
                (sheet.number, slot)
                for sheet, slot in book.papers.mismatches(round_id)
                if not (by and sheet.read_by(by, slot))
            )

    def unfinished(self, round_id: str) -> list[Text]:
        """What is to be done with paper, in words that do not say whether two readings agree."""
        with self._diary.reading() as book:
            return book.papers.waiting(round_id)

    # -- with a helper ---------------------------------------------------------------------

    def assist(
        self,
        round_id: str,
        slot: str,
        ticks: Sequence[str],
        *,
        channel: Channel,
        helper: str,
        witness: str,
    ) -> Receipt:
        """Tick for a resident who asks for it, at the door, by phone or at a service place.

        Helper and witness are kept; the receipt is the resident's slip.  Raises ``NotPossible``
        without both, or for one person in both roles, and whatever a cast raises.
        """
        require_two_people(helper, witness)
        with self._diary.writing() as pen:
            cast = Cast(slot, tuple(ticks), secrets.token_hex(16), f"assisted-{channel}")
            (answer,) = casting.cast_in(self._hand, round_id, [cast])
            if isinstance(answer, TickboxError):
                raise answer
            facts = {"cycle": round_id, "slot": slot, "channel": str(channel)}
            pen.add(DiaryEntry("assisted", facts, {"helper": helper, "witness": witness}))
            return answer

    def by_proxy(
        self,
        round_id: str,
        slot: str,
        ticks: Sequence[str],
        *,
        proxy: str,
        mandate: str,
        helper: str,
        witness: str,
    ) -> Receipt:
        """Take the ticks of a resident who is away, by their written mandate.

        What a resident ticked already stays: ``AlreadyCast`` even where ballots may be changed, and
        the resident may change what the proxy brought.  Raises what ``mandates.proxied`` refuses
        and whatever a cast raises.
        """
        require_two_people(helper, witness)
        with self._diary.writing() as pen:
            round = self._open(round_id, Text("代理打钩", "tick by mandate"))
            if records.last_ballot(self._hand.store, round_id, slot) is not None:
                raise AlreadyCast(round_id, slot)
            happened = mandates.proxied(
                pen.book.papers, round, slot, proxy=proxy, mandate=mandate,
                helper=helper, witness=witness,
            )  # fmt: skip
            cast = Cast(slot, tuple(ticks), secrets.token_hex(16), BY_PROXY)
            (answer,) = casting.cast_in(self._hand, round_id, [cast])
            if isinstance(answer, TickboxError):
                raise answer
            pen.add(happened)
            return answer

    # -- totals only -----------------------------------------------------------------------

    def take_count(
        self,
        round_id: str,
        slots: Sequence[str],
        ticks: Mapping[str, int],
        *,
        by: str,
        second: str,
        photo: str = "",
        in_time: bool = False,
    ) -> int:
        """Take a stairwell's count sheet under two signatures; its number."""
        sheet = CountSheet(slots, ticks)
        return totals.take(
            self._hand, self._diary, round_id, sheet,
            by=by, second=second, photo=photo, in_time=in_time,
        )  # fmt: skip

    def uncount(
        self, round_id: str, number: int, reason: Text, *, by: str, second: str
    ) -> CountedSheet:
        """Take a count sheet back under two signatures: its people may tick again."""
        return CountedSheet.of(
            totals.supersede(
                self._hand, self._diary, round_id, number, reason, by=by, second=second
            )
        )

    def count_sheet(self, round_id: str, number: int) -> CountedSheet:
        """A count sheet that stands, or ``NotListed``: staff only."""
        return CountedSheet.of(totals.find(self._hand, round_id, number))

    def count_sheets(self, round_id: str) -> tuple[CountedSheet, ...]:
        """The count sheets of a round that stand: staff only."""
        return tuple(map(CountedSheet.of, totals.sheets(self._hand, round_id)))

    def taken_counts(self, round_id: str) -> tuple[CountSheet, ...]:
        """What they hold, with the slots that took part: staff only."""
        return tuple(
            CountSheet([place["slot"] for place in one["places"]], one["ticks"])
            for one in totals.sheets(self._hand, round_id)
        )

    def used_slots(self, round_id: str) -> set[str]:
        """The slots that have a ballot or stand on a count sheet: staff only."""
        on_sheets = self._hand.store.find("sheet_slot", cycle=round_id)
        cast = set(records.cast_slots(self._hand.store, round_id))
        return cast | {row["slot"] for row in on_sheets}

    def counted_on_sheets(self, round_id: str) -> bool:
        """Whether some ballots of a round are known by the sums of a count sheet only."""
        return self._hand.store.count("sheet_slot", cycle=round_id) > 0

    # -- inside ----------------------------------------------------------------------------

    @contextmanager
    def _of_paper(self, round_id: str) -> Iterator[YearTransaction]:
        """A transaction after which a round that has ended may have nothing left to wait for."""
        with self._diary.writing() as pen:
            yield pen
            deadlines.look_again(self._hand, round_id)

    def _open(self, round_id: str, step: Text) -> Round:
        round = records.load_round(self._hand.store, round_id)
        if round.state is not State.TICKING:
            raise WrongState(round_id, round.state.words, step)
        return round

    def _households(self, round_id: str, chosen: set[str] | None) -> list[tuple[str, ...]]:
        homes: dict[str, list[str]] = {}
        for slot in records.slots(self._hand.store, round_id):
            if chosen is None or slot.slot in chosen:
                homes.setdefault(slot.household, []).append(slot.slot)
        found = {slot for home in homes.values() for slot in home}
        if chosen is not None and chosen - found:
            raise UnknownSlot(round_id)
        return [tuple(sorted(homes[tag])) for tag in sorted(homes)]


_HANDED_IN = Text(
    "已按公告于{hour}截止：之后交来的票不收。",
    "it ended as announced, at {hour}: sheets handed in later are not taken.",
)


def _require_listed(round: Round, tick: str) -> None:
    """Raise ``UnknownId`` for a tick that the list does not offer: a slip of the hand."""
    check_ticks(Ballot("paper", (tick,)), round.ticklist, Limits())
