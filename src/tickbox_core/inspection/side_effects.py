"""Noticing what a plugin reaches for: an audit hook while it is loaded and asked.

It tells of the network, of other programs, of files written, and of files read outside of what is
installed.  It is a look, no wall: a plugin that wants to hide can.
"""

from __future__ import annotations

import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NETWORK, PROGRAMS, FILES = "network", "programs", "files"
_KINDS = {
    "socket.": NETWORK,
    "urllib.": NETWORK,
    "ssl.": NETWORK,
    "subprocess.": PROGRAMS,
    "os.system": PROGRAMS,
    "os.exec": PROGRAMS,
    "os.posix_spawn": PROGRAMS,
    "os.remove": FILES,
    "os.rename": FILES,
    "os.mkdir": FILES,
    "os.rmdir": FILES,
    "shutil.": FILES,
}
_HARMLESS = {"socket.gethostname"}


def _of_bytecode(arguments: tuple[Any, ...]) -> bool:
    """Whether Python puts by what it has compiled, which it does of every module."""
    return any("__pycache__" in str(one) for one in arguments)


class Touches:
    """What was touched, by kind, while ``watching``; ``places`` may be read."""

    def __init__(self, *places: Path) -> None:
        paths = {sysconfig.get_path(name) for name in ("stdlib", "purelib", "platlib")}
        known = [Path(path) for path in paths if path] + [Path(sys.prefix), Path(sys.base_prefix)]
        self._places = [str(place.resolve()) for place in (*known, *places)]
        self._on = False
        self.found: dict[str, set[str]] = {}
        sys.addaudithook(self._heard)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Look while this lasts."""
        self._on = True
        try:
            yield
        finally:
            self._on = False

    def _heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self._on or event in _HARMLESS:
            return
        if event == "open":
            self._note_opening(arguments)
            return
        kind = next((kind for start, kind in _KINDS.items() if event.startswith(start)), None)
        if kind is not None and not _of_bytecode(arguments):
            self._note(kind, event)

    def _note_opening(self, arguments: tuple[Any, ...]) -> None:
        path, mode, flags = (*arguments, None, None)[:3]
        if not isinstance(path, (str, bytes)):
            return  # a descriptor: what it names was opened before
        where = path if isinstance(path, str) else path.decode("utf-8", "replace")
        # 1 and 2: written, or read and written
        writes = any(letter in str(mode or "") for letter in "wax+") or bool((flags or 0) & 3)
        absolute = str(Path(where).absolute())
        if "__pycache__" in absolute:
            return
        if writes or not any(absolute.startswith(place) for place in self._places):
            self._note(FILES, Path(where).name)

    def _note(self, kind: str, what: str) -> None:
        self._on = False  # what happens in here is not the plugin's
        self.found.setdefault(kind, set()).add(what)
        self._on = True
