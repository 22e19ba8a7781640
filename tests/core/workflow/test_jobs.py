"""Jobs in memory and in a file, held to the contract."""

from __future__ import annotations

import random
from pathlib import Path

from tickbox_core.registry import open_registry
from tickbox_core.store import MemoryStore, Store
from tickbox_core.store.sqlite import SqliteStore
from tickbox_core.testing import desks, jobs_contract
from tickbox_core.workflow.context import DeskContext
from tickbox_core.workflow.jobs import StoredJobs


def over(store: Store):
    """The jobs of an area with that store, and what begins a transaction of it."""
    context = DeskContext(
        area="n1",
        store=store,
        registry=open_registry(discover=False),
        clock=lambda: desks.NOON,
        entropy=random.Random(7).randbytes,
        pepper=b"",
    )
    return StoredJobs(context), context.transaction


TestInMemory = jobs_contract(lambda folder: over(MemoryStore()))
TestInAFile = jobs_contract(lambda folder: over(SqliteStore(Path(folder) / "area.sqlite")))
