"""Checkpoints kept outside the areas' files: a file set back to an older copy is noticed by them.

Several threads and processes keep checkpoints of the same log; the longest log's is the one that
stays.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tickbox_core.errors import BadValue, LedgerBroken
from tickbox_core.ledger import Checkpoint, canonical, leaf_hash
from tickbox_core.ledger import root as merkle_root
from tickbox_core.store import Store
from tickbox_core.store.files import make_folder, write_whole
from tickbox_core.text import Text
from tickbox_core.workflow.log import entries, head

lock: Any = None
with contextlib.suppress(ImportError):  # Windows: two processes there may overtake each other
    from fcntl import LOCK_EX, flock

    lock = flock


def keep(folder: Path, checkpoint: Checkpoint) -> None:
    """Keep a checkpoint in a folder, durably, unless one of a longer log is there already.

    One of another log of the same length stays too: which of both is right is for people to say.
    """
    make_folder(folder)
    name = log_of(checkpoint)
    file = folder / f"{name}.json"
    with _alone(folder):
        before = _read(file) if file.exists() else None
        if before is None or _follows(checkpoint, before):
            write_whole(file, json.dumps(checkpoint.plain()).encode())


def missing_checkpoints(folder: Path, known: Iterable[Checkpoint]) -> list[Checkpoint]:
    """The newest known checkpoint of each log that has no file in the folder any more."""
    there = {file.stem for file in folder.glob("*.json")}
    newest: dict[str, Checkpoint] = {}
    for one in sorted(known, key=lambda one: one.size):
        newest[log_of(one)] = one
    return [one for log, one in newest.items() if log not in there]


def _follows(checkpoint: Checkpoint, before: Checkpoint) -> bool:
    if checkpoint.size == before.size:
        return checkpoint.root == before.root
    return checkpoint.size > before.size


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """While this lasts no other thread or process keeps a checkpoint in the folder."""
    if lock is None:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        lock(handle, LOCK_EX)
        yield
    finally:
        os.close(handle)


def log_of(checkpoint: Checkpoint) -> str:
    """The log a checkpoint is of."""
    return checkpoint.origin.rpartition("/")[2]


def read_checkpoints(folder: Path) -> Iterator[Checkpoint]:
    """The checkpoints in a folder; ``LedgerBroken`` for one that cannot be read."""
    for file in sorted(folder.glob("*.json")):
        checkpoint = _read(file)
        if checkpoint is None:
            raise LedgerBroken(file.stem, _DAMAGED)
        yield checkpoint


def _read(file: Path) -> Checkpoint | None:
    try:
        return Checkpoint.of(json.loads(file.read_text(encoding="utf-8")))
    except (BadValue, ValueError, TypeError, KeyError, RecursionError):
        return None


def compare(store: Store, known: Checkpoint, *, agreed: bool = False) -> None:
    """Raise ``LedgerBroken`` where a log is shorter than a checkpoint of it, or differs.

    ``agreed``: its entries were compared before, so that only its length is looked at.
    """
    log = log_of(known)
    if head(store, log).size < known.size:
        raise LedgerBroken(log, _SHORTER)
    if agreed:
        return
    leaves = [leaf_hash(canonical(entry)) for entry in entries(store, log)[: known.size]]
    if merkle_root(leaves).hex() != known.root:
        raise LedgerBroken(log, _OTHER)


_SHORTER = Text("记录变短了，数据文件可能被换回旧的", "it is shorter; an older file was put back")
_OTHER = Text("内容被改动过", "its entries were changed")
_DAMAGED = Text(
    "外面保存的检查点读不出来，无从核对", "its checkpoint outside cannot be read, nor compared"
)
