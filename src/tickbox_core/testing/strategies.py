"""Hypothesis strategies for everything that is counted.

Small on purpose: few items and many ballots make ties, blank ballots and empty contests common.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tickbox_core.counting import Profile
from tickbox_core.model import Ballot, Item, Ownership, Person, Residence, Roll, Unit
from tickbox_core.rules import Contest, Electorate
from tickbox_core.text import Text

Law = TypeVar("Law", bound=Callable[..., Any])

ENGLISH = st.text("abcdefghij xyz-'{}%", min_size=1, max_size=12).filter(str.strip)
CHINESE = st.text("打钩实事项目楼道电梯花园“”{}%", min_size=1, max_size=8)
IDS = st.text("abc01-门", min_size=1, max_size=4)
MONEY = st.none() | st.integers(0, 10**9)
PLACES = st.none() | st.integers(0, 8)
NO_BUDGET: st.SearchStrategy[int | None] = st.none()
AREAS = st.integers(1, 30_000)
"""A home's floor area in 0.01 m²."""


def lasting(law: Law) -> Law:
    """For laws: a busy machine is no fault of what is tried.

    The rest of the settings is that of the profile in force when the law is defined.
    """
    return settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])(law)


def texts() -> st.SearchStrategy[Text]:
    """A ``Text`` that says something in both languages, braces and percent signs included."""
    return st.builds(Text, CHINESE, ENGLISH)


def plain_values() -> st.SearchStrategy[Any]:
    """Values as they come out of JSON: what a form or a spreadsheet may have put into a field."""
    leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | ENGLISH
    return st.recursive(leaves, lambda inner: st.lists(inner, max_size=3), max_leaves=4)


def items(min_size: int = 0, max_size: int = 6) -> st.SearchStrategy[tuple[Item, ...]]:
    """Listed items with distinct ids, known and unknown costs."""
    one = st.builds(Item, IDS, texts(), cost=MONEY)
    return st.lists(one, min_size=min_size, max_size=max_size, unique_by=lambda i: i.id).map(tuple)


@st.composite
def ballots(
    draw: st.DrawFn,
    listed: Sequence[Item],
    *,
    max_size: int = 12,
    households: bool = True,
    points: bool = False,
) -> tuple[Ballot, ...]:
    """Ballots of distinct voters over a list, blank ones among them."""
    ids = [item.id for item in listed]
    choices = st.lists(st.sampled_from(ids), unique=True) if ids else st.just([])
    cast = []
    for voter in range(draw(st.integers(0, max_size))):
        ticks = draw(choices)
        home = f"home-{draw(st.integers(0, 4))}" if households else None
        given = tuple(draw(st.integers(0, 9)) for _ in ticks) if points else None
        cast.append(Ballot(f"voter-{voter}", tuple(ticks), home, given))
    return tuple(cast)


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    """Grouped ballots with and without weights and points, and groups of any size."""
    listed = draw(items())
    cast = draw(ballots(listed, households=False, points=draw(st.booleans())))
    bases = draw(st.lists(st.sampled_from(["area", "heads"]), unique=True, max_size=2))
    weight = st.integers(0, 10**20)
    weights = {base: {ballot.voter: draw(weight) for ballot in cast} for base in bases}
    grouped = Profile.of_ballots([item.id for item in listed], cast, weights=weights)
    times = draw(st.lists(st.integers(1, 10**20), min_size=len(grouped.counts)))
    counts = tuple(a * b for a, b in zip(grouped.counts, times, strict=False))
    return Profile(
        grouped.items, grouped.ticks, grouped.ends, counts, grouped.points, grouped.weights
    )


@st.composite
def contests(
    draw: st.DrawFn,
    *,
    places: st.SearchStrategy[int | None] = PLACES,
    budget: st.SearchStrategy[int | None] = NO_BUDGET,
    min_items: int = 0,
) -> Contest:
    """Contests with households, an electorate at least as large as those who took part, and a cut.

    ``places`` and ``budget`` are strategies; by default places run from none to beyond the list,
    and there is no budget.
    """
    listed = draw(items(min_size=min_items))
    cast = draw(ballots(listed))
    homes = len({ballot.household for ballot in cast})
    electorate = Electorate(
        len(cast) + draw(st.integers(0, 3)),
        homes + draw(st.integers(0, 3)),
    )
    drawn = Contest.of_ballots(listed, cast, electorate, places=draw(places))
    return Contest(
        drawn.items,
        drawn.profile,
        drawn.by_household,
        drawn.electorate,
        drawn.places,
        draw(budget),
    )


@st.composite
def units(draw: st.DrawFn, id_: str = "unit-0") -> Unit:
    """A home or shop with floor and area known or unknown."""
    return Unit(
        id_,
        draw(st.sampled_from(["building-1", "building-2"])),
        kind=draw(st.sampled_from(["home", "shop", "parking"])),
        floor=draw(st.none() | st.integers(-1, 30)),
        floor_area=draw(st.none() | AREAS),
    )


@st.composite
def rolls(draw: st.DrawFn, max_units: int = 6) -> Roll:
    """Rolls of units, residents and owners; units may stand empty or be owned by several."""
    homes = [draw(units(f"unit-{n}")) for n in range(draw(st.integers(0, max_units)))]
    people = [Person(f"person-{n}") for n in range(draw(st.integers(0, 2 * max_units)))]
    rows = [(p.id, draw(st.sampled_from(homes)).id) for p in people] if homes else []
    owned = [row for row in rows if draw(st.booleans())]
    return Roll(
        date(2026, 1, 1),
        tuple(homes),
        tuple(people),
        tuple(Residence(*row) for row in rows),
        tuple(Ownership(*row) for row in owned),
    )
