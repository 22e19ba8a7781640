"""The year as a state machine that is moved house and cleaned up at any moment.

Archived and restored wherever it stands, the year goes on in the restored store; what is due is
erased at any time; and after each the whole record verifies.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest
from hypothesis import event, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from tickbox_core import open_registry
from tickbox_core.archive import AreaParts, Contents, Kind, read, write
from tickbox_core.desk import Desk
from tickbox_core.desk.keeping.taking import about, fill_store
from tickbox_core.store import TOWN
from tickbox_core.workflow import log as ledger

from .test_year_machine import R1, YearMachine, some_items

pytestmark = pytest.mark.slow
MADE = datetime(2026, 11, 23, 16, tzinfo=UTC)


class KeptMachine(YearMachine):
    """The year of the other machine, with archives and erasure between any two of its steps."""

    @rule(ticks=some_items, revised=st.booleans())
    def to_the_end(self, ticks: list[str], revised: bool) -> None:
        """The usual way from a plan to the annual list, as far as it still goes."""
        self.as_people_would(notice=0, revisable=True)
        for number in (0, 0 if revised else 1):
            self.cast(number=number, ticks=ticks, again=False)
        self.assist(number=2, ticks=ticks, who=0, other=1)
        self.do("round/close", round=R1)
        self.publish()
        self.wait(days=9)
        self.do("result/finalise", round=R1)

    @rule()
    def move_house(self) -> None:
        """Everything into an archive, out of it into another store, and on there."""
        tables = self.store.snapshot()
        town = {name: [] for name in TOWN.tables} | {"file": [{"area": "n1", "name": "n1.sqlite"}]}
        told = about(Kind.BACKUP, {"n1": tables}, MADE, "0")
        data = write(Contents(told, town, {"n1": AreaParts(tables)}))
        restored = fill_store(read(data).areas["n1"].tables)
        assert restored.snapshot() == tables
        event(f"moved with {self.store.count('entry') // 10}0 entries")
        self.store = restored
        self.desk = Desk(
            restored,
            open_registry(discover=False),
            area="n1",
            clock=lambda: self.now,
            entropy=random.Random(len(data)).randbytes,
            pepper=b"p",
        )
        self.it_verifies()

    @rule(dated=st.booleans())
    def erase(self, dated: bool) -> None:
        """What is due goes; what is published stays as it was, byte for byte."""
        decided = self.has_round() and self.desk.outcome(R1) is not None
        before = self.desk.bundle(R1) if decided else b""
        leads = {ref: self.desk.collecting.wish(ref).items for ref in self.refs}
        limit = self.now.date() if dated else None
        due = self.desk.keeping.due(before=limit)
        done = self.desk.keeping.erase(by="小林", before=limit)
        assert done.lines == due
        event(f"erased: {', '.join(sorted({line.what for line in due if line.goes})) or 'nothing'}")
        assert not decided or self.desk.bundle(R1) == before
        assert {ref: self.desk.collecting.wish(ref).items for ref in self.refs} == leads
        self.it_verifies()

    def it_verifies(self) -> None:
        """No log, checkpoint, opening, table or result differs."""
        assert self.desk.keeping.verify().faults == ()

    @invariant()
    def a_proxy_brings_no_more_than_the_round_lets(self) -> None:
        """The names of proxies may be gone; as many ballots were brought as are noted."""
        with self.desk.diary.reading() as book:
            noted = len(book.papers.mandates)
        casts = [entry for entry in ledger.entries(self.store, R1) if entry["kind"] == "cast"]
        assert sum(entry["channel"] == "proxy" for entry in casts) == noted


KeptMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestKeptMachine = KeptMachine.TestCase
