"""The contract of a ``TallyEngine``: the plain engine's answers, exactly, whatever is counted."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import ClassVar

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.counting import PlainEngine, Profile, Tally, TallyEngine
from tickbox_core.testing import rearranged, strategies
from tickbox_core.testing.strategies import lasting

HUGE = 2**70 + 1
"""More than any machine word holds: an engine must notice, not wrap."""


def engine_contract(engine_factory: Callable[[], TallyEngine]) -> type:
    """A test class that holds the engines made by ``engine_factory`` to the plain one."""
    bases = (_EngineContract, _laws(engine_factory))
    held = {"engines": _Engines(engine_factory), "__doc__": _EngineContract.__doc__}
    return type("EngineContract", bases, held)


@attrs.frozen
class _Engines:
    """What a contract is held to: the engines that ``make`` gives."""

    make: Callable[[], TallyEngine]


class _EngineContract:
    """Counts exactly what ``PlainEngine`` counts."""

    engines: ClassVar[_Engines]

    def test_it_names_itself(self) -> None:
        """It is a ``TallyEngine`` with a key and a version."""
        engine = self.engines.make()
        assert isinstance(engine, TallyEngine)
        assert engine.key
        assert engine.version

    @pytest.mark.parametrize("items", [(), ("a",), ("a", "b")])
    def test_nobody_voting(self, items: tuple[str, ...]) -> None:
        """No ballots: zeros for every item, and no error."""
        assert self.engines.make().tally(Profile(items)) == Tally(items, (0,) * len(items), 0)

    def test_huge_numbers_stay_exact(self) -> None:
        """Counts and weights beyond a machine word are neither wrapped nor rounded."""
        profile = Profile(
            ("a", "b"), (0, 0, 1), (1, 3), (HUGE, 1), weights={"area": (HUGE, HUGE + 1)}
        )
        tally = self.engines.make().tally(profile)
        assert tally.ticks == (HUGE + 1, 1)
        assert tally.weighted["area"] == (HUGE * HUGE + HUGE + 1, HUGE + 1)
        assert tally.weight["area"] == HUGE * HUGE + HUGE + 1


def _laws(engine_factory: Callable[[], TallyEngine]) -> type:
    """Whatever is counted; a class of its own each time, as drawn tests are not inherited twice."""

    def count(profile: Profile) -> Tally:
        return engine_factory().tally(profile)

    class EngineLaws:
        """Counts exactly what ``PlainEngine`` counts."""

        @lasting
        @given(strategies.profiles())
        def test_it_agrees_with_the_plain_engine(self, profile: Profile) -> None:
            """Any profile, with weights, points, blank ballots and huge groups: the same tally."""
            assert count(profile) == PlainEngine().tally(profile)

        @lasting
        @given(strategies.profiles())
        def test_it_counts_in_whole_numbers(self, profile: Profile) -> None:
            """Every number of a tally is a Python int, ready for JSON, never a float."""
            tally = count(profile)
            numbers = [*tally.ticks, tally.ballots, tally.blank, *tally.weight.values()]
            numbers += [n for row in tally.weighted.values() for n in row]
            assert {type(number) for number in (*numbers, *(tally.points or ()))} == {int}

        @lasting
        @given(strategies.profiles(), st.randoms(use_true_random=False))
        def test_the_order_of_ballots_is_not_seen(self, profile: Profile, random: Random) -> None:
            """Groups in another order give the same tally."""
            order = list(range(len(profile.counts)))
            random.shuffle(order)
            assert count(rearranged.shuffle_groups(profile, order)) == count(profile)

        @lasting
        @given(strategies.profiles(), st.integers(0, 12))
        def test_parts_add_up(self, profile: Profile, at: int) -> None:
            """Two parts counted apart and merged are the whole counted at once."""
            one, other = rearranged.halves(profile, at)
            assert count(one) + count(other) == count(profile)

        @lasting
        @given(strategies.profiles())
        def test_it_leaves_the_profile_alone(self, profile: Profile) -> None:
            """Counting changes nothing in what is counted."""
            before = attrs.asdict(profile)
            count(profile)
            assert attrs.asdict(profile) == before

    return EngineLaws
