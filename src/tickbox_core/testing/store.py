"""The exam every store takes: ``TestMine = store_contract(lambda tmp_path: MyStore(...))``."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import pytest

from tickbox_core.store import AREA, Conflict, Store

MakeStore = Callable[[Path], Store]


def _entry(position: int, log: str = "a") -> dict[str, Any]:
    return {"log": log, "position": position, "body": b"body", "leaf": b"leaf"}


class StoreExam:
    """What the contract holds: ``make`` is whose it is."""

    make: ClassVar[MakeStore]

    @pytest.fixture
    def store(self, tmp_path: Path) -> Any:
        store = type(self).make(tmp_path)
        yield store
        store.close()

    def test_has_every_table(self, store: Store) -> None:
        """Every table of the schema can be counted and is empty at first."""
        assert {store.count(table) for table in AREA.tables} == {0}

    def test_keeps_rows(self, store: Store) -> None:
        """A row comes back with every column, missing ones as None."""
        with store.transaction():
            store.add("unit", [{"cycle": "c", "id": "u", "area": "a", "label": "楼", "kind": ""}])
        assert store.get("unit", cycle="c", id="u") == {
            "cycle": "c",
            "id": "u",
            "area": "a",
            "label": "楼",
            "kind": "",
            "floor": None,
            "floor_area": None,
        }

    def test_knows_what_is_not_there(self, store: Store) -> None:
        """A key that nobody wrote is None, and finds nothing."""
        assert store.get("entry", log="a", position=0) is None
        assert store.find("entry", log="a") == []

    def test_finds_in_order(self, store: Store) -> None:
        """Found rows come by primary key, or by the column asked for."""
        with store.transaction():
            store.add("entry", [_entry(n) for n in (3, 1, 2)])
            store.add("entry", [_entry(0, "b")])
        found = [row["position"] for row in store.find("entry", log="a")]
        assert found == [1, 2, 3]
        assert store.find("entry", order="position")[0]["log"] == "b"

    def test_finds_nothing_as_none(self, store: Store) -> None:
        """None asks for rows without a value."""
        with store.transaction():
            store.add("person", [{"cycle": "c", "id": "p", "name": "", "born": None}])
        assert store.count("person", born=None) == 1
        assert store.count("person", born="1950-01-01") == 0

    def test_refuses_a_taken_key(self, store: Store) -> None:
        """A key that is taken is a Conflict, and none of the rows is written."""
        with store.transaction():
            store.add("entry", [_entry(0)])
            with pytest.raises(Conflict):
                store.add("entry", [_entry(1), _entry(0)])
            assert store.count("entry") == 1

    def test_refuses_a_key_twice_in_one_call(self, store: Store) -> None:
        """Two rows of one key in one call are a Conflict too."""
        with store.transaction(), pytest.raises(Conflict):
            store.add("entry", [_entry(5), _entry(5)])
        assert store.count("entry") == 0

    def test_puts_in_place(self, store: Store) -> None:
        """Put replaces the row with the same key."""
        with store.transaction():
            store.put("head", {"log": "a", "frontier": "1"})
            store.put("head", {"log": "a", "frontier": "2"})
        assert store.find("head") == [{"log": "a", "frontier": "2"}]

    def test_refuses_unknown_columns(self, store: Store) -> None:
        """A column that the schema does not have is refused, never dropped."""
        with store.transaction(), pytest.raises(ValueError, match="nonsense"):
            store.add("head", [{"log": "a", "frontier": "", "nonsense": 1}])

    def test_refuses_missing_values(self, store: Store) -> None:
        """A column that is never null has to be given."""
        with store.transaction(), pytest.raises(ValueError, match="frontier"):
            store.add("head", [{"log": "a"}])

    def test_undoes_everything(self, store: Store) -> None:
        """An error inside a transaction leaves nothing changed: not added, put, or removed."""
        with store.transaction():
            store.add("entry", [_entry(0)])

        def fail() -> None:
            with store.transaction():
                store.add("entry", [_entry(1)])
                store.put("head", {"log": "a", "frontier": "x"})
                store.remove("entry", log="a", position=0)
                raise KeyError

        with pytest.raises(KeyError):
            fail()
        assert [row["position"] for row in store.find("entry")] == [0]
        assert store.count("head") == 0

    def test_works_after_an_error(self, store: Store) -> None:
        """A failed transaction does not stand in the way of the next."""
        with pytest.raises(KeyError), store.transaction():
            raise KeyError
        with store.transaction():
            store.add("entry", [_entry(0)])
        assert store.count("entry") == 1

    def test_changes_need_a_transaction(self, store: Store) -> None:
        """Outside a transaction nothing can be changed."""
        for change in (
            lambda: store.add("entry", [_entry(0)]),
            lambda: store.put("head", {"log": "a", "frontier": ""}),
            lambda: store.remove("entry", log="a"),
        ):
            with pytest.raises(RuntimeError):
                change()
        assert store.count("entry") == 0

    def test_transactions_are_not_nested(self, store: Store) -> None:
        """A transaction inside a transaction is a mistake in the program."""
        with pytest.raises(RuntimeError), store.transaction(), store.transaction():
            pass

    def test_removes_what_is_named(self, store: Store) -> None:
        """Removing says how many, and never takes a whole table by accident."""
        with store.transaction():
            store.add("entry", [_entry(0), _entry(1), _entry(0, "b")])
            assert store.remove("entry", log="a") == 2
            with pytest.raises(ValueError, match="which rows"):
                store.remove("entry")
        assert store.count("entry") == 1

    def test_shows_one_moment(self, store: Store) -> None:
        """A snapshot holds every table with its rows by primary key, and does not move."""
        with store.transaction():
            store.add("entry", [_entry(2), _entry(1)])
        taken = store.snapshot()
        with store.transaction():
            store.remove("entry", log="a")
        assert taken.keys() == AREA.tables.keys()
        assert taken["entry"] == [_entry(1), _entry(2)]
        assert taken["unit"] == []

    def test_scrubs_what_was_deleted(self, store: Store) -> None:
        """Scrubbing keeps the rows that are there, and says that it is done."""
        with store.transaction():
            store.add("entry", [_entry(0), _entry(1)])
            store.remove("entry", log="a", position=0)
        assert store.scrub()
        assert store.find("entry") == [_entry(1)]

    def test_writers_wait_for_each_other(self, store: Store) -> None:
        """Threads that read and then write lose no update."""
        with store.transaction():
            store.put("failure", {"cycle": "c", "locator": "l", "failures": 0})

        def add_ten() -> None:
            for _ in range(10):
                with store.transaction():
                    row = store.get("failure", cycle="c", locator="l") or {}
                    store.put("failure", {**row, "failures": row["failures"] + 1})

        threads = [threading.Thread(target=add_ten) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        row = store.get("failure", cycle="c", locator="l")
        assert row is not None
        assert row["failures"] == 40


def store_contract(make: MakeStore) -> type:
    """A fresh test class that holds the stores of ``make(folder)`` to the contract.

    ``make`` is called with an empty folder and gives an empty store with the tables of
    ``tickbox_core.store.AREA``; called again with the same folder it gives the same data back if
    the store keeps any.
    """
    return type("StoreContract", (StoreExam,), {"make": staticmethod(make)})
