"""After ticking: count, have the count confirmed by the independent recount, publish."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import attrs

from tickbox_core.bundle import BundleParts, Opening, differences, write_bundle
from tickbox_core.categories import sentences
from tickbox_core.counting import Share
from tickbox_core.desk import accounting, records, totals
from tickbox_core.desk.diary import YearDiary, YearTransaction
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.places import places
from tickbox_core.errors import MissingPlugin, NotConfirmed, NotPossible, WrongState
from tickbox_core.hooks import Event
from tickbox_core.ledger import Checkpoint, canonical, result
from tickbox_core.model import Ballot, Round, State
from tickbox_core.rules import (
    Contest,
    Electorate,
    How,
    Outcome,
    RankingRule,
    Settling,
    Unsettled,
    count_or_unsettled,
)
from tickbox_core.store.blobs import Blob
from tickbox_core.text import Text
from tickbox_core.workflow import bundles, log
from tickbox_core.workflow.tables import kept_outcome
from tickbox_core.year import results

_log = logging.getLogger("tickbox.desk")


def count(hand: Hand, round_id: str) -> Outcome:
    """Count a closed round by its frozen rule; counting again gives the same.

    Raises ``WrongState`` before closing (no result, however partial, is computed while ticking is
    open), ``TieRefused`` where the frozen tie-break hands a tie back to people and they have not
    settled it, ``MissingPlugin`` where the plugin of the rule or the tie-break is gone,
    ``PluginClash`` where two bring it: it is never counted by another's; what was published stays,
    and recounts.  The outcome notes the plugins that are not as they were when the round was
    opened.
    """
    found = examine(hand, round_id)
    if isinstance(found, Outcome):
        return found
    known = published_outcome(hand, round_id)
    if known is None or known.settling is None:
        raise found.refusal
    return count_settled(hand, round_id, found, known.settling)


def examine(hand: Hand, round_id: str, tie_break: str = "") -> Outcome | Unsettled:
    """Count a closed round; a tie that is handed back to people comes back as a value.

    ``tie_break`` is asked in the place of the frozen one.  Raises what ``count`` does, but
    ``TieRefused``.
    """
    round = records.load_round(hand.store, round_id)
    if round.state not in (State.COUNTING, State.DECIDED):
        raise WrongState(round_id, round.state.words, Text("计票", "count"))
    rule = _frozen_rule(hand, round)
    if tie_break:
        rule = hand.registry.rule(round.rule, tie_break)
    taken = totals.sheets(hand, round_id)
    note = totals.note(taken, totals.superseded(hand, round_id), totals.corrected(hand, round_id))
    found = count_or_unsettled(rule, _contest(hand, round, totals.ballots(taken)))
    if isinstance(found, Outcome):
        return _annotate(hand, round, found, note, taken)
    if found.outcome is None:
        return found
    made = _annotate(hand, round, found.outcome, note, taken)
    return attrs.evolve(found, outcome=made)


def count_settled(hand: Hand, round_id: str, found: Unsettled, settling: Settling) -> Outcome:
    """The result with its ties settled: drawn by the dice, or as computed with who is taken beside.

    Raises ``NotPossible`` where only a lot can settle them.
    """
    frozen = records.load_round(hand.store, round_id).tie_break
    if settling.how is How.LOT:
        drawn = examine(hand, round_id, f"lot:{settling.dice}")
        if isinstance(drawn, Unsettled):  # a lot orders whatever it is handed
            raise drawn.refusal
        parameters = {**drawn.parameters, "tie_break": frozen}
        return attrs.evolve(drawn, parameters=parameters, settling=settling)
    if found.outcome is None:
        raise NotPossible(
            Text(
                "取哪一项，还关系到后面的事项能否入选，不能全部列入或都不列入。",
                "who stands behind the tie depends on which of the tied comes first, so that "
                "taking all or none of them has no meaning.",
            ),
            Text("请抽签（lot）。", "Settle it by lot."),
        )
    tied = {item for tie in found.ties for item in tie.items}
    every = tuple(one.item for one in found.outcome.ranking if one.item in tied)
    if settling.run_off is not None:
        return attrs.evolve(found.outcome, settling=settling)
    taken = every if settling.how is How.ALL else ()
    return attrs.evolve(found.outcome, settling=attrs.evolve(settling, taken=taken))


def _annotate(
    hand: Hand, round: Round, outcome: Outcome, known: Text, taken: Sequence[Mapping[str, Any]]
) -> Outcome:
    """The outcome with its plugin's name, what the reader has to know, and the ballot account."""
    note = sentences(outcome.note, known) if known else outcome.note
    changed = hand.changed_plugins(round)
    if changed:
        _log.warning("%s: %s", round.id, changed.en)
        note = sentences(note, changed)
    provider = hand.registry.provider("rules", round.rule.key)
    made = accounting.account(hand, round, taken)
    return attrs.evolve(outcome, plugin=provider.name, note=note, account=made)


def _frozen_rule(hand: Hand, round: Round) -> RankingRule:
    registry, tie_break = hand.registry, round.tie_break.partition(":")[0]
    if round.rule.key in registry.rules and tie_break in registry.tie_breaks:
        _same_plugins(hand, round, tie_break)
        return registry.rule(round.rule, round.tie_break)
    clash = registry.clash("rules", round.rule.key) or registry.clash("tie_breaks", tie_break)
    if clash is not None:
        raise clash
    needs = round.rule.key if round.rule.key not in registry.rules else tie_break
    here = {plugin.name for plugin in registry.plugins}
    gone = [
        f"{plugin.name} {plugin.version}" for plugin in round.plugins if plugin.name not in here
    ]
    raise MissingPlugin(needs, ", ".join(gone) or needs)


def _same_plugins(hand: Hand, round: Round, tie_break: str) -> None:
    """Raise ``MissingPlugin`` where other plugins bring rule or tie-break than at opening."""
    bring = hand.registry.provider("rules", round.rule.key).name
    was = records.rule_plugin(hand.store, round.id)
    if bring != was.name:
        raise MissingPlugin(round.rule.key, f"{was.name} {was.version}", bring)
    if not hand.is_as_frozen(round, "tie_breaks", tie_break):
        bring = hand.registry.provider("tie_breaks", tie_break).name
        gone = [f"{one.name} {one.version}" for one in round.plugins if one.name != was.name]
        raise MissingPlugin(tie_break, ", ".join(gone) or tie_break, bring)


def publish(hand: Hand, diary: YearDiary, round_id: str, by: str = "", second: str = "") -> Outcome:
    """Enter the result in the ledger and publish it, if the independent recount confirms it.

    Where a ``second`` person signs, both names are sealed with the posting.

    The recount reads nothing but the bundle, with its own code.  Raises ``NotConfirmed`` with every
    difference; then nothing is written and the round stays as it was.
    """
    outcome = count(hand, round_id)
    with diary.writing() as pen:
        round = _in(hand, round_id, State.COUNTING, Text("公布结果", "publish the result"))
        checkpoint = enter_result(hand, pen, round, outcome, (), by, second)
    tell_result(hand, round, checkpoint, outcome)
    return outcome


def enter_result(
    hand: Hand,
    pen: YearTransaction,
    round: Round,
    outcome: Outcome,
    before: Sequence[Mapping[str, Any]],
    by: str,
    second: str,
) -> Checkpoint:
    """Enter a result in the ledger, behind what goes ``before`` it, and post it.

    Inside a transaction of the caller.  Raises ``NotConfirmed`` where the recount does not agree.
    """
    plain = outcome.plain()
    digest = hashlib.sha256(canonical(plain)).hexdigest()
    appended = log.append(hand, round.id, [*before, result(round.id, digest)])
    checkpoint = log.keep_checkpoint(hand, round.id, appended.head)
    hand.store.put("outcome", {"cycle": round.id, "body": json.dumps(plain, ensure_ascii=False)})
    data = written_bundle(hand, round.id, checkpoint, plain)
    confirm(round.id, data)
    records.move_round(hand.store, attrs.evolve(round, state=State.DECIDED))
    if not round.rehearsal:
        posted = results.publish(round.id, digest, hand.today(), round.objection_days)
        pen.add(results.signed(posted, by, second))
    bundles.keep(hand, round.id, data)
    return checkpoint


def tell_result(hand: Hand, round: Round, checkpoint: Checkpoint, outcome: Outcome) -> None:
    """Show the checkpoint of a result that is durable, and tell the observers."""
    hand.show(round, checkpoint)
    hand.tell(Event("published", round.id, {"ballots": outcome.ballots}))


def published_outcome(hand: Hand, round_id: str) -> Outcome | None:
    """The published outcome as it was computed, or ``None`` while there is none."""
    if records.is_void(hand.store, round_id):  # that was computed, never published
        return None
    plain = kept_outcome(hand.store, round_id)
    return None if plain is None else Outcome.of(plain)


def published_share(hand: Hand, round_id: str, item: str) -> Share | None:
    """The share of ticks of an item in the published outcome; ``None`` where there is none."""
    outcome = published_outcome(hand, round_id)
    placed = outcome and next((one for one in outcome.ranking if one.item == item), None)
    return placed.share if placed else None


def bundle_file(hand: Hand, round_id: str) -> Blob:
    """The zip that anyone can recount, of a decided round: as it was published, always the same.

    Raises what ``bundle`` does.
    """
    return bundles.find(hand, round_id, partial(bundle, hand, round_id))


def bundle(hand: Hand, round_id: str) -> bytes:
    """The same made from what the tables hold now."""
    round = _in(hand, round_id, State.DECIDED, Text("下载核验包", "hand out the bundle"))
    checkpoint = log.last_checkpoint(hand.store, round.id)
    outcome = kept_outcome(hand.store, round_id)
    if (
        checkpoint is None or outcome is None
    ):  # a decided round has both: the file was tampered with
        raise NotConfirmed(round_id, ("no checkpoint",))
    return written_bundle(hand, round_id, checkpoint, outcome)


def tied_bundle(
    hand: Hand, round_id: str, checkpoint: Checkpoint, ties: Sequence[Mapping[str, Any]]
) -> bytes:
    """The zip of a round that is tied: its outcome says who is, and ranks nothing yet."""
    outcome = {**without_ranking(hand, round_id), "ties": list(ties)}
    return written_bundle(hand, round_id, checkpoint, outcome)


def without_ranking(hand: Hand, round_id: str) -> dict[str, Any]:
    """What stands in a bundle in the place of an outcome that there is none of."""
    frozen = json.loads((hand.store.get("cycle", id=round_id) or {})["configuration"])["rule"]
    return {
        "rule": frozen["key"],
        "version": frozen["version"],
        "plugin": frozen["plugin"]["name"],
        "ballots": records.turnout(hand.store, round_id),
        "ranking": [],
    }


def _contest(hand: Hand, round: Round, more: Sequence[Ballot]) -> Contest:
    tags: dict[str, str | None] = {}
    if round.rule.counts_homes:
        tags = {slot.slot: slot.household for slot in records.slots(hand.store, round.id)}
    ballots = [
        Ballot(ballot.slot, ballot.ticks, tags.get(ballot.slot))
        for ballot in records.counted_ballots(hand.store, round.id)
    ]
    ballots += more
    roll = round.roll
    electorate = Electorate(roll.registered, roll.households) if roll else Electorate()
    return Contest.of_ballots(
        round.items, ballots, electorate, places=round.places, budget=round.budget
    )


def written_bundle(
    hand: Hand,
    round_id: str,
    checkpoint: Checkpoint,
    outcome: Mapping[str, Any],
    more: Sequence[Mapping[str, Any]] = (),
    *,
    opens: bool = True,
) -> bytes:
    """The zip of a round's log, with ``more`` entries behind it, and the ballots it ``opens``."""
    known = places(hand.store, records.load_round(hand.store, round_id))
    counted = records.counted_ballots(hand.store, round_id) if opens else []
    return write_bundle(
        BundleParts(
            entries=[*log.entries(hand.store, round_id), *map(dict, more)],
            openings=_openings(counted, known.households),
            slot_leaves=known.leaves,
            checkpoint=checkpoint,
            outcome=outcome,
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


def confirm(round_id: str, data: bytes) -> None:
    """Raise ``NotConfirmed`` with every difference, unless the independent recount agrees."""
    refused = differences_of(round_id, data)
    if refused is not None:
        raise refused


def differences_of(round_id: str, data: bytes) -> NotConfirmed | None:
    """Every difference that the independent recount finds; ``None`` where it agrees."""
    recount = differences(data)
    return None if recount.status == 0 else NotConfirmed(round_id, tuple(recount.sentences))


def _in(hand: Hand, round_id: str, state: State, step: Text) -> Round:
    round = records.load_round(hand.store, round_id)
    if round.state is not state:
        raise WrongState(round_id, round.state.words, step)
    return round
