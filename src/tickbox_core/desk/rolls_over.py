"""The roll of an older round, offered to a new one: looked at beside what there is, then taken."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import attrs

from tickbox_core.desk import records
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.importing import ROLL, Importing
from tickbox_core.desk.roll_changes import RowChange, roll_changes
from tickbox_core.errors import NotPossible, WrongState
from tickbox_core.ledger import canonical
from tickbox_core.model import Residence, Roll, Round, State
from tickbox_core.text import Text
from tickbox_core.workflow.entries import rejection
from tickbox_core.year import Import


@attrs.frozen(hash=False)
class OfferedRoll:
    """A roll that a round could have, and what it would change of the one that stands.

    ``source`` is the round whose roll it is; ``roll`` holds whom the new round lets tick.
    ``homeless`` counts people whom the old round knows without a home (too young then, say),
    ``barred`` those who had a place then and may not tick in this round, ``gone`` the homes of
    buildings that the tree does not have any more.  ``stands`` says that there is a roll already.
    """

    source: Round
    roll: Roll = attrs.field(repr=False)
    changes: tuple[RowChange, ...] = attrs.field(repr=False)
    homeless: int
    barred: int
    gone: int
    stands: bool


class RollsOver:
    """The service that hands rolls on, behind the desk's door."""

    def __init__(self, hand: Hand, importing: Importing) -> None:
        self._hand = hand
        self._importing = importing

    def newest(self, round_id: str) -> str:
        """The newest other round whose roll is still held; ``""`` where there is none."""
        held = [one for one in records.load_rounds(self._hand.store) if self._has_roll(one)]
        others = [one for one in held if one.id != round_id]
        newest = max(others, key=lambda one: (one.opened_at or "", one.id), default=None)
        return "" if newest is None else newest.id

    def _has_roll(self, round: Round) -> bool:
        store = self._hand.store
        if round.roll is None or round.rehearsal:
            return False
        return store.count("person", cycle=round.id) > 0

    def offered(self, round_id: str, source_id: str = "") -> OfferedRoll:
        """The roll of another round (the newest, unless one is named) for one that is not open.

        Raises ``WrongState`` once the round is open, ``NotListed`` where there is no such roll (any
        more), ``NotPossible`` for its own and for a run-off, which has that of its tie.
        """
        asked = self._before(round_id)
        source = records.load_round(self._hand.store, source_id or self._newest(round_id))
        if source.id == round_id:
            raise rejection(
                Text("这就是它自己的名册。", "that is its own roll."),
                Text("请选另一轮。", "Name another round."),
            )
        held = records.roll(self._hand.store, source.id)
        kept = _whom_it_lets(asked, held, self._hand)
        own = self._importing.roll_of(round_id)
        tree, at_home = self._hand.tree, {one.person for one in held.residences}
        return OfferedRoll(
            source,
            kept,
            tuple(roll_changes(own, kept)),
            homeless=len({one.id for one in held.persons} - at_home),
            barred=len(at_home - {one.person for one in kept.residences}),
            gone=sum(self._hand.area in tree and one.area not in tree for one in kept.units),
            stands=own is not None,
        )

    def _newest(self, round_id: str) -> str:
        found = self.newest(round_id)
        if not found:
            raise NotPossible(
                Text("没有别的轮次还留着名册。", "no other round holds a roll any more."),
                Text("请导入名册的表格。", "Read a roll in from a table."),
            )
        return found

    def _before(self, round_id: str) -> Round:
        asked = records.load_round(self._hand.store, round_id)
        if asked.state not in (State.LISTING, State.POSTED):
            step = Text("更换名册", "change the roll")
            raise WrongState(round_id, asked.state.words, step)
        if asked.settles is not None:
            raise rejection(
                Text("决选用原来那一轮的名册。", "a run-off has the roll of the tied round."),
                Text("请不要更换名册。", "Leave its roll as it is."),
            )
        return asked

    def take(self, round_id: str, source_id: str, by: str) -> OfferedRoll:
        """Put the roll of another round to one that is not open, in place of its own.

        It is noted as a table that was read in is, and undone like one.  Raises what ``offered``
        does, and ``NotPossible`` where nobody on it may tick, or it has homes of no building.
        """
        offered = self.offered(round_id, source_id)
        if not offered.roll.residences:
            raise rejection(
                Text("这份名册上没有人可以参与这一轮。", "nobody on that roll may tick here."),
                Text("请看这一轮的参与条件。", "Look at whom this round asks."),
            )
        if offered.gone:
            raise rejection(
                Text(
                    f"有{offered.gone}户所在的楼栋已不在区域表里。",
                    f"homes of buildings that are no longer among the areas: {offered.gone}.",
                ),
                Text("请补上楼栋，或导入新名册。", "Add the buildings, or read a new roll in."),
            )
        digest = hashlib.sha256(canonical(_plain(offered.roll))).hexdigest()
        self._importing.roll(round_id, offered.roll, digest, by)
        return offered

    def going(self, round_id: str) -> tuple[RowChange, ...]:
        """What giving the roll back would change; raises what ``give_back`` does."""
        before = (self._last_of(round_id).before or {}).get("roll")
        then = Roll(self._hand.today()) if before is None else Roll.of_plain(before)
        return tuple(self._importing.put_back_roll(round_id, then))

    def give_back(self, round_id: str, by: str) -> None:
        """Undo the last roll that a round was given; the one before it stands again.

        Raises ``NotPossible`` where the last thing read in was another, ``WrongState`` once open.
        """
        self._before(round_id)
        self._last_of(round_id)
        self._importing.undo(by)

    def _last_of(self, round_id: str) -> Import:
        records.load_round(self._hand.store, round_id)
        last = self._importing.last()
        if (last.kind, last.round) != (ROLL, round_id):
            raise NotPossible(
                Text(
                    "最近一次导入的不是这一轮的名册。",
                    "what was read in last is not the roll of this round.",
                ),
                Text("请先撤销后来的导入。", "Undo what was read in since first."),
            )
        return last


def _plain(roll: Roll) -> dict[str, object]:
    return dict(roll.plain())


def _whom_it_lets(asked: Round, held: Roll, hand: Hand) -> Roll:
    """A roll with those alone whom a round lets tick, and the homes as they stand."""
    may: Iterable[Residence] = asked.eligible.of_roll(held, hand.today()).residences
    homes = tuple(Residence(one.person, one.unit) for one in may)
    known = {one.person for one in homes}
    people = tuple(one for one in held.persons if one.id in known)
    return Roll(held.as_of, held.units, people, homes, decimals=held.decimals)
