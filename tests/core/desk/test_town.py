"""A town of many areas: one tree for all desks, few desks in memory, checkpoints kept outside."""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import stat
import threading
import weakref
from pathlib import Path
from typing import Any

import attrs
import pytest

from tickbox_core.desk import Town, outside
from tickbox_core.errors import LedgerBroken
from tickbox_core.ledger import Checkpoint
from tickbox_core.model import Area, AreaTree
from tickbox_core.registry import open_registry
from tickbox_core.store.sqlite import SqliteStore
from tickbox_core.testing import desks
from tickbox_core.year import DiaryEntry

R1 = desks.ROUND
BARE = open_registry(discover=False)
SPAWN = multiprocessing.get_context("fork")


def tree(number: int, buildings: int = 1) -> AreaTree:
    """A town with so many neighbourhoods of so many buildings."""
    areas = [Area("t", "town", "镇")]
    for at in range(number):
        areas.append(Area(f"n{at}", "neighbourhood", f"{at}村", "t"))
        areas += [Area(f"n{at}b{b}", "building", f"{b}号楼", f"n{at}") for b in range(buildings)]
    return AreaTree(tuple(areas))


def town(path: Path, number: int, **more: Any) -> Town:
    """A town whose neighbourhoods have desks."""
    made = Town(path, BARE, **more)
    made.plant(tree(number))
    for at in range(number):
        made.found(f"n{at}")
    return made


class TestTree:
    """Read once a version, shared by all, never stale."""

    def test_all_desks_share_one(self, tmp_path: Path) -> None:
        """The same object at every desk: memory does not grow with areas times areas."""
        here = town(tmp_path, 4)
        assert {id(here.desk(f"n{at}").tree) for at in range(4)} == {id(here.tree())}
        here.close()

    def test_founding_is_linear(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Rows read for each founding: not more in a town eight times as large."""
        read: list[int] = []
        find = SqliteStore.find

        def counting(store: SqliteStore, table: str, **more: Any) -> Any:
            rows = find(store, table, **more)
            read.append(len(rows))
            return rows

        monkeypatch.setattr(SqliteStore, "find", counting)
        each = []
        for number in (4, 32):
            here = Town(tmp_path / str(number), BARE)
            here.plant(tree(number, 20))
            here.tree()
            read.clear()
            for at in range(number):
                here.found(f"n{at}")
            each.append(sum(read) / number)
            here.close()
        assert each[1] <= each[0]

    def test_a_desk_sees_what_another_process_plants(self, tmp_path: Path) -> None:
        """Also a desk that somebody holds already, and the setting its items are judged in."""
        here = town(tmp_path, 1)
        desk = here.desk("n0")
        desk.prepare(attrs.evolve(desks.plan(), area="n0"))
        before = desk._hand.setting(desk.round(R1))
        assert desk._hand.setting(desk.round(R1)) is before
        there = Town(tmp_path, BARE)
        there.plant(AreaTree((*tree(1).areas, Area("b9", "building", "9号楼", "n0"))))
        there.close()
        assert "b9" in desk.tree
        assert "b9" in here.tree()
        assert "b9" in desk._hand.setting(desk.round(R1)).ground.tree
        here.close()

    def test_an_area_founded_elsewhere_is_served(self, tmp_path: Path) -> None:
        """Its desk opens, and the town's figures count it."""
        here = town(tmp_path, 1)
        there = Town(tmp_path, BARE)
        there.plant(tree(2))
        there.found("n1")
        there.close()
        assert here.areas() == ("n0", "n1")
        assert here.desk("n1").rounds() == ()
        assert len(here.figures().by_area) == 2
        here.close()


class TestDesks:
    """Few in memory, one of each area at a time."""

    def test_what_nobody_holds_goes(self, tmp_path: Path) -> None:
        """As many stay as may; one that is held stays the same."""
        here = town(tmp_path, 6, desks=2)
        held = here.desk("n0")
        alive = [weakref.ref(here.desk(f"n{at}")) for at in range(1, 6)]
        gc.collect()
        assert [one() is not None for one in alive] == [False, False, False, True, True]
        assert here.desk("n0") is held
        assert len(here.figures().by_area) == 6
        here.close()

    def test_peers_are_opened_one_by_one(self, tmp_path: Path) -> None:
        """Asking for the peers of a desk opens no file of theirs."""
        here = town(tmp_path, 6, desks=2)
        peers = here.desk("n0").peers
        assert list(peers) == [f"n{at}" for at in range(6)]
        assert peers["n3"] is here.desk("n3")
        assert "n9" not in peers
        gc.collect()
        assert len(here._desks.each()) <= 3
        here.close()

    def test_whoever_listens_at_a_desk_is_not_forgotten(self, tmp_path: Path) -> None:
        """A desk that somebody has asked to be told stays, and new desks know the town's own."""
        here, heard = town(tmp_path, 5, desks=1), []
        here.desk("n0").observe(lambda event: heard.append("desk"))
        here.observe(lambda event: heard.append("town"))
        for at in range(5):
            here.desk(f"n{at}")
        gc.collect()
        with here.desk("n0").diary.writing() as pen:
            pen.add(DiaryEntry("note", {"x": 1}))
        assert sorted(heard) == ["desk", "town"]
        here.close()

    @pytest.mark.parametrize(
        "problem", [SystemExit(2), GeneratorExit(), StopIteration(), MemoryError()], ids=repr
    )
    def test_an_observer_that_raises_anything_undoes_nothing(
        self, tmp_path: Path, problem: BaseException
    ) -> None:
        """What has happened is told as done; the other observers hear of it."""

        def broken(_: object) -> None:
            raise problem

        heard: list[object] = []
        here = town(tmp_path, 1, observers=(broken, heard.append))
        with here.desk("n0").diary.writing() as pen:
            pen.add(DiaryEntry("note", {"x": 1}))
        assert len(heard) == 1
        here.close()

    def test_one_slow_area_keeps_nobody_else_waiting(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """While one area is compared with its checkpoints, others open."""
        town(tmp_path, 2).close()
        here, entered, go = Town(tmp_path, BARE), threading.Event(), threading.Event()
        compare = Town._compare

        def slow(self: Town, area: str, store: Any) -> None:
            if area == "n0":
                entered.set()
                assert go.wait(30)
            compare(self, area, store)

        monkeypatch.setattr(Town, "_compare", slow)
        waiting = threading.Thread(target=here.desk, args=("n0",))
        waiting.start()
        assert entered.wait(30)
        assert here.desk("n1").rounds() == ()
        go.set()
        waiting.join()
        here.close()


def checkpoint(size: int, root: str = "00", log: str = "r1") -> Checkpoint:
    """A checkpoint of a log."""
    return Checkpoint(f"tickbox/n0/{log}", size, root * 32, "", "")


class TestOutside:
    """The longest log's checkpoint stays, whole, whoever writes at the same time."""

    @pytest.mark.parametrize(
        ("before", "after", "kept"),
        [(4, 5, 5), (5, 5, 5), (6, 5, 6)],
        ids=["longer", "same", "older"],
    )
    def test_the_newer_is_never_replaced_by_the_older(
        self, tmp_path: Path, before: int, after: int, kept: int
    ) -> None:
        """Just under, on and just over the size that is there."""
        for size in (before, after):
            outside.keep(tmp_path / "n0", checkpoint(size))
        assert [one.size for one in outside.read_checkpoints(tmp_path / "n0")] == [kept]

    def test_another_log_of_the_same_length_replaces_nothing(self, tmp_path: Path) -> None:
        """Two histories: the first stays, so that the second is noticed."""
        outside.keep(tmp_path / "n0", checkpoint(5, "aa"))
        outside.keep(tmp_path / "n0", checkpoint(5, "bb"))
        assert [one.root for one in outside.read_checkpoints(tmp_path / "n0")] == ["aa" * 32]

    def test_the_same_under_another_key_is_renewed(self, tmp_path: Path) -> None:
        """A new key signs what is there."""
        outside.keep(tmp_path / "n0", checkpoint(5))
        outside.keep(
            tmp_path / "n0", attrs.evolve(checkpoint(5), key="ab" * 32, signature="cd" * 64)
        )
        assert [one.key for one in outside.read_checkpoints(tmp_path / "n0")] == ["ab" * 32]

    def test_it_is_its_owners_alone(self, tmp_path: Path) -> None:
        """File and folders."""
        outside.keep(tmp_path / "checkpoints" / "n0", checkpoint(5))
        found = {
            one.name: stat.S_IMODE(one.stat().st_mode)
            for one in (tmp_path / "checkpoints").rglob("*")
        }
        assert found == {"n0": 0o700, "r1.json": 0o600}
        assert stat.S_IMODE((tmp_path / "checkpoints").stat().st_mode) == 0o700

    @pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"size": 1}', "[" * 5000])
    def test_one_that_cannot_be_read_locks_in_words(self, tmp_path: Path, content: str) -> None:
        """Nothing can be compared with it, and nobody gets a traceback."""
        outside.keep(tmp_path / "n0", checkpoint(5))
        (tmp_path / "n0" / "r1.json").write_text(content, encoding="utf-8")
        with pytest.raises(LedgerBroken, match="cannot be read"):
            list(outside.read_checkpoints(tmp_path / "n0"))

    def test_many_processes_and_threads(self, tmp_path: Path) -> None:
        """Each size is written by many at once: no failure, the largest stays, nothing besides."""
        failures: multiprocessing.Queue[list[str]] = SPAWN.Queue()
        others = [
            SPAWN.Process(target=_write_all, args=(str(tmp_path / "n0"), seed, failures))
            for seed in range(3)
        ]
        for one in others:
            one.start()
        told = [failures.get(timeout=120) for _ in others]
        for one in others:
            one.join()
        assert told == [[]] * 3
        assert [one.size for one in outside.read_checkpoints(tmp_path / "n0")] == [40]
        assert os.listdir(tmp_path / "n0") == ["r1.json"]  # noqa: PTH208 - names only

    def test_a_town_keeps_the_newest_of_two_processes(self, tmp_path: Path) -> None:
        """Both write in one diary; the checkpoint outside is the whole diary's."""
        here = town(tmp_path, 1)
        there = Town(tmp_path, BARE)
        for at in range(3):
            for one in (here, there):
                with one.desk("n0").diary.writing() as pen:
                    pen.add(DiaryEntry("note", {"x": at}))
        file = tmp_path / "checkpoints" / "n0" / "diary.json"
        assert json.loads(file.read_text(encoding="utf-8"))["size"] == 6
        here.close()
        there.close()


def _write_all(folder: str, seed: int, failures: multiprocessing.Queue[list[str]]) -> None:
    found: list[str] = []

    def write(shift: int) -> None:
        for at in range(40):
            size = (at + shift * 7) % 40 + 1
            try:
                outside.keep(Path(folder), checkpoint(size))
            except Exception as problem:  # noqa: BLE001 - counted
                found.append(repr(problem))

    threads = [threading.Thread(target=write, args=(seed + at,)) for at in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    failures.put(found)
