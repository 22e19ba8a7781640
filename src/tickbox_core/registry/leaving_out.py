"""Plugins that are left out by name: of their entry point, or of their distribution.

What is left out is not even imported.  The names of distributions are compared as packaging does
it: ``Tickbox_Elevator`` is ``tickbox-elevator``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.metadata import EntryPoint

import attrs

from tickbox_core import hooks
from tickbox_core.errors import UnknownName
from tickbox_core.registry.distributions import brought_by, entry_points

COMMANDS = "tickbox.commands"
"""The group of entry points that name commands; a plugin may bring some and nothing else."""
CORE = "tickbox-core"


def normalise_name(name: str) -> str:
    """A name as packaging compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _installed_plugins() -> list[EntryPoint]:
    groups = (hooks.ENTRY_POINT_GROUP, COMMANDS)
    found = [entry for group in groups for entry in entry_points(group=group)]
    return [entry for entry in found if brought_by(entry) != CORE]


def known_plugins() -> tuple[str, ...]:
    """What installed plugins can be called, sorted: entry points and distributions."""
    names = {brought_by(entry) for entry in _installed_plugins()}
    plugins = {e.name for e in _installed_plugins() if e.group == hooks.ENTRY_POINT_GROUP}
    return tuple(sorted(names | plugins))


@attrs.frozen
class LeftOut:
    """The plugins that are left out, by normalised names."""

    names: frozenset[str]

    @classmethod
    def of(
        cls, names: Iterable[str], also: Iterable[str] = (), *, discover: bool = True
    ) -> LeftOut:
        """From names as people write them; ``also`` are plugins that are handed over by name.

        Raises ``UnknownName`` for one that no plugin has.
        """
        asked = (names,) if isinstance(names, str) else tuple(names)
        known = (*(known_plugins() if discover and asked else ()), *also)
        there = {normalise_name(name) for name in known}
        for name in asked:
            if normalise_name(name) not in there:
                raise UnknownName("plugin", name, tuple(sorted(known)))
        return cls(frozenset(normalise_name(name) for name in asked))

    def has(self, *names: str) -> bool:
        """Whether a plugin of one of these names is left out."""
        return any(normalise_name(name) in self.names for name in names)

    def has_command(self, entry: EntryPoint) -> bool:
        """Whether a command's distribution is left out, by its own name or by a plugin's in it."""
        if entry.dist is None or not self.names or brought_by(entry) == CORE:
            return False
        name = brought_by(entry)
        mine = [e.name for e in _installed_plugins() if e.group == hooks.ENTRY_POINT_GROUP
                and brought_by(e) == name]  # fmt: skip
        return self.has(name, *mine)
