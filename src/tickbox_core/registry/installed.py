"""What is installed, by key.  Installed is not in force: a cycle names what it uses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import attrs

from tickbox_core.counting import TallyEngine
from tickbox_core.errors import MissingPlugin, PluginFailed, UnknownName
from tickbox_core.hooks import Document, Jurisdiction, Printed, RuleKind
from tickbox_core.model import Category, PluginVersion, RuleChoice
from tickbox_core.registry.guard import GuardedPolicy, GuardedRule, called, misfit
from tickbox_core.registry.patience import Watch
from tickbox_core.registry.tracing import Trace
from tickbox_core.rules import RankingRule, TieBreak
from tickbox_core.rules.motions import Practice
from tickbox_core.text import Text

CORE = "tickbox-core"
PRINTING = "tickbox-print"
"""Our own printer, named where none is installed."""


@attrs.frozen
class Offered:
    """A thing a plugin brings, and which plugin that is."""

    thing: Any
    plugin: PluginVersion
    watch: Watch | None = attrs.field(default=None, eq=False, repr=False)

    def made(self, key: str, kind: Any, *arguments: object) -> Any:
        """What the offered kind makes; a maker that fails is a ``PluginFailed``."""
        made = called(self.plugin, f"{key}.make", self.thing.make, *arguments)
        if not isinstance(made, kind):
            raise PluginFailed(self.plugin.name, f"{key}.make", misfit(made))
        return made


def _silently(_: PluginFailed) -> None:
    return None


@attrs.frozen(hash=False)
class Registry:
    """What is installed, by key, and what went wrong on the way (``notices``)."""

    policies: Mapping[str, Offered]
    rules: Mapping[str, Offered]
    tie_breaks: Mapping[str, Offered]
    engines: Mapping[str, Offered]
    plugins: tuple[PluginVersion, ...]
    notices: tuple[PluginFailed, ...] = ()
    jurisdictions: Mapping[str, Offered] = attrs.field(factory=dict)
    printers: Mapping[str, Offered] = attrs.field(factory=dict)
    trace: Trace | None = attrs.field(default=None, eq=False, repr=False)

    def rule(self, choice: RuleChoice, tie_break: str = "refuse") -> RankingRule:
        """The rule of a cycle, made with its parameters.

        Raises ``UnknownName`` for a rule, parameter, parameter's value or tie-break that nobody
        brings, ``PluginFailed`` where the plugin that brings it fails.
        """
        offered = _found("rule", self.rules, choice.key)
        parameters = _with_defaults(offered.thing, choice)
        made = offered.made(choice.key, RankingRule, parameters, self.tie_break(tie_break))
        rule: RankingRule = (
            made if offered.plugin.name == CORE else GuardedRule(made, offered.plugin, self.trace)
        )
        return rule

    def rule_kind(self, key: str) -> RuleKind:
        """The kind of rule of that key, or ``UnknownName``."""
        kind: RuleKind = _found("rule", self.rules, key).thing
        return kind

    def tie_break(self, name: str) -> TieBreak:
        """The tie-break written ``key`` or ``key:argument``, or ``UnknownName``."""
        key, _, argument = name.partition(":")
        made: TieBreak = _found("tie-break", self.tie_breaks, key).made(key, TieBreak, argument)
        return made

    def title(self, kind: str, name: str) -> Text:
        """What a rule or tie-break is called; its own name where its plugin is gone.

        ``kind`` is ``rules`` or ``tie_breaks``; ``name`` may carry an argument (``lot:SEED``).
        """
        offers: Mapping[str, Offered] = getattr(self, kind)
        offered = offers.get(name.partition(":")[0])
        title: Text = offered.thing.title if offered else Text.of(name)
        return title

    def engine(self, key: str = "plain") -> TallyEngine:
        """The counting engine of that key, or ``UnknownName``."""
        engine: TallyEngine = _found("engine", self.engines, key).thing
        return engine

    def practice(self, key: str) -> Practice:
        """The law of a place as a stack of layers; ``UnknownName``, or ``PluginFailed``."""
        offered = _found("jurisdiction", self.jurisdictions, key)
        place: Jurisdiction = offered.thing
        made = called(offered.plugin, f"{key}.layers", lambda: Practice(place.layers))
        practice: Practice = made
        return practice

    def printed(self, document: Document, key: str = "") -> Printed:
        """A document as a file, by the printer of that key (or the only one that is installed).

        Raises ``MissingPlugin`` where nothing prints such a document, ``UnknownName`` where several
        do and none is named, what the printer refuses, and ``PluginFailed`` where it fails.
        """
        able = {
            name: offered
            for name, offered in self.printers.items()
            if document.layout in offered.thing.layouts
        }
        if not able:
            raise MissingPlugin(f"print: {document.layout}", PRINTING)
        name = key or ("".join(able) if len(able) == 1 else "")
        offered = _found("printer", able, name)
        made = called(offered.plugin, f"{name}.printed", offered.thing.printed, document)
        if not isinstance(made, Printed):
            raise PluginFailed(offered.plugin.name, f"{name}.printed", misfit(made))
        return made

    def policy(
        self, category: Category, report: Callable[[PluginFailed], None] = _silently
    ) -> GuardedPolicy:
        """The policy of a category, behind a guard that tells ``report``, or ``UnknownName``."""
        offered = _found("category policy", self.policies, category.policy)
        return GuardedPolicy(offered.thing, offered.plugin, report, offered.watch, self.trace)

    def provider(self, kind: str, key: str) -> PluginVersion:
        """Which plugin brings the thing of a key; ``kind`` is the name of the field above."""
        offers: Mapping[str, Offered] = getattr(self, kind)
        return _found(kind, offers, key.partition(":")[0]).plugin


def _found(kind: str, offers: Mapping[str, Offered], key: str) -> Offered:
    try:
        return offers[key]
    except KeyError:
        raise UnknownName(kind, key, tuple(offers)) from None


def _with_defaults(kind: RuleKind, choice: RuleChoice) -> dict[str, Any]:
    known = {parameter.name: parameter for parameter in kind.parameters}
    for name, value in choice.parameters.items():
        if name not in known:
            raise UnknownName(f"parameter of {choice.key}", name, tuple(known))
        if known[name].choices and value not in known[name].choices:
            raise UnknownName(name, str(value), known[name].choices)
    return {**{name: known[name].default for name in known}, **choice.parameters}
