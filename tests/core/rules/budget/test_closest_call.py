"""The closest call of greedy rules, beside brute force: never too large, never silent."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.counting import Profile
from tickbox_core.errors import TieRefused
from tickbox_core.model import Item
from tickbox_core.rules import Contest, Greedy


def _script() -> ModuleType:
    path = Path(__file__).with_name("closest_call.py")
    spec = importlib.util.spec_from_file_location("closest_call", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["closest_call"] = module
    spec.loader.exec_module(module)
    return module


brute: Any = _script()


@st.composite
def towns(draw: Any, groups: bool = False) -> Any:
    """Few items, low votes, small budgets: ties, bars and gaps of one all the time."""
    number = draw(st.integers(1, 6))
    most = draw(st.integers(0, 7))
    group = frozenset(draw(st.sets(st.integers(0, number - 1), min_size=1, max_size=3)))
    return brute.Town(
        costs=tuple(draw(st.sampled_from((0, 1, 2, 3, 4, 5, 7))) for _ in range(number)),
        votes=tuple(draw(st.integers(0, most)) for _ in range(number)),
        budget=draw(st.integers(0, 15)),
        most=most,
        per_cost=draw(st.booleans()),
        stop=draw(st.booleans()),
        threshold=draw(st.sampled_from((0, 0, 1, 2, 3))),
        refuse=draw(st.booleans()),
        groups=(group,) if groups else (),
    )


def agrees(town: Any) -> None:
    """The rule says what brute force finds, or refuses where the list is a tie as it stands."""
    if brute.listed(town, town.votes) is None:
        with pytest.raises(TieRefused):
            brute.of_rule(town)
    else:
        assert brute.of_rule(town) == brute.fewest(town)


@given(towns())
def test_it_is_the_fewest_ticks_on_one_item_that_change_the_list(town: Any) -> None:
    """By votes or votes per cost, skipping or stopping, with a bar, ties refused or broken."""
    agrees(town)


@given(towns(groups=True))
def test_it_is_so_where_items_exclude_each_other(town: Any) -> None:
    """Every change that could matter is tried there."""
    agrees(town)


@given(towns())
def test_trying_the_places_alone_finds_the_same_as_trying_everything(town: Any) -> None:
    """What the long run over real elections goes by."""
    if brute.listed(town, town.votes) is not None:
        assert brute.fewest(town, near=True) == brute.fewest(town)


@pytest.mark.parametrize(("p1", "fewest"), [(1, 1), (0, 2)])
def test_a_tie_that_people_would_have_to_settle_is_a_change(p1: int, fewest: int) -> None:
    """Two for one and one for the other, money for one of them: one tick and it is a tie."""
    marks = {(0,): 2, (1,): p1} if p1 else {(0,): 2}
    items = (Item("p0", "P0", cost=5), Item("p1", "P1", cost=5))
    made = Contest(items, Profile.of_marks(("p0", "p1"), marks), budget=7)
    margin = Greedy().outcome(made).margin
    assert margin is not None
    assert margin.ticks == fewest
    assert ("fewer" in margin.why.en) is not margin.more


def test_points_are_told_in_points() -> None:
    """Where ballots give parts of a point the change is in points, not in parts."""
    items = (Item("a", "A", cost=5), Item("b", "B", cost=5))
    profile = Profile(("a", "b"), (0, 1), (2,), (1,), points=(55, 45))
    made = Contest(items, profile, budget=7, point_units=10)
    margin = Greedy().outcome(made).margin
    assert margin is not None
    assert margin.ticks is None
    assert margin.score == 1
    assert "1 points" in margin.why.en


def test_real_elections(pabulib_dir: Path) -> None:
    """The small ones here, with other budgets too; the long run is a command of its own."""
    paths = [path for path in sorted(pabulib_dir.glob("*.pb")) if path.stat().st_size < 60_000]
    tried = 0
    for name, town in brute.towns(paths, budgets=2):
        assert brute.of_rule(town) == brute.fewest(town, near=True), name
        tried += 1
    assert tried
