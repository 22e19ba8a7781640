"""Tables against logs: whatever is changed in a plan or an outcome is refused, of every matter."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tickbox_core.components.judgement import load_judgement
from tickbox_core.desk import area_looks, records
from tickbox_core.desk.motions import rows
from tickbox_core.errors import LedgerBroken
from tickbox_core.store import MemoryStore, Store
from tickbox_core.workflow.tables import kept_outcome

from ..desk import kept_house

PLANS = {
    "cycle": ("configuration", records.load_round),
    "motion": ("plan", rows.poll),
    "judgement": ("plan", load_judgement),
}


@pytest.fixture(scope="module")
def store() -> Store:
    """An area's whole year: a round, a motion and a judgement that were published."""
    held = MemoryStore()
    kept_house.play(kept_house.desk_over(held))
    return held


def strings(plain: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where words and numbers stand in a plain value."""
    if isinstance(plain, dict):
        for key, value in plain.items():
            yield from strings(value, (*path, key))
    elif isinstance(plain, list):
        for at, value in enumerate(plain):
            yield from strings(value, (*path, at))
    elif plain is not None:
        yield path


def changed(plain: Any, path: tuple[Any, ...]) -> Any:
    """The same with another word or number there."""
    if not path:
        return (
            (not plain)
            if isinstance(plain, bool)
            else plain + ("x" if isinstance(plain, str) else 1)
        )
    copy = dict(plain) if isinstance(plain, dict) else list(plain)
    copy[path[0]] = changed(plain[path[0]], path[1:])
    return copy


def put(store: Store, table: str, row: dict[str, Any]) -> None:
    """Write a row over the one that stands."""
    with store.transaction():
        store.put(table, row)


@pytest.mark.parametrize("table", sorted(PLANS))
def test_a_changed_plan_is_refused(store: Store, table: str) -> None:
    """Each word and number of each plan whose log has begun, one after the other."""
    column, load = PLANS[table]
    tried = 0
    for row in store.find(table):
        if store.get("entry", log=row["id"], position=0) is None:
            continue
        load(store, row["id"])
        plain = json.loads(row[column])
        for path in strings(plain):
            put(store, table, {**row, column: json.dumps(changed(plain, path))})
            with pytest.raises(LedgerBroken, match="changed in a table"):
                load(store, row["id"])
            with pytest.raises(LedgerBroken):
                area_looks.check_tables(store)
            tried += 1
        put(store, table, row)
        area_looks.check_tables(store)
    assert tried > 15


def test_a_changed_outcome_is_refused(store: Store) -> None:
    """Each word and number of each outcome; and one that is gone, or another's."""
    tried = 0
    for row in store.find("outcome"):
        plain = kept_outcome(store, row["cycle"])
        assert plain is not None
        for other in (*(changed(plain, path) for path in strings(plain)), {}, []):
            put(store, "outcome", {**row, "body": json.dumps(other)})
            with pytest.raises(LedgerBroken, match="outcome was changed"):
                kept_outcome(store, row["cycle"])
            tried += 1
        with store.transaction():
            store.remove("outcome", cycle=row["cycle"])
        with pytest.raises(LedgerBroken, match="outcome was changed"):
            kept_outcome(store, row["cycle"])
        put(store, "outcome", row)
    assert len(store.find("outcome")) == 3 and tried > 60
