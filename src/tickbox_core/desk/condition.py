"""How a data folder is doing: can it be written, is there room, are the files in their place."""

from __future__ import annotations

import logging
import os
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path

import attrs

_log = logging.getLogger("tickbox.desk")


@attrs.frozen(hash=False)
class Condition:
    """Numbers, what is wrong with which area, and the town's ``zone`` with the time there.

    ``free_bytes`` is what is left on the disk; ``gone``: the town's own file is not in its place.
    ``by_area`` says of areas with something wrong what kinds (``area_looks``): ``file-missing``
    where the file is not in its place (or another is), ``locked`` where a log does not agree with
    a checkpoint, ``unreadable``, ``tables`` where words or an outcome are not those of a log,
    ``clock`` where the last entry is later than now.  ``waiting`` have not been looked into yet.
    ``unkept`` checkpoints are not kept outside, or not any more; ``keys`` are files of ``keys/``
    that are gone or hold another key than the one in use.  No path is named.
    """

    writable: bool
    free_bytes: int
    areas: int = 0
    gone: bool = False
    by_area: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    waiting: int = 0
    unkept: int = 0
    keys: int = 0
    zone: str = ""
    now: str = ""


def can_write(folder: Path) -> bool:
    """Whether a small file can be written into a folder, and put on the disk."""
    trial = folder / f".trial-{os.getpid()}-{secrets.token_hex(4)}"
    try:
        with os.fdopen(os.open(trial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(b"tickbox")
            file.flush()
            os.fsync(file.fileno())
    except OSError as problem:
        _log.error("the data folder cannot be written: %s", problem.strerror)
        return False
    finally:
        trial.unlink(missing_ok=True)
    return True


def free_bytes(folder: Path) -> int:
    """The room left; none where no further file can be made, or the folder is not there."""
    try:
        counts = os.statvfs(folder) if hasattr(os, "statvfs") else None
        if counts is not None and counts.f_files and not counts.f_favail:
            return 0
        return shutil.disk_usage(folder).free
    except OSError:
        return 0
