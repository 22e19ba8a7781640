"""Drawing some of many by dice and the root of a log."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.errors import BadValue
from tickbox_core.rules.drawing import draw, seed_of

ROOT, DICE = "0a" * 32, "35162411632544613256"
IDS = [f"id{number}" for number in range(30)]


def test_dice_and_root_are_the_seed_however_dice_are_written() -> None:
    """Blanks and width say nothing; both of them change it."""
    assert seed_of("３５１６２ 41163,25446 13256", ROOT) == f"{DICE[:5]}{'41163'}2544613256:{ROOT}"
    assert seed_of(DICE, ROOT) != seed_of(DICE, "0b" * 32)
    assert seed_of(DICE, ROOT) != seed_of(f"{DICE}1", ROOT)


@pytest.mark.parametrize("dice", ["", "3", "7" * 20, "1" * 19, "1" * 201])
def test_what_dice_do_not_show_is_refused(dice: str) -> None:
    """Too few, too many, or no die."""
    with pytest.raises(BadValue, match="dice"):
        seed_of(dice, ROOT)


@pytest.mark.parametrize("root", ["", "0a", "0A" * 32, "x" * 64])
def test_what_is_no_root_is_refused(root: str) -> None:
    """Lower-case hex of 32 bytes, and nothing else."""
    with pytest.raises(BadValue, match="root"):
        seed_of(DICE, root)


@given(st.permutations(IDS), st.integers(1, 40))
def test_the_order_of_what_is_drawn_from_says_nothing(ids: list[str], number: int) -> None:
    """The same are drawn, each once; more are only added behind."""
    drawn = draw("s", ids, number)
    assert drawn == draw("s", IDS, number)
    assert len(set(drawn)) == len(drawn) == min(number, len(IDS))
    assert draw("s", IDS, number + 1)[: len(drawn)] == drawn


def test_it_is_drawn_again_with_any_tool_that_hashes() -> None:
    """Ordered by SHA-256 of the seed, a zero byte and the id."""
    seed = seed_of(DICE, ROOT)
    by_hand = sorted(IDS, key=lambda one: hashlib.sha256(f"{seed}\0{one}".encode()).hexdigest())
    assert list(draw(seed, IDS, 7)) == by_hand[:7]


@pytest.mark.parametrize("number", [0, -1])
def test_none_is_not_drawn(number: int) -> None:
    """One at least."""
    with pytest.raises(BadValue, match="at least one"):
        draw("s", IDS, number)
