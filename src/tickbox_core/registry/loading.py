"""Finding plugins, asking each of them each question once, and writing down what went wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import entry_points, version
from types import MappingProxyType
from typing import Any

import attrs
import pluggy

from tickbox_core import builtin, hooks
from tickbox_core.counting import TallyEngine
from tickbox_core.errors import PluginClash, PluginFailed
from tickbox_core.hooks import CategoryPolicy, Jurisdiction, Printer, RuleKind, TieBreakKind
from tickbox_core.model import PluginVersion
from tickbox_core.registry.guard import FAILURES, in_words, misfit, traced
from tickbox_core.registry.installed import CORE, Offered, Registry
from tickbox_core.registry.patience import LOADING, SetAside, Watch
from tickbox_core.registry.tracing import Trace, of_environment
from tickbox_core.text import Text


def open_registry(
    *,
    discover: bool = True,
    plugins: Mapping[str, object] | None = None,
    trace: Trace | None = None,
) -> Registry:
    """Load plugins and ask each hook once.

    ``discover`` looks for installed entry points of the group ``tickbox``; ``plugins`` adds objects
    with hook implementations by name (an embedder's own, or a test's).  ``trace`` is told of every
    hook, every question to a policy and every count by a plugin's rule (else ``TICKBOX_TRACE`` may
    name a file for it).  Raises ``PluginClash`` for a key or a plugin name that two bring,
    ``BadValue`` for a file of a trace that cannot be written.
    """
    trace = trace or of_environment()
    notices: list[PluginFailed] = []
    loaded = [
        _Loaded(CORE, PluginVersion(CORE, _version(CORE)), builtin),
        *(_discovered(notices) if discover else ()),
        *(
            _Loaded(key, PluginVersion(key, "0"), thing, Watch(key))
            for key, thing in (plugins or {}).items()
        ),
    ]
    ready = _registered(_distinct(loaded), notices)
    asked = {hook: _asked_once(hook, *kind, ready, notices, trace) for hook, kind in _KINDS.items()}
    return Registry(
        policies=asked["tickbox_categories"],
        rules=asked["tickbox_rules"],
        tie_breaks=asked["tickbox_tie_breaks"],
        engines=asked["tickbox_engines"],
        plugins=tuple(sorted({plugin.release for plugin, _ in ready}, key=attrs.astuple)),
        notices=_in_order(notices),
        jurisdictions=asked["tickbox_jurisdictions"],
        printers=asked["tickbox_printers"],
        trace=trace,
    )


@attrs.frozen
class _Loaded:
    """A plugin's key, the distribution it comes in, and the object with its hooks."""

    key: str
    release: PluginVersion
    thing: object
    watch: Watch | None = attrs.field(default=None, eq=False)


_Ready = list[tuple[_Loaded, pluggy.PluginManager]]


_KINDS: dict[str, tuple[str, Any]] = {
    "tickbox_categories": ("category policy", CategoryPolicy),
    "tickbox_rules": ("rule", RuleKind),
    "tickbox_tie_breaks": ("tie-break", TieBreakKind),
    "tickbox_engines": ("engine", TallyEngine),
    "tickbox_jurisdictions": ("jurisdiction", Jurisdiction),
    "tickbox_printers": ("printer", Printer),
}

_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except ModuleNotFoundError:  # run from a source tree that nobody installed
        return "0"


def _in_order(notices: Iterable[PluginFailed]) -> tuple[PluginFailed, ...]:
    """Sorted and said once: the order of discovery shows nowhere."""
    once = {(notice.plugin, notice.hook, notice.problem): notice for notice in notices}
    return tuple(once[facts] for facts in sorted(once))


def _discovered(notices: list[PluginFailed]) -> Iterable[_Loaded]:
    """Installed plugins; one that cannot be imported leaves a notice."""
    for entry in entry_points(group=hooks.ENTRY_POINT_GROUP):
        name = entry.dist.name if entry.dist is not None else entry.name
        release = entry.dist.version if entry.dist is not None else "0"
        watch = Watch(entry.name)
        try:
            thing = watch.ask(entry.load, LOADING)
            yield _Loaded(entry.name, PluginVersion(name, release), thing, watch)
        except FAILURES as problem:
            notices.append(PluginFailed(name, "import", in_words(problem)))


def _distinct(loaded: Iterable[_Loaded]) -> list[_Loaded]:
    """Sorted by key; two plugins of one key clash, one seen twice on the path does not."""
    by_key: dict[str, _Loaded] = {}
    for plugin in loaded:
        other = by_key.setdefault(plugin.key, plugin)
        if other.thing is not plugin.thing or other.release.name != plugin.release.name:
            raise _clash("plugin", plugin.key, other.release, plugin.release)
    return [by_key[key] for key in sorted(by_key)]


def _clash(kind: str, key: str, one: PluginVersion, other: PluginVersion) -> PluginClash:
    first, second = sorted((one.name, other.name))
    return PluginClash(kind, key, first, second)


def _registered(loaded: Iterable[_Loaded], notices: list[PluginFailed]) -> _Ready:
    """One manager per plugin, so that one that raises cannot stop the rest."""
    ready: _Ready = []
    for plugin in loaded:
        manager = pluggy.PluginManager(hooks.PROJECT)
        manager.add_hookspecs(hooks)
        try:
            manager.register(plugin.thing, name=plugin.key)
            manager.check_pending()
            if not manager.get_hookcallers(plugin.thing):
                raise LookupError("nothing in it is marked @hookimpl")
        except FAILURES as problem:  # validation, or the plugin's own attributes
            notices.append(PluginFailed(plugin.release.name, "register", in_words(problem)))
            continue
        ready.append((plugin, manager))
    return ready


def _asked_once(
    hook: str,
    noun: str,
    kind: Any,
    ready: _Ready,
    notices: list[PluginFailed],
    trace: Trace | None,
) -> Mapping[str, Offered]:
    offers: dict[str, Offered] = {}
    for plugin, manager in ready:
        try:
            things = _waited_for(plugin, hook, kind, manager, trace)
        except SetAside:
            continue
        except FAILURES as problem:
            said = str(problem) if isinstance(problem, _Misfit) else in_words(problem)
            notices.append(PluginFailed(plugin.release.name, hook, said))
            continue
        for thing in things:
            if thing.key in offers:
                raise _clash(noun, thing.key, offers[thing.key].plugin, plugin.release)
            offers[thing.key] = Offered(thing, plugin.release, plugin.watch)
    return MappingProxyType(dict(sorted(offers.items())))


def _waited_for(
    plugin: _Loaded, hook: str, kind: Any, manager: pluggy.PluginManager, trace: Trace | None
) -> tuple[Any, ...]:
    """What a plugin hands over, within its time; the core's own is not waited for."""
    if plugin.watch is None:
        return _handed_over(hook, kind, manager, lambda function: function)

    def told(function: Callable[[], Any]) -> Callable[[], Any]:
        return traced(trace, plugin.release, hook, function, ())

    handed: tuple[Any, ...] = plugin.watch.ask(
        lambda: _handed_over(hook, kind, manager, told), LOADING
    )
    return handed


class _Misfit(Exception):
    """What was handed over is not what was asked for."""


def _handed_over(
    hook: str,
    kind: Any,
    manager: pluggy.PluginManager,
    told: Callable[[Callable[[], Any]], Callable[[], Any]],
) -> tuple[Any, ...]:
    """What one plugin answers, all of it or (raising) nothing.

    Its implementation is called directly: pluggy would drop a forgotten ``return`` in silence.
    """
    handed: list[Any] = []
    for implementation in getattr(manager.hook, hook).get_hookimpls():
        if implementation.wrapper or implementation.hookwrapper:
            raise _Misfit("is a hook wrapper; hand things over instead")
        answer = told(implementation.function)()
        if not isinstance(answer, tuple):
            raise _Misfit(f"{misfit(answer)}, not a tuple")
        handed.extend(answer)
    for thing in handed:
        _check(thing, kind)
    return tuple(handed)


def _check(thing: Any, kind: Any) -> None:
    """Raise ``_Misfit`` unless a thing is what the hook asks for and can say who it is."""
    if isinstance(thing, type):
        raise _Misfit(f"handed over the class {thing.__name__}, not an object of it")
    if not isinstance(thing, kind):
        raise _Misfit(f"handed over {type(thing).__name__}, which is no {kind.__name__}")
    if not (isinstance(thing.key, str) and _KEY.fullmatch(thing.key)):
        raise _Misfit(f"handed over the key {thing.key!r}; use small letters, digits and '-'")
    if not isinstance(getattr(thing, "version", ""), str):
        raise _Misfit(f"handed over '{thing.key}' with a version that is no string")
    if kind is CategoryPolicy and not (isinstance(thing.title, Text) and attrs.has(thing.fields)):
        raise _Misfit(f"handed over '{thing.key}' without a Text as title or attrs fields")
