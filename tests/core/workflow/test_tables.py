"""Tables against logs: whatever is changed in a plan or an outcome is refused, of every matter."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tickbox_core.components.judgement import load_judgement
from tickbox_core.desk import Town, area_looks, records
from tickbox_core.desk.motions import rows
from tickbox_core.errors import LedgerBroken
from tickbox_core.playing.year import played
from tickbox_core.store import Store
from tickbox_core.testing import desks
from tickbox_core.workflow.tables import kept_outcome

PLANS = {
    "cycle": ("configuration", records.load_round),
    "motion": ("plan", rows.poll),
    "judgement": ("plan", load_judgement),
}


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A year that is over, with rounds, motions and judgements."""
    folder = Path(tmp_path_factory.mktemp("year")) / "data"
    for _ in played(folder):
        pass
    town = Town(folder, clock=lambda: desks.NOON)
    yield town
    town.close()


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


def stores(year: Town) -> list[Store]:
    """Of each area."""
    return [year._folder.area(area) for area in year.areas()]


@pytest.mark.parametrize("table", sorted(PLANS))
def test_a_changed_plan_is_refused(year: Town, table: str) -> None:
    """Each word and number of each plan whose log has begun, one after the other."""
    column, load = PLANS[table]
    tried = 0
    for store in stores(year):
        for row in store.find(table):
            if store.get("entry", log=row["id"], position=0) is None:
                continue
            load(store, row["id"])
            plain = json.loads(row[column])
            for path in list(strings(plain))[:40]:
                with store.transaction():
                    store.put(table, {**row, column: json.dumps(changed(plain, path))})
                with pytest.raises(LedgerBroken, match="changed in a table"):
                    load(store, row["id"])
                with pytest.raises(LedgerBroken):
                    area_looks.check_tables(store)
                tried += 1
                with store.transaction():
                    store.put(table, row)
        area_looks.check_tables(store)
    assert tried > 40


def test_a_changed_outcome_is_refused(year: Town) -> None:
    """Each word and number of each outcome; and one that is gone, or another's."""
    tried = 0
    for store in stores(year):
        for row in store.find("outcome"):
            plain = kept_outcome(store, row["cycle"])
            assert plain is not None
            others = [changed(plain, path) for path in list(strings(plain))[:40]]
            for other in (*others, {}, []):
                with store.transaction():
                    store.put("outcome", {**row, "body": json.dumps(other)})
                with pytest.raises(LedgerBroken, match="outcome was changed"):
                    kept_outcome(store, row["cycle"])
                tried += 1
            with store.transaction():
                store.remove("outcome", cycle=row["cycle"])
            with pytest.raises(LedgerBroken, match="outcome was changed"):
                kept_outcome(store, row["cycle"])
            with store.transaction():
                store.put("outcome", row)
    assert tried > 100
