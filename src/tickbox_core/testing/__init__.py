"""The exam for plugins, shipped: contracts that pytest collects, and Hypothesis strategies.

A *contract* is a factory that mints a fresh test class::

    TestPolicy = policy_contract(PropertyFeePolicy, items=[…], units=[…])

Needs pytest and Hypothesis (``tickbox-core[test]``); nothing in the core imports this package, and
it registers nothing with pytest by itself.  ``testing.strategies`` draws items, ballots, profiles,
contests and rolls; ``testing.rearranged`` turns a contest into another that must rank alike.
"""

import pytest

_CONTRACTS = ("components", "engines", "edges", "jobs", "policies", "plugins", "rules", "store")
pytest.register_assert_rewrite(*(f"{__name__}.{name}" for name in _CONTRACTS))

from tickbox_core.testing import rearranged, strategies  # noqa: E402 - after the line above
from tickbox_core.testing.components import component_contract  # noqa: E402
from tickbox_core.testing.engines import engine_contract  # noqa: E402
from tickbox_core.testing.jobs import jobs_contract  # noqa: E402
from tickbox_core.testing.plugins import plugin_contract  # noqa: E402
from tickbox_core.testing.policies import policy_contract  # noqa: E402
from tickbox_core.testing.rules import rule_contract  # noqa: E402
from tickbox_core.testing.store import store_contract  # noqa: E402

__all__ = [
    "component_contract",
    "engine_contract",
    "jobs_contract",
    "plugin_contract",
    "policy_contract",
    "rearranged",
    "rule_contract",
    "store_contract",
    "strategies",
]
