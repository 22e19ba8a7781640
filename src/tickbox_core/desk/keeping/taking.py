"""Taking a backup: every file as of one moment, while the town goes on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from tickbox_core.archive import ArchivedSubject, AreaParts, Contents, Kind, LogNote
from tickbox_core.archive.names import is_file, is_itself
from tickbox_core.archive.parts import Tables
from tickbox_core.desk.keeping import logs
from tickbox_core.errors import BadValue, FileChanged, NotListed
from tickbox_core.ledger import Checkpoint
from tickbox_core.model import PluginVersion
from tickbox_core.store import AREA, MemoryStore, Store
from tickbox_core.store.blobs import Blobs
from tickbox_core.store.folder import DataFolder
from tickbox_core.text import Text

FOLDERS = ("pictures", "evidence")
"""Folders of the data folder whose files go along."""
KEYS, BUNDLES = "keys", "bundles"


def backup(
    folder: DataFolder, area: str = "", *, made: datetime, version: str, keys: bool = False
) -> Contents:
    """Everything of a town, or of one neighbourhood; ``keys`` too where asked for.

    ``made`` and ``version`` (of tickbox) are for the manifest.

    Raises ``NotListed`` for an area without a file.  Each file is consistent in itself.  The
    checkpoints outside are read first, so that no log in the archive is shorter than one of them.
    """
    areas = _choose_areas(folder, area)
    outside = {one: checkpoints(folder.path, one) for one in areas}
    held = {one: AreaParts(folder.area(one).snapshot(), outside[one]) for one in areas}
    files = _files(folder.path, [*FOLDERS, *([KEYS] if keys else [])])
    return Contents(
        about(Kind.BACKUP, {one: held[one].tables for one in areas}, made, version),
        _town(folder.town, areas),
        held,
        {**files, **dict(_bundles(folder.blobs(), (one.tables for one in held.values())))},
    )


def about(
    kind: Kind,
    areas: Mapping[str, Tables],
    made: datetime,
    version: str,
    round: str = "",
    names: bool = True,
) -> ArchivedSubject:
    """What the manifest says of these tables."""
    rules, plugins = _in_force(areas.values())
    return ArchivedSubject(
        kind=kind,
        made=made.isoformat(timespec="seconds"),
        tickbox=version,
        areas=tuple(areas),
        round=round,
        names=names,
        logs={area: _notes(tables) for area, tables in areas.items()},
        rules=rules,
        plugins=plugins,
    )


def checkpoints(path: Path, area: str) -> tuple[dict[str, Any], ...]:
    """The checkpoints of an area that are kept outside its file."""
    files = sorted((path / "checkpoints" / area).glob("*.json"))
    return tuple(_checkpoint(file) for file in files)


def _checkpoint(file: Path) -> dict[str, Any]:
    try:
        return Checkpoint.of(json.loads(file.read_text(encoding="utf-8"))).plain()
    except ValueError:
        raise BadValue(str(file), Text("不是检查点。", "is no checkpoint.")) from None


def fill_store(tables: Tables) -> MemoryStore:
    """A store in memory with these rows, to be asked like any other."""
    store = MemoryStore(AREA)
    with store.transaction():
        for name, held in tables.items():
            store.add(name, held)
    return store


def _choose_areas(folder: DataFolder, area: str) -> tuple[str, ...]:
    if not area:
        return folder.areas()
    if area not in folder.areas():
        raise NotListed(Text("居民区", "area"), area)
    return (area,)


def _town(town: Store, areas: Iterable[str]) -> Tables:
    """The town's tables; of what belongs to an area, or to a member of its staff, these only."""
    tables, chosen = town.snapshot(), set(areas)
    staff = {row["hash"] for row in tables["staff"] if row["area"] in chosen}
    return {
        name: [
            row
            for row in rows
            if ("area" not in row or row["area"] in chosen)
            and ("hash" not in row or row["hash"] in staff)
        ]
        for name, rows in tables.items()
    }


def _files(path: Path, folders: Iterable[str]) -> dict[str, bytes]:
    """Whole files of these folders.

    What has no place in an archive is left out: a picture that is not what its name says, or one
    that is being written.
    """
    found = {
        f"{folder}/{file.name}": file.read_bytes()
        for folder in folders
        for file in sorted((path / folder).glob("*"))
        if file.is_file() and is_file(f"{folder}/{file.name}")
    }
    return {name: data for name, data in found.items() if is_itself(name, data)}


def _bundles(blobs: Blobs, areas: Iterable[Tables]) -> Iterator[tuple[str, bytes]]:
    """The bundles of these areas, as they were published; one that was changed is left out."""
    for row in (row for tables in areas for row in tables["bundle"]):
        with suppress(FileChanged):
            blob = blobs.find(row["digest"])
            if blob is not None:
                yield f"{BUNDLES}/{blob.digest}.zip", blob.read()


def _notes(tables: Tables) -> dict[str, LogNote]:
    store = fill_store({name: tables[name] for name in ("entry", "head", "checkpoint")})
    return {log: logs.note(store, log) for log in logs.names(store)}


_DAMAGED = (ValueError, KeyError, TypeError)
"""What a damaged row raises: it is backed up all the same, and a check says what is wrong."""


def _in_force(
    areas: Iterable[Tables],
) -> tuple[tuple[tuple[str, str], ...], set[PluginVersion]]:
    """Rules (key, version) and plugins of everything that was opened."""
    rules: set[tuple[str, str]] = set()
    plugins: set[PluginVersion] = set()
    for tables in areas:
        for row in tables["cycle"]:
            with suppress(*_DAMAGED):
                rule = json.loads(row["configuration"])["rule"]
                rules.add((rule["key"], rule["version"]))
                plugins |= {PluginVersion(**one) for one in json.loads(row["plugins"] or "[]")}
        for row in tables["motion"]:
            with suppress(*_DAMAGED):
                plugins |= {PluginVersion(**one) for one in json.loads(row["plan"])["plugins"]}
    return tuple(sorted(rules)), plugins
