"""Finding plugins, asking each of them each question once, and writing down what went wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from importlib import import_module
from importlib.metadata import EntryPoint, distribution
from types import MappingProxyType, ModuleType
from typing import Any

import attrs
import pluggy

from tickbox_core import builtin, hooks
from tickbox_core.counting import TallyEngine
from tickbox_core.errors import PluginClash, PluginFailed
from tickbox_core.hooks import (
    CategoryPolicy,
    Jurisdiction,
    Parameter,
    Printer,
    RuleKind,
    TieBreakKind,
)
from tickbox_core.model import PluginVersion
from tickbox_core.registry.distributions import brought_by, entry_points, release_of
from tickbox_core.registry.guard import FAILURES, in_words, misfit, trace_question
from tickbox_core.registry.installed import (
    CORE,
    NOUNS,
    Extensions,
    HostHook,
    Notice,
    Offered,
    Registry,
)
from tickbox_core.registry.leaving_out import LeftOut
from tickbox_core.registry.timeouts import LOADING, SetAside, Watch
from tickbox_core.registry.tracing import Trace, of_environment
from tickbox_core.text import Text


def open_registry(
    *,
    discover: bool = True,
    plugins: Mapping[str, object] | None = None,
    trace: Trace | None = None,
    without: Iterable[str] = (),
) -> Registry:
    """Load plugins and ask each hook once.

    ``discover`` looks for installed entry points of the group ``tickbox``; ``plugins`` adds objects
    with hook implementations by name (an embedder's own, or a test's).  ``trace`` is told of every
    hook, every question to a policy and every count by a plugin's rule (else ``TICKBOX_TRACE`` may
    name a file for it).  ``without`` leaves plugins out, by entry point or distribution.

    A key, or a plugin's name, that is brought twice leaves one ``PluginClash`` among the notices,
    which names both; neither is used, but for the core's own, and everything else is.  Raises
    ``UnknownName`` for a plugin to be left out that is not there, ``BadValue`` for a file of a
    trace that cannot be written.
    """
    trace = trace or of_environment()
    given = dict(plugins or {})
    without = (without,) if isinstance(without, str) else tuple(without)
    left_out = LeftOut.of(without, given, discover=discover)
    notices: list[Notice] = []
    ready = _register_plugins(_load_plugins(given, left_out, discover, notices), notices)
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
        components=asked["tickbox_components"],
        trace=trace,
        without=without,
        reopen=lambda names: open_registry(
            discover=discover, plugins=given, trace=trace, without=names
        ),
        extensions=lambda hook: _extensions(hook, [plugin for plugin, _ in ready], trace),
    )


def _extensions(hook: HostHook, loaded: Iterable[_Loaded], trace: Trace | None) -> Extensions:
    """What these plugins hand over to a host."""
    notices: list[Notice] = []
    ready = _register_plugins(loaded, notices, hook.specs)
    offers = _asked_once(hook.name, hook.noun, hook.kind, ready, notices, trace)
    return Extensions(offers, _in_order(notices))


@attrs.frozen
class _Loaded:
    """A plugin's key, the distribution it comes in, and the object with its hooks."""

    key: str
    release: PluginVersion
    thing: object
    watch: Watch | None = attrs.field(default=None, eq=False)


_Ready = list[tuple[_Loaded, pluggy.PluginManager]]


_KINDS: dict[str, tuple[str, Any]] = {  # a class, or its name
    "tickbox_categories": (NOUNS["policies"], CategoryPolicy),
    "tickbox_rules": (NOUNS["rules"], RuleKind),
    "tickbox_tie_breaks": (NOUNS["tie_breaks"], TieBreakKind),
    "tickbox_engines": (NOUNS["engines"], TallyEngine),
    "tickbox_jurisdictions": (NOUNS["jurisdictions"], Jurisdiction),
    "tickbox_printers": (NOUNS["printers"], Printer),
    "tickbox_components": (NOUNS["components"], "tickbox_core.declarations.Component"),
}

_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def _version(name: str) -> str:
    try:
        return release_of(distribution(name))[1]
    except ModuleNotFoundError:  # run from a source tree that nobody installed
        return "0"


def _in_order(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """Sorted and said once: the order of discovery shows nowhere."""
    once = {(notice.plugin, notice.hook, notice.problem): notice for notice in notices}
    return tuple(once[facts] for facts in sorted(once))


def _load_plugins(
    given: Mapping[str, object], left_out: LeftOut, discover: bool, notices: list[Notice]
) -> list[_Loaded]:
    """The core, then what is not left out, by key; of a key that two have, neither's."""
    by_key: dict[str, list[EntryPoint | None]] = {key: [None] for key in given}
    for entry in entry_points(group=hooks.ENTRY_POINT_GROUP) if discover else ():
        if not left_out.has(entry.name, brought_by(entry)):
            others = by_key.setdefault(entry.name, [])
            if brought_by(entry) not in [other and brought_by(other) for other in others]:
                others.append(entry)
    loaded = [_Loaded(CORE, PluginVersion(CORE, _version(CORE)), builtin)]
    for key, entries in sorted(by_key.items()):
        names = [key if entry is None else brought_by(entry) for entry in entries]
        if len(names) > 1 or key == CORE:
            notices.append(_clash("plugin", key, [*names, *([CORE] if key == CORE else [])]))
        elif entries[0] is not None:
            loaded += _import_plugins(entries[0], notices)
        elif not left_out.has(key):
            loaded.append(_Loaded(key, PluginVersion(key, "0"), given[key], Watch(key)))
    return loaded


def _import_plugins(entry: EntryPoint, notices: list[Notice]) -> Iterator[_Loaded]:
    """An installed plugin; one that cannot be imported leaves a notice."""
    name, release = (entry.name, "0") if entry.dist is None else release_of(entry.dist)
    watch = Watch(entry.name)
    try:
        thing = watch.ask(entry.load, LOADING)
    except FAILURES as problem:
        notices.append(PluginFailed(name, "import", in_words(problem)))
        return
    yield _Loaded(entry.name, PluginVersion(name, release), thing, watch)


def _clash(kind: str, key: str, names: Iterable[str]) -> PluginClash:
    first, second, *more = sorted(names)
    return PluginClash(kind, key, first, second, tuple(more))


class _Manager(pluggy.PluginManager):
    """A manager that reads a module of hooks once: every plugin has a manager of its own."""

    def parse_hookspec_opts(self, module_or_class: Any, name: str) -> pluggy.HookspecOpts | None:
        """What is said of a hook in a module; ``None`` for what is none."""
        return _hooks_of(module_or_class).get(name)


@lru_cache(maxsize=16)
def _hooks_of(module: ModuleType) -> dict[str, pluggy.HookspecOpts]:
    reader = pluggy.PluginManager(hooks.PROJECT)
    read = ((name, reader.parse_hookspec_opts(module, name)) for name in dir(module))
    return {name: options for name, options in read if options is not None}


def _register_plugins(
    loaded: Iterable[_Loaded], notices: list[Notice], specs: ModuleType | None = None
) -> _Ready:
    """One manager per plugin, so that one that raises cannot stop the rest."""
    ready: _Ready = []
    for plugin in loaded:
        manager = _Manager(hooks.PROJECT)
        manager.add_hookspecs(hooks)
        if specs is not None:
            manager.add_hookspecs(specs)
        try:
            manager.register(plugin.thing, name=plugin.key)
            manager.check_pending()
            _check_host_hooks(manager, plugin.thing, specs)
            if not manager.get_hookcallers(plugin.thing):
                raise LookupError("nothing in it is marked @hookimpl")
        except FAILURES as problem:  # validation, or the plugin's own attributes
            notices.append(PluginFailed(plugin.release.name, "register", in_words(problem)))
            continue
        ready.append((plugin, manager))
    return ready


def _check_host_hooks(manager: pluggy.PluginManager, thing: object, specs: Any) -> None:
    """Raise ``LookupError`` for a hook that begins as a host's do and is none of them.

    Nothing else would: what a host may not have at all is marked as optional.
    """
    known = [name for name in vars(specs) if name.startswith(hooks.PROJECT)] if specs else []
    begins = tuple({"_".join(name.split("_")[:2]) + "_" for name in known})
    for caller in manager.get_hookcallers(thing) or ():
        if begins and caller.name.startswith(begins) and not caller.has_spec():
            raise LookupError(f"no hook is called {caller.name}")


def _asked_once(
    hook: str,
    noun: str,
    kind: Any,
    ready: _Ready,
    notices: list[Notice],
    trace: Trace | None,
) -> Mapping[str, Offered]:
    """What is offered by key, where one plugin alone offers it, or the core does."""
    offers: dict[str, list[Offered]] = {}
    for plugin, manager in ready:
        try:
            things = _waited_for(plugin, hook, kind, manager, trace)
        except SetAside:
            continue
        except FAILURES as problem:
            said = str(problem) if isinstance(problem, _Misfit) else in_words(problem)
            notices.append(PluginFailed(plugin.release.name, hook, said))
            continue
        for key, thing in things:
            offered = Offered(thing, plugin.release, _watch(plugin, kind, key))
            offers.setdefault(key, []).append(offered)
    for key, several in offers.items():
        if len(several) > 1:
            notices.append(_clash(noun, key, [offered.plugin.name for offered in several]))
    return MappingProxyType({key: several[0] for key, several in sorted(offers.items())
                             if len(several) == 1 or several[0].plugin.name == CORE})  # fmt: skip


def _watch(plugin: _Loaded, kind: Any, key: str) -> Watch | None:
    """The policies of a plugin share a thread; what decides has one of its own.

    So a rule that hangs takes no policy of a running round with it, nor another rule.
    """
    if plugin.watch is None or kind is CategoryPolicy:
        return plugin.watch
    return Watch(f"{plugin.key}-{key}")


def _waited_for(
    plugin: _Loaded, hook: str, kind: Any, manager: pluggy.PluginManager, trace: Trace | None
) -> tuple[tuple[str, Any], ...]:
    """What a plugin hands over, within its time; the core's own is not waited for."""
    if plugin.watch is None:
        return _handed_over(hook, kind, manager, lambda function: function)

    def ask_traced(function: Callable[[], Any]) -> Callable[[], Any]:
        return trace_question(trace, plugin.release, hook, function, ())

    handed: tuple[tuple[str, Any], ...] = plugin.watch.ask(
        lambda: _handed_over(hook, kind, manager, ask_traced), LOADING
    )
    return handed


class _Misfit(Exception):
    """What was handed over is not what was asked for."""


def _handed_over(
    hook: str,
    kind: Any,
    manager: pluggy.PluginManager,
    told: Callable[[Callable[[], Any]], Callable[[], Any]],
) -> tuple[tuple[str, Any], ...]:
    """What one plugin answers by key, all of it or (raising) nothing.

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
    return tuple((_check(thing, kind), thing) for thing in handed)


def _check(thing: Any, kind: Any) -> str:
    """The key of a thing; ``_Misfit`` unless it is what the hook asks for and says who it is."""
    if isinstance(thing, type):
        raise _Misfit(f"handed over the class {thing.__name__}, not an object of it")
    kind = _class_of(kind)
    if not isinstance(thing, kind):
        raise _Misfit(f"handed over {type(thing).__name__}, which is no {kind.__name__}")
    key = thing.key
    if not (isinstance(key, str) and _KEY.fullmatch(key)):
        raise _Misfit(f"handed over the key {key!r}; use small letters, digits and '-'")
    if not isinstance(getattr(thing, "version", ""), str):
        raise _Misfit(f"handed over '{key}' with a version that is no string")
    if kind is CategoryPolicy and not (isinstance(thing.title, Text) and attrs.has(thing.fields)):
        raise _Misfit(f"handed over '{key}' without a Text as title or attrs fields")
    if kind in (RuleKind, TieBreakKind):
        _check_kind(thing)
    return key


def _class_of(kind: Any) -> Any:
    """The class that a hook asks for; one that is named is loaded when something is handed over."""
    if not isinstance(kind, str):
        return kind
    room, _, name = kind.rpartition(".")
    return getattr(import_module(room), name)


def _check_kind(kind: Any) -> None:
    """What forms, help and lists of rules show of a kind is of the right type."""
    if not (isinstance(kind.title, Text) and callable(kind.make)):
        raise _Misfit(f"handed over '{kind.key}' without a Text as title, or nothing to call")
    parameters: Any = kind.parameters if isinstance(kind, RuleKind) else ()
    if not isinstance(parameters, tuple):
        raise _Misfit(f"handed over '{kind.key}' with parameters that are no tuple")
    for one in parameters:
        if not isinstance(one, Parameter):
            raise _Misfit(f"handed over '{kind.key}' with a parameter that is no Parameter")
        about: Any = one.about
        words: tuple[Any, ...] = (one.name, *one.choices)
        if not isinstance(about, Text) or not all(isinstance(word, str) for word in words):
            raise _Misfit(f"handed over '{kind.key}' with a parameter that cannot be shown")
