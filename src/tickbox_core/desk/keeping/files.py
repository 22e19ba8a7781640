"""Files that are there as a whole or not at all."""

from __future__ import annotations

from pathlib import Path

from tickbox_core.store.files import FILE, make_folder, write_whole


def put_in_place(path: Path, data: bytes, mode: int = FILE) -> None:
    """Write a file, its folder too; even after a crash it is there as a whole or not at all."""
    make_folder(path.parent)
    write_whole(path, data, mode)
