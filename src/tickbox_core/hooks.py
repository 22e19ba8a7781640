"""The questions tickbox asks of plugins, on one page.

A plugin *hands over named objects once*; the behaviour is in their methods (``protocols`` below),
never in the hook.  Hooks are synchronous, take plain positional parameters, and return a tuple.
No order of plugins decides anything: answers are sorted by key, and a key handed over twice is an
error that names both plugins.

An entry point of the group ``tickbox`` names a module or object with implementations marked
``@hookimpl``; the entry's name is the plugin's key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol, runtime_checkable

import attrs
import pluggy

from tickbox_core.categories import CategoryPolicy, Disclosure, Objection
from tickbox_core.counting import TallyEngine
from tickbox_core.rules import RankingRule, TieBreak
from tickbox_core.rules.motions import Layer
from tickbox_core.text import Text

PROJECT = "tickbox"
ENTRY_POINT_GROUP = "tickbox"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)

__all__ = [
    "ENTRY_POINT_GROUP",
    "PROJECT",
    "CategoryPolicy",
    "Disclosure",
    "Event",
    "Identity",
    "Jurisdiction",
    "Objection",
    "Parameter",
    "RuleKind",
    "TieBreakKind",
    "hookimpl",
    "hookspec",
    "tickbox_categories",
    "tickbox_engines",
    "tickbox_jurisdictions",
    "tickbox_rules",
    "tickbox_tie_breaks",
]


# -- what plugins hand over --------------------------------------------------------------------


@attrs.frozen
class Parameter:
    """A parameter of a rule: its name, default, the values it takes (empty: any), and one line."""

    name: str
    default: Any
    about: Text
    choices: tuple[str, ...] = ()


@attrs.frozen(hash=False)
class RuleKind:
    """A ranking or budget rule on offer.

    ``make(parameters, tie_break)`` gives the rule itself; unknown parameters are refused before.
    """

    key: str
    version: str
    title: Text
    make: Callable[[Mapping[str, Any], TieBreak], RankingRule]
    parameters: tuple[Parameter, ...] = ()


@attrs.frozen
class TieBreakKind:
    """A tie-break on offer; ``make(argument)`` takes what stands after ``key:``."""

    key: str
    title: Text
    make: Callable[[str], TieBreak]


@runtime_checkable
class Identity(Protocol):
    """Who is ticking: turns a web request into a slot of a cycle, or nobody.

    ``request`` is the host's own request object; the core never looks into it.
    """

    @property
    def key(self) -> str:
        """Its name in the registry."""
        ...

    def slot(self, cycle: str, request: Any) -> str | None:
        """The slot of the cycle that the request speaks for, or ``None``."""
        ...


@runtime_checkable
class Jurisdiction(Protocol):
    """The law of a place, as layers of values that name their sources; never as code."""

    @property
    def key(self) -> str:
        """Its name in the registry: ``cn``, ``cn-shanghai``."""
        ...

    @property
    def version(self) -> str:
        """The version of the data, not of the plugin that brings it."""
        ...

    @property
    def title(self) -> Text:
        """The place in words."""
        ...

    @property
    def layers(self) -> tuple[Layer, ...]:
        """National first, then more local; an estate's rules and a cycle's choices go on top."""
        ...


@attrs.frozen(hash=False)
class Event:
    """Something that has happened and is already durable: its kind, cycle, and public facts."""

    kind: str
    cycle: str
    facts: Mapping[str, Any]


# -- the hooks ---------------------------------------------------------------------------------


@hookspec
def tickbox_categories() -> tuple[CategoryPolicy, ...]:  # type: ignore[empty-body]
    """Which category policies do you bring?"""


@hookspec
def tickbox_rules() -> tuple[RuleKind, ...]:  # type: ignore[empty-body]
    """Which ranking or budget rules do you bring?"""


@hookspec
def tickbox_tie_breaks() -> tuple[TieBreakKind, ...]:  # type: ignore[empty-body]
    """Which tie-breaks do you bring?"""


@hookspec
def tickbox_jurisdictions() -> tuple[Jurisdiction, ...]:  # type: ignore[empty-body]
    """Which places' law do you bring?"""


@hookspec
def tickbox_engines() -> tuple[TallyEngine, ...]:  # type: ignore[empty-body]
    """Which counting engines do you bring?"""
