"""Rounds, rolls and ballots as rows: the one place that knows which value stands in which column.

A round's plan is kept as its configuration entry, the same plain value that goes into the ledger.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

import attrs

from tickbox_core.errors import NotListed
from tickbox_core.ledger import configuration, read_configuration
from tickbox_core.model import (
    Person,
    PluginVersion,
    Problem,
    Residence,
    Roll,
    RollSummary,
    Round,
    State,
    Unit,
)
from tickbox_core.model.areas import TWO_DECIMALS
from tickbox_core.registry import Registry
from tickbox_core.store import Store
from tickbox_core.text import Text
from tickbox_core.workflow.tables import require_plan


@attrs.frozen
class Slot:
    """A place on the roll of one round, under its random name.

    ``household`` is what the slots of a home share: its random tag where homes are counted, else
    the name of its first slot.  ``person`` and ``unit`` are personal data and may have been erased.
    """

    slot: str
    position: int
    household: str
    person: str | None
    unit: str | None

    def in_household(self, household: str) -> Slot:
        """The same place of that household."""
        return Slot(self.slot, self.position, household, self.person, self.unit)

    def row(self, round_id: str) -> dict[str, Any]:
        """What is kept of it."""
        return {
            "cycle": round_id,
            "slot": self.slot,
            "position": self.position,
            "household": self.household,
            "person": self.person,
            "unit": self.unit,
        }


@attrs.frozen
class CastBallot:
    """The opening of a cast entry: what was ticked, the salt, and where the entry stands."""

    slot: str
    revision: int
    position: int
    ticks: tuple[str, ...]
    salt: bytes = attrs.field(repr=False)
    code: str


# -- rounds ------------------------------------------------------------------------------------


def plan_entry(round: Round, registry: Registry) -> dict[str, Any]:
    """The round's plan as its configuration entry, with the rule's and its plugin's version."""
    kind = registry.rule_kind(round.rule.key)
    provider = registry.provider("rules", round.rule.key)
    return dict(configuration(round, kind.version, provider))


def save_round(store: Store, round: Round, plan: dict[str, Any]) -> None:
    """Write a round and where it stands."""
    kept = store.get("cycle", id=round.id) or {}
    store.put(
        "cycle",
        {
            "id": round.id,
            "configuration": _json(plan),
            "state": str(round.state),
            "roll": None if round.roll is None else _json(round.roll.row()),
            "roll_salt": kept.get("roll_salt"),
            "plugins": _json([attrs.asdict(plugin) for plugin in round.plugins]),
            "opened_at": round.opened_at,
            "closed_at": round.closed_at,
        },
    )


def move_round(store: Store, round: Round) -> None:
    """Write where a round stands; its plan stays as it was saved."""
    save_round(store, round, saved_plan(store, round.id))


def load_round(store: Store, id_: str) -> Round:
    """The round of that id, or ``NotListed``; ``LedgerBroken`` where its words were changed."""
    return _round(store, _round_row(store, id_))


def load_rounds(store: Store) -> tuple[Round, ...]:
    """All rounds by id."""
    return tuple(_round(store, row) for row in store.find("cycle"))


def is_void(store: Store, id_: str) -> bool:
    """Whether a round was voided."""
    return (store.get("cycle", id=id_) or {}).get("state") == str(State.VOID)


def saved_plan(store: Store, id_: str) -> dict[str, Any]:
    """The configuration of a round as it was last saved."""
    plan: dict[str, Any] = json.loads(_round_row(store, id_)["configuration"])
    return plan


def rule_plugin(store: Store, id_: str) -> PluginVersion:
    """Which plugin brought the rule when the round's plan was last saved."""
    return PluginVersion(**saved_plan(store, id_)["rule"]["plugin"])


def _round_row(store: Store, id_: str) -> dict[str, Any]:
    row = store.get("cycle", id=id_)
    if row is None:
        raise NotListed(Text("这一轮打钩", "round"), id_)
    return row


def _round(store: Store, row: dict[str, Any]) -> Round:
    require_plan(store, row["id"], row["configuration"])
    return attrs.evolve(
        read_configuration(json.loads(row["configuration"])),
        state=State(row["state"]),
        roll=None if row["roll"] is None else RollSummary(**json.loads(row["roll"])),
        plugins=tuple(PluginVersion(**plugin) for plugin in json.loads(row["plugins"] or "[]")),
        opened_at=row["opened_at"],
        closed_at=row["closed_at"],
    )


# -- roll --------------------------------------------------------------------------------------


def slot(store: Store, round_id: str, name: str) -> Slot | None:
    """The slot of that name."""
    row = store.get("slot", cycle=round_id, slot=name)
    return None if row is None else _slot(row)


def slots(store: Store, round_id: str) -> list[Slot]:
    """All slots of a round, in the order they are committed to."""
    return [_slot(row) for row in store.find("slot", order="position", cycle=round_id)]


def unit(store: Store, round_id: str, id_: str) -> Unit | None:
    """A unit as it stood on the roll of a round."""
    row = store.get("unit", cycle=round_id, id=id_)
    if row is None:
        return None
    return _unit(row, _decimals(store, round_id))


def units(store: Store, round_id: str) -> tuple[Unit, ...]:
    """All units on the roll of a round, by id."""
    decimals = _decimals(store, round_id)
    return tuple(_unit(row, decimals) for row in store.find("unit", cycle=round_id))


def persons(store: Store, round_id: str) -> list[Person]:
    """The persons on the roll of a round who have a slot."""
    here = {slot.person for slot in slots(store, round_id)}
    return [
        Person(row["id"], row["name"], row["born"] and date.fromisoformat(row["born"]))
        for row in store.find("person", cycle=round_id)
        if row["id"] in here
    ]


def roll(store: Store, round_id: str) -> Roll:
    """The roll of a round for preference ticks: units, persons, and who belongs to which.

    Raises ``NotListed`` where the round has none (any more).
    """
    kept = load_round(store, round_id).roll
    people = {row["id"]: row for row in store.find("person", cycle=round_id)}
    if kept is None or not people:
        raise NotListed(Text("名册", "roll"), round_id)
    persons = tuple(
        Person(id_, row["name"], row["born"] and date.fromisoformat(row["born"]))
        for id_, row in people.items()
    )
    homes = tuple(
        Residence(slot.person, slot.unit)
        for slot in slots(store, round_id)
        if slot.person is not None and slot.unit is not None
    )
    day, homes_of = date.fromisoformat(kept.as_of), units(store, round_id)
    return Roll(day, homes_of, persons, homes, decimals=kept.decimals)


def _decimals(store: Store, round_id: str) -> int | None:
    """In how many decimals the areas of a round's roll are written; ``None``: as usual."""
    row = store.get("cycle", id=round_id)
    if row is None or row["roll"] is None:
        return None
    found = RollSummary(**json.loads(row["roll"])).decimals
    return None if found == TWO_DECIMALS else found


def _unit(row: dict[str, Any], decimals: int | None) -> Unit:
    return Unit(**{name: v for name, v in row.items() if name != "cycle"}, decimals=decimals)


def _slot(row: dict[str, Any]) -> Slot:
    return Slot(row["slot"], row["position"], row["household"], row["person"], row["unit"])


# -- ballots -----------------------------------------------------------------------------------


def ballot_row(round_id: str, ballot: CastBallot) -> dict[str, Any]:
    """A ballot as a row."""
    return {
        "cycle": round_id,
        "slot": ballot.slot,
        "revision": ballot.revision,
        "position": ballot.position,
        "ticks": _json(ballot.ticks),
        "salt": ballot.salt,
        "code": ballot.code,
    }


def last_ballot(store: Store, round_id: str, slot_name: str) -> CastBallot | None:
    """The slot's ballot that counts: its last revision."""
    rows = store.find("ballot", order="revision", cycle=round_id, slot=slot_name)
    return _ballot(rows[-1]) if rows else None


def ballot_by_code(store: Store, round_id: str, code: str) -> CastBallot | None:
    """The ballot whose receipt carries that code; ``None`` where none or several do."""
    rows = store.find("ballot", cycle=round_id, code=code)
    return _ballot(rows[0]) if len(rows) == 1 else None


def turnout(store: Store, round_id: str) -> int:
    """How many slots took part: each has one first revision, or stands on a count sheet."""
    cast = store.count("ballot", cycle=round_id, revision=1)
    return cast + store.count("sheet_slot", cycle=round_id)


def cast_slots(store: Store, round_id: str) -> list[str]:
    """The slots that took part: by a ballot, or on a count sheet."""
    cast = store.find("ballot", cycle=round_id, revision=1)
    return [row["slot"] for row in (*cast, *store.find("sheet_slot", cycle=round_id))]


def counted_ballots(store: Store, round_id: str) -> list[CastBallot]:
    """Every slot's last revision, in the order of the ledger."""
    last: dict[str, CastBallot] = {}
    for row in store.find("ballot", order="revision", cycle=round_id):
        last[row["slot"]] = _ballot(row)
    return sorted(last.values(), key=lambda ballot: ballot.position)


def _ballot(row: dict[str, Any]) -> CastBallot:
    return CastBallot(
        row["slot"],
        row["revision"],
        row["position"],
        tuple(json.loads(row["ticks"])),
        row["salt"],
        row["code"],
    )


# -- problems ----------------------------------------------------------------------------------


def add_problems(store: Store, problems: Iterable[Problem]) -> None:
    """New problems."""
    store.add(
        "problem",
        [
            {
                "id": problem.id,
                "area": problem.area,
                "title": _json(problem.title.plain()),
                "raised": problem.raised.isoformat(),
                "solved": problem.solved.isoformat() if problem.solved else None,
                "how": _json(problem.how.plain()),
                "responsible": _json(problem.responsible.plain()),
            }
            for problem in problems
        ],
    )


def problems(store: Store) -> tuple[Problem, ...]:
    """All problems, the oldest first."""
    return tuple(
        Problem(
            row["id"],
            row["area"],
            Text.of(json.loads(row["title"])),
            date.fromisoformat(row["raised"]),
            date.fromisoformat(row["solved"]) if row["solved"] else None,
            Text.of(json.loads(row["how"])),
            Text.of(json.loads(row["responsible"])),
        )
        for row in store.find("problem", order="raised")
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
