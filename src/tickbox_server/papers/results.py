"""Receipts, results, checkpoints, and what went wrong."""

from __future__ import annotations

from typing import Any

import attrs

from tickbox_core.counting.ballot_account import BallotAccount
from tickbox_core.desk import ReceiptCheck
from tickbox_core.ledger import Checkpoint, Receipt
from tickbox_core.rules import Outcome, Placed, Settling
from tickbox_server.papers.base import WireShape, Words, words_of


class ReceiptPaper(WireShape):
    """Proof that a ballot was received; it does not say what was ticked."""

    code: str
    round: str
    slot: str
    revision: int
    leaf: str
    index: int
    size: int
    root: str

    @classmethod
    def of(cls, receipt: Receipt) -> ReceiptPaper:
        """The paper of a receipt."""
        return cls(code=receipt.code, **receipt.public())


class CheckedPaper(WireShape):
    """What a receipt's code proves: whether that ballot counts, and where it stands in the log.

    ``voided``: it was taken, and what it was cast for was voided since; then it does not count.
    """

    counted: bool
    revision: int
    index: int
    size: int
    root: str
    voided: bool

    @classmethod
    def of(cls, check: ReceiptCheck) -> CheckedPaper:
        """The paper of a check."""
        return cls(**attrs.asdict(check))


class SharePaper(WireShape):
    """A share that never forgets what it is a share of; ``percent`` is for reading only."""

    numerator: int
    denominator: int
    base: str
    percent: str
    text: Words


class PlacedPaper(WireShape):
    """One item's place, with the reason; ``chosen`` null: nothing is chosen in this round."""

    rank: int
    item: str
    title: Words
    ticks: int
    share: SharePaper
    why: Words
    chosen: bool | None

    @classmethod
    def of(cls, placed: Placed) -> PlacedPaper:
        """The paper of a placed item."""
        share = placed.share
        return cls(
            rank=placed.rank,
            item=placed.item,
            title=Words.of(placed.title),
            ticks=placed.ticks,
            share=SharePaper(
                numerator=share.numerator,
                denominator=share.denominator,
                base=str(share.base),
                percent=share.percent,
                text=Words.of(share.text),
            ),
            why=Words.of(placed.why),
            chosen=placed.chosen,
        )


class TiePaper(WireShape):
    """Items tied across the cut, and how the tie was resolved."""

    items: list[str]
    places: int
    tie_break: str
    chosen: list[str]


class SettlingPaper(WireShape):
    """How two people settled a tie that was handed back to them, beside the count.

    ``how``: ``lot`` (by ``dice``, a digit a throw), ``all``, ``none`` or ``run-off``; ``taken`` are
    the tied that are taken by decision, or by the round that ``run_off`` names.
    """

    how: str
    text: Words
    dice: str
    reason: Words | None
    taken: list[str]
    run_off: str | None

    @classmethod
    def of(cls, settling: Settling) -> SettlingPaper:
        """The paper of a settling."""
        return cls(
            how=str(settling.how),
            text=Words.of(settling.how.words),
            dice=settling.dice,
            reason=words_of(settling.reason),
            taken=list(settling.taken),
            run_off=settling.run_off.round if settling.run_off else None,
        )


class ChannelCellPaper(WireShape):
    """``ticks`` of the ``ballots`` that came by the channels of ``of``."""

    of: list[str]
    ticks: int
    ballots: int


class ChannelsPaper(WireShape):
    """How one item was ticked by channel, as small cells allow it to be shown."""

    item: str
    channels: list[ChannelCellPaper]


class AccountPaper(WireShape):
    """What became of every ballot handed in.

    ``counted`` by channel and ``void`` by reason are totals; with ``replaced`` (by a later ballot)
    and ``taken_back`` (people on count sheets) they add up to ``handed_in``.  ``blank`` of those
    counted tick nothing; ``papers`` came back on paper, ``corrected`` of them were keyed wrongly.
    """

    handed_in: int
    counted: dict[str, int]
    blank: int
    papers: int
    void: dict[str, int]
    replaced: int
    taken_back: int
    corrected: int
    items: list[ChannelsPaper]

    @classmethod
    def of(cls, account: BallotAccount) -> AccountPaper:
        """The paper of an account."""
        plain = account.plain()
        plain["items"] = [
            ChannelsPaper(
                item=row["item"],
                channels=[ChannelCellPaper(**one) for one in row["channels"]],
            )
            for row in plain["items"]
        ]
        return cls(handed_in=account.handed_in, **plain)


class OutcomePaper(WireShape):
    """A published result with everything needed to check it.

    ``account`` null: the round was closed before there were any.  ``bundle`` and ``pabulib`` are
    where the files for recounting are; ``pabulib`` null: ballots are known by sums only, as
    stairwells counted them.
    """

    rule: str
    version: str
    plugin: str
    parameters: dict[str, Any]
    base: str
    ballots: int
    ranking: list[PlacedPaper]
    ties: list[TiePaper]
    selected: list[str] | None
    settling: SettlingPaper | None
    note: Words | None
    account: AccountPaper | None
    bundle: str
    pabulib: str | None

    @classmethod
    def of(cls, outcome: Outcome, bundle: str, pabulib: str | None) -> OutcomePaper:
        """The paper of an outcome, with the addresses of its files."""
        return cls(
            rule=outcome.rule,
            version=outcome.version,
            plugin=outcome.plugin,
            parameters=dict(outcome.parameters),
            base=str(outcome.base),
            ballots=outcome.ballots,
            ranking=[PlacedPaper.of(placed) for placed in outcome.ranking],
            ties=[TiePaper(**tie.plain()) for tie in outcome.ties],
            selected=None if outcome.selected is None else list(outcome.selected),
            settling=SettlingPaper.of(outcome.settling) if outcome.settling else None,
            note=words_of(outcome.note),
            account=AccountPaper.of(outcome.account) if outcome.account else None,
            bundle=bundle,
            pabulib=pabulib,
        )


class CheckpointPaper(WireShape):
    """The log's size and root at one moment, signed: keep it and compare later."""

    origin: str
    size: int
    root: str
    key: str
    signature: str

    @classmethod
    def of(cls, checkpoint: Checkpoint) -> CheckpointPaper:
        """The paper of a checkpoint."""
        return cls(**checkpoint.plain())


class ProblemDetails(WireShape):
    """An error (RFC 9457): ``detail`` in the language asked for, ``text`` in both."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    text: Words
    facts: dict[str, Any]
