"""A town that is served by a process of its own and fails as a file tells it to.

``python failing.py FOLDER PORT ANSWER_SECONDS``: what ``FOLDER/../fails`` holds is raised wherever
problems are read or ballots are written, until the file is empty.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tickbox_core.desk import Desk, Town
from tickbox_core.errors import TickboxError
from tickbox_core.text import Text
from tickbox_server.commands import serve_town
from tickbox_server.settings import Settings


class OwnKind(BaseException):
    """What a plugin might think of."""


class Speechless(Exception):
    """An exception that cannot say what it is."""

    def __str__(self) -> str:
        raise SystemExit("no words")

    __repr__ = __str__


class Untold(TickboxError):
    """An error of ours whose sentence fails."""

    @property
    def text(self) -> Text:
        """None."""
        raise GeneratorExit

    @property
    def fields(self) -> dict[str, object]:
        """None either."""
        raise KeyboardInterrupt


def deep() -> None:
    """Calls itself until Python stops it."""
    deep()


def hang() -> None:
    """Does not come back."""
    while True:
        time.sleep(3600)


def raising(problem: Any) -> Callable[[], None]:
    """Something that raises it."""

    def fail() -> None:
        raise problem

    return fail


KINDS: dict[str, Callable[[], None]] = {
    "StopIteration": raising(StopIteration("row")),
    "StopAsyncIteration": raising(StopAsyncIteration()),
    "SystemExit": raising(SystemExit(3)),
    "KeyboardInterrupt": raising(KeyboardInterrupt()),
    "GeneratorExit": raising(GeneratorExit()),
    "CancelledError": raising(asyncio.CancelledError()),
    "futures.CancelledError": raising(concurrent.futures.CancelledError()),
    "TimeoutError": raising(TimeoutError()),
    "RecursionError": deep,
    "MemoryError": raising(MemoryError()),
    "BaseException": raising(BaseException("bare")),
    "OwnKind": raising(OwnKind("own")),
    "Speechless": raising(Speechless()),
    "Untold": raising(Untold()),
    "class": raising(StopIteration),
}
HANG = "hang"


def main() -> None:
    """Serve until told to end."""
    folder, port, seconds = Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    told = folder.parent / "fails"
    problems, cast_many = Desk.problems, Desk.cast_many

    def fail() -> None:
        kind = told.read_text(encoding="utf-8") if told.exists() else ""
        if kind:
            (hang if kind == HANG else KINDS[kind])()

    def read(desk: Desk) -> Any:
        fail()
        return problems(desk)

    def write(desk: Desk, *arguments: Any) -> Any:
        fail()
        return cast_many(desk, *arguments)

    Desk.problems, Desk.cast_many = read, write  # type: ignore[method-assign]
    town = Town(folder)
    try:
        serve_town(town, "127.0.0.1", port, Settings(answer_seconds=seconds))
    finally:
        town.close()


if __name__ == "__main__":
    main()
