"""Tie-breaks: named, reproducible, and never asked without need."""

from __future__ import annotations

import hashlib

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.errors import BadValue, TieRefused
from tickbox_core.model import Ballot, Item
from tickbox_core.rules import Contest, ListedFirst, Lot, Refuse, TickShare, TieBreak
from tickbox_core.testing import strategies
from tickbox_core.testing.strategies import lasting

ITEMS = (Item("a", "甲"), Item("b", "乙"), Item("c", "丙"))


@pytest.mark.parametrize("tie_break", [Refuse(), ListedFirst(), Lot("7")])
def test_each_is_a_tie_break(tie_break):
    """All three follow the protocol that plugins follow."""
    assert isinstance(tie_break, TieBreak)


def test_refusing_hands_the_tie_back():
    """People have to decide."""
    with pytest.raises(TieRefused):
        Refuse().order(ITEMS)


@lasting
@given(strategies.items())
def test_listed_first_keeps_the_list(items):
    """The earlier line wins."""
    assert ListedFirst().order(items) == items


@lasting
@given(strategies.items(), st.text(min_size=1), st.randoms(use_true_random=False))
def test_a_lot_can_be_drawn_again(items, seed, random):
    """The same seed and items give the same order, however they are listed."""
    shuffled = tuple(random.sample(items, len(items)))
    assert Lot.of(seed).order(shuffled) == Lot.of(seed).order(items)


def test_a_lot_can_be_drawn_on_paper():
    """The recipe in the docstring, with nothing but SHA-256, draws the same."""
    tickets = {i.id: hashlib.sha256(b"2026-05-01\0" + i.id.encode()).hexdigest() for i in ITEMS}
    drawn = [item.id for item in Lot("2026-05-01").order(ITEMS)]
    assert drawn == sorted(tickets, key=tickets.__getitem__)


def test_lots_favour_nobody():
    """Over many seeds each item comes first about equally often, whatever its place."""
    firsts = [Lot(str(seed)).order(ITEMS)[0].id for seed in range(3000)]
    assert all(900 < firsts.count(item.id) < 1100 for item in ITEMS)


def test_a_lot_needs_a_seed():
    """Without one nobody could draw again."""
    with pytest.raises(BadValue, match="the lot has no seed"):
        Lot.of("")


@attrs.frozen
class Crooked:
    """A tie-break that hands back something else."""

    answer: tuple[Item, ...]
    key: str = "crooked"

    def order(self, tied: tuple[Item, ...]) -> tuple[Item, ...]:
        """Whatever it was made with."""
        return self.answer


@pytest.mark.parametrize(
    "answer", [(), ITEMS[:1], (ITEMS[0], ITEMS[0]), (*ITEMS[:2], ITEMS[2]), (Item("x", "x"),) * 2]
)
def test_a_tie_break_gives_back_what_it_was_handed(answer):
    """Fewer, doubled, more or other items than asked: refused under the name of the tie-break."""
    cast = [Ballot("r1", ("a",)), Ballot("r2", ("b",))]
    contest = Contest.of_ballots(ITEMS, cast, places=1)
    with pytest.raises(BadValue, match="tie-break crooked"):
        TickShare(tie_break=Crooked(answer)).outcome(contest)
