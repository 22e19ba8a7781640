"""After ticking: close, count, have the count confirmed by the independent recount, publish."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping, Sequence
from functools import partial

import attrs

from tickbox_core.bundle import BundleParts, Opening, differences, write_bundle
from tickbox_core.categories import sentences
from tickbox_core.desk import bundles, log, records, totals
from tickbox_core.desk.diary import Diary
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.places import places
from tickbox_core.errors import MissingPlugin, NotConfirmed, NotReady, WrongState
from tickbox_core.hooks import Event
from tickbox_core.ledger import Checkpoint, canonical, closed, result
from tickbox_core.model import Ballot, Cycle, State
from tickbox_core.rules import Contest, Electorate, Outcome, RankingRule
from tickbox_core.store.blobs import Blob
from tickbox_core.text import Text, joined
from tickbox_core.year import results

_log = logging.getLogger("tickbox.desk")


def close(hand: Hand, diary: Diary, cycle_id: str) -> Cycle:
    """End ticking: what counts is what stands in the ledger before this entry.

    Raises ``NotReady`` while returned paper is not keyed or a batch is not reconciled.
    """
    with diary.reading() as book, hand.store.transaction():
        unfinished = book.papers.unfinished(cycle_id)
        if unfinished:
            raise NotReady(cycle_id, joined(unfinished), Text("截止", "close"))
        cycle = _in(hand, cycle_id, State.TICKING, Text("截止", "close"))
        shut = attrs.evolve(cycle, state=State.COUNTING, closed_at=hand.now())
        ballots = records.turnout(hand.store, cycle_id)
        appended = log.append(
            hand.store, cycle_id, [closed(cycle_id, shut.closed_at or "", ballots)]
        )
        records.move_cycle(hand.store, shut)
        checkpoint = log.keep_checkpoint(hand, cycle_id, appended.head)
    hand.show(shut, checkpoint)
    hand.tell(Event("closed", cycle_id, {"ballots": ballots}))
    return shut


def count(hand: Hand, cycle_id: str) -> Outcome:
    """Count a closed cycle by its frozen rule; counting again gives the same.

    Raises ``WrongState`` before closing (no result, however partial, is computed while ticking is
    open), ``TieRefused`` where the frozen tie-break hands a tie back to people, ``MissingPlugin``
    where the plugin of the rule or the tie-break is gone; what was published stays, and recounts.
    The outcome notes the plugins that are not as they were when the cycle was opened.
    """
    cycle = records.cycle(hand.store, cycle_id)
    if cycle.state not in (State.COUNTING, State.DECIDED):
        raise WrongState(cycle_id, cycle.state.words, Text("计票", "count"))
    rule = _frozen_rule(hand, cycle)
    taken = totals.sheets(hand, cycle_id)
    outcome = rule.outcome(_contest(hand, cycle, totals.ballots(taken)))
    known = totals.note(taken)
    if known:
        outcome = attrs.evolve(outcome, note=sentences(outcome.note, known))
    provider = hand.registry.provider("rules", cycle.rule.key)
    changed = hand.changed_plugins(cycle)
    if changed:
        _log.warning("%s: %s", cycle_id, changed.en)
    note = sentences(outcome.note, changed) if changed else outcome.note
    return attrs.evolve(outcome, plugin=provider.name, note=note)


def _frozen_rule(hand: Hand, cycle: Cycle) -> RankingRule:
    registry, tie_break = hand.registry, cycle.tie_break.partition(":")[0]
    if cycle.rule.key in registry.rules and tie_break in registry.tie_breaks:
        return registry.rule(cycle.rule, cycle.tie_break)
    needs = cycle.rule.key if cycle.rule.key not in registry.rules else tie_break
    here = {plugin.name for plugin in registry.plugins}
    gone = [
        f"{plugin.name} {plugin.version}" for plugin in cycle.plugins if plugin.name not in here
    ]
    raise MissingPlugin(needs, ", ".join(gone) or needs)


def publish(hand: Hand, diary: Diary, cycle_id: str, by: str = "", second: str = "") -> Outcome:
    """Enter the result in the ledger and publish it, if the independent recount confirms it.

    Where a ``second`` person signs, both names are sealed with the posting.

    The recount reads nothing but the bundle, with its own code.  Raises ``NotConfirmed`` with every
    difference; then nothing is written and the cycle stays as it was.
    """
    outcome = count(hand, cycle_id)
    plain = outcome.plain()
    with diary.writing() as pen:
        cycle = _in(hand, cycle_id, State.COUNTING, Text("公布结果", "publish the result"))
        digest = hashlib.sha256(canonical(plain)).hexdigest()
        appended = log.append(hand.store, cycle_id, [result(cycle_id, digest)])
        checkpoint = log.keep_checkpoint(hand, cycle_id, appended.head)
        hand.store.put(
            "outcome", {"cycle": cycle_id, "body": json.dumps(plain, ensure_ascii=False)}
        )
        data = _bundle(hand, cycle_id, checkpoint)
        _confirmed(cycle_id, data)
        records.move_cycle(hand.store, attrs.evolve(cycle, state=State.DECIDED))
        if not cycle.rehearsal:
            posted = results.publish(cycle_id, digest, hand.today(), cycle.objection_days)
            pen.add(results.signed(posted, by, second))
        bundles.keep(hand, cycle_id, data)
    hand.show(cycle, checkpoint)
    hand.tell(Event("published", cycle_id, {"ballots": outcome.ballots}))
    return outcome


def published(hand: Hand, cycle_id: str) -> Outcome | None:
    """The published outcome as it was computed, or ``None`` while there is none."""
    row = hand.store.get("outcome", cycle=cycle_id)
    return None if row is None else Outcome.of(json.loads(row["body"]))


def bundle_file(hand: Hand, cycle_id: str) -> Blob:
    """The zip that anyone can recount, of a decided cycle: as it was published, always the same.

    Raises what ``bundle`` does.
    """
    return bundles.find(hand, cycle_id, partial(bundle, hand, cycle_id))


def bundle(hand: Hand, cycle_id: str) -> bytes:
    """The same made from what the tables hold now."""
    cycle = _in(hand, cycle_id, State.DECIDED, Text("下载核验包", "hand out the bundle"))
    checkpoint = log.last_checkpoint(hand.store, cycle.id)
    if checkpoint is None:  # a decided cycle has one: the file was tampered with
        raise NotConfirmed(cycle_id, ("no checkpoint",))
    return _bundle(hand, cycle_id, checkpoint)


def _contest(hand: Hand, cycle: Cycle, more: Sequence[Ballot]) -> Contest:
    tags: dict[str, str | None] = {}
    if cycle.rule.counts_homes:
        tags = {slot.slot: slot.household for slot in records.slots(hand.store, cycle.id)}
    ballots = [
        Ballot(ballot.slot, ballot.ticks, tags.get(ballot.slot))
        for ballot in records.counted_ballots(hand.store, cycle.id)
    ]
    ballots += more
    roll = cycle.roll
    electorate = Electorate(roll.registered, roll.households) if roll else Electorate()
    return Contest.of_ballots(
        cycle.items, ballots, electorate, places=cycle.places, budget=cycle.budget
    )


def _bundle(hand: Hand, cycle_id: str, checkpoint: Checkpoint) -> bytes:
    known = places(hand.store, records.cycle(hand.store, cycle_id))
    row = hand.store.get("outcome", cycle=cycle_id) or {}
    return write_bundle(
        BundleParts(
            entries=log.entries(hand.store, cycle_id),
            openings=_openings(records.counted_ballots(hand.store, cycle_id), known.households),
            slot_leaves=known.leaves,
            checkpoint=checkpoint,
            outcome=json.loads(row["body"]),
            tagged=known.tagged,
        )
    )


def _openings(
    ballots: Sequence[records.CastBallot], tags: Mapping[str, str | None]
) -> tuple[Opening, ...]:
    return tuple(
        Opening(
            slot=ballot.slot,
            revision=ballot.revision,
            household=tags[ballot.slot],
            ticks=ballot.ticks,
            salt=ballot.salt,
        )
        for ballot in ballots
    )


def _confirmed(cycle_id: str, data: bytes) -> None:
    recount = differences(data)
    if recount.status != 0:
        raise NotConfirmed(cycle_id, tuple(recount.sentences))


def _in(hand: Hand, cycle_id: str, state: State, step: Text) -> Cycle:
    cycle = records.cycle(hand.store, cycle_id)
    if cycle.state is not state:
        raise WrongState(cycle_id, cycle.state.words, step)
    return cycle
