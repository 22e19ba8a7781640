"""Files that are there as a whole or not at all, and are their owner's alone whatever the umask.

Rolls, ballots, codes and keys lie in the data folder: its files are 0600 in folders that are 0700.
"""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from stat import S_IMODE, S_ISVTX

_log = logging.getLogger("tickbox.store")
FILE, FOLDER = 0o600, 0o700
_OTHERS = 0o077


def make_folder(path: Path) -> None:
    """Make a folder for its owner alone; one that is there stays as it is."""
    with contextlib.suppress(FileExistsError):
        if not path.parent.exists():
            make_folder(path.parent)
        path.mkdir(mode=FOLDER)
        path.chmod(FOLDER)  # a umask takes bits away


def write_whole(path: Path, data: bytes, mode: int = FILE) -> None:
    """Write a file, durably; even after a crash it is there as a whole or not at all.

    Several threads and processes may write the same file at once: one of them is the last.
    """
    fresh = write_beside(path, data, mode)
    try:
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    sync_folder(path.parent)


def write_beside(path: Path, data: bytes, mode: int = FILE) -> Path:
    """The data on the disk under a name of this writer's own, to be put in place of ``path``."""
    fresh = path.parent / f".{path.name}.{os.getpid()}-{secrets.token_hex(6)}.part"
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE), "wb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
        fresh.chmod(mode)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    return fresh


def sync_folder(path: Path) -> None:
    """Have the names in a folder on the disk too, where the system knows how."""
    with contextlib.suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def tighten(path: Path) -> bool:
    """Take a file or folder from everybody but its owner; whether it was open to others.

    Links are left alone, and so is what belongs to somebody else: that is told in the log.
    """
    try:
        held = path.lstat()
        if path.is_symlink() or not held.st_mode & _OTHERS:
            return False
        path.chmod(S_IMODE(held.st_mode) & ~_OTHERS)
        return not path.lstat().st_mode & _OTHERS  # some disks keep no permissions
    except FileNotFoundError:
        return False  # a write-ahead log comes and goes
    except OSError as problem:
        _log.warning("others may read %s, and it stays so: %s", path, problem.strerror)
        return False


def tighten_folder(path: Path) -> bool:
    """The same of a folder, unless other people's things lie in it (``/tmp``, a home, ``/``)."""
    shared = path.stat().st_mode & S_ISVTX
    if shared or path.resolve() in _everybodys():
        _log.warning("others may look into %s; give the data a folder of its own", path)
        return False
    return tighten(path)


def _everybodys() -> Iterator[Path]:
    yield Path("/")
    with contextlib.suppress(RuntimeError):  # a user that has no home
        yield Path.home().resolve()


def walk(path: Path) -> Iterator[Path]:
    """A folder and all that is in it; links are not followed."""
    if path.is_symlink() or not path.is_dir():
        return
    yield path
    for folder, folders, files in os.walk(path):
        yield from (Path(folder) / name for name in (*folders, *files))
