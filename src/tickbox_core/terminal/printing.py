"""What goes out: JSON that any program reads, and lines that no file can garble."""

from __future__ import annotations

import contextlib
import json
import sys
from typing import Any, TextIO


def forgiving(*streams: TextIO) -> None:
    """Let streams write what their encoding lacks as an escape, rather than fail half way."""
    for stream in streams:
        with contextlib.suppress(AttributeError, ValueError, OSError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[attr-defined]


def print_json(value: Any) -> None:
    """One JSON value, indented, in characters where the terminal knows them all."""
    encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower().replace("-", "")
    print(json.dumps(value, ensure_ascii=encoding != "utf8", indent=2))


def plain_line(text: str) -> str:
    """Text on one line, without control characters: a file's title cannot steer a terminal."""
    return "".join(mark if mark.isprintable() else " " for mark in text)


def one_line(text: str) -> str:
    """The same with runs of blanks made one."""
    return " ".join(plain_line(text).split())
