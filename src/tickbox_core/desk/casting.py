"""Taking ballots: checked, written to ledger and tables in one durable commit, then acknowledged.

The order inside the transaction is: idempotency row, state, slot, ticks, revision, ledger leaf.
A refused cast uses nothing up; casts of many residents may share one commit.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import attrs

from tickbox_core.desk import records
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.voiding import refuse_void
from tickbox_core.errors import (
    AlreadyCast,
    CountedOnSheet,
    KeyReused,
    TickboxError,
    UnknownSlot,
    WrongState,
)
from tickbox_core.hooks import Event
from tickbox_core.ledger import Receipt, ballot_superseded, canonical, choice_commitment
from tickbox_core.ledger import cast as cast_entry
from tickbox_core.model import Ballot, Round, State, check_ticks
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow import deadlines, log

SALT_BYTES = 32


@attrs.frozen
class Cast:
    """One ballot as it is handed in.

    ``key`` is the client's own idempotency key: the same key with the same content is answered
    with the same receipt, however often it comes.
    """

    slot: str
    ticks: tuple[str, ...]
    key: str
    channel: str = "online"


def cast_many(hand: Hand, round_id: str, casts: Sequence[Cast]) -> list[Receipt | TickboxError]:
    """Take casts in order, in one commit; each is answered with its receipt or its refusal."""
    with hand.transaction():
        answers, receipts = _cast_in(hand, round_id, casts)
    for receipt in receipts.values():
        hand.tell(Event("cast", round_id, {"index": receipt.index}))
    return answers


def supersede_in(
    hand: Hand, round_id: str, cast: Cast, revision: int, reason: Text
) -> Receipt | TickboxError:
    """Cast in the place of a slot's ballot of that revision, which was keyed wrongly.

    Inside a transaction of the caller; the log says first that it is superseded and why, whether
    or not the round lets ballots be changed.
    """
    group = _Group(hand, records.load_round(hand.store, round_id), {cast.slot: revision})
    answer = group.take(cast)
    if isinstance(answer, _New):
        entry = ballot_superseded(round_id, cast.slot, revision, reason.plain())
        log.append(hand, round_id, [entry])
        return group.write()[cast.key]
    return answer


def cast_in(hand: Hand, round_id: str, casts: Sequence[Cast]) -> list[Receipt | TickboxError]:
    """``cast_many`` inside a transaction of the caller, for ballots that come with a record."""
    return _cast_in(hand, round_id, casts)[0]


def _cast_in(
    hand: Hand, round_id: str, casts: Sequence[Cast]
) -> tuple[list[Receipt | TickboxError], dict[str, Receipt]]:
    group = _Group(hand, records.load_round(hand.store, round_id))
    answers = [group.take(cast) for cast in casts]
    receipts = group.write()
    final = [receipts[one.cast.key] if isinstance(one, _New) else one for one in answers]
    return final, receipts


@attrs.frozen
class _New:
    """A cast that was accepted and waits for the end of its group."""

    cast: Cast
    digest: str
    revision: int
    salt: bytes


class _Group:
    """The casts of one transaction: what each is answered, and what is to be written."""

    def __init__(
        self, hand: Hand, round: Round, superseded: Mapping[str, int] = MappingProxyType({})
    ) -> None:
        self._hand = hand
        self._round = round
        self._listed = round.ticklist
        self._superseded = superseded
        # asked in the transaction that takes the ballots: there is no moment between them
        self._deadline = deadlines.end_if_due(hand, round.id)
        self._new: dict[str, _New] = {}
        self._revisions: dict[str, int] = {}

    def take(self, cast: Cast) -> Receipt | TickboxError | _New:
        """The old receipt, a refusal, or a new cast that ``write`` will give a receipt."""
        try:
            return self._take(cast)
        except TickboxError as refusal:
            return refusal

    def write(self) -> dict[str, Receipt]:
        """Append the new casts to the log and the tables; receipts by idempotency key."""
        if not self._new:
            return {}
        round_id = self._round.id
        accepted = list(self._new.values())
        appended = log.append(self._hand, round_id, [self._entry(new) for new in accepted])
        receipts = {}
        for at, new in enumerate(accepted):
            receipts[new.cast.key] = Receipt(
                round=round_id,
                slot=new.cast.slot,
                revision=new.revision,
                leaf=appended.leaves[at].hex(),
                index=appended.first + at,
                size=appended.head.size,
                root=appended.head.root.hex(),
            )
        self._keep(accepted, receipts)
        return receipts

    def _take(self, cast: Cast) -> Receipt | _New:
        digest = _digest(cast)
        if (waiting := self._new.get(cast.key)) is not None:
            _same(cast, digest, waiting.digest)
            return waiting
        answered = self._hand.store.get("answer", cycle=self._round.id, key=cast.key)
        if answered is not None:
            _same(cast, digest, answered["digest"])
            return Receipt.of(json.loads(answered["receipt"]))
        self._check(cast)
        revision = self._next_revision(cast)
        self._revisions[cast.slot] = revision
        new = _New(cast, digest, revision, self._hand.entropy(SALT_BYTES))
        self._new[cast.key] = new
        return new

    def _check(self, cast: Cast) -> None:
        if self._round.state is not State.TICKING:
            step = Text("打钩", "tick")
            refuse_void(self._hand.store, self._round, step)
            if cast.channel != deadlines.FROM_PAPER:
                deadlines.refuse_late(self._deadline, self._round.title)
            raise WrongState(self._round.id, self._round.state.words, step, EMPTY)
        if cast.channel != deadlines.FROM_PAPER:
            deadlines.refuse_late(self._deadline, self._round.title)
        if self._hand.store.get("slot", cycle=self._round.id, slot=cast.slot) is None:
            raise UnknownSlot(self._round.id)
        if self._hand.store.get("sheet_slot", cycle=self._round.id, slot=cast.slot) is not None:
            raise CountedOnSheet(self._round.id, cast.slot)
        check_ticks(Ballot(cast.slot, cast.ticks), self._listed, self._round.limits)

    def _next_revision(self, cast: Cast) -> int:
        last = self._revisions.get(cast.slot)
        if last is None:
            kept = records.last_ballot(self._hand.store, self._round.id, cast.slot)
            last = 0 if kept is None else kept.revision
        if last and not self._round.revisable and self._superseded.get(cast.slot) != last:
            raise AlreadyCast(self._round.id, cast.slot)
        return last + 1

    def _entry(self, new: _New) -> dict[str, object]:
        slot, ticks = new.cast.slot, new.cast.ticks
        commitment = choice_commitment(new.salt, slot, new.revision, ticks)
        return dict(cast_entry(self._round.id, slot, new.revision, commitment, new.cast.channel))

    def _keep(self, accepted: list[_New], receipts: dict[str, Receipt]) -> None:
        store, round_id = self._hand.store, self._round.id
        ballots, answers = [], []
        for new in accepted:
            receipt = receipts[new.cast.key]
            ballot = records.CastBallot(
                new.cast.slot, new.revision, receipt.index, new.cast.ticks, new.salt, receipt.code
            )
            ballots.append(records.ballot_row(round_id, ballot))
            answers.append(
                {
                    "cycle": round_id,
                    "key": new.cast.key,
                    "digest": new.digest,
                    "receipt": json.dumps(receipt.plain()),
                }
            )
        store.add("ballot", ballots)
        store.add("answer", answers)


def _digest(cast: Cast) -> str:
    content = {"slot": cast.slot, "ticks": sorted(cast.ticks)}
    return hashlib.sha256(canonical(content)).hexdigest()


def _same(cast: Cast, digest: str, known: str) -> None:
    if digest != known:
        raise KeyReused(cast.key)
