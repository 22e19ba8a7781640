"""Restoring: a new folder that is there as a whole or not at all, and what was checked in it."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tickbox_core.archive import Contents, Kind, digest, read
from tickbox_core.bundle import bundle_checkpoint, differences
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.keeping.files import put_in_place
from tickbox_core.desk.keeping.slicing import slug
from tickbox_core.desk.keeping.verifying import Verification, verify
from tickbox_core.errors import NotPossible
from tickbox_core.ledger import Checkpoint
from tickbox_core.model.local_time import read_zone
from tickbox_core.registry import Registry, open_registry
from tickbox_core.store import Store
from tickbox_core.store.blobs import MemoryBlobs
from tickbox_core.store.folder import DataFolder
from tickbox_core.store.keys import KEYS, read_key
from tickbox_core.text import Text, join_texts
from tickbox_core.workflow.context import system_time


def restore(
    contents: Contents, target: Path, *, check: bool, registry: Registry | None = None
) -> Verification:
    """Make a data folder from an archive; ``check`` what came of it.

    Raises ``NotPossible`` where there is something already.  The folder is filled under another
    name beside and renamed at the end: whoever interrupts it finds nothing at ``target``.
    """
    _free(target)
    with _beside(target) as fresh:
        verdict = _fill_folder(contents, fresh, check, registry)
        _free(target)
        fresh.rename(target)
    return verdict


def check_backup(
    contents: Contents, scratch: Path, registry: Registry | None = None
) -> Verification:
    """Restore into a scratch folder, check everything, and leave nothing."""
    with _beside(scratch / "check") as fresh:
        return _fill_folder(contents, fresh, True, registry)


def missing_plugins(contents: Contents, registry: Registry) -> Text | None:
    """Which plugins of the archive are not installed here in that version, in a sentence."""
    here = {(plugin.name, plugin.version) for plugin in registry.plugins}
    gone = [
        Text.of(f"{one.name} {one.version}")
        for one in contents.about.plugins
        if (one.name, one.version) not in here
    ]
    if not gone:
        return None
    return Text(
        "当时使用的插件这里没有装同一版本：{gone}。已公布的结果照样复算；继续办理前请装上。",
        "Plugins that were in force are not installed here in that version: {gone}. What was "
        "published recounts all the same; install them before you go on.",
    ).filled(gone=join_texts(gone, "、", ", "))


def verify_folder(
    folder: DataFolder, contents: Contents, registry: Registry | None = None
) -> Verification:
    """Everything in a restored folder checked against itself and against the manifest."""
    found, registry = Verification(), registry or open_registry()
    kept = MemoryBlobs(data for name, data in contents.files.items() if name.startswith("bundles/"))
    for area in contents.about.areas:
        hand = Hand(
            area=area,
            store=folder.area(area),
            registry=registry,
            clock=system_time,
            zone=read_zone(folder.zone()),
            entropy=os.urandom,
            pepper=b"",
            tree=folder.tree(),
            blobs=kept,
        )
        found += verify(
            hand,
            part=contents.about.kind is Kind.ROUND,
            outside=[Checkpoint.of(plain) for plain in contents.areas[area].checkpoints],
            noted=contents.about.logs.get(area, {}),
        )
    return found + Verification(tuple(_bundles(contents)))


def _bundles(contents: Contents) -> Iterator[Text]:
    """What is wrong with the bundles that lie in an archive: each recounts, and is of its logs."""
    roots = {note.root for logs in contents.about.logs.values() for note in logs.values()}
    for name, data in contents.files.items():
        if name.startswith("bundles/"):
            recount = differences(data)
            yield from (_in(name, text) for text in recount.texts)
            if recount.status == 0 and bundle_checkpoint(data).root not in roots:
                yield _in(name, Text("不属于这份存档。", "it does not belong to this archive."))


def _in(name: str, text: Text) -> Text:
    return Text("{name}：{text}", "{name}: {text}").filled(name=name, text=text)


def evidence(
    data: bytes, town: Path, registry: Registry | None = None
) -> tuple[Path, Verification]:
    """Keep the archive of a round of another installation beside the living rounds of a town.

    It is checked first, in a scratch folder, and kept as the file it is, read-only; where anything
    differs it is not kept.  Raises ``NotPossible`` for a backup, which is restored by itself.
    """
    contents = read(data)
    if contents.about.kind is not Kind.ROUND:
        raise NotPossible(
            Text("这里已经有数据，备份不能恢复进去。", "there are data already."),
            Text("请恢复到一个新文件夹。", "Restore the backup into a new folder."),
        )
    file = town / "evidence" / slug(contents, digest(data))
    with tempfile.TemporaryDirectory() as scratch:
        verdict = check_backup(contents, Path(scratch), registry)
    if not verdict.faults and not file.exists():
        put_in_place(file, data, 0o400)
    return file, verdict


def _fill_folder(
    contents: Contents, path: Path, check: bool, registry: Registry | None
) -> Verification:
    folder = DataFolder(path)
    try:
        _rows(folder.town, contents.town)
        for area, held in contents.areas.items():
            _rows(folder.add_area(area), held.tables)
        verdict = verify_folder(folder, contents, registry) if check else Verification()
    finally:
        folder.close()
    for area, held in contents.areas.items():
        for plain in held.checkpoints:
            _outside(path, area, plain)
    for name, data in contents.files.items():
        put_in_place(path / name, data)
    for key in KEYS:  # what was kept without its keys gets new ones: nobody waits for the old
        if f"keys/{key}" not in contents.files:
            read_key(path / "keys" / key, make=True)
    return verdict


def _rows(store: Store, tables: Mapping[str, Any]) -> None:
    with store.transaction():
        for name, rows in tables.items():
            store.add(name, rows)


def _outside(path: Path, area: str, plain: Mapping[str, Any]) -> None:
    log = str(plain["origin"]).rpartition("/")[2]
    if not log or _UNSAFE & set(log) or log.startswith("."):
        raise NotPossible(
            Text("检查点的名称不能用作文件名。", "a checkpoint's log cannot name a file.")
        )
    put_in_place(path / "checkpoints" / area / f"{log}.json", json.dumps(plain).encode())


_UNSAFE = frozenset('/\\:*?"<>|\0')


def _free(target: Path) -> None:
    if target.exists() or target.is_symlink():
        raise NotPossible(
            Text(f"“{target}”已经存在。", f"'{target}' is there already."),
            Text("请写一个新文件夹。", "Name a new folder."),
        )


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A folder next to the target under a name that says what it is; gone again after an error."""
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.parent / f".{target.name}.restoring-{secrets.token_hex(4)}"
    fresh.mkdir(mode=0o700)
    try:
        yield fresh
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
