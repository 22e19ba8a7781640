"""Commitments: hidden by a salt, bound to slot and revision, blind to order."""

from __future__ import annotations

import hashlib
import hmac
from datetime import date

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.errors import BadValue
from tickbox_core.ledger import choice_commitment, leaf_hash, roll_commitment, slot_leaf
from tickbox_core.model import Ownership, Person, Residence, Roll, Unit

SALT = bytes(range(16))
ROLL = Roll(
    date(2026, 2, 1),
    units=(Unit("u1", "b1", "101", floor=1, floor_area=8950), Unit("u2", "b1")),
    persons=(Person("p1", "王一", date(1950, 1, 2)), Person("p2", "李二")),
    residences=(Residence("p1", "u1"), Residence("p2", "u2", "tenant")),
    ownerships=(Ownership("p1", "u1"), Ownership("p1", "u2")),
)


def test_a_choice_is_committed_to_as_documented():
    """HMAC-SHA256 under the salt of the canonical revision, slot and ticks in order."""
    text = '{"revision":2,"slot":"S1","ticks":["a","b","项"]}'.encode()
    expected = hmac.new(SALT, text, hashlib.sha256).hexdigest()
    assert choice_commitment(SALT, "S1", 2, ["b", "项", "a"]) == expected


@given(st.lists(st.text(), unique=True, max_size=5), st.randoms())
def test_the_order_of_ticking_does_not_matter(ticks, random):
    """The same ticks in any order give the same commitment."""
    other = random.sample(ticks, len(ticks))
    assert choice_commitment(SALT, "s", 1, ticks) == choice_commitment(SALT, "s", 1, other)


def test_everything_in_a_choice_is_bound():
    """Another salt, slot, revision or tick gives another commitment."""
    variants = {
        choice_commitment(SALT, "s", 1, ["a", "b"]),
        choice_commitment(SALT[::-1], "s", 1, ["a", "b"]),
        choice_commitment(SALT, "t", 1, ["a", "b"]),
        choice_commitment(SALT, "s", 2, ["a", "b"]),
        choice_commitment(SALT, "s", 1, ["a"]),
        choice_commitment(SALT, "s", 1, ["ab"]),
        choice_commitment(SALT, "s", 1, []),
    }
    assert len(variants) == 7


@pytest.mark.parametrize("length, fits", [(0, False), (15, False), (16, True), (32, True)])
def test_a_salt_has_sixteen_bytes_or_more(length, fits):
    """Fifteen bytes are too few, sixteen just enough, for choices and for rolls."""
    for commit in (
        lambda salt: choice_commitment(salt, "s", 1, []),
        lambda salt: roll_commitment(ROLL, salt),
    ):
        if fits:
            assert len(commit(bytes(length))) == 64
        else:
            with pytest.raises(BadValue, match="salt"):
                commit(bytes(length))


def test_a_slot_is_bound_to_its_household():
    """The leaf of the canonical household and slot."""
    assert slot_leaf("S1", "H1") == leaf_hash(b'{"household":"H1","slot":"S1"}')


def test_a_roll_is_committed_to_whatever_the_order_of_its_rows():
    """Rows turned round are the same roll."""
    turned = attrs.evolve(
        ROLL,
        units=ROLL.units[::-1],
        persons=ROLL.persons[::-1],
        residences=ROLL.residences[::-1],
        ownerships=ROLL.ownerships[::-1],
    )
    assert roll_commitment(turned, SALT) == roll_commitment(ROLL, SALT)


@pytest.mark.parametrize(
    "change",
    [
        {"as_of": date(2026, 2, 2)},
        {"units": (attrs.evolve(ROLL.units[0], floor_area=8951), ROLL.units[1])},
        {"units": (attrs.evolve(ROLL.units[0], label="102"), ROLL.units[1])},
        {"persons": (attrs.evolve(ROLL.persons[0], name="王二"), ROLL.persons[1])},
        {"persons": (attrs.evolve(ROLL.persons[0], born=None), ROLL.persons[1])},
        {"residences": ROLL.residences[:1]},
        {"residences": (ROLL.residences[0], Residence("p2", "u2"))},
        {"residences": (ROLL.residences[0], Residence("p2", "u1", "tenant"))},
        {"ownerships": ROLL.ownerships[:1]},
        {"ownerships": ()},
    ],
)
def test_every_row_of_a_roll_is_bound(change):
    """Any row changed, names and birth dates included, is another commitment; so is any salt."""
    assert roll_commitment(attrs.evolve(ROLL, **change), SALT) != roll_commitment(ROLL, SALT)
    assert roll_commitment(ROLL, SALT[::-1]) != roll_commitment(ROLL, SALT)
