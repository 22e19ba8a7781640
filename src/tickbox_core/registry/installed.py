"""What is installed, by key.  Installed is not in force: a round names what it uses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from types import ModuleType
from typing import Any

import attrs

from tickbox_core.counting import TallyEngine
from tickbox_core.errors import MissingPlugin, PluginClash, PluginFailed, UnknownName
from tickbox_core.hooks import Document, Jurisdiction, Printed, RuleKind
from tickbox_core.model import Category, PluginVersion, RuleChoice
from tickbox_core.registry.deciding import GuardedEngine, GuardedRule, GuardedTieBreak
from tickbox_core.registry.guard import GuardedPolicy, call_plugin, misfit
from tickbox_core.registry.timeouts import COUNTING, Watch
from tickbox_core.registry.tracing import Trace
from tickbox_core.rules import RankingRule, TieBreak
from tickbox_core.rules.motions import Layer, Practice
from tickbox_core.text import Text

CORE = "tickbox-core"
PRINTING = "tickbox-print"
"""Our own printer, named where none is installed."""


@attrs.frozen
class Offered:
    """A thing a plugin brings, which plugin that is, and the thread in which it is asked."""

    thing: Any
    plugin: PluginVersion
    watch: Watch | None = attrs.field(default=None, eq=False, repr=False)

    def made(self, key: str, kind: Any, *arguments: object) -> Any:
        """What the offered kind makes; a maker that fails or hangs is a ``PluginFailed``."""
        what = f"{key}.make"

        def question() -> tuple[Any, bool]:
            made = self.thing.make(*arguments)
            return made, isinstance(made, kind)

        made, fits = call_plugin(self.plugin, what, question, self.watch)
        if not fits:
            raise PluginFailed(self.plugin.name, what, misfit(made))
        return made


def _silently(_: PluginFailed) -> None:
    return None


Notice = PluginFailed | PluginClash
NOUNS = {
    "policies": "category policy",
    "rules": "rule",
    "tie_breaks": "tie-break",
    "engines": "engine",
    "jurisdictions": "jurisdiction",
    "printers": "printer",
    "components": "component",
}
"""What the things are called that a registry holds, by the name of the field that holds them."""


@attrs.frozen
class HostHook:
    """A hook of a host's own, a server's say.

    ``specs`` is the module that specifies it by ``name``; ``noun`` is what errors call the things
    that are handed over, ``kind`` their class, which has a ``key``.
    """

    specs: ModuleType
    name: str
    noun: str
    kind: type[Any]


@attrs.frozen
class Extensions:
    """What plugins hand over to a host, by key, and what went wrong on the way."""

    offers: Mapping[str, Offered] = attrs.field(factory=dict)
    notices: tuple[Notice, ...] = ()


def _no_extensions(_: HostHook) -> Extensions:
    return Extensions()


@attrs.frozen(hash=False)
class Registry:
    """What is installed, by key, and what went wrong on the way (``notices``).

    A key that was brought twice is not there, unless it is the core's: whoever asks for it is told
    of the clash.  ``without`` are the plugins that were left out.  ``seconds`` is how long a
    plugin's rule may take over a small contest, ``imagined`` what is remembered of such as were
    tried with these plugins.
    """

    policies: Mapping[str, Offered]
    rules: Mapping[str, Offered]
    tie_breaks: Mapping[str, Offered]
    engines: Mapping[str, Offered]
    plugins: tuple[PluginVersion, ...]
    notices: tuple[Notice, ...] = ()
    jurisdictions: Mapping[str, Offered] = attrs.field(factory=dict)
    printers: Mapping[str, Offered] = attrs.field(factory=dict)
    components: Mapping[str, Offered] = attrs.field(factory=dict)
    trace: Trace | None = attrs.field(default=None, eq=False, repr=False)
    without: tuple[str, ...] = ()
    seconds: float = attrs.field(default=COUNTING, eq=False, repr=False)
    reopen: Callable[[tuple[str, ...]], Registry] | None = attrs.field(
        default=None, eq=False, repr=False
    )
    extensions: Callable[[HostHook], Extensions] = attrs.field(
        default=_no_extensions, eq=False, repr=False
    )
    """Asks the plugins a hook that is a host's own, each of them once and as guarded as the rest.

    An implementation is marked ``@hookimpl(optionalhook=True)``: whoever only counts has no host.
    """
    imagined: dict[str, Any] = attrs.field(factory=dict, init=False, eq=False, repr=False)
    _laws: dict[str, Practice] = attrs.field(factory=dict, init=False, eq=False, repr=False)

    def leaving_out(self, names: Iterable[str]) -> Registry:
        """The registry as it would be without those plugins as well.

        Raises ``UnknownName`` for a plugin that is not there.
        """
        more = (names,) if isinstance(names, str) else tuple(names)
        if not more or self.reopen is None:
            return self
        return self.reopen((*self.without, *more))

    def rule(self, choice: RuleChoice, tie_break: str = "refuse") -> RankingRule:
        """The rule of a round, made with its parameters.

        Raises ``UnknownName`` for a rule, parameter, parameter's value or tie-break that nobody
        brings, ``PluginClash`` for one that is brought twice, ``PluginFailed`` where the plugin
        that brings it fails.
        """
        offered = self._find_offer("rules", choice.key)
        parameters = offered.thing.with_defaults(choice)
        made: RankingRule = offered.made(
            choice.key, RankingRule, parameters, self.tie_break(tie_break)
        )
        if offered.plugin.name == CORE:
            return made
        return GuardedRule(made, offered.plugin, self.trace, offered.watch, self.seconds)

    def rule_kind(self, key: str) -> RuleKind:
        """The kind of rule of that key; ``UnknownName``, or ``PluginClash``."""
        kind: RuleKind = self._find_offer("rules", key).thing
        return kind

    def tie_break(self, name: str) -> TieBreak:
        """The tie-break written ``key`` or ``key:argument``; raises what ``rule`` raises."""
        key, _, argument = name.partition(":")
        offered = self._find_offer("tie_breaks", key)
        made: TieBreak = offered.made(key, TieBreak, argument)
        if offered.plugin.name == CORE:
            return made
        own = call_plugin(offered.plugin, f"{key}.key", lambda: made.key, offered.watch)
        if type(own) is not str:
            raise PluginFailed(offered.plugin.name, f"{key}.key", misfit(own))
        return GuardedTieBreak(made, own, offered.plugin, offered.watch)

    def title(self, kind: str, name: str) -> Text:
        """What a rule or tie-break is called; its own name where its plugin is gone.

        ``kind`` is ``rules`` or ``tie_breaks``; ``name`` may carry an argument (``lot:SEED``).
        """
        offers: Mapping[str, Offered] = getattr(self, kind)
        offered = offers.get(name.partition(":")[0])
        title: Text = offered.thing.title if offered else Text.of(name)
        return title

    def parameter_words(self, rule: str) -> dict[str, Text]:
        """What each parameter of a rule is about, by its name; empty where its plugin is gone."""
        offered = self.rules.get(rule)
        return {one.name: one.about for one in offered.thing.parameters} if offered else {}

    def engine(self, key: str = "plain") -> TallyEngine:
        """The counting engine of that key, or ``UnknownName``.

        A plugin's is tried on a few small counts first: ``PluginFailed`` where it counts otherwise
        than the plain one.
        """
        offered = self._find_offer("engines", key)
        engine: TallyEngine = offered.thing
        if offered.plugin.name == CORE:
            return engine
        version = call_plugin(
            offered.plugin, f"{key}.version", lambda: engine.version, offered.watch
        )
        return GuardedEngine(
            engine, key, version, offered.plugin, offered.watch, self.seconds
        ).examine()

    def practice(self, key: str, day: date | None = None) -> Practice:
        """The law of a place as a stack of layers; ``UnknownName``, or ``PluginFailed``.

        It is what holds on a ``day``; ``None``: from now on, as far as anybody knows.
        """
        return self.laws(key).on(day)

    def laws(self, key: str) -> Practice:
        """All layers of a place, of every day; raises what ``practice`` does.

        A place is asked once: law is data, and the same for everybody who asks.
        """
        offered = self._find_offer("jurisdictions", key)
        if key not in self._laws:
            place: Jurisdiction = offered.thing
            made = call_plugin(
                offered.plugin, f"{key}.layers", lambda: Practice(place.layers), offered.watch
            )
            if not all(type(layer) is Layer for layer in made.layers):
                raise PluginFailed(offered.plugin.name, f"{key}.layers", misfit(made.layers))
            self._laws[key] = made
        return self._laws[key]

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
        self._refuse_clash("printers", key)
        if not able:
            raise MissingPlugin(f"print: {document.layout}", PRINTING)
        name = key or ("".join(able) if len(able) == 1 else "")
        if name not in able:
            raise UnknownName("printer", name, tuple(able))
        offered = able[name]
        made = call_plugin(
            offered.plugin, f"{name}.printed", partial(offered.thing.printed, document)
        )
        if not isinstance(made, Printed):
            raise PluginFailed(offered.plugin.name, f"{name}.printed", misfit(made))
        return made

    def policy(
        self, category: Category, report: Callable[[PluginFailed], None] = _silently
    ) -> GuardedPolicy:
        """The policy of a category, behind a guard that tells ``report``, or ``UnknownName``."""
        offered = self._find_offer("policies", category.policy)
        return GuardedPolicy(offered.thing, offered.plugin, report, offered.watch, self.trace)

    def offered(self, kind: str, key: str) -> Offered:
        """The thing of a key and who brings it; ``kind`` is the name of the field above.

        Raises ``UnknownName``, or ``PluginClash`` where it is brought twice.
        """
        return self._find_offer(kind, key.partition(":")[0])

    def provider(self, kind: str, key: str) -> PluginVersion:
        """Which plugin brings the thing of a key; ``kind`` is the name of the field above."""
        return self._find_offer(kind, key.partition(":")[0], kind).plugin

    def clash(self, kind: str, key: str) -> PluginClash | None:
        """The clash because of which nobody's thing of that key is used, or ``None``."""
        offers: Mapping[str, Offered] = getattr(self, kind)
        for notice in self.notices:
            if isinstance(notice, PluginClash) and (notice.kind, notice.key) == (NOUNS[kind], key):
                return None if key in offers else attrs.evolve(notice)
        return None

    def _refuse_clash(self, kind: str, key: str) -> None:
        clash = self.clash(kind, key)
        if clash is not None:
            raise clash

    def _find_offer(self, kind: str, key: str, noun: str = "") -> Offered:
        offers: Mapping[str, Offered] = getattr(self, kind)
        if key in offers:
            return offers[key]
        self._refuse_clash(kind, key)
        raise UnknownName(noun or NOUNS[kind], key, tuple(offers))
