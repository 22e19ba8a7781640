"""A result posted as preliminary: objections to it, papers set right by two, and what comes then.

What was counted is posted with its totals and may be recounted like any result, marked as not
final.  Whoever objects is answered in public without a name.  Where an objection shows that a paper
was read wrongly, two people set it right: the reading before stays in the log, and both results are
shown.  Final is what the papers come to once the days are over and everybody was answered.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import attrs

from tickbox_core.components.motions import Poll, PollState
from tickbox_core.desk.diary import YearDiary
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.motions import casting, deciding, keying, preparing, rows, standing
from tickbox_core.desk.motions.deciding import OBJECTIONS_OVER
from tickbox_core.errors import UnknownName
from tickbox_core.hooks import Event
from tickbox_core.ledger import canonical, corrected_entry, paper_commitment, preliminary_entry
from tickbox_core.model.channels import Channel
from tickbox_core.model.local_time import END_OF_DAY
from tickbox_core.rules.motions import (
    Assembly,
    Paper,
    last_day_of_objections,
    opinions,
    preliminary_days,
)
from tickbox_core.text import Text
from tickbox_core.workflow import log
from tickbox_core.workflow.deadlines import end_of
from tickbox_core.workflow.entries import rejection
from tickbox_core.workflow.jobs import StoredJobs
from tickbox_core.workflow.names import new_reference
from tickbox_core.year import ObjectionStage, Raised, objections, preliminary
from tickbox_core.year.preliminary import PreliminaryResult


class PreliminaryStage:
    """The preliminary results of motions, behind the desk's door."""

    def __init__(self, hand: Hand, diary: YearDiary) -> None:
        self._hand = hand
        self._diary = diary

    def find(self, id_: str) -> PreliminaryResult | None:
        """What was posted of a motion as preliminary, whatever it is now; ``None``: nothing."""
        with self._diary.reading() as book:
            return book.preliminaries.find(id_)

    def days(self, id_: str) -> int:
        """For how many days its result is posted as preliminary by law; 0: it is final at once."""
        return preliminary_days(preparing.practice_of(self._hand, rows.poll(self._hand.store, id_)))

    def closed_words(self, id_: str) -> Text:
        """Why objections to a motion's result are not taken now; ``EMPTY`` while they are."""
        poll, found = rows.poll(self._hand.store, id_), self.find(id_)
        if found is None or poll.state is not PollState.PRELIMINARY:
            return preliminary.NOT_TAKEN
        return preliminary.over_words(found, self._hand.today())

    def objections(self, id_: str) -> tuple[Raised, ...]:
        """The objections to it, the oldest first: words and authors are for staff."""
        with self._diary.reading() as book:
            return book.objections.of(id_, ObjectionStage.PRELIMINARY)

    def post(self, id_: str, where: Text, *, by: str, second: str) -> PreliminaryResult:
        """Post what a closed poll comes to as preliminary, once the recount confirms it."""
        standing.check(rows.poll(self._hand.store, id_), _POST, by, second)
        return post(self._hand, self._diary, id_, where, by, second)

    def object(self, id_: str, text: str, author: Mapping[str, str] | None = None) -> str:
        """Object to it; the reference of the objection."""
        return raise_objection(self._hand, self._diary, id_, text, author or {})

    def correct(
        self, id_: str, given: PaperCorrection, *, by: str, second: str
    ) -> PreliminaryResult:
        """Set a paper right, as two people read it now."""
        standing.check(rows.poll(self._hand.store, id_), _CORRECT, by, second)
        return correct(self._hand, self._diary, id_, given, by, second)


def post(
    hand: Hand, diary: YearDiary, id_: str, where: Text, by: str, second: str
) -> PreliminaryResult:
    """Post what a closed poll comes to as preliminary, once the independent recount confirms it.

    ``where`` says where objections are handed in on paper.  Raises ``WrongState`` unless it is
    closed, ``NotPossible`` where no rule asks for a preliminary result, and without two people;
    ``NotConfirmed`` with every difference.
    """
    plain = deciding.totals(deciding.decide_closed(hand, id_))
    with diary.writing() as pen:
        poll = rows.in_state(hand.store, id_, PollState.CLOSED, _POST)
        days = preliminary_days(preparing.practice_of(hand, poll))
        if not days:
            raise rejection(_NOT_ASKED, _PUBLISH)
        digest = hashlib.sha256(canonical(plain)).hexdigest()
        on = hand.today()
        until = last_day_of_objections(on, days)
        made = PreliminaryResult(id_, on, until, where, digest, plain)
        noted = preliminary.post_preliminary(made, by, second)
        entry = preliminary_entry(id_, hand.now(), until.isoformat(), digest, plain)
        entered = deciding.enter(hand, poll, entry, plain)
        rows.save(hand.store, attrs.evolve(poll, state=PollState.PRELIMINARY))
        pen.add(noted)
        StoredJobs(hand).add(OBJECTIONS_OVER, id_, end_of(hand, until, END_OF_DAY))
    entered.drop_older()
    hand.keep_outside(entered.checkpoint)
    hand.tell(Event("motion-preliminary", id_, {"until": until.isoformat()}))
    return made


_POST = Text("公布初步结果", "post the preliminary result")
_NOT_ASKED = Text(
    "这项表决冻结的规定没有要求先公布初步结果。",
    "no rule that was frozen for this motion asks for a preliminary result.",
)
_PUBLISH = Text("请直接公布结果（motion/publish）。", "Publish the result (motion/publish).")


def raise_objection(
    hand: Hand, diary: YearDiary, id_: str, text: str, author: Mapping[str, str]
) -> str:
    """Object to a motion's preliminary result; the reference of the objection.

    Raises ``NotPossible`` unless objections are taken today, or where it says nothing.
    """
    with diary.writing() as pen:
        poll = rows.poll(hand.store, id_)
        found = pen.book.preliminaries.find(id_)
        is_preliminary = poll.state is PollState.PRELIMINARY
        preliminary.require_taken(found, is_preliminary, hand.today())
        ref, stage = new_reference(hand.entropy), ObjectionStage.PRELIMINARY
        known = pen.book.objections
        pen.add(objections.raise_objection(known, ref, id_, stage, text, author=author))
    return ref


def tell_over(hand: Hand, id_: str) -> None:
    """Tell that the time for objections to a preliminary result is over: it may be made final."""
    row = hand.store.get("motion", id=id_)
    if row is not None and row["state"] == str(PollState.PRELIMINARY):
        hand.tell(Event("motion-objections-over", id_, {}))


# -- papers set right --------------------------------------------------------------------------


@attrs.frozen
class PaperCorrection:
    """How a paper of a home is to be read; ``by`` is who marked it, where none was counted yet."""

    place: str
    mark: str
    reason: Text
    by: str = ""


def correct(
    hand: Hand, diary: YearDiary, id_: str, given: PaperCorrection, by: str, second: str
) -> PreliminaryResult:
    """Set a paper of a preliminary result right, as two people read it now.

    What was read before stays in the log.  A paper that came in before the end and was not counted
    is taken the same way.  Raises ``WrongState`` unless the result is preliminary, ``UnknownName``
    for a mark that is not offered, ``NotPossible`` for what was answered online (nobody may read
    that otherwise), where nothing would change, and without two people or a reason.
    """
    with diary.writing() as pen:
        poll = rows.in_state(hand.store, id_, PollState.PRELIMINARY, _CORRECT)
        rows.papers_there(hand.store, id_)
        found = pen.book.preliminaries.find(id_)
        assert found is not None  # it is in that state
        seat = rows.seat_at(hand.store, id_, keying.find_place(hand, id_, given.place))
        noted = preliminary.correct_paper(found, seat.slot, given.reason, by, second)
        paper = _as_read_now(hand, poll, seat, given)
        _check_together(hand, poll, seat, paper)
        _take(hand, poll, seat, paper)
        pen.add(noted)
        made = pen.book.preliminaries.find(id_)
    assert made is not None
    return made


_CORRECT = Text("更正表决票", "set a paper right")


def _as_read_now(hand: Hand, poll: Poll, seat: rows.HeadSlot, given: PaperCorrection) -> Paper:
    mark, _ = standing.read_mark(poll.motion, given.mark, given.reason)
    if mark not in poll.motion.marks:
        raise UnknownName("mark", mark, tuple(poll.motion.marks))
    counted = casting.counted_paper(poll, rows.papers(hand.store, poll.id, slot=seat.slot))
    if counted is None:
        if not given.by.strip():
            raise rejection(_NONE_COUNTED, _SAY_WHO)
        return Paper(keying.find_place(hand, poll.id, given.place), mark, given.by.strip())
    if _channel(hand, poll, counted) == str(Channel.ONLINE):
        raise rejection(_ONLINE, _OBJECT_STANDS)
    if mark == counted.paper.mark:
        raise rejection(
            Text("这样更正并不改变这张票。", "that is how the paper is read already."),
            Text("请核对票面。", "Check the paper."),
        )
    mandate = counted.paper.mandate
    if mandate is not None and mandate.instruction is not None:
        mandate = attrs.evolve(mandate, instruction=mark)
    return attrs.evolve(counted.paper, mark=mark, mandate=mandate)


_NONE_COUNTED = Text("这一户没有计入的票。", "no paper of this home was counted.")
_SAY_WHO = Text(
    "是截止前交来而漏录的，请写明表决人；不是的，不能补投。",
    "If one came in before the end and was left out, say who marked it; none is taken after it.",
)
_ONLINE = Text(
    "这一户是本人在线上投的，谁也不能改读。",
    "this home answered online by itself: nobody may read that otherwise.",
)
_OBJECT_STANDS = Text(
    "请据实答复异议；认为这次表决无效的，由两人作废。",
    "Answer the objection as it is; if the motion cannot hold, two people void it.",
)


def _channel(hand: Hand, poll: Poll, handed: rows.HandedIn) -> str:
    """By which way a paper came in; one that was set right before came on paper."""
    entry = log.entries(hand.store, poll.id)[handed.position]
    return str(entry.get("channel", Channel.PAPER))


def _check_together(hand: Hand, poll: Poll, seat: rows.HeadSlot, paper: Paper) -> None:
    """Refuse a paper with which the motion could not be decided, as at casting."""
    counted = casting.counted_papers(hand, poll)
    stand = [one.paper for slot, one in counted.items() if slot != seat.slot]
    heads: Assembly = rows.assembly(hand.store, poll.id)
    opinions(heads, [*stand, paper], poll.motion.marks, poll.motion.proxies)


def _take(hand: Hand, poll: Poll, seat: rows.HeadSlot, paper: Paper) -> None:
    revision = len(rows.papers(hand.store, poll.id, slot=seat.slot)) + 1
    salt = hand.entropy(casting.SALT_BYTES)
    commitment = paper_commitment(salt, seat.slot, revision, rows.paper_plain(paper))
    appended = log.append(
        hand, poll.id, [corrected_entry(poll.id, seat.slot, revision, commitment)]
    )
    log.keep_checkpoint(hand, poll.id, appended.head)
    handed = rows.HandedIn(seat.slot, revision, appended.first, paper, salt, "")
    rows.add_paper(hand.store, poll.id, handed)
