"""Pages that components bring: whatever is wrong with one, the server and its other pages work."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import attrs
import pytest
from litestar import get

from tickbox_awards import COMPONENT
from tickbox_awards.pages import PART
from tickbox_core.declarations import ActWay, Figure, NextStep
from tickbox_core.desk.brought import figures, next_steps
from tickbox_core.text import Text
from tickbox_server.parts import ServerPart, load_parts


@get("/awards")
async def other() -> str:
    """An address that awards have already."""
    return ""


@pytest.fixture
def module() -> Iterator[ModuleType]:
    """A module of pages."""
    held = ModuleType("pages_under_test")
    sys.modules[held.__name__] = held
    yield held
    del sys.modules[held.__name__]


@pytest.mark.parametrize("part", [None, "PART", ServerPart("x", pages=(other,))])
def test_a_part_that_will_not_do_is_left_out(module: ModuleType, part: Any) -> None:
    """No part, something else, an address of another: the first that has it keeps it."""
    if part is not None:
        module.PART = part  # type: ignore[attr-defined]
    mine = attrs.evolve(COMPONENT, key="mine", pages=module.__name__)
    assert load_parts([COMPONENT, mine]) == (PART,)
    gone = attrs.evolve(COMPONENT, pages="no.such.module")
    assert load_parts([gone, attrs.evolve(COMPONENT, pages="")]) == ()


def test_an_address_of_the_servers_own_is_kept() -> None:
    """Whoever brings it is left out."""
    assert load_parts([COMPONENT], ["/awards"]) == ()
    assert load_parts([COMPONENT], ["/api/v1/awards"]) == ()


@pytest.mark.parametrize("count", [lambda desk: 1 / 0, lambda desk: 1.0, lambda desk: "3"])
def test_a_figure_that_fails_is_left_out(count: Any) -> None:
    """As is one that is no whole number; the others of it are there."""
    held = (
        Figure("one", Text("一", "one"), lambda desk: 1),
        Figure("two", Text("二", "two"), count),
    )
    assert figures(None, [attrs.evolve(COMPONENT, figures=held)]) == {"one": 1}


@pytest.mark.parametrize("steps", [lambda desk: 1 / 0, lambda desk: ["step"], lambda desk: None])
def test_steps_that_fail_are_left_out(steps: Any) -> None:
    """Those of others are there."""
    good = NextStep(Text("一", "one"), (ActWay("award/show"),))
    failing = attrs.evolve(COMPONENT, next_steps=steps)
    working = attrs.evolve(COMPONENT, next_steps=lambda desk: [good])
    assert list(next_steps(None, [failing, working])) == [good]
