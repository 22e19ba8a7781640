"""Whether what a project rests on was decided: the motions of its item, and later ones."""

from __future__ import annotations

from collections.abc import Iterable

from tickbox_core.categories import Proposal
from tickbox_core.desk import records
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.motions import deciding, rows
from tickbox_core.errors import NotPossible
from tickbox_core.rules.motions import Result
from tickbox_core.text import Text


def needed_motions(hand: Hand, round_id: str, item_id: str) -> tuple[Proposal, ...]:
    """The motions that carrying an item out needs; its policy says so, so nothing is locked."""
    round = records.load_round(hand.store, round_id)
    item = round.item(item_id)
    policy = hand.policy_as_kept(round, round.category(item))
    return () if policy is None else policy.motions(item, hand.setting(round))


def lacking_motions(
    hand: Hand, round_id: str, item_id: str, needed: Iterable[Proposal]
) -> list[Text]:
    """What is said of each motion that carrying an item out needs and that has not passed."""
    return [
        Text("须先表决通过：{question}。", "first this motion has to pass: {question}.").filled(
            question=proposal.question
        )
        for proposal in needed
        if not _passed(hand, f"{round_id}.{item_id}.{proposal.key}")
    ]


def motion_passed(hand: Hand, id_: str) -> None:
    """Raise ``NotListed`` for an unknown motion, ``NotPossible`` where it has not passed."""
    rows.poll(hand.store, id_)
    if not _passed(hand, id_):
        raise NotPossible(
            Text(f"表决“{id_}”没有公布通过。", f"motion '{id_}' is not published as passed."),
            Text("请先公布表决结果。", "Publish its result first."),
        )


def _passed(hand: Hand, id_: str) -> bool:
    """Whether a motion has passed, or a round that confirms it."""
    ids = {id_}
    polls = rows.polls(hand.store)
    while more := {one.id for one in polls if one.follows in ids} - ids:
        ids |= more
    published = [deciding.published(hand, one) for one in sorted(ids)]
    return any(one is not None and one["result"] == Result.PASSED for one in published)
