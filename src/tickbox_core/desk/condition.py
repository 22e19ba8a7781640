"""How a data folder is doing: can it be written, is there room, are the files in their place."""

from __future__ import annotations

import logging
import os
import secrets
import shutil
from pathlib import Path

import attrs

_log = logging.getLogger("tickbox.desk")


@attrs.frozen
class Condition:
    """Numbers, and the town's ``zone`` with the time there: neither areas nor paths are named.

    ``free_bytes`` is what is left on the disk.  Of the areas with a file ``missing`` are those
    whose file is not in its place (or another is), ``locked`` those whose log does not agree with
    a checkpoint, ``unread`` those whose file cannot be read, and ``waiting`` those that have not
    been looked into yet.  ``unkept`` checkpoints are not kept outside, or not any more; ``keys``
    are files of ``keys/`` that are gone or hold another key than the one in use.
    """

    writable: bool
    free_bytes: int
    areas: int = 0
    missing: int = 0
    locked: int = 0
    unread: int = 0
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
