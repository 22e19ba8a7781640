"""Motions at the desk: prepared, opened, papers taken, closed, decided, published.

What is public of a motion is its log and its totals; who said what stays inside, under commitments
that a sealed file opens for whoever may see it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from secrets import token_hex
from typing import Any

from tickbox_core.bundle import EvidenceFile
from tickbox_core.components.motions import Checklist, Poll, PollState
from tickbox_core.desk import codes
from tickbox_core.desk.diary import YearDiary
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.motions import (
    casting,
    deciding,
    drawing,
    electors,
    evidence,
    keying,
    law_days,
    opening,
    preliminary,
    preparing,
    promoting,
    questions,
    reserving,
    rows,
    standing,
    voiding,
)
from tickbox_core.desk.motions.casting import CastPaper
from tickbox_core.desk.motions.correcting import RollChange, RollCorrections
from tickbox_core.desk.motions.dates import dates_of
from tickbox_core.desk.motions.drawing import DrawnHead
from tickbox_core.desk.motions.electors import Mine, Slip, Slips
from tickbox_core.desk.motions.keying import CountedPapers, KeyedPaper
from tickbox_core.desk.motions.questions import LawPoint
from tickbox_core.desk.motions.roll_edits import RollEdit
from tickbox_core.desk.motions.rows import HeadSlot
from tickbox_core.desk.motions.voiding import VoidedMotion
from tickbox_core.errors import TickboxError, WrongState
from tickbox_core.ledger import Receipt
from tickbox_core.model import Roll, Unit, Weights
from tickbox_core.model.channels import Channel
from tickbox_core.rules.motions import (
    Assembly,
    Decision,
    Delivery,
    EstateRule,
    Layer,
    Paper,
    Practice,
)
from tickbox_core.store.blobs import Blob
from tickbox_core.text import EMPTY, Text, TextLike
from tickbox_core.workflow import deadlines, log
from tickbox_core.workflow.deadlines import NOTHING_ANNOUNCED, Announced, Deadline
from tickbox_core.workflow.entries import require_two_people
from tickbox_core.workflow.participation import ReceiptCheck
from tickbox_core.year import DiaryEntry, motion_papers, motions
from tickbox_core.year.drawings import DrawnFrom, OwnerSays, PaperDrawing
from tickbox_core.year.motion_papers import MarkedHead
from tickbox_core.year.motions import Dispute, EvidenceMade

__all__ = [
    "CastPaper",
    "Checklist",
    "HeadSlot",
    "KeyedPaper",
    "Mine",
    "Motions",
    "Poll",
    "PollState",
    "RollChange",
    "RollEdit",
    "Slip",
    "Slips",
]


class Motions:
    """The stage of motions, behind the desk's door."""

    def __init__(self, hand: Hand, diary: YearDiary) -> None:
        self._hand = hand
        self._diary = diary
        self.corrections = RollCorrections(hand, diary)
        self.preliminary = preliminary.PreliminaryStage(hand, diary)

    def promote(
        self, round_id: str, item_id: str, jurisdiction: str = "", own: Iterable[Layer] = ()
    ) -> tuple[Poll, ...]:
        """Prepare every motion that carrying out a listed item needs."""
        return promoting.promote(self._hand, round_id, item_id, jurisdiction, own)

    def prepare(self, poll: Poll, replaces: Poll | None = preparing.WHATEVER) -> Poll:
        """Save a poll made by hand, or replace one that is not open yet.

        ``replaces`` is the poll it was made from: refused where that is not the one that stands.
        """
        return preparing.prepare(self._hand, poll, replaces)

    def post(self, id_: str, on: date | None = None) -> Poll:
        """Say on which day the agenda was posted (today, where none is given)."""
        return preparing.post(self._hand, id_, on)

    def law(
        self, jurisdiction: str = "", own: Iterable[Layer] = (), day: date | None = None
    ) -> Practice:
        """The law of a place with layers of one's own on top, as it holds on a day (today)."""
        return preparing.law_of(self._hand, jurisdiction, own, day)

    def practice(self, id_: str) -> Practice:
        """The law that a motion is held under: frozen, or else that of the day it will open on."""
        return preparing.practice_of(self._hand, rows.poll(self._hand.store, id_))

    def law_words(self, id_: str) -> tuple[Text, ...]:
        """By which layer of law a motion is decided, from when that holds, and why it is that."""
        poll = rows.poll(self._hand.store, id_)
        return law_days.law_words(self._hand, poll, preparing.practice_of(self._hand, poll))

    def notice_days(self, id_: str) -> int | None:
        """For how many days its agenda is posted before it opens, as far as a layer says."""
        poll = rows.poll(self._hand.store, id_)
        return preparing.days_of_notice(poll, preparing.practice_of(self._hand, poll))

    def opening_day(self, id_: str) -> date:
        """The day whose law it freezes: when it opened, is announced to open, or today."""
        return law_days.opening_day(self._hand, rows.poll(self._hand.store, id_))

    def dates(self, id_: str) -> dict[str, date]:
        """The days that the law sets for a poll that is open, or was."""
        return dates_of(self._hand, rows.poll(self._hand.store, id_))

    def register(self, id_: str, roll: Roll) -> Assembly:
        """Put a roll to a poll; the heads it would ask."""
        return preparing.register(self._hand, id_, roll)

    def has_roll(self, id_: str) -> bool:
        """Whether it has a roll that was not erased."""
        return rows.has_roll(self._hand.store, id_)

    def units(self, id_: str) -> tuple[Unit, ...]:
        """The homes and shops on a poll's roll, with their addresses: staff only."""
        found = rows.roll(self._hand.store, id_)
        return () if found is None else found[0].units

    def answer(
        self, id_: str, said: Mapping[str, Any], source: TextLike | EstateRule, mark: str = "choice"
    ) -> Poll:
        """Say what no layer of law says, by which source; ``None`` leaves it open knowingly."""
        return preparing.answer(self._hand, id_, said, source, mark)

    def questions(self, id_: str) -> tuple[LawPoint, ...]:
        """Every question about its law: what is open, answered for it, or said by the law."""
        return questions.points(self._hand, id_)

    def question(self, id_: str, name: str) -> LawPoint:
        """One of them; ``UnknownName`` where it is not asked of this motion."""
        return questions.find_point(self._hand, id_, name)

    def checklist(self, id_: str) -> Checklist:
        """What stands between a poll and its opening."""
        return opening.checklist(self._hand, self._diary, id_)

    def open(self, id_: str, announced: Announced = NOTHING_ANNOUNCED) -> Poll:
        """Freeze everything and open for papers, until the hour that is ``announced``."""
        return opening.open_poll(self._hand, self._diary, id_, announced)

    def announce(self, id_: str, at: datetime, announced: Announced = NOTHING_ANNOUNCED) -> Poll:
        """Have a prepared poll opened by itself at an hour; its checklist holds then."""
        return opening.announce(self._hand, id_, at, announced)

    def extend(self, id_: str, until: datetime, reason: Text) -> Deadline:
        """Put the announced hour off, within what was fixed at opening and what the law leaves."""
        laws = opening.known_laws(self._hand, rows.poll(self._hand.store, id_))
        with self._hand.transaction():
            poll = rows.in_state(
                self._hand.store, id_, PollState.OPEN, Text("延期", "put its end off")
            )
            opened = self._hand.day_of(poll.opened_at or "")
            preparing.check_end(preparing.practice_of(self._hand, poll), opened, until)
            opening.check_law_until(poll, laws, opened, until)
            return deadlines.extend(self._hand, id_, until, reason)

    def cast(self, id_: str, cast: CastPaper) -> Receipt:
        """Take one paper: the receipt comes after the commit, a refusal is raised."""
        (answer,) = self.cast_many(id_, [cast])
        if isinstance(answer, TickboxError):
            raise answer
        return answer

    def cast_many(self, id_: str, casts: Sequence[CastPaper]) -> list[Receipt | TickboxError]:
        """Take many papers in one commit, with the same checks; an answer for each."""
        return casting.cast_many(self._hand, id_, casts)

    # -- keyed by two people -----------------------------------------------------------------

    def key(
        self,
        id_: str,
        place: str,
        mark: str | None,
        by: str,
        *,
        again: bool = False,
        reason: Text = EMPTY,
    ) -> KeyedPaper:
        """Key a paper as one person reads it (``None``: it cannot be read); two alike settle it.

        It counts with all the others (``count``), or when the motion closes.
        ``again``: it is another paper of a home of which one was keyed to the end.  ``reason``: why
        it is spoiled, which is kept sealed.  Raises
        ``NotPossible``, ``UnknownId``, ``UnknownName``, ``WrongState`` unless the motion is open.
        """
        with self._diary.writing() as pen:
            return keying.key(self._hand, pen, id_, place, mark, by, again, reason)

    def count(self, id_: str) -> CountedPapers:
        """Count the papers that are keyed to the end.

        Raises ``NotPossible`` while some wait for another reading, ``WrongState`` unless the motion
        is open.
        """
        with self._diary.writing() as pen:
            counted = keying.count(self._hand, pen, id_)
        casting.tell(self._hand, id_, counted.receipts)
        return counted

    def unkey(self, id_: str, place: str, by: str) -> None:
        """Take one's own first reading back; ``NotPossible`` once another person has read it."""
        with self._diary.writing() as pen:
            step = Text("撤回录入", "take it back")
            standing.check(rows.in_state(self._hand.store, id_, PollState.OPEN, step), step, by)
            pen.add(motion_papers.unread(pen.book.motion_papers, id_, place, by))

    def keyed(self, id_: str) -> tuple[MarkedHead, ...]:
        """The papers that somebody has keyed, in that order: staff only."""
        rows.poll(self._hand.store, id_)
        with self._diary.reading() as book:
            return book.motion_papers.of(id_)

    def labels(self, id_: str) -> dict[str, str]:
        """How the places of a motion are written on its roll: staff only."""
        return keying.labels(self._hand, id_)

    def find_place(self, id_: str, written: str) -> str:
        """The place that a home is written as; ``NotPossible`` where there is none, or several."""
        return keying.find_place(self._hand, id_, written)

    # -- by code, and with a helper --------------------------------------------------------

    def issue_codes(
        self,
        id_: str,
        places: Iterable[str] | None = None,
        reason: Text = EMPTY,
        *,
        anew: bool = True,
    ) -> Slips:
        """New codes for all heads, or those of some places; not ``anew``: all that have none yet.

        Older ones are dead.
        They are readable only now, and noted in the diary as a round's are.
        """
        return electors.issue(self._hand, self._diary, id_, places, reason, anew=anew)

    def elector_of_code(self, id_: str, code: str) -> str | None:
        """The head's slot that a typed code speaks for, or ``None``."""
        return codes.slot_of(self._hand, id_, code)

    def say(self, id_: str, slot: str, mark: str, key: str) -> Receipt:
        """Take what a code's holder says; one answer counts, however often it is sent."""
        return electors.say(self._hand, id_, slot, mark, key)

    def assist(
        self,
        id_: str,
        place: str,
        mark: str,
        *,
        by: str,
        channel: Channel,
        helper: str,
        witness: str,
    ) -> Receipt:
        """Take a paper for somebody who asks for help; helper and witness are kept, sealed.

        Raises ``NotPossible`` without both, or for one person in both roles, ``AlreadyCast`` where
        a first paper stands, and whatever a paper raises.
        """
        require_two_people(helper, witness)
        step = Text("协助表决和见证", "help with a paper, or witness it")
        standing.check(rows.poll(self._hand.store, id_), step, helper, witness)
        paper = CastPaper(Paper(place, mark, by), token_hex(16), f"assisted-{channel}", True)
        with self._diary.writing() as pen:
            receipt, new = electors.take_paper(self._hand, id_, paper)
            facts = {"cycle": id_, "slot": receipt.slot, "channel": str(channel)}
            pen.add(DiaryEntry("assisted", facts, {"helper": helper, "witness": witness}))
        casting.tell(self._hand, id_, new)
        return receipt

    def mine(self, id_: str, slot: str) -> Mine:
        """What a head may know of itself: weight, figures, whether it has answered."""
        return electors.mine(self._hand, id_, slot)

    def whole(self, id_: str) -> Weights | None:
        """What all units weigh that it counts; ``None`` without a roll."""
        return electors.whole(self._hand, rows.poll(self._hand.store, id_))

    def homes(self, id_: str) -> list[tuple[HeadSlot, tuple[Unit, ...]]]:
        """The heads of a poll, each with its homes: staff only."""
        return electors.homes(self._hand, rows.poll(self._hand.store, id_))

    def check(self, id_: str, code: str) -> ReceiptCheck | None:
        """What a receipt's code proves; ``None`` for a code nobody was given."""
        return electors.check(self._hand, id_, code)

    # -- after -----------------------------------------------------------------------------

    def deliver(self, id_: str, delivery: Delivery) -> int:
        """Record what is proved of service, before closing; how many heads are served."""
        return casting.deliver(self._hand, id_, delivery)

    def delivery(self, id_: str) -> Delivery | None:
        """What was recorded of service last: staff only."""
        found = rows.delivery(self._hand.store, id_)
        return None if found is None else found[0]

    def close(self, id_: str) -> Poll:
        """End the papers; those that are keyed to the end are counted first.

        Raises ``NotPossible`` while papers that were keyed once wait for another reading, and
        before the shortest time that the law leaves for voting.
        """
        with self._diary.writing() as pen:
            counted = keying.count(self._hand, pen, id_)
            poll = deciding.close(self._hand, id_)
        casting.tell(self._hand, id_, counted.receipts)
        return poll

    def decide(self, id_: str) -> Decision:
        """Decide a closed poll by what was frozen."""
        return deciding.decide_closed(self._hand, id_)

    def publish(self, id_: str, by: str = "", second: str = "") -> Decision:
        """Publish the decision, once the independent recount has confirmed it.

        Where a ``second`` person signs, both names are sealed in the diary.
        """
        self.require_not_standing(id_, Text("公布结果", "publish the result"), by, second)
        return deciding.publish(self._hand, self._diary, id_, by, second)

    def computed(self, id_: str) -> Mapping[str, Any]:
        """What the papers of a closed poll come to, as it is posted where it is voided."""
        return deciding.totals(self.decide(id_))

    def void(self, id_: str, reason: Text, *, by: str, second: str) -> VoidedMotion:
        """Void a motion before its decision is published; what a closed one comes to is posted."""
        self.require_not_standing(id_, Text("作废表决", "void it"), by, second)
        return voiding.void_motion(self._hand, self._diary, id_, reason, by=by, second=second)

    def voided(self, id_: str) -> VoidedMotion | None:
        """Why a motion was voided, and what was posted beside it; ``None`` where it was not."""
        return voiding.find_void(self._hand.store, rows.poll(self._hand.store, id_))

    def drop(self, id_: str, reason: Text, by: str) -> Poll:
        """Drop a motion whose agenda was never posted, with its roll; its id is free again."""
        self.require_not_standing(id_, Text("弃用", "drop it"), by)
        return preparing.drop(self._hand, self._diary, id_, reason, by)

    def dispute(self, id_: str, reason: Text, by: str) -> Dispute:
        """Declare a dispute: nothing of the motion is erased until it has ended.

        Raises ``WrongState`` before it opens, ``NotPossible`` without a reason or a name, or where
        its papers were erased already.
        """
        with self._diary.writing() as pen:
            poll = rows.poll(self._hand.store, id_)
            if poll.state is PollState.PREPARED:
                step = Text("登记争议", "declare a dispute")
                raise WrongState(id_, poll.state.words, step)
            rows.papers_there(self._hand.store, id_)
            pen.add(motions.dispute(pen.book.motions, id_, reason, by))
            return pen.book.motions.disputes[id_][-1]

    def end_dispute(self, id_: str, reason: Text, by: str, number: int | None = None) -> None:
        """End a dispute, the only one where no number is given; the term holds again."""
        self.require_not_standing(id_, Text("了结争议", "end a dispute"), by)
        with self._diary.writing() as pen:
            rows.poll(self._hand.store, id_)
            pen.add(motions.end_dispute(pen.book.motions, id_, number, reason, by))

    def disputes(self, id_: str) -> tuple[Dispute, ...]:
        """The disputes about a motion, ended ones too: staff only."""
        with self._diary.reading() as book:
            return book.motions.disputes.get(id_, ())

    def confirming(self, id_: str, option: str) -> Poll:
        """Prepare the second round on an option that leads."""
        return deciding.confirming(self._hand, id_, option)

    def draw_order(self, id_: str) -> Poll:
        """Put the candidates of an election that is prepared in an order drawn by lot."""
        return standing.draw_order(self._hand, id_)

    def vote_again(self, id_: str) -> Poll:
        """Prepare the further vote on the seats that an election left open."""
        return standing.vote_again(self._hand, id_)

    def require_not_standing(self, id_: str, step: Text, *names: str) -> None:
        """Raise ``NotPossible`` where one of these persons stands in the election."""
        standing.check(rows.poll(self._hand.store, id_), step, *names)

    def bundle(self, id_: str) -> bytes:
        """The public zip of a published poll: log, totals, digests."""
        return self.bundle_file(id_).read()

    def bundle_file(self, id_: str) -> Blob:
        """The same as a file, as it was published."""
        return deciding.bundle_file(self._hand, id_)

    def sealed(self, id_: str) -> bytes:
        """The same with heads, papers and roll: for a court, never for the public."""
        return deciding.bundle(self._hand, id_, sealed=True)

    def make_evidence(
        self, id_: str, given_to: Text, *, by: str, second: str
    ) -> tuple[EvidenceMade, EvidenceFile]:
        """Make the sealed file for a court, with a list of what is in it; the diary says so."""
        self.require_not_standing(id_, Text("出具证据文件", "make the evidence file"), by, second)
        return evidence.make(self._hand, self._diary, id_, given_to, by, second)

    def take_evidence(self, id_: str, digest: str, by: str) -> EvidenceFile:
        """The file of that digest, for one of the two who made it."""
        return evidence.take(self._hand, self._diary, id_, digest, by)

    def draw_papers(
        self, id_: str, number: int, of: DrawnFrom, dice: str, *, by: str, second: str
    ) -> PaperDrawing:
        """Draw papers that count, or heads, to be checked with their owners."""
        self.require_not_standing(id_, Text("抽票核对", "draw papers"), by, second)
        return drawing.draw_papers(self._hand, self._diary, id_, number, of, dice, by, second)

    def drawn(self, id_: str, number: int, who: str) -> tuple[DrawnHead, ...]:
        """Who was drawn, for one of the two who drew."""
        return drawing.drawn_heads(self._hand, self._diary, id_, number, who)

    def answer_drawn(
        self, id_: str, number: int, place: str, said: OwnerSays, asker: str, by: str
    ) -> PaperDrawing:
        """Enter what came of asking one of those drawn; it changes no verdict."""
        given = (id_, number, place, said, asker, by)
        return drawing.answer_drawn(self._hand, self._diary, *given)

    def drawings(self, id_: str) -> tuple[PaperDrawing, ...]:
        """All drawings of a motion; the public sees those that ``may_be_shown``."""
        with self._diary.reading() as book:
            return book.drawings.of(id_)

    def poll(self, id_: str) -> Poll:
        """One poll, or ``NotListed``."""
        return rows.poll(self._hand.store, id_)

    def polls(self) -> tuple[Poll, ...]:
        """All polls by id."""
        return rows.polls(self._hand.store)

    def seats(self, id_: str) -> list[HeadSlot]:
        """The heads of a poll under their slots, before opening as they would be: staff only."""
        return reserving.seats(self._hand, rows.poll(self._hand.store, id_))

    def taken_part(self, id_: str) -> int:
        """For how many heads a paper has come in; never what they say.

        While papers come one counts from its first reading on: were it from the second, whoever
        reads second would see in the number whether both agree.
        """
        store = self._hand.store
        if rows.is_erased(store, id_):
            casts = (one for one in log.entries(store, id_) if one["kind"] == "cast")
            return len({one["slot"] for one in casts})
        came = {handed.slot for handed in rows.papers(store, id_)}
        if rows.poll(store, id_).state is PollState.OPEN:
            with self._diary.reading() as book:
                came |= {paper.slot for paper in book.motion_papers.of(id_)}
        return len(came)

    def published(self, id_: str) -> dict[str, Any] | None:
        """The totals as published, or ``None`` while nothing was."""
        return deciding.published_totals(self._hand, id_)
