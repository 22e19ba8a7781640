"""What to do next: steps of the year, each with the acts that do it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from tickbox_core.text import EMPTY, Text


@attrs.frozen(hash=False)
class ActWay:
    """An act with what is known of its fields; a host may have a ``screen`` of its own for it."""

    act: str
    given: Mapping[str, str] = attrs.field(factory=dict)
    screen: str = ""
    title: Text | None = None


@attrs.frozen
class NextStep:
    """One thing to do now; ``blocks`` say why it cannot be done yet, ``noted`` heads ``notes``.

    ``key`` names a step that other matters may have a way for too: they give one with the same key
    and no title, whose ways stand behind the others, and which is left out where there is none.
    """

    title: Text
    ways: tuple[ActWay, ...]
    blocks: tuple[Text, ...] = ()
    noted: Text = EMPTY
    notes: tuple[Text, ...] = ()
    key: str = ""


def joined_steps(steps: Iterable[NextStep]) -> tuple[NextStep, ...]:
    """Steps in their order, those of one key put together.

    >>> own = NextStep(Text("一", "one"), (ActWay("a/b"),), key="k")
    >>> (step,) = joined_steps([own, NextStep(EMPTY, (ActWay("c/d"),), key="k")])
    >>> [way.act for way in step.ways]
    ['a/b', 'c/d']
    >>> joined_steps([NextStep(EMPTY, (ActWay("c/d"),), key="k")])
    ()
    """
    held = tuple(steps)
    ways: dict[str, tuple[ActWay, ...]] = {}
    for one in held:
        if one.key and not one.title:
            ways[one.key] = (*ways.get(one.key, ()), *one.ways)
    return tuple(
        attrs.evolve(one, ways=(*one.ways, *ways.get(one.key, ()))) if one.key else one
        for one in held
        if one.title
    )
