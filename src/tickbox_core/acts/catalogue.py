"""What there is to do at a desk: the core's acts and those of the components of plugins.

>>> from tickbox_core.acts import catalogue_of
>>> from tickbox_core.testing.desks import desk
>>> catalogue_of(desk().components).acts["wish/take"].title.zh
'提交心愿'
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import attrs

from tickbox_core.acts.every import ACTS, STAGES
from tickbox_core.acts.things import THINGS
from tickbox_core.components import CORE
from tickbox_core.declarations import Act, Component, EntryKind, Thing
from tickbox_core.declarations.acts import Acts
from tickbox_core.text import Text


@attrs.frozen(eq=False)
class Catalogue:
    """``acts`` by key, the ``stages`` that they belong to, the ``things`` that fields refer to.

    Each in the order of the year, the core's before those of plugins.  ``kinds`` are the kinds of
    entry that components declare.
    """

    acts: Acts
    stages: Mapping[str, Text]
    things: Mapping[str, Thing]
    kinds: Mapping[str, EntryKind]


def _by_stage(brought: Iterable[Act]) -> Iterator[Act]:
    """The core's acts, those of plugins behind them; of a stage that both have, before them."""
    left: dict[str, list[Act]] = {}
    for act in brought:
        left.setdefault(act.stage, []).append(act)
    for act in ACTS.values():
        yield from left.pop(act.stage, ())
        yield act
    for acts in left.values():
        yield from acts


@lru_cache(maxsize=16)
def catalogue_of(components: tuple[Component, ...]) -> Catalogue:
    """The catalogue of a desk with these components (``Desk.components``, ``Town.components``)."""
    brought = tuple(one for one in components if one not in CORE)
    return Catalogue(
        Acts(_by_stage(act for one in brought for act in one.acts)),
        {**STAGES, **{stage: title for one in brought for stage, title in one.stages.items()}},
        {**THINGS, **{thing.kind: thing for one in brought for thing in one.things}},
        {kind: declared for one in components for kind, declared in one.kinds.items()},
    )
