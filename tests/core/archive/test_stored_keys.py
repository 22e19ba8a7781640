"""What is stored keeps its names: the facts of every kind of entry, as folders of 0.1 have them.

``tests/golden/stored_keys.json`` was written from a year that the code played before matters were
moved and words changed.  A new fact is added there by hand; one that is gone or renamed would leave
old folders unread.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tickbox_core.playing import played

GOLDEN = Path(__file__).parents[2] / "golden" / "stored_keys.json"


def keys(value: Any, at: str = "") -> Iterator[str]:
    """The names in a plain value, each with its path; names that are ids are left out."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            path = (
                f"{at}.{name}" if name.replace("_", "").isalpha() and name.islower() else f"{at}.*"
            )
            yield path
            yield from keys(inner, path)
    elif isinstance(value, list):
        for inner in value:
            yield from keys(inner, f"{at}[]")


def stored_keys(folder: Path) -> dict[str, list[str]]:
    """Of every kind of entry in a folder, of diaries and of other logs, the names in it."""
    found: dict[str, set[str]] = {}
    for file in sorted(folder.glob("*.sqlite")):
        with sqlite3.connect(file) as db:
            if db.execute("select 1 from sqlite_master where name = 'entry'").fetchone() is None:
                continue
            for log, body in db.execute("select log, body from entry"):
                entry = json.loads(body)
                kind = f"{'diary' if log == 'diary' else 'log'}:{entry['kind']}"
                found.setdefault(kind, set()).update(keys(entry))
            for row, body in db.execute("select position, body from sealed where body is not null"):
                at = db.execute("select body from entry where log='diary' and position=?", (row,))
                kind = json.loads(at.fetchone()[0])["kind"]
                found.setdefault(f"sealed:{kind}", set()).update(keys(json.loads(body)))
    return {kind: sorted(names) for kind, names in sorted(found.items())}


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A played year."""
    folder = tmp_path_factory.mktemp("year") / "data"
    for _ in played(folder, 3, version="0"):
        pass
    return folder


def test_every_kind_of_entry_has_the_facts_that_it_had(year: Path) -> None:
    """And no kind is gone."""
    kept = json.loads(GOLDEN.read_text("utf-8"))
    now = stored_keys(year)
    differ = {kind: sorted(set(kept.get(kind, ())) ^ set(now.get(kind, ())))
              for kind in sorted({*kept, *now})}  # fmt: skip
    assert {kind: names for kind, names in differ.items() if names} == {}
