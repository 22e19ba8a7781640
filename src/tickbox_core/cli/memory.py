"""Memory while a command reads a large table."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

OBJECTS = 200_000
"""So many are made before any of them is looked at whether it is in use still."""


@contextmanager
def rarely_collected() -> Iterator[None]:
    """Look seldom for objects that are no longer in use; as often as before when it ends.

    Of what a table's rows become nearly nothing is given up before the command ends, and looking
    through it again and again takes a fifth of the time.
    """
    before = gc.get_threshold()
    gc.set_threshold(OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
