"""Hypothesis profiles, as a pytest plugin: ``-p tickbox_core.testing.profiles``.

``steady`` holds unless another is asked for: the same examples at every start, no deadline, so that
nobody's first run fails by chance or because the machine is busy.  ``explore`` draws new examples
each time and remembers what failed; ``--hypothesis-profile=explore`` asks for it.

Neither ties the number of examples of a law that says its own.
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis.database import DirectoryBasedExampleDatabase

STEADY, EXPLORE = "steady", "explore"
UNHURRIED = (HealthCheck.too_slow, HealthCheck.data_too_large)
"""What depends on how busy the machine is, or on luck, and not on the law."""

settings.register_profile(
    STEADY, derandomize=True, deadline=None, database=None, suppress_health_check=[*UNHURRIED]
)
settings.register_profile(
    EXPLORE,
    derandomize=False,  # Hypothesis's own default where a machine calls itself CI is True
    database=DirectoryBasedExampleDatabase(".hypothesis/examples"),
    deadline=None,
    max_examples=500,
    print_blob=True,
    suppress_health_check=[*UNHURRIED],
)
settings.load_profile(STEADY)
