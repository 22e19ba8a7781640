"""Reading an archive: nothing is believed before it is checked, and no name becomes a path."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from tickbox_core.archive import rows
from tickbox_core.archive.names import (
    CHECKPOINTS,
    FORMAT,
    MANIFEST,
    MOST_BYTES,
    MOST_MANIFEST,
    MOST_PARTS,
    MOST_RATIO,
    VERSION,
    area_table,
    is_file,
    is_itself,
    is_known,
    town_table,
)
from tickbox_core.archive.parts import ArchivedSubject, AreaParts, Contents, Rows
from tickbox_core.archive.rows import INSTALL, NEWER, bad
from tickbox_core.errors import BadValue
from tickbox_core.ledger import Checkpoint
from tickbox_core.store import AREA, TOWN, Schema
from tickbox_core.text import Text


def read(data: bytes) -> Contents:
    """The contents of an archive, every part hashed and every row checked.

    Raises ``BadArchive`` naming the part: for a zip that would unpack to too much, a part that is
    missing, added, given twice or changed, a name that no part has, rows that do not fit their
    table, and a format that is newer than this tickbox.
    """
    parts = _unpack(data)
    head = _manifest(parts)
    _same(head["parts"], parts)
    about = _about(head)
    return Contents(about, _town(parts, about), _areas(parts, about), _files(parts))


# -- the zip -----------------------------------------------------------------------------------


def _unpack(data: bytes) -> dict[str, bytes]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except Exception as problem:  # hostile bytes make zipfile raise errors of many kinds
        raise bad("zip", _NO_ZIP) from problem
    _check_bounds(members, len(data))
    found: dict[str, bytes] = {}
    for one in members:
        if not is_known(one.orig_filename) or one.orig_filename != one.filename:
            raise bad(_printable_name(one.orig_filename), _STRANGE)
        if one.filename in found:
            raise bad(one.filename, Text("出现两次。", "it is there twice."))
        found[one.filename] = _content(archive, one)
    return found


def _check_bounds(members: list[zipfile.ZipInfo], packed: int) -> None:
    """Refuse before anything is unpacked what would unpack to too much."""
    unpacked = sum(one.file_size for one in members)
    if len(members) > MOST_PARTS or unpacked > min(MOST_BYTES, MOST_RATIO * packed):
        raise bad("zip", _HUGE)
    if any(one.filename == MANIFEST and one.file_size > MOST_MANIFEST for one in members):
        raise bad(MANIFEST, _HUGE)
    if any(one.compress_type not in (0, zipfile.ZIP_DEFLATED) for one in members):
        raise bad("zip", _NO_ZIP)  # other methods unpack without a bound


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    try:
        with archive.open(member) as held:
            return held.read(member.file_size)
    except Exception as problem:  # a broken stream, a password, overlapping members
        raise bad(member.filename, Text("读不出来。", "it cannot be read.")) from problem


def _printable_name(name: str) -> str:
    return "".join(mark if mark.isprintable() else "?" for mark in name)[:80]


_NO_ZIP = Text("不是可读的 zip 文件。", "it is no zip file that can be read.")
_HUGE = Text("解压后过大，不予打开。", "it would unpack to too much, so it stays closed.")
_STRANGE = Text("存档里不应有这个文件。", "no archive has a part of this name.")


# -- the manifest ------------------------------------------------------------------------------


def _manifest(parts: Mapping[str, bytes]) -> dict[str, Any]:
    if MANIFEST not in parts:
        raise bad(MANIFEST, Text("没有目录，不是 tickbox 的存档。", "it is no archive of tickbox."))
    head = rows.mapping(MANIFEST, parts[MANIFEST].removesuffix(b"\n"))
    name, _, version = str(head.get("format")).partition("/")
    if name != FORMAT or not (version.isascii() and version.isdigit()):
        raise bad(MANIFEST, Text("格式未知。", "its format is not known."))
    if int(version[:6]) > VERSION:
        raise bad(MANIFEST, NEWER, INSTALL)
    if int(version) != VERSION or not isinstance(head.get("parts"), dict):
        raise bad(MANIFEST, Text("格式未知。", "its format is not known."))
    return head


def _same(pinned: Mapping[str, Any], parts: Mapping[str, bytes]) -> None:
    """Every part is there, none besides, and each is what the manifest says."""
    for name in sorted(pinned.keys() - parts.keys()):
        raise bad(_printable_name(name), Text("缺少这个部分。", "this part is missing."))
    for name in sorted(parts.keys() - pinned.keys() - {MANIFEST}):
        raise bad(name, Text("目录里没有这个部分。", "the manifest does not know this part."))
    for name, said in pinned.items():
        found = {"bytes": len(parts[name]), "sha256": hashlib.sha256(parts[name]).hexdigest()}
        if said != found or name == MANIFEST:
            raise bad(name, Text("与目录中的摘要不符。", "it does not have the hash it should."))


def _about(head: Mapping[str, Any]) -> ArchivedSubject:
    try:
        about = ArchivedSubject.of(head)
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise bad(MANIFEST, Text("目录内容不全。", "parts of it are missing.")) from problem
    again = {**about.plain(), "format": head["format"], "parts": head["parts"]}
    if again != head:
        raise bad(MANIFEST, Text("目录内容多余。", "it holds more than it may."))
    return about


# -- the parts ---------------------------------------------------------------------------------


def _town(parts: Mapping[str, bytes], about: ArchivedSubject) -> dict[str, Rows]:
    found: dict[str, Rows] = {name: [] for name in TOWN.tables}
    for part, data in parts.items():
        if (table := town_table(part)) is not None:
            found[table] = _rows(part, TOWN, table, data)
    for row in found["file"]:
        # the name becomes a path, so it is the one that tickbox gives and no other
        if (
            row["name"] != f"{row['area']}.sqlite"
            or area_table(f"areas/{row['area']}/x.jsonl") is None
        ):
            raise bad("town/file.jsonl", _STRANGE)
    if tuple(sorted(row["area"] for row in found["file"])) != tuple(sorted(about.areas)):
        raise bad(
            "town/file.jsonl", Text("与目录所列居民区不符。", "its areas are not the manifest's.")
        )
    return found


def _areas(parts: Mapping[str, bytes], about: ArchivedSubject) -> dict[str, AreaParts]:
    tables: dict[str, dict[str, Rows]] = {
        area: {name: [] for name in AREA.tables} for area in about.areas
    }
    outside: dict[str, tuple[Mapping[str, Any], ...]] = {}
    for part, data in parts.items():
        if (found := area_table(part)) is None:
            continue
        area, table = found
        if area not in tables:
            raise bad(
                part, Text("目录没有列出这个居民区。", "the manifest does not list this area.")
            )
        if table == CHECKPOINTS:
            outside[area] = tuple(_checkpoints(part, data))
        else:
            tables[area][table] = _rows(part, AREA, table, data)
    return {area: AreaParts(held, outside.get(area, ())) for area, held in tables.items()}


def _rows(part: str, schema: Schema, table: str, data: bytes) -> Rows:
    if table not in schema.tables:
        raise bad(part, NEWER, INSTALL)
    return rows.read(part, table, schema.tables[table], data)


def _checkpoints(part: str, data: bytes) -> Iterator[Mapping[str, Any]]:
    for at, plain in rows.values(part, data):
        try:
            yield Checkpoint.of(plain).plain()
        except BadValue as problem:
            raise bad(f"{part}:{at}", Text("不是检查点。", "it is no checkpoint.")) from problem


def _files(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    found = {name: data for name, data in parts.items() if is_file(name)}
    for name, data in found.items():
        if not is_itself(name, data):
            raise bad(name, Text("与它的名称不符。", "it is not what its name says."))
    return found
