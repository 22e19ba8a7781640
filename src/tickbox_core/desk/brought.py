"""What a desk asks of the components it has: numbers of the year, and what to do next.

One of a plugin that fails is left out of the answer and logged: the page beside it is not its.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from tickbox_core.components import CORE
from tickbox_core.declarations import Component, NextStep
from tickbox_core.errors import PluginFailed, TickboxError

_log = logging.getLogger("tickbox.desk")

T = TypeVar("T")


def figures(desk: Any, components: Iterable[Component]) -> dict[str, int]:
    """The numbers of the year that components declare, by key in their order."""
    return {
        figure.key: number
        for one in components
        for figure in one.figures
        for number in _asked(one, "figures", lambda figure=figure: [_whole(figure.count(desk))])  # type: ignore[misc]
    }


def next_steps(desk: Any, components: Iterable[Component]) -> Iterator[NextStep]:
    """What is to be done now, as components say, in their order."""
    for one in components:
        if (steps := one.next_steps) is not None:
            yield from _asked(one, "next_steps", lambda steps=steps: map(_step, steps(desk)))  # type: ignore[misc]


def _whole(number: object) -> int:
    """A count as it is; ``TypeError`` for what is no whole number, which nobody rounds here."""
    if type(number) is not int:
        raise TypeError(f"a figure is a whole number, not {number!r}")
    return number


def _step(step: object) -> NextStep:
    if not isinstance(step, NextStep):
        raise TypeError(f"next_steps gives steps, not {step!r}")
    return step


def _asked(component: Component, what: str, question: Callable[[], Iterable[T]]) -> list[T]:
    """The answer; nothing where it fails, unless it is the core's own."""
    try:
        return list(question())
    except Exception as problem:
        own = component in CORE or isinstance(problem, TickboxError)
        if own and not isinstance(problem, PluginFailed):
            raise
        _log.exception("the %s of the component %s failed", what, component.key)
        return []
