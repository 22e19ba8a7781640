"""Corrections of a motion's roll before it opens: asked for, made by two people, or refused.

Opening freezes the roll: from then on a mistake is for those who may void the motion, or for a
dispute.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from tickbox_core.components.motions import Poll, PollState
from tickbox_core.desk import codes
from tickbox_core.desk.diary import YearDiary, YearTransaction
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.motions import freezing, keying, reserving, rows, standing
from tickbox_core.desk.motions.electors import seat_of
from tickbox_core.desk.motions.preparing import SALT_BYTES, asked_of
from tickbox_core.desk.motions.roll_edits import NameOwner, RollEdit, edit_roll
from tickbox_core.errors import NotPossible, WrongState
from tickbox_core.ledger import roll_commitment
from tickbox_core.model import Question, Roll, Weights
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.voids import void_reason
from tickbox_core.year import corrections
from tickbox_core.year.corrections import RollRequest, WrongPart


@attrs.frozen
class RollChange:
    """What a change of the roll does to all that the motion counts, before and after.

    ``lost`` heads had a code that is worth nothing afterwards.
    """

    before: Weights
    after: Weights
    lost: int = 0


def require_correctable(hand: Hand, id_: str, step: Text) -> Poll:
    """The poll, whose agenda has to be posted, and which must not be open (``WrongState``)."""
    poll = rows.poll(hand.store, id_)
    if poll.state is PollState.PREPARED and poll.is_public:
        return poll
    instead = {PollState.PREPARED: _POST, PollState.VOID: void_reason(hand.store, id_)}
    if poll.state in (PollState.OPEN, PollState.CLOSED):
        instead[poll.state] = _FROZEN
    raise WrongState(id_, poll.state.words, step, instead.get(poll.state, _DISPUTE))


_POST = Text("请先公示议题（motion/post）。", "Post its agenda first (motion/post).")
_FROZEN = Text(
    "名册在开始表决时已经冻结；错得要紧的，可由两人作废后重新表决（motion/void），"
    "或登记争议（motion/dispute）。",
    "The roll was frozen when voting began. Where the mistake matters two people can void the "
    "motion, to put it anew (motion/void), or a dispute can be declared (motion/dispute).",
)
_DISPUTE = Text(
    "名册在开始表决时已经冻结；可以登记争议（motion/dispute）。",
    "The roll was frozen when voting began; a dispute can be declared (motion/dispute).",
)
_ASK = Text("申请更正名册", "ask for a correction of the roll")
_CORRECT = Text("更正名册", "correct the roll")
_REFUSE = Text("答复更正申请", "answer a request for a correction")


def ask_by_code(
    hand: Hand, diary: YearDiary, id_: str, slot: str, about: Iterable[WrongPart], words: str
) -> RollRequest:
    """Take what the holder of a head's code says is wrong.

    Raises ``UnknownSlot``, ``WrongState`` unless the agenda is posted and voting has not begun, and
    ``NotPossible`` without words, or while the last one waits.
    """
    with diary.writing() as pen:
        require_correctable(hand, id_, _ASK)
        seat = seat_of(hand, id_, slot)
        whose = {"slot": slot, "place": seat.head.places[0]}
        return _add(pen, id_, about, words, whose)


def ask_at_office(
    hand: Hand, diary: YearDiary, id_: str, place: str, about: Iterable[WrongPart], words: str,
    by: str,
) -> RollRequest:  # fmt: skip
    """The same of somebody who came, for a home of the roll (``NotPossible`` for another)."""
    with diary.writing() as pen:
        poll = require_correctable(hand, id_, _ASK)
        reserving.require_roll(hand.store, poll.id)
        found = keying.find_place(hand, id_, place)
        return _add(pen, id_, about, words, {"place": found, "by": by})


def _add(
    pen: YearTransaction, id_: str, about: Iterable[WrongPart], words: str, whose: dict[str, str]
) -> RollRequest:
    pen.add(corrections.ask(pen.book.corrections, id_, tuple(about), words, **whose))
    return pen.book.corrections.of(id_)[-1]


def look(hand: Hand, id_: str, edit: RollEdit, name_owner: NameOwner) -> RollChange:
    """What a change would do to heads and area of the whole; nothing is changed.

    Raises what ``correct`` raises.
    """
    poll = require_correctable(hand, id_, _CORRECT)
    roll = reserving.require_roll(hand.store, id_)
    return _change(hand, poll, roll, _new_roll(hand, poll, roll, edit, name_owner))


def correct(
    hand: Hand,
    diary: YearDiary,
    id_: str,
    edit: RollEdit | None,
    name_owner: NameOwner,
    reason: Text,
    number: int | None,
    by: str,
    second: str,
) -> RollChange:
    """Change the roll of a motion that is not open, in answer to the request of that number.

    ``edit`` is ``None`` where a roll that was imported since has it right: then nothing is changed.
    Raises ``WrongState``, ``NotPossible`` without two people or a reason, for a home that is not on
    the roll, and where nothing would change, and whatever keeps such a roll from being asked.
    """
    with diary.writing() as pen:
        poll = require_correctable(hand, id_, _CORRECT)
        old = reserving.require_roll(hand.store, id_)
        if edit is None and number is None:
            raise NotPossible(_NO_CHANGE, _SAY_WHAT)
        new = old if edit is None else _new_roll(hand, poll, old, edit, name_owner)
        change = _change(hand, poll, old, new)
        kept = rows.roll(hand.store, id_)
        salt = kept[1] if kept is not None and new is old else hand.entropy(SALT_BYTES)
        if new is not old:
            rows.keep_roll(hand.store, id_, new, salt)
        sealed = {} if edit is None else {"edit": edit.plain()}
        digest = roll_commitment(new, salt)
        state = pen.book.corrections
        pen.add(corrections.correct(state, id_, number, digest, sealed, reason, by, second))
    return change


_NO_CHANGE = Text("没有写要改什么。", "nothing to change is given.")
_SAY_WHAT = Text(
    "请写面积、业主或表决人；已在重新导入的名册里改好的，写是答复第几件申请。",
    "Give the area, the owners or the voter; where a roll imported since has it right, say which "
    "request this answers.",
)


def refuse(
    hand: Hand, diary: YearDiary, id_: str, number: int, reason: Text, by: str
) -> RollRequest:
    """Answer a request: the roll stays as it is, for a reason that whoever asked reads.

    Raises ``WrongState``, ``NotPossible``.
    """
    with diary.writing() as pen:
        require_correctable(hand, id_, _REFUSE)
        pen.add(corrections.refuse(pen.book.corrections, id_, number, reason, by))
        return pen.book.corrections.of(id_)[number - 1]


def answers_for(hand: Hand, diary: YearDiary, id_: str, slot: str) -> tuple[RollRequest, ...]:
    """What the holder of a slot's code may read: what they have asked, and what came of it.

    Of what staff took for somebody who came for one of the homes they have not what was said.
    """
    poll = rows.poll(hand.store, id_)
    mine = [seat for seat in reserving.seats(hand, poll) if slot and seat.slot == slot]
    places = {place for seat in mine for place in seat.head.places}
    with diary.reading() as book:
        known = book.corrections.of(id_)
    own = (one for one in known if one.slot == slot or (not one.slot and one.place in places))
    return tuple(one if one.slot else attrs.evolve(one, words="") for one in own)


def waiting_words(waiting: Iterable[RollRequest]) -> Text:
    """That corrections wait, as the checklist says it; ``EMPTY`` for none."""
    many = len(tuple(waiting))
    return _WAITING.filled(number=many) if many else EMPTY


_WAITING = Text(
    "还有{number}件更正申请没有答复：请先更正（motion/correct-roll），"
    "或说明理由不予更正（motion/refuse-correction）。",
    "corrections of the roll wait for an answer: {number}. Correct the roll (motion/correct-roll), "
    "or say why not (motion/refuse-correction).",
)


def changed_since(hand: Hand, id_: str, digest: str) -> bool:
    """Whether another roll was put in the place of the one that was last corrected."""
    kept = rows.roll(hand.store, id_)
    return bool(digest) and kept is not None and roll_commitment(*kept) != digest


# -- the change itself -------------------------------------------------------------------------


def _new_roll(hand: Hand, poll: Poll, roll: Roll, edit: RollEdit, name_owner: NameOwner) -> Roll:
    """The roll with the change, which the motion can be asked by."""
    if poll.motion.kind is not Question.OWNERS_MOTION:
        raise NotPossible(_RESIDENTS, _IMPORT_AGAIN)
    found = attrs.evolve(edit, place=keying.find_place(hand, poll.id, edit.place))
    if edit.same_as:
        found = attrs.evolve(found, same_as=_on_the_roll(roll, edit.same_as))
    new = edit_roll(roll, found, name_owner)
    asked_of(hand, poll, new)
    return new


def _on_the_roll(roll: Roll, written: str) -> str:
    """The unit of the roll, in the motion or not, that is written so."""
    for unit in roll.units:
        if written.strip() in (unit.id, unit.label):
            return unit.id
    raise NotPossible(
        Text("名册上没有“{place}”。", "'{place}' is not on the roll.").filled(place=written[:40]),
        Text("请写名册上的房号。", "Give a home as the roll writes it."),
    )


_RESIDENTS = Text(
    "这是居民表决，名册上没有面积和产权可改。",
    "this is a residents' motion: its roll has no areas and owners to change.",
)
_IMPORT_AGAIN = Text(
    "请改好名册重新导入（motion/register），再答复申请，写明已在重新导入的名册里改好。",
    "Import the corrected roll (motion/register); then answer the request, saying that the roll "
    "imported since has it right.",
)


def _change(hand: Hand, poll: Poll, old: Roll, new: Roll) -> RollChange:
    before, after = (
        freezing.weights_of(hand, poll, roll, len(asked_of(hand, poll, roll).heads))
        for roll in (old, new)
    )
    return RollChange(before, after, _lost(hand, poll, new))


def _lost(hand: Hand, poll: Poll, new: Roll) -> int:
    """How many heads have a code now that would be nobody's."""
    held = codes.slots_with_code(hand, poll.id)
    now = {seat.slot for seat in reserving.seats(hand, poll)}
    then = {seat.slot for seat in reserving.seats_of(hand, poll, new)}
    return len((now - then) & held)


# -- behind the desk's door --------------------------------------------------------------------


class RollCorrections:
    """Corrections of the rolls of an area's motions."""

    def __init__(self, hand: Hand, diary: YearDiary) -> None:
        self._hand = hand
        self._diary = diary

    def ask_by_code(
        self, id_: str, slot: str, about: Iterable[WrongPart], words: str
    ) -> RollRequest:
        """Take what the holder of a head's code says is wrong."""
        return ask_by_code(self._hand, self._diary, id_, slot, about, words)

    def ask_at_office(
        self, id_: str, place: str, about: Iterable[WrongPart], words: str, by: str
    ) -> RollRequest:
        """The same of somebody who came, for a home."""
        return ask_at_office(self._hand, self._diary, id_, place, about, words, by)

    def look(self, id_: str, edit: RollEdit, name_owner: NameOwner) -> RollChange:
        """What a change would do to heads and area of the whole; nothing is changed."""
        return look(self._hand, id_, edit, name_owner)

    def correct(
        self,
        id_: str,
        edit: RollEdit | None,
        name_owner: NameOwner,
        reason: Text,
        number: int | None = None,
        *,
        by: str,
        second: str,
    ) -> RollChange:
        """Change the roll, in answer to the request of that number where there is one."""
        standing.check(rows.poll(self._hand.store, id_), _CORRECT, by, second)
        given = (id_, edit, name_owner, reason, number, by, second)
        return correct(self._hand, self._diary, *given)

    def refuse(self, id_: str, number: int, reason: Text, by: str) -> RollRequest:
        """Answer a request: the roll stays as it is."""
        standing.check(rows.poll(self._hand.store, id_), _REFUSE, by)
        return refuse(self._hand, self._diary, id_, number, reason, by)

    def answers_for(self, id_: str, slot: str) -> tuple[RollRequest, ...]:
        """What the holder of a slot's code has asked, and what came of it."""
        return answers_for(self._hand, self._diary, id_, slot)

    def of(self, id_: str) -> tuple[RollRequest, ...]:
        """All that were asked for of a motion: staff only, but for their number."""
        with self._diary.reading() as book:
            return book.corrections.of(id_)
