"""A motion that two people void before its decision is published, for a reason that is posted.

As with a round: its log ends with ``voided``; after closing the papers are decided all the same,
and the totals are posted beside the reason, labelled as not in force.  It authorises nothing.  Its
papers are proof still and are kept as long as those of a published one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from tickbox_core.bundle import differences, write_motion
from tickbox_core.components.motions import Poll, PollState
from tickbox_core.desk.diary import YearDiary
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.motions import deciding, rows
from tickbox_core.errors import ChangedMeanwhile, NotConfirmed, WrongState
from tickbox_core.hooks import Event
from tickbox_core.ledger import canonical, voided
from tickbox_core.store import Store
from tickbox_core.text import EMPTY, Text, join_texts
from tickbox_core.workflow import bundles, deadlines, log, voids
from tickbox_core.workflow.jobs import StoredJobs
from tickbox_core.workflow.tables import kept_outcome
from tickbox_core.workflow.voids import LoggedVoid
from tickbox_core.year import motions

_WAS = {
    PollState.PREPARED: Text("没有开始表决。", "It never opened for papers."),
    PollState.OPEN: Text(
        "作废时表决还没有截止，没有计票，谁也不知道会是什么结果。",
        "Papers were still coming in: nothing was counted, and nobody knows what would have come "
        "of it.",
    ),
    PollState.CLOSED: Text(
        "作废以前表决已经截止，计票结果一并公布，但不生效，不能据此办理任何事。",
        "Papers had closed by then: what they come to is posted beside it. It is not in force and "
        "authorises nothing.",
    ),
    PollState.PRELIMINARY: Text(
        "作废以前已经公布过初步结果，并列于此；它从来不是最终结果，不生效，不能据此办理任何事。",
        "A preliminary result had been posted by then, and stands beside it. It was never final, "
        "is not in force and authorises nothing.",
    ),
}
_UNCOUNTED = Text(
    "作废以前表决已经截止，但没有算出可以公布的结果：{why}",
    "Papers had closed by then, but there is no decision that could be posted: {why}",
)


@attrs.frozen(hash=False)
class VoidedMotion:
    """A motion that was voided, why, and in which state it ``was``.

    ``totals`` is what the papers of a closed one come to, as it would have been published; not in
    force.
    """

    poll: Poll
    logged: LoggedVoid
    was: PollState
    totals: Mapping[str, Any] | None = None

    @property
    def sentences(self) -> tuple[Text, ...]:
        """The reason, and what had been reached by then."""
        uncounted = self.logged.uncounted
        reached = _UNCOUNTED.filled(why=uncounted) if uncounted else _WAS[self.was]
        return self.logged.why, reached

    def plain(self) -> dict[str, Any]:
        """For JSON: the reason, and what the papers come to."""
        return {
            "motion": self.poll.id,
            "at": self.logged.at,
            "reason": self.logged.reason.plain(),
            "was": str(self.was),
            "words": join_texts(list(self.sentences)).plain(),
            "computed": self.totals,
        }


def find_void(store: Store, poll: Poll) -> VoidedMotion | None:
    """Why a motion was voided, and what was posted beside it; ``None`` where it was not."""
    found = voids.read_void(store, poll.id) if poll.state is PollState.VOID else None
    if found is None:
        return None
    computed = kept_outcome(store, poll.id)
    was = PollState.OPEN if poll.closed_at is None else PollState.CLOSED
    if log.has_kind(store, poll.id, "preliminary"):
        was = PollState.PRELIMINARY
    if poll.opened_at is None:
        was = PollState.PREPARED
    return VoidedMotion(poll, found, was, computed)


def void_motion(
    hand: Hand, diary: YearDiary, id_: str, reason: Text, *, by: str, second: str
) -> VoidedMotion:
    """Void a motion; what the papers of a closed one come to is posted beside the reason.

    Raises ``NotPossible`` without two people or a reason; ``WrongState`` where its agenda is not
    posted, or it is published or voided; ``ChangedMeanwhile`` where somebody else was first.
    """
    before = rows.poll(hand.store, id_)
    closed = before.state in (PollState.CLOSED, PollState.PRELIMINARY)
    totals = deciding.totals(deciding.decide_closed(hand, id_)) if closed else None
    with diary.writing() as pen:
        poll = rows.poll(hand.store, id_)
        _require_voidable(poll)
        happened = motions.void(id_, hand.today(), str(poll.state), reason, by, second)
        if poll != before:
            raise ChangedMeanwhile(poll.motion.question)
        new, shown, data = _confirmed(hand, poll, totals, reason)
        appended = log.append(hand, id_, new)
        checkpoint = log.keep_checkpoint(hand, id_, appended.head)
        if shown is not None:
            body = json.dumps(shown, ensure_ascii=False)
            hand.store.put("outcome", {"cycle": id_, "body": body})
        ended = attrs.evolve(poll, state=PollState.VOID)
        rows.save(hand.store, ended)
        deadlines.cancel(hand, id_)
        StoredJobs(hand).cancel(deciding.OBJECTIONS_OVER, id_)
        pen.add(happened)
        drop_older = bundles.drop(hand, id_)
        if data:
            bundles.keep(hand, id_, data)
    drop_older()
    hand.keep_outside(checkpoint)
    hand.tell(Event("motion-voided", id_, {"reason": reason.plain()}))
    found = find_void(hand.store, ended)
    assert found is not None
    return found


def _require_voidable(poll: Poll) -> None:
    if poll.state in (PollState.OPEN, PollState.CLOSED, PollState.PRELIMINARY):
        return
    if poll.state is PollState.PREPARED and poll.is_public:
        return
    raise WrongState(poll.id, poll.state.words, Text("作废", "void it"), _INSTEAD[poll.state])


_INSTEAD = {
    PollState.PREPARED: Text(
        "议题没有公示过：改方案，或弃用（motion/drop）。",
        "Its agenda was never posted: change the motion, or drop it (motion/drop).",
    ),
    PollState.PUBLISHED: Text(
        "结果已经公布；要撤销，须由法院决定。",
        "Its result is posted; whether it is annulled is for a court.",
    ),
    PollState.VOID: EMPTY,
}


def _confirmed(
    hand: Hand, poll: Poll, totals: Mapping[str, Any] | None, reason: Text
) -> tuple[list[dict[str, Any]], Mapping[str, Any] | None, bytes]:
    """What ends its log, the totals that are posted, and its bundle, as the recount confirms it."""
    digest = "" if totals is None else hashlib.sha256(canonical(dict(totals))).hexdigest()
    new = _ending(hand, poll, reason, digest, EMPTY)
    if poll.opened_at is None:
        return new, None, b""
    data, refused = _bundle(hand, poll, new, totals)
    if refused is None:
        return new, totals, data
    new = _ending(hand, poll, reason, "", refused.text)
    return new, None, _bundle(hand, poll, new, None)[0]


def _ending(
    hand: Hand, poll: Poll, reason: Text, digest: str, uncounted: Text
) -> list[dict[str, Any]]:
    return [voided(poll.id, hand.now(), reason.plain(), digest, uncounted.plain())]


def _bundle(
    hand: Hand, poll: Poll, new: Sequence[Mapping[str, Any]], totals: Mapping[str, Any] | None
) -> tuple[bytes, NotConfirmed | None]:
    """The public file as it will be, and what the recount has against it or the sealed one."""
    checkpoint = voids.coming_checkpoint(hand, poll.id, new)
    outcome = deciding.uncounted_totals(poll.id) if totals is None else totals
    found: tuple[str, ...] = ()
    for sealed in (True, False):
        parts = deciding.motion_parts(hand, poll, checkpoint, outcome, sealed, new)
        data = write_motion(parts)
        recount = differences(data)
        found += tuple(recount.sentences) if recount.status else ()
    return data, NotConfirmed(poll.id, found) if found else None
