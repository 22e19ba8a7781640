"""After the papers: close, decide, have the recount confirm it, publish; and the next round."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any

import attrs

from tickbox_core.bundle import MotionParts, Sealed, differences, write_motion
from tickbox_core.components.motions import Poll, PollState
from tickbox_core.desk.diary import YearDiary, YearTransaction
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.motions import preparing, rows
from tickbox_core.desk.motions.casting import counted_papers
from tickbox_core.errors import BadValue, NotConfirmed, NotPossible, WrongState
from tickbox_core.hooks import Event
from tickbox_core.ledger import Checkpoint, canonical, closed, final_entry, result
from tickbox_core.model.areas import unless_two
from tickbox_core.rules.motions import (
    Base,
    Decision,
    Layer,
    MotionTally,
    Result,
    decide,
    preliminary_days,
)
from tickbox_core.rules.motions.decision import NOTHING_PROVED
from tickbox_core.store.blobs import Blob
from tickbox_core.text import Text
from tickbox_core.workflow import bundles, deadlines, log
from tickbox_core.workflow.jobs import StoredJobs
from tickbox_core.workflow.tables import kept_outcome
from tickbox_core.year import motions, results
from tickbox_core.year.preliminary import require_heard


def close(hand: Hand, id_: str) -> Poll:
    """End the papers: what counts is what stands in the log before this entry.

    Raises ``NotPossible`` before the shortest time that the law leaves for voting, and before the
    hour that was announced.
    """
    with hand.transaction():
        poll = rows.in_state(hand.store, id_, PollState.OPEN, Text("截止", "close"))
        deadlines.require_ended(hand, id_)
        _long_enough(hand, poll)
        shut = attrs.evolve(poll, state=PollState.CLOSED, closed_at=hand.now())
        slots = len({handed.slot for handed in rows.papers(hand.store, id_)})
        appended = log.append(hand, id_, [closed(id_, shut.closed_at or "", slots)])
        rows.save(hand.store, shut)
        deadlines.is_closed(hand, id_)
        checkpoint = log.keep_checkpoint(hand, id_, appended.head)
    hand.keep_outside(checkpoint)
    hand.tell(Event("motion-closed", id_, {"heads": slots}))
    return shut


def _long_enough(hand: Hand, poll: Poll) -> None:
    least = preparing.practice_of(hand, poll).value("window.min_days")
    so_far = preparing.days_open(hand, poll)
    if isinstance(least, int) and so_far < least:
        raise NotPossible(
            Text(
                f"表决期至少{least}天，到今天才{so_far}天。",
                f"voting is open for at least {least} days, and it is {so_far} so far.",
            ),
            Text("请到期再截止。", "Close it when they are over."),
        )


def decide_closed(hand: Hand, id_: str) -> Decision:
    """Decide a closed poll by what was frozen; deciding again gives the same.

    Raises ``WrongState`` before closing: no result, however partial, is computed while papers come.
    """
    poll = rows.poll(hand.store, id_)
    if poll.state not in (PollState.CLOSED, PollState.PRELIMINARY, PollState.PUBLISHED):
        raise WrongState(id_, poll.state.words, Text("计票", "decide"))
    rows.papers_there(hand.store, id_)
    proved = rows.delivery(hand.store, id_)
    return decide(
        poll.motion,
        rows.assembly(hand.store, id_),
        [one.paper for one in counted_papers(hand, poll).values()],
        NOTHING_PROVED if proved is None else proved[0],
    )


def publish(hand: Hand, diary: YearDiary, id_: str, by: str = "", second: str = "") -> Decision:
    """Enter the result in the log and publish it, if the independent recount confirms it.

    Where a ``second`` person signs, both names are sealed in the diary.

    The recount is run over the sealed file, paper by paper, and over the public one.  Raises
    ``NotConfirmed`` with every difference; then nothing is written.  The day stands in the diary:
    from it the term is counted for which the papers are kept.  ``NotPossible`` where the result has
    to be preliminary first, while objections to that are taken, and while one has no answer.
    """
    decision = decide_closed(hand, id_)
    plain = totals(decision)
    with diary.writing() as pen:
        poll = _ready_to_publish(hand, pen, id_)
        digest = hashlib.sha256(canonical(plain)).hexdigest()
        heard = poll.state is PollState.PRELIMINARY
        entry = final_entry(id_, hand.now(), digest) if heard else result(id_, digest)
        body = json.dumps(plain, ensure_ascii=False)
        hand.store.put("outcome", {"cycle": id_, "body": body})
        entered = enter(hand, poll, entry, plain)
        rows.save(hand.store, attrs.evolve(poll, state=PollState.PUBLISHED))
        pen.add(results.signed(motions.post(id_, hand.today(), digest), by, second))
        StoredJobs(hand).cancel(OBJECTIONS_OVER, id_)
    entered.drop_older()
    hand.keep_outside(entered.checkpoint)
    hand.tell(Event("motion-published", id_, {"result": str(decision.result)}))
    return decision


OBJECTIONS_OVER = "motion/objections-over"
"""The job that tells when the time for objections to a preliminary result is over."""


@attrs.frozen
class Entered:
    """The checkpoint behind an entry, and what removes the older bundle once all is durable."""

    checkpoint: Checkpoint
    drop_older: Callable[[], None]


def enter(hand: Hand, poll: Poll, entry: Mapping[str, Any], plain: Mapping[str, Any]) -> Entered:
    """Enter a result in the log, and keep its bundle, inside a transaction of the caller.

    Raises ``NotConfirmed`` with everything that the recount has against it.
    """
    appended = log.append(hand, poll.id, [entry])
    checkpoint = log.keep_checkpoint(hand, poll.id, appended.head)
    _require_confirmed(poll.id, write_motion(motion_parts(hand, poll, checkpoint, plain, True)))
    data = write_motion(motion_parts(hand, poll, checkpoint, plain, False))
    _require_confirmed(poll.id, data)
    drop_older = bundles.drop(hand, poll.id)
    bundles.keep(hand, poll.id, data)
    return Entered(checkpoint, drop_older)


def _ready_to_publish(hand: Hand, pen: YearTransaction, id_: str) -> Poll:
    """The poll whose result may be made final; else what has to come before."""
    poll = rows.poll(hand.store, id_)
    found = pen.book.preliminaries.find(id_)
    if poll.state is PollState.PRELIMINARY and found is not None:
        require_heard(found, pen.book.objections, hand.today())
        return poll
    poll = rows.in_state(hand.store, id_, PollState.CLOSED, Text("公布结果", "publish it"))
    if days := preliminary_days(preparing.practice_of(hand, poll)):
        raise NotPossible(_PRELIMINARY_FIRST.filled(days=days), _POST_IT)
    return poll


_PRELIMINARY_FIRST = Text(
    "按冻结的规定，结果要先作为初步结果公示{days}天并听取异议。",
    "by the law that was frozen the result is first posted as preliminary for {days} days, with "
    "objections heard.",
)
_POST_IT = Text(
    "请先公布初步结果（motion/preliminary）。",
    "Post the preliminary result first (motion/preliminary).",
)


def totals(decision: Decision) -> dict[str, Any]:
    """What is published: totals as whole numbers (area in its roll's unit), checks and sentences.

    Area is given only where a bar needs it: that of a single abstainer would name them.
    """
    judged = decision.motion.judged
    return {**decision.plain(), "tallies": [_total(tally, judged) for tally in decision.tallies]}


def _total(tally: MotionTally, judged: tuple[str, ...]) -> dict[str, Any]:
    area = tally.base is Base.AREA
    return {
        "base": str(tally.base),
        "total": tally.total,
        "participating": tally.participating,
        "marks": {mark: n for mark, n in tally.marks.items() if mark in judged or not area},
        "joined": None if area else tally.joined,
        **({"followed": None if area else tally.followed} if tally.may_follow else {}),
        **unless_two(tally.decimals),
    }


def published_totals(hand: Hand, id_: str) -> dict[str, Any] | None:
    """What was published of a poll, or ``None`` while nothing was."""
    if (hand.store.get("motion", id=id_) or {}).get("state") == str(PollState.VOID):
        return None  # that was computed, or preliminary; never published
    return kept_outcome(hand.store, id_)


def has_passed(hand: Hand, id_: str) -> bool:
    """Whether a motion has passed, or a round that confirms it, or the same put anew."""
    ids, polls = {id_}, rows.polls(hand.store)
    anew = re.compile(rf"{re.escape(id_)}\.[0-9]+")
    ids |= {one.id for one in polls if anew.fullmatch(one.id)}
    while more := {one.id for one in polls if one.follows in ids} - ids:
        ids |= more
    published = [published_totals(hand, one) for one in sorted(ids)]
    return any(one is not None and one["result"] == Result.PASSED for one in published)


def bundle_file(hand: Hand, id_: str) -> Blob:
    """The zip of a published poll, log, totals, digests: as it was published, always the same."""
    return bundles.find(hand, id_, partial(bundle, hand, id_))


def bundle(hand: Hand, id_: str, *, sealed: bool = False) -> bytes:
    """The same made from what the tables hold now.

    ``sealed`` adds heads, papers, proofs and roll, real names and all: for a court or whoever is
    to examine the papers, never for the public.
    """
    poll, step = rows.poll(hand.store, id_), Text("下载核验包", "hand it out")
    voided = poll.state is PollState.VOID and poll.opened_at is not None
    if not voided and poll.state is not PollState.PRELIMINARY:
        rows.in_state(hand.store, id_, PollState.PUBLISHED, step)
    checkpoint = log.last_checkpoint(hand.store, id_)
    if checkpoint is None:  # a published poll has one: the file was tampered with
        raise NotConfirmed(id_, ("no checkpoint",))
    found = kept_outcome(hand.store, id_)
    outcome = uncounted_totals(id_) if found is None else found
    if poll.state is PollState.PRELIMINARY:
        outcome = _preliminary_totals(hand, id_)
    return write_motion(motion_parts(hand, poll, checkpoint, outcome, sealed))


def _preliminary_totals(hand: Hand, id_: str) -> dict[str, Any]:
    """The totals that were posted as preliminary, as the log has them."""
    posted = [one for one in log.entries(hand.store, id_) if one["kind"] == "preliminary"]
    totals: dict[str, Any] = posted[-1]["totals"]
    return totals


def uncounted_totals(id_: str) -> dict[str, Any]:
    """What stands in the bundle of a voided poll in the place of totals that there are none of."""
    return {"motion": id_, "result": "void", "tallies": [], "verdicts": {}}


def confirming(hand: Hand, id_: str, option: str) -> Poll:
    """Prepare the second round on an option that leads, with the same law and the same roll.

    One that is prepared already stays as it is, with what was answered since.  Raises ``BadValue``
    for an option that the first round has not put forward.
    """
    first = rows.in_state(hand.store, id_, PollState.PUBLISHED, Text("进入第二轮", "go on"))
    if option not in decide_closed(hand, id_).next_round:
        problem = Text(f"“{option}”没有进入第二轮。", f"'{option}' is not in the second round.")
        raise BadValue(f"motion {id_}", problem)
    new = preparing.id_after_voids(hand, f"{id_}.{option}")
    motion = attrs.evolve(first.motion.confirming(option), id=new)
    own = own_layers(hand, first)
    with hand.transaction():  # the law is known by now
        if any(one.id == motion.id and one.follows == id_ for one in rows.polls(hand.store)):
            step = Text("准备", "prepare it")
            return rows.in_state(hand.store, motion.id, PollState.PREPARED, step)
        second = attrs.evolve(first, motion=motion, own=own, follows=id_, **_NOT_ANNOUNCED)
        second = preparing.prepare(hand, second, replaces=None)
        kept = rows.roll(hand.store, id_)
        if kept is not None:
            preparing.register(hand, second.id, kept[0])
    return second


def own_layers(hand: Hand, first: Poll) -> tuple[Layer, ...]:
    """What a poll that was opened had of law beside its place's: the estate's, and answers."""
    place = hand.registry.laws(first.jurisdiction).layers if first.jurisdiction else ()
    of_place = {layer.key for layer in place}  # of whichever day
    frozen = preparing.practice_of(hand, first).layers
    return tuple(layer for layer in frozen if layer.key not in of_place)


_NOT_ANNOUNCED: Mapping[str, Any] = MappingProxyType(
    {"opens": "", "ends": "", "extensions": 0, "extension_days": 0}
)
"""A second round is announced anew."""


def motion_parts(
    hand: Hand,
    poll: Poll,
    checkpoint: Checkpoint,
    outcome: Mapping[str, Any],
    sealed: bool,
    more: Sequence[Mapping[str, Any]] = (),
) -> MotionParts:
    """What a poll's file is written from: its log, with ``more`` entries behind it, and totals."""
    if sealed:
        rows.papers_there(hand.store, poll.id)
    return MotionParts(
        entries=(*log.entries(hand.store, poll.id), *map(dict, more)),
        slot_leaves=rows.leaves(hand.store, poll.id),
        checkpoint=checkpoint,
        outcome=outcome,
        sealed=_sealed_part(hand, poll) if sealed else None,
    )


def _sealed_part(hand: Hand, poll: Poll) -> Sealed:
    seats = rows.seats(hand.store, poll.id)
    kept, proved = rows.roll(hand.store, poll.id), rows.delivery(hand.store, poll.id)
    return Sealed(
        heads=tuple(
            {"slot": seat.slot, "salt": seat.salt.hex(), **rows.head_plain(seat.head)}
            for seat in seats
        ),
        papers=tuple(
            {
                "slot": handed.slot,
                "revision": handed.revision,
                "salt": handed.salt.hex(),
                **rows.paper_plain(handed.paper),
            }
            for handed in rows.papers(hand.store, poll.id)
        ),
        delivery=None
        if proved is None
        else {"served": sorted(proved[0].served), "salt": proved[1].hex()},
        roll=None if kept is None else {"roll": kept[0].plain(), "salt": kept[1].hex()},
    )


def _require_confirmed(id_: str, data: bytes) -> None:
    recount = differences(data)
    if recount.status != 0:
        raise NotConfirmed(id_, tuple(recount.sentences))
