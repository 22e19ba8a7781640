"""Which components a desk has: the core's, then those that plugins bring, by key.

What two bring alike (a stage, a kind of entry, a kind of thing) is never decided by the order of
plugins: neither component is used, and a notice names both; what is the core's own stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from types import MappingProxyType

import attrs

from tickbox_core.components import CHAPTERS, CORE, THINGS_OF_CHAPTERS
from tickbox_core.declarations import Component
from tickbox_core.desk.reading import Figures
from tickbox_core.desk.state import YearState
from tickbox_core.errors import PluginClash
from tickbox_core.registry import CORE as CORE_NAME
from tickbox_core.registry import Registry

Claim = tuple[str, str]
"""What sort of name it is, and the name."""


def installed_components(registry: Registry) -> tuple[Component, ...]:
    """The components of a desk: the core's own in the order of the year, then plugins' by key."""
    return (*CORE, *(offered.thing for offered in registry.components.values()))


def without_clashes(registry: Registry) -> Registry:
    """The registry without components that claim what others do, each clash among its notices."""
    claimed: dict[Claim, set[str]] = defaultdict(set)
    for claim in _claims_of_the_core():
        claimed[claim].add(CORE_NAME)
    for offered in registry.components.values():
        for claim in _claims(offered.thing):
            claimed[claim].add(f"{offered.plugin.name} {offered.thing.key}")
    clashes = {claim: names for claim, names in claimed.items() if len(names) > 1}
    if not clashes:
        return registry
    gone = {name for names in clashes.values() for name in names}
    kept = {
        key: offered
        for key, offered in registry.components.items()
        if f"{offered.plugin.name} {key}" not in gone
    }
    notices = (_notice(*claim, names) for claim, names in sorted(clashes.items()))
    return attrs.evolve(
        registry,
        components=MappingProxyType(kept),
        notices=(*registry.notices, *notices),
    )


def _claims(component: Component) -> Iterator[Claim]:
    """The names that are a component's alone."""
    yield "component", component.key
    yield from (("stage", stage) for stage in component.stages)
    yield from (("kind of entry", kind) for kind in component.kinds)
    yield from (("kind of thing", thing.kind) for thing in component.things)
    yield from (("figure", figure.key) for figure in component.figures)
    yield from (("notice", notice.key) for notice in component.notices)
    yield from (("kind of personal data", key) for key in component.personal)
    yield from (("purpose", kind) for kind in component.purposes)


def _claims_of_the_core() -> Iterator[Claim]:
    """Those of the core's components, and of what has no component yet."""
    for component in CORE:
        yield from _claims(component)
    yield from (("stage", stage) for stage in CHAPTERS)
    yield from (("kind of entry", kind) for kind in YearState().kinds)
    yield from (("kind of thing", kind) for kind in THINGS_OF_CHAPTERS)
    yield from (("figure", field.name) for field in attrs.fields(Figures))
    yield from (("purpose", kind) for kind in ("round", "judgement", "motion", "project", "day"))


def _notice(kind: str, key: str, names: set[str]) -> PluginClash:
    first, second, *more = sorted(name.partition(" ")[0] for name in names)
    return PluginClash(kind, key, first, second, tuple(more))
