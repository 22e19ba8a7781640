"""The ledger's entries: plain mappings of public facts, none of them about a person.

A round's log reads: configuration, roll, opened, cast …, closed, result; where an ending was
announced, ticking-ended stands before closed, and between them only paper is entered (before it
ticking-extended may have moved it); where the count comes to a
tie that goes back to people, tied and settled stand between the last two.  A round that is voided
ends with voided instead of closed or result.  What counts is decided
by that order; the times in it are for reading.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tickbox_core.ledger.canonical import plain
from tickbox_core.model import RollSummary

Entry = dict[str, Any]


def roll_entry(round_id: str, summary: RollSummary) -> Entry:
    """The roll is fixed: date, sizes, weight sums, commitment to its rows, root over its slots."""
    weights = {} if summary.weights is None else {"weights": summary.weights.plain()}
    return _entry(
        "roll",
        round_id,
        as_of=summary.as_of,
        registered=summary.registered,
        households=summary.households,
        commitment=summary.commitment,
        slots_root=summary.slots_root,
        **weights,
    )


def opened(round_id: str, at: str, announced: str = "") -> Entry:
    """Answers are taken from here on: of a round, a motion or a judgement.

    ``announced`` is the hour at which it was to open by itself, where it did: the machine may have
    been off over it, then both differ.
    """
    hour = {"announced": announced} if announced else {}
    return _entry("opened", round_id, at=at, **hour)


def cast(round_id: str, slot: str, revision: int, commitment: str, channel: str) -> Entry:
    """A slot has cast a ballot; what it ticks stands under the commitment."""
    return _entry(
        "cast", round_id, slot=slot, revision=revision, commitment=commitment, channel=channel
    )


def ballot_superseded(round_id: str, slot: str, revision: int, reason: Mapping[str, str]) -> Entry:
    """Two people have found that a paper was keyed wrongly; the cast behind it takes its place."""
    facts = {"slot": slot, "revision": revision, "reason": dict(reason)}
    return _entry("ballot-superseded", round_id, **facts)


def count_sheet(
    round_id: str,
    number: int,
    places: list[dict[str, str]],
    ticks: Mapping[str, int],
    photo: str,
) -> Entry:
    """A stairwell was counted by hand: who took part, and sums only (``photo``: SHA-256 or "")."""
    return _entry(
        "count-sheet", round_id, number=number, places=places, ticks=dict(ticks), photo=photo
    )


def count_sheet_superseded(round_id: str, number: int, reason: Mapping[str, str]) -> Entry:
    """Two people have taken a count sheet back: it stays in the log and counts no more."""
    return _entry("count-sheet-superseded", round_id, number=number, reason=dict(reason))


def ticking_ended(log_id: str, at: str, announced: str) -> Entry:
    """The announced hour has come: from here on answers are taken only from paper.

    Of a round, a motion or a judgement.  ``announced`` is the hour, ``at`` when it was written: the
    server may have been down between them.
    """
    return _entry("ticking-ended", log_id, at=at, announced=announced)


def ticking_extended(
    log_id: str, at: str, announced: str, until: str, reason: Mapping[str, str]
) -> Entry:
    """Before the announced hour two people have put a later one in its place, and say why."""
    return _entry(
        "ticking-extended", log_id, at=at, announced=announced, until=until, reason=dict(reason)
    )


def closed(round_id: str, at: str, ballots: int) -> Entry:
    """Nothing counts from here on; ``ballots`` slots have cast one."""
    return _entry("closed", round_id, at=at, ballots=ballots)


def closed_with_account(
    round_id: str, at: str, ballots: int, papers: int, void: Mapping[str, int]
) -> Entry:
    """Nothing counts from here on, and ``void`` of the ``papers`` handed in do not, by reason.

    Of another format: a recount that knows no accounts says that it cannot decide.
    """
    facts = {"ballots": ballots, "papers": papers, "void": dict(void)}
    return _entry("closed", round_id, format=2, at=at, **facts)


def tied(round_id: str, at: str, ties: Sequence[Mapping[str, Any]], final: bool) -> Entry:
    """The count comes to ties that go back to people: items, and how many of them still fit.

    ``final``: nobody who stands behind them depends on how they are settled.
    """
    return _entry("tied", round_id, at=at, ties=[dict(tie) for tie in ties], final=final)


def settled(round_id: str, at: str, how: str, dice: str, reason: Mapping[str, str]) -> Entry:
    """Two people have settled them: by ``lot`` (with its throws), taking ``all``, or ``none``."""
    return _entry("settled", round_id, at=at, how=how, dice=dice, reason=dict(reason))


def settled_by_run_off(
    round_id: str, at: str, run_off: Mapping[str, Any], taken: Sequence[str]
) -> Entry:
    """Two people have settled them by the published result of a run-off, which has ``taken`` them.

    Of another format: a recount that does not know run-offs says that it cannot decide.
    """
    facts = {"how": "run-off", "dice": "", "reason": {"zh": "", "en": ""}}
    return _entry(
        "settled", round_id, format=2, at=at, **facts, run_off=dict(run_off), taken=list(taken)
    )


def result(round_id: str, outcome_digest_hex: str) -> Entry:
    """The result: SHA-256 of the outcome's canonical JSON."""
    return _entry("result", round_id, outcome=outcome_digest_hex)


def voided(
    round_id: str, at: str, reason: Mapping[str, str], outcome: str, uncounted: Mapping[str, str]
) -> Entry:
    """Two people have voided the round, which ends its log.

    Behind ``closed`` the count still counts: ``outcome`` is the SHA-256 of the computed result's
    canonical JSON.  It is empty before closing, on a tie (``tied`` stands before it), and where no
    count was to be had: ``uncounted`` says why.
    """
    facts = {"reason": dict(reason), "outcome": outcome, "uncounted": dict(uncounted)}
    return _entry("voided", round_id, at=at, **facts)


def diary_entry(
    kind: str, area: str, at: str, facts: Mapping[str, Any], commitment: str | None
) -> Entry:
    """Something of the area's year; what is sealed of it stands under the commitment."""
    body = {"kind": kind, "area": area, "at": at, "facts": dict(facts), "sealed": commitment}
    entry: Entry = plain(body, f"{kind} entry")
    return entry


def _entry(kind: str, round_id: str, **facts: object) -> Entry:
    entry: Entry = plain({"kind": kind, "cycle": round_id, **facts}, f"{kind} entry")
    return entry
