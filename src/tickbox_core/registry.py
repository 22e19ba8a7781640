"""The typed door in front of pluggy: finds plugins, asks once, sorts by key, freezes the answers.

Nobody else touches the plugin manager.  A plugin that fails while it is loaded or asked is switched
off with a ``PluginFailed`` notice naming it; the others are not affected.  Two plugins that bring
the same key are a ``PluginClash``: that is for a person to settle, so it is raised.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import entry_points, version
from types import MappingProxyType
from typing import Any, TypeVar

import attrs
import pluggy

from tickbox_core import builtin, hooks
from tickbox_core.counting import TallyEngine
from tickbox_core.errors import PluginClash, PluginFailed, UnknownName
from tickbox_core.hooks import CategoryPolicy, RuleKind, TieBreakKind
from tickbox_core.model import Category, Item, PluginVersion, Question, RuleChoice, Unit
from tickbox_core.rules import Placed, RankingRule, TieBreak
from tickbox_core.text import EMPTY, Text

Thing = TypeVar("Thing")
Answer = TypeVar("Answer")

CORE = "tickbox-core"


@attrs.frozen
class Offered:
    """A thing a plugin brings, and which plugin that is."""

    thing: Any
    plugin: PluginVersion


@attrs.frozen(hash=False)
class Registry:
    """What is installed, by key.  Installed is not in force: a cycle names what it uses."""

    policies: Mapping[str, Offered]
    rules: Mapping[str, Offered]
    tie_breaks: Mapping[str, Offered]
    engines: Mapping[str, Offered]
    plugins: tuple[PluginVersion, ...]
    notices: tuple[PluginFailed, ...] = ()

    def rule(self, choice: RuleChoice, tie_break: str = "refuse") -> RankingRule:
        """The rule of a cycle, made with its parameters.

        Raises ``UnknownName`` for a rule, parameter or tie-break that nobody brings.
        """
        kind = self.rule_kind(choice.key)
        known = {parameter.name: parameter.default for parameter in kind.parameters}
        for name in choice.parameters:
            if name not in known:
                raise UnknownName(f"parameter of {choice.key}", name, tuple(known))
        return kind.make({**known, **choice.parameters}, self.tie_break(tie_break))

    def rule_kind(self, key: str) -> RuleKind:
        """The kind of rule of that key, or ``UnknownName``."""
        kind: RuleKind = _found("rule", self.rules, key).thing
        return kind

    def tie_break(self, name: str) -> TieBreak:
        """The tie-break written ``key`` or ``key:argument``, or ``UnknownName``."""
        key, _, argument = name.partition(":")
        kind: TieBreakKind = _found("tie-break", self.tie_breaks, key).thing
        return kind.make(argument)

    def engine(self, key: str = "plain") -> TallyEngine:
        """The counting engine of that key, or ``UnknownName``."""
        engine: TallyEngine = _found("engine", self.engines, key).thing
        return engine

    def policy(self, category: Category) -> GuardedPolicy:
        """The policy of a category, behind a guard, or ``UnknownName``."""
        offered = _found("category policy", self.policies, category.policy)
        return GuardedPolicy(offered.thing, offered.plugin)

    def provider(self, kind: str, key: str) -> PluginVersion:
        """Which plugin brings a rule, policy, tie-break or engine."""
        offers: Mapping[str, Offered] = getattr(self, kind)
        return _found(kind, offers, key.partition(":")[0]).plugin


@attrs.frozen
class GuardedPolicy:
    """A category policy whose failures stay its own.

    Every answer is checked for its type; whatever goes wrong becomes a ``PluginFailed`` handed to
    ``report`` (and nothing else), and the plain answer stands in.
    """

    policy: CategoryPolicy
    plugin: PluginVersion
    report: Callable[[PluginFailed], None] = attrs.field(default=lambda _: None, eq=False)

    def question(self, item: Item) -> Question:
        """Which kind of tick it is; a broken policy's item stays a preference."""
        return self._asked("question", _is(Question), Question.PREFERENCE, item)

    def needs(self, item: Item) -> Question | None:
        """The decision that carrying it out still requires."""
        return self._asked("needs", _is(Question, type(None)), None, item)

    def objections(self, item: Item) -> tuple[hooks.Objection, ...]:
        """What stands against listing it; a policy that cannot say so is itself an objection."""
        broken = (
            hooks.Objection(
                Text(
                    f"插件“{self.plugin.name}”无法检查这一项。",
                    f"the plugin '{self.plugin.name}' could not check this item.",
                ),
                Text("请更新或停用该插件。", "Update the plugin or take it out of the cycle."),
            ),
        )
        return self._asked("objections", _tuple_of(hooks.Objection), broken, item)

    def disclose(self, item: Item, unit: Unit) -> tuple[hooks.Disclosure, ...]:
        """What the household is shown before it ticks."""
        return self._asked("disclose", _tuple_of(hooks.Disclosure), (), item, unit)

    def notice(self, item: Item, placed: Placed | None) -> Text:
        """What a posted notice says; at least the title."""
        return self._asked("notice", _is(Text), item.title or EMPTY, item, placed)

    def _asked(
        self, name: str, fits: Callable[[Any], bool], otherwise: Answer, *arguments: object
    ) -> Answer:
        try:
            answer = getattr(self.policy, name)(*arguments)
        except Exception as problem:  # noqa: BLE001 - a plugin may raise anything
            self.report(PluginFailed(self.plugin.name, name, repr(problem)))
            return otherwise
        if fits(answer):
            checked: Answer = answer
            return checked
        self.report(PluginFailed(self.plugin.name, name, f"answered {type(answer).__name__}"))
        return otherwise


def _is(*kinds: type) -> Callable[[Any], bool]:
    return lambda answer: isinstance(answer, kinds)


def _tuple_of(kind: type) -> Callable[[Any], bool]:
    return lambda answer: isinstance(answer, tuple) and all(isinstance(a, kind) for a in answer)


def open_registry(
    *, discover: bool = True, plugins: Mapping[str, object] | None = None
) -> Registry:
    """Load plugins and ask each hook once.

    ``discover`` looks for installed entry points of the group ``tickbox``; ``plugins`` adds objects
    with hook implementations by name (an embedder's own, or a test's).  Raises ``PluginClash`` for
    a key or a plugin name that two bring.
    """
    notices: list[PluginFailed] = []
    loaded = [
        _Loaded(CORE, PluginVersion(CORE, _version(CORE)), builtin),
        *(_discovered(notices) if discover else ()),
        *(_Loaded(key, PluginVersion(key, "0"), thing) for key, thing in (plugins or {}).items()),
    ]
    ready = _registered(_distinct(loaded), notices)
    asked = {hook: _asked_once(hook, kind, ready, notices) for hook, kind in _KINDS.items()}
    return Registry(
        policies=asked["tickbox_categories"],
        rules=asked["tickbox_rules"],
        tie_breaks=asked["tickbox_tie_breaks"],
        engines=asked["tickbox_engines"],
        plugins=tuple(plugin.release for plugin, _ in ready),
        notices=tuple(notices),
    )


@attrs.frozen
class _Loaded:
    """A plugin's key, the distribution it comes in, and the object with its hooks."""

    key: str
    release: PluginVersion
    thing: object


_Ready = list[tuple[_Loaded, pluggy.PluginManager]]


_KINDS: dict[str, tuple[str, Any]] = {
    "tickbox_categories": ("category policy", CategoryPolicy),
    "tickbox_rules": ("rule", RuleKind),
    "tickbox_tie_breaks": ("tie-break", TieBreakKind),
    "tickbox_engines": ("engine", TallyEngine),
}


def _found(kind: str, offers: Mapping[str, Offered], key: str) -> Offered:
    try:
        return offers[key]
    except KeyError:
        raise UnknownName(kind, key, tuple(offers)) from None


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except ModuleNotFoundError:  # run from a source tree that nobody installed
        return "0"


def _discovered(notices: list[PluginFailed]) -> Iterable[_Loaded]:
    """Installed plugins; one that cannot be imported leaves a notice."""
    for entry in entry_points(group=hooks.ENTRY_POINT_GROUP):
        name = entry.dist.name if entry.dist is not None else entry.name
        release = entry.dist.version if entry.dist is not None else "0"
        try:
            yield _Loaded(entry.name, PluginVersion(name, release), entry.load())
        except Exception as problem:  # noqa: BLE001 - an import may raise anything
            notices.append(PluginFailed(name, "import", repr(problem)))


def _distinct(loaded: Iterable[_Loaded]) -> list[_Loaded]:
    """Sorted by key; two plugins of one key clash, one seen twice on the path does not."""
    by_key: dict[str, _Loaded] = {}
    for plugin in loaded:
        other = by_key.setdefault(plugin.key, plugin)
        if other.thing is not plugin.thing or other.release.name != plugin.release.name:
            raise PluginClash("plugin", plugin.key, other.release.name, plugin.release.name)
    return [by_key[key] for key in sorted(by_key)]


def _registered(loaded: Iterable[_Loaded], notices: list[PluginFailed]) -> _Ready:
    """One manager per plugin, so that one that raises cannot stop the rest."""
    ready: _Ready = []
    for plugin in loaded:
        manager = pluggy.PluginManager(hooks.PROJECT)
        manager.add_hookspecs(hooks)
        try:
            manager.register(plugin.thing, name=plugin.key)
            manager.check_pending()
        except Exception as problem:  # noqa: BLE001 - validation, or the plugin's own attributes
            notices.append(PluginFailed(plugin.release.name, "register", str(problem)))
            continue
        ready.append((plugin, manager))
    return ready


def _asked_once(
    hook: str, kind: tuple[str, Any], ready: _Ready, notices: list[PluginFailed]
) -> Mapping[str, Offered]:
    offers: dict[str, Offered] = {}
    for plugin, manager in ready:
        for thing in _handed_over(hook, kind[1], manager, plugin.release.name, notices):
            if thing.key in offers:
                first = offers[thing.key].plugin.name
                raise PluginClash(kind[0], thing.key, first, plugin.release.name)
            offers[thing.key] = Offered(thing, plugin.release)
    return MappingProxyType(dict(sorted(offers.items())))


def _handed_over(
    hook: str,
    kind: Any,
    manager: pluggy.PluginManager,
    plugin: str,
    notices: list[PluginFailed],
) -> tuple[Any, ...]:
    """What one plugin answers, all of it or (with a notice) nothing."""
    try:
        things = tuple(thing for answer in getattr(manager.hook, hook)() for thing in answer)
    except Exception as problem:  # noqa: BLE001 - a plugin may raise anything
        notices.append(PluginFailed(plugin, hook, repr(problem)))
        return ()
    wrong = next((thing for thing in things if not isinstance(thing, kind)), None)
    if wrong is not None:
        notices.append(PluginFailed(plugin, hook, f"handed over {type(wrong).__name__}"))
        return ()
    return things
