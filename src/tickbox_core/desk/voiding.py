"""A round that two people void before its result is published, for a reason that is posted.

The round's own log ends with ``voided``.  After closing the count is made all the same and posted
beside the reason, labelled as not in force: whoever voids hides nothing, and whoever knows what is
coming gains no veto in the dark.  A void is final; the same items can be listed anew by a clone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import attrs

from tickbox_core.categories import sentences
from tickbox_core.desk import deciding, records, settling
from tickbox_core.desk.diary import YearDiary
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.settling import Tied
from tickbox_core.errors import ChangedMeanwhile, TickboxError, WrongState
from tickbox_core.hooks import Event
from tickbox_core.ledger import Checkpoint, canonical, leaf_hash, voided
from tickbox_core.model import Round, State
from tickbox_core.rules import Outcome, Unsettled
from tickbox_core.store import Store
from tickbox_core.store.blobs import Blob
from tickbox_core.text import EMPTY, Text, join_texts
from tickbox_core.workflow import bundles, deadlines, log
from tickbox_core.workflow.tables import kept_outcome
from tickbox_core.year import results

_WHY = Text("这一轮已作废，理由：{reason}", "This round was voided, because: {reason}")
_STATE = Text("已作废，理由：{reason}", "voided, because: {reason}")
_NOT_IN_FORCE = Text(
    "作废以前打钩已经截止，计票结果一并公布，但不生效。",
    "Ticking had closed by then: what the count comes to is posted beside it, and is not in force.",
)
_WAS = {
    State.POSTED: Text("清单没有开放打钩。", "The list was never opened for ticking."),
    State.TICKING: Text(
        "作废时打钩还没有截止，没有计票，谁也不知道会是什么结果。",
        "Ticking was still open: nothing was counted, and nobody knows what would have come of it.",
    ),
    State.COUNTING: _NOT_IN_FORCE,
}
_UNCOUNTED = Text(
    "作废以前打钩已经截止，但没有算出可以公布的结果：{why}",
    "Ticking had closed by then, but there is no result that could be posted: {why}",
)
_WOULD_BE = Text(
    "按计票会选出：{titles}（不生效）。",
    "The count would have chosen, which is not in force: {titles}.",
)
_WOULD_BE_NONE = Text(
    "按计票不会选出任何事项（不生效）。",
    "The count would have chosen no item, which is not in force.",
)


@attrs.frozen(hash=False)
class Voided:
    """A round that was voided ``at``, why, and in which state it ``was``.

    What the count comes to is ``outcome``, or the ``tie`` at which it stops; ``uncounted`` says why
    there is neither although ticking had closed.  None of it is in force.
    """

    round: Round
    at: str
    reason: Text
    was: State
    outcome: Outcome | None = None
    tie: Tied | None = None
    uncounted: Text = EMPTY

    @property
    def why(self) -> Text:
        """That it was voided, and the reason."""
        return sentences(_WHY.filled(reason=self.reason))

    @property
    def state_words(self) -> Text:
        """The state of the round with the reason."""
        return _STATE.filled(reason=self.reason)

    @property
    def would_be(self) -> Text:
        """Whom the count would have chosen; empty without one, or where it only ranks."""
        if self.outcome is None or self.outcome.selected is None:
            return EMPTY
        if not self.outcome.selected:
            return _WOULD_BE_NONE
        titles = [self.round.item(one).title for one in self.outcome.selected]
        return _WOULD_BE.filled(titles=join_texts(titles, "、", "; "))

    @property
    def sentences(self) -> tuple[Text, ...]:
        """The reason, what had been reached by then, what would have been chosen, or a tie."""
        reached = _WAS[self.was]
        if self.uncounted:
            reached = sentences(_UNCOUNTED.filled(why=self.uncounted))
        more = (self.would_be,) if self.would_be else ()
        return (self.why, reached, *more, *(self.tie.sentences if self.tie else ()))

    def plain(self) -> dict[str, Any]:
        """For JSON: the reason, and what the count comes to."""
        return {
            "round": self.round.id,
            "at": self.at,
            "reason": self.reason.plain(),
            "was": str(self.was),
            "words": join_texts(list(self.sentences)).plain(),
            "computed": None if self.outcome is None else self.outcome.plain(),
            "tied": None if self.tie is None else self.tie.plain(),
        }


def find_void(store: Store, round: Round) -> Voided | None:
    """Why a round was voided, and what was posted beside it; ``None`` where it was not.

    It is the last entry of the round's log: nothing is counted, so any page can ask.
    """
    if round.state is not State.VOID:
        return None
    size = log.head(store, round.id).size
    entry, computed = _entry(store, round.id, size - 1), kept_outcome(store, round.id)
    after = State.TICKING if round.closed_at is None else State.COUNTING
    return Voided(
        round,
        entry["at"],
        Text(**entry["reason"]),
        State.POSTED if round.opened_at is None else after,
        None if computed is None else Outcome.of(computed),
        settling.tie_at(store, round, size - 2),
        Text(**entry["uncounted"]),
    )


def refuse_void(store: Store, round: Round, step: Text) -> None:
    """Raise ``WrongState`` with the reason, of a round that was voided."""
    found = find_void(store, round)
    if found is not None:
        why = Text("理由：{reason}", "Reason: {reason}").filled(reason=found.reason)
        raise WrongState(round.id, round.state.words, step, why)


# -- voiding -----------------------------------------------------------------------------------


@attrs.frozen
class _Count:
    """What a round comes to that is to be voided."""

    outcome: Outcome | None = None
    tie: Tied | None = None
    uncounted: Text = EMPTY

    def entries(self, round_id: str, at: str, reason: Text) -> list[dict[str, Any]]:
        """What its log says: a tie that is not posted yet, and the void."""
        new = [self.tie.entry(at)] if self.tie and not self.tie.posted else []
        digest = "" if self.outcome is None else _digest(self.outcome.plain())
        said = voided(round_id, at, reason.plain(), digest, self.uncounted.plain())
        return [*new, said]


def void_round(
    hand: Hand, diary: YearDiary, round_id: str, reason: Text, *, by: str, second: str
) -> Voided:
    """Void a round; what the ballots of a closed one come to is posted beside the reason.

    Where there is no count to be had (the plugin of its rule is gone, or the independent recount
    does not confirm it) that is said instead, so that such a round has an end too.

    Raises ``NotPossible`` without two people or a reason, or of a trial; ``WrongState`` where it
    was never posted, is published or voided; ``ChangedMeanwhile`` where somebody else was first.
    """
    before = records.load_round(hand.store, round_id)
    found = _count(hand, before)
    with diary.writing() as pen:
        round = records.load_round(hand.store, round_id)
        taken_down = round_id in pen.book.lists.taken_down
        happened = results.void(round, reason, hand.today(), by, second, taken_down=taken_down)
        if (round.state, _posted(hand, round)) != (before.state, _posted(hand, before)):
            raise ChangedMeanwhile(round.title)
        new, data = _confirmed(hand, round, found, reason)
        appended = log.append(hand, round_id, new)
        checkpoint = log.keep_checkpoint(hand, round_id, appended.head)
        if new[-1]["outcome"] and found.outcome is not None:
            body = json.dumps(found.outcome.plain(), ensure_ascii=False)
            hand.store.put("outcome", {"cycle": round_id, "body": body})
        ended = attrs.evolve(round, state=State.VOID)
        records.move_round(hand.store, ended)
        deadlines.cancel(hand, round_id)
        pen.add(happened)
        if data:
            bundles.keep(hand, round_id, data)
    hand.show(ended, checkpoint)
    hand.tell(Event("voided", round_id, {"reason": reason.plain()}))
    shown = find_void(hand.store, ended)
    assert shown is not None
    return shown


def _posted(hand: Hand, round: Round) -> str:
    shown = settling.posted_tie(hand.store, round)
    return "" if shown is None else shown.posted


def _count(hand: Hand, round: Round) -> _Count:
    """What a closed round comes to; nothing before closing, and a posted tie as it was posted."""
    if round.state is not State.COUNTING:
        return _Count()
    shown = settling.posted_tie(hand.store, round)
    if shown is not None:
        return _Count(tie=shown)
    try:
        found = deciding.examine(hand, round.id)
    except TickboxError as lacking:  # a plugin is gone or fails: the round ends all the same
        return _Count(uncounted=lacking.text)
    if isinstance(found, Unsettled):
        return _Count(tie=settling.tied_answer(round, found))
    return _Count(found)


def _confirmed(
    hand: Hand, round: Round, found: _Count, reason: Text
) -> tuple[list[dict[str, Any]], bytes]:
    """The entries that end its log and its bundle, as the independent recount confirms them.

    The bundle of a round that was never opened is empty.
    """
    new = found.entries(round.id, hand.now(), reason)
    if round.opened_at is None:
        return new, b""
    data = _bundle(hand, round, new, _outcome(hand, round, found.outcome, found.tie))
    recount = deciding.differences_of(round.id, data)
    if recount is None:
        return new, data
    new = _Count(uncounted=recount.text).entries(round.id, hand.now(), reason)
    return new, _bundle(hand, round, new, _outcome(hand, round, None, None))


def _bundle(
    hand: Hand, round: Round, new: Sequence[Mapping[str, Any]], outcome: Mapping[str, Any]
) -> bytes:
    """The bundle as it will be once these entries stand in the log."""
    edge = log.head(hand.store, round.id)
    for entry in new:
        edge = edge.added(leaf_hash(canonical(entry)))
    checkpoint = log.sign_checkpoint(hand, round.id, edge)
    return deciding.written_bundle(
        hand, round.id, checkpoint, outcome, new, opens=round.closed_at is not None
    )


def _outcome(
    hand: Hand, round: Round, outcome: Outcome | None, tie: Tied | None
) -> Mapping[str, Any]:
    if outcome is not None:
        return outcome.plain()
    bare = deciding.without_ranking(hand, round.id)
    return bare if tie is None else {**bare, "ties": [one.posted() for one in tie.ties]}


def _digest(plain: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical(plain)).hexdigest()


def _entry(store: Store, round_id: str, position: int) -> dict[str, Any]:
    row = store.get("entry", log=round_id, position=position)
    entry: dict[str, Any] = {} if row is None else json.loads(row["body"])
    return entry


# -- the bundle --------------------------------------------------------------------------------


def bundle_file(hand: Hand, round_id: str) -> Blob:
    """The zip of a round that is decided, tied or voided after it was opened, to be recounted.

    Raises what ``deciding.bundle`` does.
    """
    round = records.load_round(hand.store, round_id)
    if round.state is State.VOID and round.opened_at is not None:
        return bundles.find(hand, round_id, partial(bundle, hand, round_id))
    return settling.bundle_file(hand, round_id)


def made_bundle(hand: Hand, round_id: str) -> bytes:
    """That of a decided or voided round, made from what the tables hold now."""
    made = bundle if records.is_void(hand.store, round_id) else deciding.bundle
    return made(hand, round_id)


def bundle(hand: Hand, round_id: str) -> bytes:
    """That of a voided round, made from what the tables hold now."""
    round = records.load_round(hand.store, round_id)
    found = find_void(hand.store, round)
    checkpoint: Checkpoint | None = log.last_checkpoint(hand.store, round_id)
    if found is None or checkpoint is None or round.opened_at is None:
        step = Text("下载核验包", "hand out the bundle")
        raise WrongState(round_id, round.state.words, step)
    outcome = _outcome(hand, round, found.outcome, found.tie)
    opens = round.closed_at is not None
    return deciding.written_bundle(hand, round_id, checkpoint, outcome, opens=opens)
