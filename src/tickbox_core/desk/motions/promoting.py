"""From a ticked item to the motions that carrying it out needs.

The policy says which (``motions(item)``: question, matter, scope, options), the jurisdiction by
which bars.  A preference gave no authority; these do.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from tickbox_core.categories import Proposal
from tickbox_core.components.motions import ANSWERS, Poll, PollState
from tickbox_core.desk import records
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.motions import preparing, rows
from tickbox_core.desk.motions.deciding import has_passed
from tickbox_core.errors import NotPossible
from tickbox_core.model import Item, Round
from tickbox_core.rules.motions import Layer, Motion, Practice, ways_of
from tickbox_core.text import Text, join_texts


def promote(
    hand: Hand, round_id: str, item_id: str, jurisdiction: str, own: Iterable[Layer]
) -> tuple[Poll, ...]:
    """Prepare every motion that an item needs, each under an id ``ROUND.ITEM.KEY``.

    One that was voided, or was decided and did not pass, is put anew under ``ROUND.ITEM.KEY.2``.

    ``jurisdiction`` is the round's own where it is empty; ``own`` are the estate's layers.  Raises
    ``UnknownId`` for an item that is not listed, ``NotPossible`` for one that needs no motion or
    can never be listed, ``UnknownName`` for law that nobody brings, ``WrongState`` once one of the
    motions is open.
    """
    round = records.load_round(hand.store, round_id)
    item = round.item(item_id)
    place, layers = jurisdiction or round.jurisdiction, tuple(own)
    base = hand.registry.practice(place, hand.today()).layers if place else ()
    practice = Practice((*base, *layers))
    polls = [
        Poll(
            _motion(practice, _id_put_anew(hand, f"{round_id}.{item_id}.{proposal.key}"), proposal),
            matter=proposal.matter,
            jurisdiction=place,
            own=layers,
            because=proposal.because,
            round=round_id,
            item=item_id,
            demonstration=round.demonstration,
        )
        for proposal in _to_be_decided(hand, round, item)
    ]
    with hand.transaction():  # every law that is needed was asked above
        return tuple(preparing.prepare(hand, _as_answered(hand, poll, base)) for poll in polls)


def _to_be_decided(hand: Hand, round: Round, item: Item) -> tuple[Proposal, ...]:
    """What has not passed yet; all of it where nothing is left, which is then refused."""
    needed = _proposals(hand, round, item)
    left = [one for one in needed if not has_passed(hand, f"{round.id}.{item.id}.{one.key}")]
    return tuple(left) or needed


def _id_put_anew(hand: Hand, id_: str) -> str:
    """The id under which it is put: another where it was voided, or decided and did not pass."""
    number, found = 1, id_
    while not has_passed(hand, id_) and _is_over(hand, found):
        number += 1
        found = f"{id_}.{number}"
    return found


def _is_over(hand: Hand, id_: str) -> bool:
    state = (hand.store.get("motion", id=id_) or {}).get("state")
    return state in (str(PollState.VOID), str(PollState.PUBLISHED))


def _as_answered(hand: Hand, poll: Poll, base: tuple[Layer, ...]) -> Poll:
    """A poll that was promoted before keeps what was answered since, and where it is posted."""
    row = hand.store.get("motion", id=poll.id)
    if row is None:
        return poll
    old = rows.poll(hand.store, poll.id)
    answered = tuple(one for one in old.own if one.key == ANSWERS)
    own = (*poll.own, *answered)
    motion = attrs.evolve(poll.motion, **ways_of(Practice((*base, *own))))
    parts = ("question", "kind", "scope", "options")
    same = old.matter == poll.matter and all(
        getattr(motion, part) == getattr(old.motion, part) for part in parts
    )
    posted = old.posted if same else None
    return attrs.evolve(poll, motion=motion, own=own, posted=posted, reelection=old.reelection)


def _motion(practice: Practice, id_: str, proposal: Proposal) -> Motion:
    return Motion.under(
        practice,
        id_,
        proposal.question,
        proposal.matter,
        kind=proposal.kind,
        scope=proposal.scope,
        options=proposal.options,
    )


def _proposals(hand: Hand, round: Round, item: Item) -> tuple[Proposal, ...]:
    policy, setting = hand.policy(round.category(item)), hand.setting(round)
    final = [one.problem for one in policy.objections(item, setting) if one.final]
    if final:
        raise NotPossible(join_texts(final))
    proposals = policy.motions(item, setting)
    if not proposals:
        raise NotPossible(
            Text(f"“{item.title.zh}”不需要表决。", f"'{item.title.en}' needs no motion."),
            Text("按打钩结果办理即可。", "The ranking is enough to carry it out."),
        )
    return proposals
