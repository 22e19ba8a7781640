"""Which commands there are, and how one is loaded."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from importlib.metadata import EntryPoint, entry_points
from typing import Protocol, runtime_checkable

from tickbox_core.cli.parser import Parser
from tickbox_core.errors import MissingExtra, PluginClash, PluginFailed, TickboxError, UnknownName
from tickbox_core.text import Text

GROUP = "tickbox.commands"
CORE = "tickbox-core"
_OURS = """
    archive backup check-notice count do erase export found keys law new plugin plugins print
    recount restore roll rules share-cost sheet staff town year
"""
OURS = {
    name: EntryPoint(name, f"tickbox_core.cli.{name.replace('-', '_')}:COMMAND", GROUP)
    for name in _OURS.split()
}


@runtime_checkable
class Command(Protocol):
    """What an entry point of the group ``tickbox.commands`` names: any object with these three."""

    @property
    def help(self) -> Text:
        """One line that says what the command does."""
        ...

    def configure(self, parser: Parser) -> None:
        """Add its arguments; ``parser.said(Text(…))`` gives help in the reader's language."""
        ...

    def run(self, args: argparse.Namespace) -> int:
        """Do it and return the exit code; ``args.lang`` is the reader's language.

        What it raises under ``TickboxError`` is told in one sentence, with exit code 2.
        """
        ...


def offered() -> Mapping[str, EntryPoint]:
    """All commands by name, none of them loaded; raises ``PluginClash`` where two share a name."""
    found = dict(OURS)
    for entry in entry_points(group=GROUP):
        other = found.setdefault(entry.name, entry)
        if (other.value, _brings(other)) != (entry.value, _brings(entry)):
            raise PluginClash("command", entry.name, *sorted((_brings(other), _brings(entry))))
    return dict(sorted(found.items()))


def load(name: str) -> Command:
    """The command of that name.

    Raises ``UnknownName``, ``MissingExtra`` where a part of tickbox it needs is not installed, or
    ``PluginFailed`` where what brings it is broken.
    """
    known = offered()
    if name not in known:
        raise UnknownName("command", name, tuple(known))
    entry = known[name]
    try:
        command: object = entry.load()
    except TickboxError:
        raise
    except ModuleNotFoundError as missing:
        if _brings(entry) == CORE and not str(missing.name).startswith("tickbox"):
            raise MissingExtra(str(missing.name), "server") from None
        raise _failed(entry, missing) from missing
    except (Exception, SystemExit) as problem:
        raise _failed(entry, problem) from problem
    if isinstance(command, type) or not isinstance(command, Command):
        raise PluginFailed(_brings(entry), f"command {name}", f"{entry.value} is no Command object")
    return command


def _failed(entry: EntryPoint, problem: BaseException) -> PluginFailed:
    said = " ".join(f"{type(problem).__name__}: {problem}".split())
    return PluginFailed(_brings(entry), f"command {entry.name}", said[:400])


def _brings(entry: EntryPoint) -> str:
    """The distribution that brings a command."""
    return CORE if entry.dist is None else entry.dist.name
