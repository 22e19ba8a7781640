"""A mapping that nobody changes from outside."""

from fractions import Fraction
from typing import Any

import pytest

from tickbox_core.model._checks import frozen_mapping


class Thing:
    """Something that can be changed and is no JSON."""

    def __init__(self) -> None:
        """With a list."""
        self.held = [1]


@pytest.mark.parametrize("depth", [1, 2, 31, 32, 33, 70])
@pytest.mark.parametrize("kind", [dict, list])
def test_what_is_changed_outside_stays_inside(kind: type, depth: int) -> None:
    """However deep it lies, above and below where plain copying ends."""
    inner: Any = [1]
    given: Any = inner
    for _ in range(depth):
        given = {"a": given} if kind is dict else [given]
    frozen = frozen_mapping({"a": given})
    inner.append(2)
    found = frozen["a"]
    for _ in range(depth):
        found = found["a"] if kind is dict else found[0]
    assert found == [1]


def test_whatever_else_it_holds_is_copied_too() -> None:
    """Things, tuples with lists in them; a mapping that is frozen stays itself."""
    thing, listed, inside = Thing(), [1], frozen_mapping({"b": [1]})
    frozen = frozen_mapping({"thing": thing, "pair": (listed, Fraction(1, 3)), "own": inside})
    thing.held.append(2)
    listed.append(2)
    assert frozen["thing"].held == [1] and frozen["pair"] == ([1], Fraction(1, 3))
    assert frozen["own"] is inside


def test_a_circle_is_no_end_of_it() -> None:
    """What holds itself is copied as such."""
    circle: dict[str, Any] = {}
    circle["again"] = circle
    frozen = frozen_mapping(circle)
    assert frozen["again"]["again"]["again"] is not circle
