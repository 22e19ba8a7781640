"""Which commands there are, and how one is loaded."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from importlib.metadata import EntryPoint
from typing import Protocol, runtime_checkable

from tickbox_core.errors import MissingExtra, PluginClash, PluginFailed, TickboxError, UnknownName
from tickbox_core.registry import CORE
from tickbox_core.registry.distributions import brought_by, entry_points
from tickbox_core.registry.leaving_out import COMMANDS, LeftOut
from tickbox_core.terminal.parser import Parser
from tickbox_core.text import Text

GROUP = COMMANDS
_OURS = """
    archive backup check-notice count do erase evidence export found jobs keys law new plugin
    plugins print
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


def offered(without: Iterable[str] = ()) -> Mapping[str, EntryPoint]:
    """All commands by name, none of them loaded, but for those of plugins that are left out.

    Of a name that two plugins bring neither's command is there, and the core's own stay.
    """
    return _unclashing(_brought(without))


def clashes(without: Iterable[str] = ()) -> tuple[PluginClash, ...]:
    """The names that are brought twice."""
    return _clashes(_brought(without))


_Brought = dict[str, list[tuple[EntryPoint, str]]]
"""Commands by name, each with the distribution that brings it."""


def _unclashing(brought: _Brought) -> Mapping[str, EntryPoint]:
    return {name: several[0][0] for name, several in sorted(brought.items())
            if len(several) == 1 or several[0][1] == CORE}  # fmt: skip


def _clashes(brought: _Brought) -> tuple[PluginClash, ...]:
    several = [(name, sorted(by for _, by in e)) for name, e in brought.items() if len(e) > 1]
    return tuple(
        PluginClash("command", name, first, second, tuple(more))
        for name, (first, second, *more) in sorted(several)
    )


def _brought(without: Iterable[str]) -> _Brought:
    """Every command by name, the core's own in front; one seen twice on the path is one."""
    left_out = LeftOut.of(without)
    found = {name: [(entry, CORE)] for name, entry in OURS.items()}
    entries = [e for e in entry_points(group=GROUP) if not left_out.has_command(e)]
    named = [(entry, _brings(entry)) for entry in entries]
    for entry, by in sorted(named, key=lambda one: one[1] != CORE):
        others = found.setdefault(entry.name, [])
        if (entry.value, by) not in [(one.value, whose) for one, whose in others]:
            others.append((entry, by))
    return found


def load(name: str, without: Iterable[str] = ()) -> Command:
    """The command of that name.

    Raises ``UnknownName``, ``PluginClash`` where two plugins bring it, ``MissingExtra`` where a
    part of tickbox it needs is not installed, or ``PluginFailed`` where what brings it is broken.
    """
    brought = _brought(without)
    known = _unclashing(brought)
    if name not in known:
        for clash in _clashes(brought):
            if clash.key == name:
                raise clash
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
    """The distribution that brings a command; its package where that is not known."""
    if entry is OURS.get(entry.name):
        return CORE
    return entry.module.partition(".")[0] if entry.dist is None else brought_by(entry)
