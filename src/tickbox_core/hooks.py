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

from tickbox_core.counting import TallyEngine
from tickbox_core.model import Item, Question, Unit
from tickbox_core.rules import Placed, RankingRule, TieBreak
from tickbox_core.rules.motions import Layer
from tickbox_core.text import Text

PROJECT = "tickbox"
ENTRY_POINT_GROUP = "tickbox"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


# -- what plugins hand over --------------------------------------------------------------------

a_text = attrs.validators.instance_of(Text)


@attrs.frozen
class Objection:
    """Why an item should not be listed as it stands, and what would mend it."""

    problem: Text = attrs.field(validator=a_text)
    remedy: Text = attrs.field(validator=a_text)


@attrs.frozen
class Disclosure:
    """One figure a household is shown before it ticks: what it is, and how much."""

    label: Text = attrs.field(validator=a_text)
    value: Text = attrs.field(validator=a_text)


@runtime_checkable
class CategoryPolicy(Protocol):
    """What a category knows about its items.

    ``fields`` is one attrs class: it becomes the form, the JSON Schema and the spreadsheet columns.
    """

    @property
    def key(self) -> str:
        """Its name in the registry."""
        ...

    @property
    def version(self) -> str:
        """The version of the policy, not of the plugin that brings it."""
        ...

    @property
    def title(self) -> Text:
        """The category in words."""
        ...

    @property
    def fields(self) -> type:
        """The attrs class of its items' own fields."""
        ...

    def question(self, item: Item) -> Question:
        """Which of the three kinds of tick the item is on this list."""
        ...

    def needs(self, item: Item) -> Question | None:
        """The decision that carrying it out still requires (``None``: the ranking is enough)."""
        ...

    def objections(self, item: Item) -> tuple[Objection, ...]:
        """What stands against listing it as it is."""
        ...

    def disclose(self, item: Item, unit: Unit) -> tuple[Disclosure, ...]:
        """What the household of a unit is shown before it ticks."""
        ...

    def notice(self, item: Item, placed: Placed | None) -> Text:
        """What a posted notice says of the item, with its place once there is one."""
        ...


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
