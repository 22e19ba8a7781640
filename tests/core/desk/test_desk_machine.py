"""The desk as a state machine: whatever is done in whatever order, the laws of the count hold."""

from __future__ import annotations

import random

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tickbox_core import State, TickboxError, open_registry
from tickbox_core.bundle import differences
from tickbox_core.desk import Cast, Desk
from tickbox_core.ledger import Receipt
from tickbox_core.store import MemoryStore
from tickbox_core.testing import desks
from tickbox_core.workflow import log as ledger

R1 = desks.ROUND
SLOTS = 6


class DeskMachine(RuleBasedStateMachine):
    """Casts, repeats, revisions, closing and publishing in any order against a simple model."""

    def __init__(self) -> None:
        super().__init__()
        self.store = MemoryStore()
        self.revisable = False
        self.desk: Desk | None = None
        self.counted: dict[str, tuple[str, ...]] = {}
        self.answers: dict[str, Receipt] = {}
        self.closed_size: int | None = None

    @precondition(lambda self: self.desk is None)
    @rule(revisable=st.booleans(), seed=st.integers(0, 999))
    def start(self, revisable: bool, seed: int) -> None:
        self.revisable = revisable
        self.desk = Desk(
            self.store,
            open_registry(discover=False),
            area="n1",
            clock=lambda: desks.NOON,
            entropy=random.Random(seed).randbytes,
            pepper=b"p",
        )
        self.desk.prepare(desks.plan(revisable=revisable))
        self.desk.register(R1, desks.roll(SLOTS // 2))
        desks.open_list(self.desk, R1)
        self.slots = [slot.slot for slot in self.desk.slots(R1)]

    @precondition(lambda self: self.desk is not None)
    @rule(
        group=st.lists(
            st.tuples(
                st.integers(0, SLOTS),
                st.lists(st.sampled_from(["gate", "garden", "bench", "pool"]), max_size=3),
                st.integers(0, 9),
            ),
            min_size=1,
            max_size=4,
        )
    )
    def cast(self, group: list[tuple[int, list[str], int]]) -> None:
        assert self.desk is not None
        casts = [
            Cast((*self.slots, "STRANGER")[slot], tuple(ticks), f"k{key}")
            for slot, ticks, key in group
        ]
        for cast, answer in zip(casts, self.desk.cast_many(R1, casts), strict=True):
            if isinstance(answer, TickboxError):
                continue
            assert answer.slot == cast.slot
            if cast.key in self.answers:
                assert answer == self.answers[cast.key]
            else:
                assert self.closed_size is None, "a cast after the close entry"
                assert cast.slot not in self.counted or self.revisable
                self.answers[cast.key] = answer
                self.counted[cast.slot] = cast.ticks

    @precondition(lambda self: self.desk is not None and self.state is State.TICKING)
    @rule()
    def close(self) -> None:
        assert self.desk is not None
        self.desk.close(R1)
        self.closed_size = ledger.head(self.store, R1).size

    @precondition(lambda self: self.desk is not None and self.state is State.COUNTING)
    @rule()
    def publish(self) -> None:
        assert self.desk is not None
        outcome = self.desk.publish(R1)
        wanted = {
            item: sum(item in ticks for ticks in self.counted.values())
            for item in ("gate", "garden", "bench")
        }
        assert {row.item: row.ticks for row in outcome.ranking} == wanted
        assert outcome.ballots == len(self.counted)
        assert differences(self.desk.bundle(R1)).status == 0

    @property
    def state(self) -> State:
        assert self.desk is not None
        return self.desk.round(R1).state

    @invariant()
    def ledger_and_tables_agree(self) -> None:
        if self.desk is None:
            return
        entries = ledger.entries(self.store, R1)
        cast = [entry for entry in entries if entry["kind"] == "cast"]
        assert len({entry["slot"] for entry in cast}) == len(self.counted)
        assert self.store.count("ballot") == len(cast) == len(self.answers)
        assert self.desk.turnout(R1).participants == len(self.counted)
        kinds = [entry["kind"] for entry in entries]
        if "closed" in kinds:
            assert "cast" not in kinds[kinds.index("closed") :]


DeskMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=12, deadline=None)
TestDeskMachine = DeskMachine.TestCase
