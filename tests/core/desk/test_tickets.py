"""Form tickets: what stands for a code that was typed, for how long, and for nothing else."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.desk import Desk, tickets
from tickbox_core.store import MemoryStore
from tickbox_core.testing import desks

R1 = desks.ROUND


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now: datetime = desks.NOON

    def __call__(self) -> datetime:
        return self.now

    def wait(self, seconds: int) -> None:
        """So many seconds later (below 0: set back)."""
        self.now += timedelta(seconds=seconds)


def opened(store: Any = None, round: str = R1, **changes: Any) -> Desk:
    """A desk with a round open."""
    desk = desks.desk(store, **changes)
    desk.prepare(desks.plan(id=round))
    desk.register(round, desks.roll())
    desk.open(round)
    return desk


def with_ticket(desk: Desk, round: str = R1) -> tuple[str, str]:
    """A slot with a code, and a ticket of it."""
    slot = desk.slots(round)[0].slot
    desk.issue_codes(round, [slot])
    return slot, desk.issue_ticket(round, slot)


@pytest.mark.parametrize(
    "seconds, good",
    [(0, True), (899, True), (900, False), (901, False), (-1, False), (-86_400, False)],
)
def test_a_ticket_is_good_for_a_quarter_of_an_hour(seconds: int, good: bool) -> None:
    """Just under, on and over; a clock that was set back makes it no older and no younger."""
    clock = Clock()
    desk = opened(clock=clock)
    slot, ticket = with_ticket(desk)
    clock.wait(seconds)
    assert desk.slot_of_ticket(R1, ticket) == (slot if good else None)


def test_a_ticket_names_no_code_and_reads_no_secret() -> None:
    """It holds the slot, an end and a signature; a code is never taken for one."""
    desk = opened()
    slot = desk.slots(R1)[0].slot
    code = desk.issue_codes(R1, [slot])[slot]
    ticket = desk.issue_ticket(R1, slot)
    assert code.replace("-", "")[:4] not in ticket.replace(slot, "")
    assert tickets.is_ticket(ticket) and not tickets.is_ticket(code)
    assert desk.slot_of_code(R1, ticket) is None


def test_nobody_without_a_code_gets_one() -> None:
    """No code, no ticket; and none for a slot that is not there."""
    desk = opened()
    slot = desk.slots(R1)[0].slot
    assert desk.issue_ticket(R1, slot) == "" == desk.issue_ticket(R1, "NOBODY")
    assert desk.slot_of_ticket(R1, "") is None


def test_a_renewed_or_withdrawn_code_takes_its_ticket_along() -> None:
    """The stored hash is signed: another one, or none, and the ticket is over."""
    store = MemoryStore()
    desk = opened(store)
    slot, ticket = with_ticket(desk)
    desk.issue_codes(R1, [slot])
    assert desk.slot_of_ticket(R1, ticket) is None
    again = desk.issue_ticket(R1, slot)
    assert desk.slot_of_ticket(R1, again) == slot
    with store.transaction():
        store.remove("code", cycle=R1, slot=slot)
    assert desk.slot_of_ticket(R1, again) is None


def test_a_ticket_is_of_one_round_of_one_area_of_one_town() -> None:
    """Another round with the same slot and the same code row, another area, another pepper."""
    store = MemoryStore()
    desk = opened(store)
    slot, ticket = with_ticket(desk)
    desk.prepare(desks.plan(id="r2"))
    desk.register("r2", desks.roll())
    desk.open("r2")
    (row,) = store.find("code", cycle=R1)
    with store.transaction():
        store.add("code", [{**row, "cycle": "r2"}])
    assert desk.slot_of_ticket("r2", ticket) is None
    assert desk.slot_of_ticket("r9", ticket) is None
    assert desks.desk(store, area="n2").slot_of_ticket(R1, ticket) is None
    assert desks.desk(store, pepper=b"another").slot_of_ticket(R1, ticket) is None
    assert desks.desk(store).slot_of_ticket(R1, ticket) == slot, "and it outlives the house"


@given(st.data())
def test_no_changed_ticket_is_good(data: st.DataObject) -> None:
    """Any character put in place of another, anywhere."""
    desk = opened()
    slot, ticket = with_ticket(desk)
    at = data.draw(st.integers(0, len(ticket) - 1))
    letter = data.draw(st.sampled_from("0123456789ABCXYZabcxyz._-é"))
    forged = ticket[:at] + letter + ticket[at + 1 :]
    assert desk.slot_of_ticket(R1, forged) == (slot if forged == ticket else None)


def test_the_slow_hash_is_asked_for_codes_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A ticket, good or forged, costs no scrypt."""
    store = MemoryStore()
    desk = opened(store)
    slot, ticket = with_ticket(desk)
    asked: list[int] = []
    slow = hashlib.scrypt

    def counted(*args: Any, **more: Any) -> bytes:
        asked.append(1)
        return slow(*args, **more)

    monkeypatch.setattr(hashlib, "scrypt", counted)
    assert desk.slot_of_ticket(R1, ticket) == slot
    for _ in range(200):
        assert desk.slot_of_ticket(R1, ticket[:-4] + "AAAA") is None
    assert asked == []
