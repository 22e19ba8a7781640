"""Polls, heads and papers as rows: the one place that knows which value stands in which column."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from tickbox_core.components.motions import Poll, PollState
from tickbox_core.errors import NotListed, NotPossible, UnknownId, WrongState
from tickbox_core.ledger import head_leaf
from tickbox_core.model import Roll, RollSummary
from tickbox_core.model.areas import TWO_DECIMALS
from tickbox_core.rules.motions import Assembly, Delivery, Head, Mandate, Paper
from tickbox_core.store import Store
from tickbox_core.store.contract import Row
from tickbox_core.text import Text
from tickbox_core.workflow.tables import require_plan
from tickbox_core.workflow.voids import void_reason


@attrs.frozen
class HeadSlot:
    """A head under its random slot name; ``salt`` keeps its leaf from being guessed."""

    slot: str
    position: int
    head: Head
    salt: bytes = attrs.field(repr=False)


@attrs.frozen
class HandedIn:
    """The opening of a paper's entry: the paper, its salt, and where the entry stands.

    A paper that two people have set right after counting has no receipt, and no ``code``.
    """

    slot: str
    revision: int
    position: int
    paper: Paper
    salt: bytes = attrs.field(repr=False)
    code: str

    @property
    def corrects(self) -> bool:
        """Whether it was set right by two people, and stands whatever else was handed in."""
        return not self.code


# -- polls -------------------------------------------------------------------------------------


def save(store: Store, poll: Poll) -> None:
    """Write a poll and where it stands; its roll's rows stay."""
    kept = store.get("motion", id=poll.id) or {}
    store.put(
        "motion",
        {
            "id": poll.id,
            "plan": _json(poll.plan()),
            "state": str(poll.state),
            "roll": None if poll.roll is None else _json(poll.roll.row()),
            "rows": kept.get("rows"),
            "roll_salt": kept.get("roll_salt"),
            "opened_at": poll.opened_at,
            "closed_at": poll.closed_at,
        },
    )


def poll(store: Store, id_: str) -> Poll:
    """The poll of that id, or ``NotListed``; ``LedgerBroken`` where its words were changed."""
    row = store.get("motion", id=id_)
    if row is None:
        raise NotListed(Text("表决", "motion"), id_)
    return _poll(store, row)


def polls(store: Store) -> tuple[Poll, ...]:
    """All polls by id."""
    return tuple(_poll(store, row) for row in store.find("motion"))


def in_state(store: Store, id_: str, state: PollState, step: Text) -> Poll:
    """The poll, which has to be in that state (``WrongState``)."""
    found = poll(store, id_)
    if found.state is not state:
        raise WrongState(id_, found.state.words, step, void_reason(store, id_))
    return found


def _poll(store: Store, row: Mapping[str, Any]) -> Poll:
    require_plan(store, row["id"], row["plan"])
    return attrs.evolve(
        Poll.of_plan(json.loads(row["plan"]), PollState(row["state"])),
        roll=None if row["roll"] is None else RollSummary(**json.loads(row["roll"])),
        opened_at=row["opened_at"],
        closed_at=row["closed_at"],
    )


def keep_roll(store: Store, id_: str, roll: Roll, salt: bytes) -> None:
    """The roll's rows, until they are erased with their purpose."""
    row = store.get("motion", id=id_) or {}
    store.put("motion", {**row, "rows": _json(roll.plain()), "roll_salt": salt})


def drop_roll(store: Store, id_: str) -> None:
    """No roll, as before there was one."""
    row = store.get("motion", id=id_) or {}
    store.put("motion", {**row, "rows": None, "roll_salt": None})


def drop(store: Store, id_: str) -> None:
    """Remove a poll that is being prepared, with its roll; it has no heads and no papers yet."""
    store.remove("motion", id=id_)


def has_roll(store: Store, id_: str) -> bool:
    """Whether a poll has one; its rows are not read."""
    row = store.get("motion", id=id_)
    return row is not None and row["rows"] is not None


def roll(store: Store, id_: str) -> tuple[Roll, bytes] | None:
    """The rows of a poll's roll and the salt of their commitment."""
    row = store.get("motion", id=id_)
    if row is None or row["rows"] is None:
        return None
    return Roll.of_plain(json.loads(row["rows"])), row["roll_salt"]


# -- heads -------------------------------------------------------------------------------------


def add_seats(store: Store, id_: str, seats: Iterable[HeadSlot]) -> None:
    """The heads of a poll, in the order they are committed to."""
    store.add(
        "head_slot",
        [
            {
                "motion": id_,
                "slot": seat.slot,
                "position": seat.position,
                "head": _json(attrs.asdict(seat.head)),
                "salt": seat.salt,
            }
            for seat in seats
        ],
    )


def replace_seats(store: Store, id_: str, seats: Iterable[HeadSlot]) -> None:
    """The heads of a poll that is not open yet, in place of those that slots were reserved for."""
    store.remove("head_slot", motion=id_)
    add_seats(store, id_, seats)


def seats(store: Store, id_: str) -> list[HeadSlot]:
    """All heads of a poll, in the order they are committed to; before opening those reserved."""
    return [
        HeadSlot(row["slot"], row["position"], _head(json.loads(row["head"])), row["salt"])
        for row in store.find("head_slot", order="position", motion=id_)
    ]


def assembly(store: Store, id_: str) -> Assembly:
    """The heads as they were frozen."""
    summary = poll(store, id_).roll
    heads = tuple(seat.head for seat in seats(store, id_))
    return Assembly(heads, TWO_DECIMALS if summary is None else summary.decimals)


def seat_at(store: Store, id_: str, place: str) -> HeadSlot:
    """The head that a unit (or resident) belongs to; ``UnknownId`` outside the motion."""
    return seat_among(seats(store, id_), id_, place)


def seat_among(found: Iterable[HeadSlot], id_: str, place: str) -> HeadSlot:
    """The one of these heads that a unit (or resident) belongs to; ``UnknownId`` for none."""
    for seat in found:
        if place in seat.head.places:
            return seat
    raise UnknownId("unit", place, f"motion {id_}")


def head_plain(head: Head) -> dict[str, Any]:
    """What a head's leaf commits to."""
    plain = attrs.asdict(head)
    return {name: list(v) if isinstance(v, tuple) else v for name, v in plain.items()}


def _head(plain: Mapping[str, Any]) -> Head:
    return Head(**{**plain, "places": tuple(plain["places"]), "voters": tuple(plain["voters"])})


def leaves(store: Store, id_: str) -> tuple[bytes, ...]:
    """The leaves of a poll's heads, in the order they are committed to, erased heads or not."""
    kept = store.find("head_leaf", order="position", motion=id_)
    if kept:
        return tuple(row["leaf"] for row in kept)
    return tuple(leaf_of(seat) for seat in seats(store, id_))


def leaf_of(seat: HeadSlot) -> bytes:
    """The leaf of a head in the tree whose root the roll entry names."""
    return head_leaf(seat.slot, seat.salt, head_plain(seat.head))


def is_erased(store: Store, id_: str) -> bool:
    """Whether heads and papers of a poll were erased with their purpose."""
    return store.count("head_leaf", motion=id_) > 0


def papers_there(store: Store, id_: str) -> None:
    """Raise ``NotPossible`` where the papers of a poll were erased."""
    if is_erased(store, id_):
        raise NotPossible(
            Text("表决票已经按期删除。", "the papers were erased in time."),
            Text("公布的结果仍在，仍可复算。", "What was published stands, and recounts."),
        )


def erase(store: Store, id_: str) -> int:
    """Erase heads, papers, proofs and roll of a poll; their leaves stay.  Says how many heads."""
    held = seats(store, id_)
    store.add(
        "head_leaf",
        [{"motion": id_, "position": seat.position, "leaf": leaf_of(seat)} for seat in held],
    )
    for table in ("head_slot", "motion_paper", "delivery"):
        store.remove(table, motion=id_)
    row = store.get("motion", id=id_) or {}
    store.put("motion", {**row, "rows": None, "roll_salt": None})
    return len(held)


# -- papers ------------------------------------------------------------------------------------


def paper_plain(paper: Paper) -> dict[str, Any]:
    """What a paper's commitment holds beside slot and revision."""
    return attrs.asdict(paper)


def add_paper(store: Store, id_: str, handed: HandedIn) -> None:
    """A paper, with the proxy in a column of its own: one may hold only so many."""
    mandate = handed.paper.mandate
    row: Row = {
        "motion": id_,
        "slot": handed.slot,
        "revision": handed.revision,
        "position": handed.position,
        "paper": _json(paper_plain(handed.paper)),
        "proxy": None if mandate is None else mandate.proxy,
        "salt": handed.salt,
        "code": handed.code,
    }
    store.add("motion_paper", [row])


def papers(store: Store, id_: str, **where: str) -> list[HandedIn]:
    """Papers in the order of the log, of one slot or by one proxy where told."""
    return [
        HandedIn(
            row["slot"],
            row["revision"],
            row["position"],
            _paper(json.loads(row["paper"])),
            row["salt"],
            row["code"],
        )
        for row in store.find("motion_paper", order="position", motion=id_, **where)
    ]


def _paper(plain: Mapping[str, Any]) -> Paper:
    mandate = plain["mandate"]
    return Paper(**{**plain, "mandate": None if mandate is None else Mandate(**mandate)})


def keep_delivery(store: Store, id_: str, delivery: Delivery, salt: bytes) -> None:
    """What is proved of service; the last one recorded holds."""
    body = _json(delivery.plain())
    store.put("delivery", {"motion": id_, "body": body, "salt": salt})


def delivery(store: Store, id_: str) -> tuple[Delivery, bytes] | None:
    """What was recorded of service, and the salt of its commitment."""
    row = store.get("delivery", motion=id_)
    if row is None:
        return None
    return Delivery.of_plain(json.loads(row["body"])), row["salt"]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
