"""Which parts there may be, by name: nothing else is ever read, and no name becomes a path."""

from __future__ import annotations

import hashlib
import re

FORMAT, VERSION = "tickbox-archive", 1
MANIFEST, README = "manifest.json", "README.txt"
CHECKPOINTS = "checkpoints"
MOST_BYTES, MOST_RATIO = 2**30, 200  # unpacked, and how much more than packed
MOST_PARTS, MOST_MANIFEST = 20_000, 32 * 2**20
_FILES = (
    re.compile(r"pictures/[0-9a-f]{64}(\.[a-z0-9]{1,5})?"),
    re.compile(r"bundles/([0-9]{1,4}|[0-9a-f]{64})\.zip"),
    re.compile(r"evidence/[a-z0-9][a-z0-9_.-]{0,120}\.zip"),
    re.compile(r"keys/[a-z][a-z-]{0,40}"),
)
_TOWN = re.compile(r"town/([a-z_]+)\.jsonl")
_AREA = re.compile(r"areas/([a-z0-9_-]{1,100})/([a-z_]+)\.jsonl")


def is_file(name: str) -> bool:
    """Whether it names a whole file."""
    return any(pattern.fullmatch(name) for pattern in _FILES)


def is_itself(name: str, data: bytes) -> bool:
    """Whether what is named by its SHA-256 has it, and a key the length of a key."""
    folder, _, rest = name.partition("/")
    if folder == "pictures" or (folder == "bundles" and len(rest) > 64):
        return rest[:64] == hashlib.sha256(data).hexdigest()
    return folder != "keys" or len(data) == 32


def town_table(name: str) -> str | None:
    """The table of the town whose rows a part of that name holds."""
    found = _TOWN.fullmatch(name)
    return found and found[1]


def area_table(name: str) -> tuple[str, str] | None:
    """Area and table (or ``checkpoints``) of a part of that name."""
    found = _AREA.fullmatch(name)
    return found and (found[1], found[2])


def is_known(name: str) -> bool:
    """Whether an archive may have a part of that name."""
    return (
        name in (MANIFEST, README)
        or is_file(name)
        or town_table(name) is not None
        or area_table(name) is not None
    )
