"""What is installed: entry points, and how their distributions are called.

``importlib.metadata`` reads every distribution for each question and parses its metadata as an
e-mail, which took most of the time in which plugins and commands are found.  Here they are read
again when a folder of the path changes, and of the metadata the head alone.
"""

from __future__ import annotations

import importlib.metadata
import re
import sys
from functools import lru_cache
from importlib.metadata import Distribution, EntryPoint
from pathlib import Path

_FIELD = re.compile(r"^(name|version):[ \t]*(\S+)[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)


def entry_points(*, group: str) -> tuple[EntryPoint, ...]:
    """All of a group, whoever brings them."""
    return _entry_points(group, tuple((folder, _change_time(folder)) for folder in sys.path))


@lru_cache(maxsize=16)
def _entry_points(group: str, _: tuple[tuple[str, int], ...]) -> tuple[EntryPoint, ...]:
    return tuple(importlib.metadata.entry_points(group=group))


def _change_time(folder: str) -> int:
    """When something was put into a folder or taken out last."""
    try:
        return Path(folder or ".").stat().st_mtime_ns
    except OSError:
        return 0


@lru_cache(maxsize=256)
def release_of(distribution: Distribution) -> tuple[str, str]:
    """Its name and its version."""
    head = (distribution.read_text("METADATA") or "").partition("\n\n")[0]
    found = {field.lower(): value for field, value in _FIELD.findall(head)}
    if "name" in found and "version" in found:
        return found["name"], found["version"]
    return distribution.name, distribution.version  # an egg, or a file of another form


def brought_by(entry: EntryPoint) -> str:
    """The distribution of an entry point; its own name where that is not known."""
    return entry.name if entry.dist is None else release_of(entry.dist)[0]
