"""Benches take the exam that tickbox ships, and worked examples of their own."""

import attrs
import pytest
import tickbox_benches
from tickbox_benches import Benches

from tickbox_core import Unit
from tickbox_core.testing import plugin_contract, policy_contract

(BENCH,) = Benches.examples
TestPolicy = policy_contract(Benches, items=Benches.examples)
TestPlugin = plugin_contract(tickbox_benches, entry="benches")


@pytest.mark.parametrize(
    ("given", "part", "objections"),
    [(0, "20.00 yuan", 0), (60000, "10.00 yuan", 0), (119999, "0.01 yuan", 0),
     (120000, "0.00 yuan", 0), (120001, "0.00 yuan", 1)],
)  # fmt: skip
def test_a_sponsor_makes_it_cheaper(given, part, objections):
    """1,200 yuan for 60 homes, less what is given; more than it costs is objected to."""
    item = attrs.evolve(BENCH, fields={**BENCH.fields, "given": given})
    (shown,) = Benches().disclose(item, Unit("101", "b1"))
    assert shown.value.en == part
    assert len(Benches().objections(item)) == objections
