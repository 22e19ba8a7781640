"""The end of the year: everything in one file, restored somewhere else, and counted again there."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tickbox_core.archive import read, write
from tickbox_core.desk import Town
from tickbox_core.desk.keeping.restoring import restore
from tickbox_core.desk.keeping.taking import backup
from tickbox_core.playing.stage import ROUND, Clock, Told
from tickbox_core.store.folder import DataFolder
from tickbox_core.text import Text

SHOWN = 16
"""So many hex digits of a digest are told in a sentence."""


def archive_year(town: Town, folder: Path, clock: Clock, version: str) -> Told:
    """A backup goes to another place; what was decided recounts there to the same digests.

    ``version`` is tickbox's own, for the manifest.
    """
    here = [one for area in town.areas() for one in town.desk(area).keeping.verify().recounted]
    there = _elsewhere(_backup(folder, clock, version), town)
    (round_,) = (one for one in here if (one.area, one.id) == ("n1", ROUND))
    same = there == tuple(here)
    yield Text(
        f"全年存为一个文件，在另一处恢复：{len(here)}项结果独立复算"
        f"{'，摘要全部相同' if same else '，有不同'}（{ROUND}：{round_.digest[:SHOWN]}…）。",
        f"The year is kept in one file and restored elsewhere: {len(here)} results recount there "
        f"to {'the same digests' if same else 'other digests'} ({ROUND}: "
        f"{round_.digest[:SHOWN]}…).",
    )


def _backup(folder: Path, clock: Clock, version: str) -> bytes:
    source = DataFolder(folder)
    try:
        return write(backup(source, made=clock(), version=version))
    finally:
        source.close()


def _elsewhere(data: bytes, town: Town) -> object:
    """What another installation recounts; the faults, where it finds any."""
    with tempfile.TemporaryDirectory() as other:
        verdict = restore(read(data), Path(other) / "town", check=True, registry=town.registry)
    return verdict.faults or verdict.recounted
