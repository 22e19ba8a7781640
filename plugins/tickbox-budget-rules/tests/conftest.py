"""The oracle in a process of its own."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))  # what the tests share stands beside them

from pabutools_oracle import Oracle, python_with_pabutools

Ask = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def ask() -> Iterator[Ask]:
    """Asks pabutools: ``ask(budget, costs, ballots, rules)`` gives the ids it selects, by rule."""
    python = python_with_pabutools()
    if python is None:
        pytest.skip("no pabutools 1.2.3 here: set TICKBOX_PABUTOOLS to a Python that has it")
    oracle = Oracle(python)
    yield oracle.ask
    oracle.close()
