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
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import attrs
import pluggy

from tickbox_core.counting import TallyEngine
from tickbox_core.errors import UnknownName
from tickbox_core.model._checks import frozen_mapping
from tickbox_core.rules import RankingRule, TieBreak
from tickbox_core.text import Language, Text

if TYPE_CHECKING:  # whoever only counts loads neither categories nor motions nor declarations
    from tickbox_core.categories import CategoryPolicy, Disclosure, Objection
    from tickbox_core.declarations import Component
    from tickbox_core.model import RuleChoice
    from tickbox_core.rules.motions import Layer

PROJECT = "tickbox"
ENTRY_POINT_GROUP = "tickbox"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)

__all__ = [
    "ENTRY_POINT_GROUP",
    "PROJECT",
    "CategoryPolicy",
    "Disclosure",
    "Document",
    "Event",
    "Identity",
    "Jurisdiction",
    "Objection",
    "Parameter",
    "Printed",
    "Printer",
    "RuleKind",
    "TieBreakKind",
    "hookimpl",
    "hookspec",
    "tickbox_categories",
    "tickbox_components",
    "tickbox_engines",
    "tickbox_jurisdictions",
    "tickbox_printers",
    "tickbox_rules",
    "tickbox_tie_breaks",
]


_OF_CATEGORIES = frozenset({"CategoryPolicy", "Disclosure", "Objection"})


def __getattr__(name: str) -> Any:
    """What plugins write of categories, loaded when somebody asks for it."""
    if name not in _OF_CATEGORIES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from tickbox_core import categories

    return getattr(categories, name)


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

    def with_defaults(self, choice: RuleChoice) -> dict[str, Any]:
        """All parameters of a choice: what it gives, and the defaults of the others.

        Raises ``UnknownName`` for a parameter that there is not, or a value that it does not take.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        for name, value in choice.parameters.items():
            if name not in known:
                raise UnknownName(f"parameter of {choice.key}", name, tuple(known))
            if known[name].choices and value not in known[name].choices:
                raise UnknownName(name, str(value), known[name].choices)
        return {**{name: known[name].default for name in known}, **choice.parameters}


@attrs.frozen
class TieBreakKind:
    """A tie-break on offer; ``make(argument)`` takes what stands after ``key:``."""

    key: str
    title: Text
    make: Callable[[str], TieBreak]


@runtime_checkable
class Identity(Protocol):
    """Who is ticking: turns a web request into a slot of a round, or nobody.

    ``request`` is the host's own request object; the core never looks into it.
    """

    @property
    def key(self) -> str:
        """Its name in the registry."""
        ...

    def slot(self, round: str, request: Any) -> str | None:
        """The slot of the round that the request speaks for, or ``None``."""
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
        """National first, then more local; an estate's rules and a round's choices go on top."""
        ...


@attrs.frozen(hash=False)
class Event:
    """Something that has happened and is already durable: its kind, round, and public facts."""

    kind: str
    round: str
    facts: Mapping[str, Any]

    @property
    def cycle(self) -> str:
        """What ``round`` was called before 0.1."""
        return self.round


@attrs.frozen(hash=False)
class Document:
    """What stands on a piece of paper, as plain values (strings, numbers, lists, mappings).

    ``layout`` says how it is laid out (``notice``, ``sheets``, ``slips`` …; ``desk/notices`` says
    which values each has), ``language`` in which language the values are, ``size`` (``a4``, ``a3``)
    and ``look`` (``official``, ``poster``) what is asked of the paper.  A layout that comes in one
    size or look only leaves them aside.
    """

    layout: str
    language: Language
    values: Mapping[str, Any] = attrs.field(converter=frozen_mapping)
    size: str = "a4"
    look: str = "official"


@attrs.frozen
class Printed:
    """A finished file: its bytes, how many pages, and its media type."""

    data: bytes = attrs.field(repr=False)
    pages: int
    media_type: str = "application/pdf"


@runtime_checkable
class Printer(Protocol):
    """Lays documents out.  It is handed everything that stands on them and looks nothing up."""

    @property
    def key(self) -> str:
        """Its name in the registry."""
        ...

    @property
    def version(self) -> str:
        """The version of its layouts."""
        ...

    @property
    def layouts(self) -> tuple[str, ...]:
        """The layouts it knows."""
        ...

    def printed(self, document: Document) -> Printed:
        """The file, the same bytes for the same document, or (raising) nothing.

        A character that it cannot draw is refused by name, never left out.
        """
        ...


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
def tickbox_components() -> tuple[Component, ...]:  # type: ignore[empty-body]
    """Which matters of an area do you bring?"""


@hookspec
def tickbox_engines() -> tuple[TallyEngine, ...]:  # type: ignore[empty-body]
    """Which counting engines do you bring?"""


@hookspec
def tickbox_printers() -> tuple[Printer, ...]:  # type: ignore[empty-body]
    """Which printers do you bring?"""
