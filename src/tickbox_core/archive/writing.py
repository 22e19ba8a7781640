"""Writing an archive.  The same contents always give the same bytes."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping

from tickbox_core.archive import rows
from tickbox_core.archive.names import (
    CHECKPOINTS,
    FORMAT,
    MANIFEST,
    MOST_BYTES,
    MOST_MANIFEST,
    MOST_PARTS,
    MOST_RATIO,
    README,
    VERSION,
    is_file,
)
from tickbox_core.archive.parts import Contents, Tables
from tickbox_core.archive.readme import TEXT
from tickbox_core.errors import BadValue
from tickbox_core.ledger import canonical
from tickbox_core.text import Text

_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the time of writing stands in the manifest, not in the zip


def write(contents: Contents) -> bytes:
    """The zip.

    Raises ``BadValue`` for a file whose name no archive has, and for more than ``read`` opens.
    """
    for name in contents.files:
        if not is_file(name):
            problem = Text(f"不能存档的文件名“{name}”。", f"cannot hold a file '{name}'.")
            raise BadValue("archive", problem)
    parts = _parts(contents)
    if len(parts) >= MOST_PARTS or sum(map(len, parts.values())) > MOST_BYTES:
        raise BadValue("archive", _TOO_MUCH, _EACH)
    pinned = {
        name: {"bytes": len(part), "sha256": hashlib.sha256(part).hexdigest()}
        for name, part in parts.items()
    }
    head = {"format": f"{FORMAT}/{VERSION}", **contents.about.plain(), "parts": pinned}
    manifest = canonical(head) + b"\n"
    data = _zip_parts({**parts, MANIFEST: manifest})
    unpacked = len(manifest) + sum(map(len, parts.values()))
    if len(manifest) > MOST_MANIFEST or unpacked > min(MOST_BYTES, MOST_RATIO * len(data)):
        raise BadValue("archive", _TOO_MUCH, _EACH)
    return data


_TOO_MUCH = Text("内容太多，一份存档装不下。", "it is too much for one archive.")
_EACH = Text("请逐个居民区备份。", "Back up each neighbourhood by itself (--area).")


def digest(data: bytes) -> str:
    """SHA-256 of an archive's manifest (hex), which pins everything in it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return hashlib.sha256(archive.read(MANIFEST)).hexdigest()


def _parts(contents: Contents) -> dict[str, bytes]:
    parts = {README: TEXT.encode(), **_tables("town", contents.town), **contents.files}
    for area, held in contents.areas.items():
        parts |= _tables(f"areas/{area}", held.tables)
        if held.checkpoints:
            parts[f"areas/{area}/{CHECKPOINTS}.jsonl"] = rows.lines(held.checkpoints)
    return parts


def _tables(folder: str, tables: Tables) -> dict[str, bytes]:
    return {
        f"{folder}/{name}.jsonl": rows.row_lines(name, held)
        for name, held in tables.items()
        if held
    }


def _zip_parts(parts: Mapping[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in sorted(parts):
            member = zipfile.ZipInfo(name, _LONG_AGO)
            member.create_system = 3  # as on Unix, wherever it is written
            member.external_attr = 0o600 << 16
            archive.writestr(member, parts[name], zipfile.ZIP_DEFLATED, 6)
    return held.getvalue()
