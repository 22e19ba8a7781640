"""Backup, restore and check: the same record elsewhere, and every byte that is not as it was."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs
import pytest

from tickbox_core.archive import AreaParts, Contents, read, write
from tickbox_core.desk import Cast, Town
from tickbox_core.desk.keeping import Verification, verify
from tickbox_core.desk.keeping.restoring import check_backup, missing_plugins, restore
from tickbox_core.desk.keeping.taking import backup, fill_store
from tickbox_core.errors import BadValue, NotListed, NotPossible, StoreUnsafe
from tickbox_core.ledger import Checkpoint
from tickbox_core.model import PluginVersion
from tickbox_core.registry import open_registry
from tickbox_core.store.blobs import MemoryBlobs
from tickbox_core.store.folder import DataFolder
from tickbox_core.testing import desks
from tickbox_core.workflow import log

from . import kept_house
from .kept_house import AREA, J1, LIFT, R1, registry

MADE = datetime(2026, 11, 23, 16, tzinfo=UTC)
Tables = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder in which everything has happened; nobody writes to it."""
    path = tmp_path_factory.mktemp("kept") / "town"
    data, desk, _ = kept_house.folder(path)
    outside = path / "checkpoints" / AREA
    outside.mkdir(parents=True)
    known = desk.checkpoint(R1)
    assert known is not None
    (outside / f"{R1}.json").write_text(json.dumps(known.plain()), encoding="utf-8")
    (path / "keys").mkdir(exist_ok=True)
    (path / "keys" / "code-pepper").write_bytes(b"p" * 32)
    DataFolder(path).close()  # whoever opens it first is told of files open to others
    yield path
    data.close()


@pytest.fixture(scope="module")
def contents(town: Path) -> Contents:
    """A backup of it."""
    return taken(town)


def taken(path: Path, **more: Any) -> Contents:
    """A backup of a folder."""
    data = DataFolder(path)
    try:
        return backup(data, made=MADE, version="0", **more)
    finally:
        data.close()


def with_tables(contents: Contents, tables: Tables) -> Contents:
    """The backup with other rows."""
    held = contents.areas[AREA]
    return attrs.evolve(contents, areas={AREA: AreaParts(tables, held.checkpoints)})


def copied(contents: Contents) -> Tables:
    """Its rows, to be changed."""
    tables = contents.areas[AREA].tables
    return {name: [dict(row) for row in rows] for name, rows in tables.items()}


def verdict_on(tables: Tables, contents: Contents | None = None) -> Verification:
    """What a check finds in these rows, with the files that lie beside them."""
    if contents is None:
        return verify(kept_house.desk_over(fill_store(tables))._hand)
    files = contents.files.items()
    blobs = MemoryBlobs(data for name, data in files if name.startswith("bundles/"))
    return verify(kept_house.desk_over(fill_store(tables), blobs=blobs)._hand)


class TestRoundTrip:
    def test_everything_comes_back(self, contents: Contents, tmp_path: Path) -> None:
        """Every row of every table, the tree, checkpoints outside; and it recounts alike."""
        found = restore(read(write(contents)), tmp_path / "new", check=True, registry=registry())
        assert found.faults == ()
        assert [(one.id, one.agrees) for one in found.recounted] == [
            (R1, True), (LIFT, True), (J1, True),
        ]  # fmt: skip
        again = taken(tmp_path / "new")
        assert write(again) == write(contents)

    def test_the_restored_town_goes_on(self, contents: Contents, tmp_path: Path) -> None:
        """It has keys of its own, the same figures, and gives the same bundles."""
        restore(contents, tmp_path / "new", check=False)
        here = Town(tmp_path / "new", registry())
        desk = here.desk(AREA)
        original = kept_house.desk_over(fill_store(contents.areas[AREA].tables))
        assert desk.bundle(R1) == original.bundle(R1)
        assert desk.judging.bundle(J1) == original.judging.bundle(J1)
        assert desk.motions.sealed(LIFT) == original.motions.sealed(LIFT)
        assert desk.figures() == original.figures()
        kept_house.do(desk, "wish/take", text="明年再装一盏")
        here.close()

    def test_the_manifest_names_rules_and_plugins(self, contents: Contents) -> None:
        """Each with its version, and the outcome of every log."""
        about = contents.about
        assert about.rules == (("tick-share", "1"),)
        assert "here" in {plugin.name for plugin in about.plugins}
        outcomes = {log for log, note in about.logs[AREA].items() if note.outcome}
        assert outcomes == {R1, LIFT, J1}

    def test_keys_only_when_asked_for(self, town: Path, contents: Contents) -> None:
        """A backup holds no key; with keys it restores them, readable by the owner only."""
        assert not any(name.startswith("keys/") for name in contents.files)
        assert taken(town, keys=True).files["keys/code-pepper"] == b"p" * 32

    def test_restored_keys_are_private(self, town: Path, tmp_path: Path) -> None:
        """Nobody else can read them, nor the folder."""
        restore(taken(town, keys=True), tmp_path / "new", check=False)
        assert (tmp_path / "new" / "keys" / "code-pepper").stat().st_mode & 0o077 == 0
        assert (tmp_path / "new").stat().st_mode & 0o077 == 0

    def test_one_neighbourhood(self, contents: Contents, tmp_path: Path) -> None:
        """Only its file and its staff, each with their role; an area without a file is refused."""
        restore(contents, tmp_path / "town", check=False)
        data = DataFolder(tmp_path / "town")
        data.add_area("b8")
        data.add_staff(b"1", AREA, "甲", "observer")
        data.add_staff(b"2", "b8", "乙", "keyer")
        one = backup(data, AREA, made=MADE, version="0")
        assert [row["name"] for row in one.town["staff"]] == ["甲"]
        assert [row["role"] for row in one.town["staff_role"]] == ["observer"]
        assert [row["area"] for row in one.town["file"]] == [AREA]
        with pytest.raises(NotListed):
            backup(data, "b9", made=MADE, version="0")
        data.close()

    def test_nothing_of_the_town_is_lost(self, contents: Contents, tmp_path: Path) -> None:
        """Every row of every table of its file: who may do what stays as it was."""
        restore(contents, tmp_path / "town", check=False)
        data = DataFolder(tmp_path / "town")
        data.add_staff(b"1", AREA, "甲", "observer")
        whole = data.town.snapshot()
        held = read(write(backup(data, made=MADE, version="0")))
        data.close()
        assert held.town == whole
        restore(held, tmp_path / "again", check=False)
        again = DataFolder(tmp_path / "again")
        assert again.staff(b"1") == (AREA, "甲", "observer")
        again.close()

    def test_pictures_go_along(self, town: Path, tmp_path: Path) -> None:
        """One kept under its digest comes back; half a picture or any other file stays out."""
        folder = tmp_path / "t" / "pictures"
        restore(taken(town), tmp_path / "t", check=False)
        folder.mkdir()
        digest = hashlib.sha256(b"picture").hexdigest()
        for name in (f"{digest}.png", digest, f"{digest[:-1]}x", "holiday.png", f"{digest}.new"):
            (folder / name).write_bytes(b"half" if name.endswith("new") else b"picture")
        restore(read(write(taken(tmp_path / "t"))), tmp_path / "again", check=False)
        there = sorted((tmp_path / "again" / "pictures").iterdir())
        assert [file.name for file in there] == [digest, f"{digest}.png"]
        assert there[0].read_bytes() == b"picture"

    def test_a_plugin_that_is_not_installed_is_a_note(self, contents: Contents) -> None:
        """It is named with its version; restoring and recounting need none."""
        about = attrs.evolve(contents.about, plugins=[PluginVersion("tickbox-gone", "9.9")])
        note = missing_plugins(attrs.evolve(contents, about=about), open_registry(discover=False))
        assert note is not None
        assert "tickbox-gone 9.9" in note.en
        assert missing_plugins(contents, registry()) is None


class TestWhileOthersWrite:
    def test_the_town_goes_on(self, tmp_path: Path) -> None:
        """Backups taken while ballots come in are each of one moment, and check."""
        data = DataFolder(tmp_path / "town")
        data.plant(kept_house.IN_ALL)
        desk = desks.opened(data.add_area(AREA), homes=100)
        slots = [slot.slot for slot in desk.slots(R1)]
        taken_part: list[int] = []

        def cast() -> None:
            for at, slot in enumerate(slots):
                desk.cast(R1, Cast(slot, ("gate",), f"k{at}"))

        writer = threading.Thread(target=cast)
        writer.start()
        while writer.is_alive():
            held = backup(data, made=MADE, version="0")
            found = check_backup(held, tmp_path, open_registry(discover=False))
            assert found.faults == ()
            taken_part.append(len(held.areas[AREA].tables["ballot"]))
        writer.join()
        data.close()
        assert taken_part == sorted(taken_part)


FREE = {
    # who is behind a slot, and what only this installation knows: no log speaks of it
    "cycle": {"roll_salt"},
    "unit": set("cycle id area label kind floor floor_area".split()),
    "person": set("cycle id name born".split()),
    "answer": set("cycle key digest receipt".split()),
    "code": set("cycle locator slot hash salt".split()),
}
GONE_UNSEEN = {"checkpoint", "answer", "code"}
"""Tables of which a row may be missing: a checkpoint kept outside shows what one here would."""


def other(value: Any) -> Any:
    """Another value of the same kind."""
    if isinstance(value, bytes):
        return bytes([value[0] ^ 1]) + value[1:]
    if isinstance(value, int):
        return value + 1 if value > 1 else 1 - value
    return value.replace('"', '"z', 1) if value.startswith(("{", "[")) else f"{value}x"


def changes(contents: Contents) -> Iterator[tuple[str, str]]:
    """Every column of every table with rows that has a value."""
    for name, rows in contents.areas[AREA].tables.items():
        for column in rows[0] if rows else ():
            if column not in FREE.get(name, ()) and rows[0][column] is not None:
                yield name, column


MISSED = (
    "entry head slot ballot outcome sealed motion_paper head_slot mark person unit cycle motion "
    "judgement"
).split()


class TestDifferences:
    def test_every_changed_value_is_noticed(self, contents: Contents) -> None:
        """Of whatever the log speaks for: each column of each table, one at a time."""
        unnoticed = []
        tried = 0
        for name, column in changes(contents):
            tables = copied(contents)
            row = tables[name][-1]
            row[column] = other(row[column])
            tried += 1
            if not verdict_on(tables, contents).faults:
                unnoticed.append((name, column))
        assert unnoticed == []
        assert tried > 60

    @pytest.mark.parametrize("name", MISSED)
    def test_every_missing_row_is_noticed(self, contents: Contents, name: str) -> None:
        """The first of each table that the log speaks for."""
        tables = copied(contents)
        del tables[name][0]
        assert verdict_on(tables).faults

    def test_a_forged_archive(self, contents: Contents, tmp_path: Path) -> None:
        """A ballot changed with its hashes put right: the check says where, in words."""
        tables = copied(contents)
        tables["ballot"][-1]["ticks"] = '["garden"]'
        forged = read(write(with_tables(contents, tables)))
        found = check_backup(forged, tmp_path, registry())
        assert any(f"{AREA}/{R1}/ballot" in fault.en for fault in found.faults)
        assert not next(one for one in found.recounted if one.id == R1).agrees
        assert list(tmp_path.iterdir()) == []

    def test_a_whole_log_rewritten(self, contents: Contents, tmp_path: Path) -> None:
        """Leaves and head computed anew: checkpoints, in the file and outside, tell."""
        tables = copied(contents)
        tables["checkpoint"] = []
        kept = fill_store(tables)
        with kept.transaction():
            kept.remove("entry", log=R1)
            kept.remove("head", log=R1)
            entries = [json.loads(row["body"]) for row in copied(contents)["entry"]
                       if row["log"] == R1]  # fmt: skip
            entries[2]["at"] = "2026-01-01T00:00:00+00:00"
            log.append(kept_house.desk_over(kept)._hand, R1, entries)
        found = check_backup(with_tables(contents, kept.snapshot()), tmp_path, registry())
        assert any("checkpoint" in fault.en for fault in found.faults)

    def test_an_older_file_put_back(self, contents: Contents) -> None:
        """A log shorter than a checkpoint that was kept outside."""
        (plain,) = contents.areas[AREA].checkpoints
        longer = Checkpoint.of({**plain, "size": plain["size"] + 1})
        desk = kept_house.desk_over(fill_store(copied(contents)))
        found = verify(desk._hand, outside=[longer])
        (fault,) = found.faults
        assert fault.en.startswith(f"{AREA}/{R1}@{plain['size'] + 1}: the log is shorter")

    def test_a_damaged_town_is_backed_up_all_the_same(
        self, contents: Contents, tmp_path: Path
    ) -> None:
        """A plan that is no JSON: the backup holds it as it is, and a check names it."""
        tables = copied(contents)
        tables["cycle"][0] |= {"configuration": "{", "plugins": "nonsense"}
        restore(with_tables(contents, tables), tmp_path / "town", check=False)
        again = read(write(taken(tmp_path / "town")))
        assert again.areas[AREA].tables == tables
        assert any(R1 in fault.en for fault in check_backup(again, tmp_path, registry()).faults)

    @pytest.mark.parametrize("damage", [b"no database at all", None])
    def test_a_damaged_file_is_told_in_words(
        self, contents: Contents, tmp_path: Path, damage: bytes | None
    ) -> None:
        """Not readable as a database, or broken in the middle."""
        restore(contents, tmp_path / "town", check=False)
        file = tmp_path / "town" / f"{AREA}.sqlite"
        whole = file.read_bytes()
        file.write_bytes(damage or whole[:8192] + b"\xff" * (len(whole) - 8192))
        with pytest.raises(StoreUnsafe, match="cannot be read"):
            taken(tmp_path / "town")

    def test_a_checkpoint_that_is_none(self, contents: Contents, tmp_path: Path) -> None:
        """Its file is named."""
        restore(contents, tmp_path / "town", check=False)
        file = tmp_path / "town" / "checkpoints" / AREA / f"{R1}.json"
        file.write_text("{")
        with pytest.raises(BadValue, match="is no checkpoint"):
            taken(tmp_path / "town")

    def test_a_log_of_nothing(self, contents: Contents) -> None:
        """Entries that belong to no round, motion or judgement."""
        tables = copied(contents)
        tables["entry"] += [{**row, "log": "ghost"} for row in tables["entry"] if row["log"] == R1]
        assert any("belongs to nothing" in fault.en for fault in verdict_on(tables).faults)

    def test_what_was_lost_is_not_what_was_erased(self, contents: Contents) -> None:
        """A sealed part that is blank without an entry that says so."""
        tables = copied(contents)
        tables["sealed"][0] |= {"body": None, "salt": None}
        (fault,) = verdict_on(tables).faults
        assert "1 sealed parts are gone, and 0 were said to be erased" in fault.en


def fails(*args: Any, **more: Any) -> Any:
    """Somebody presses Ctrl-C."""
    raise KeyboardInterrupt


class TestNothingHalfDone:
    def test_a_folder_that_is_there_is_left_alone(self, contents: Contents, tmp_path: Path) -> None:
        """Even an empty one, or a link to nowhere."""
        (tmp_path / "file").write_text("x")
        (tmp_path / "link").symlink_to(tmp_path / "nowhere")
        (tmp_path / "empty").mkdir()
        for name in ("file", "link", "empty"):
            with pytest.raises(NotPossible, match="there already"):
                restore(contents, tmp_path / name, check=False)
        assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "file", "link"]

    @pytest.mark.parametrize("where", ["_rows", "_outside", "verify_folder"])
    def test_an_interrupted_restore(
        self, contents: Contents, tmp_path: Path, where: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Wherever it stops, nothing is there; then it can be done again."""
        with monkeypatch.context() as patched:
            patched.setattr(f"tickbox_core.desk.keeping.restoring.{where}", fails)
            with pytest.raises(KeyboardInterrupt):
                restore(contents, tmp_path / "new", check=True)
        assert list(tmp_path.iterdir()) == []
        assert restore(contents, tmp_path / "new", check=True, registry=registry()).faults == ()
