"""Columns of whole numbers as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Column = npt.NDArray[np.integer[Any]]


def column(values: Sequence[int]) -> Column:
    """A sequence of whole numbers as an array; one that is an array or a buffer is not copied.

    Raises ``OverflowError`` for numbers of more than 64 bits.
    """
    if isinstance(values, tuple | list):
        return np.fromiter(values, np.int64, len(values))
    if isinstance(values, bytes):
        return np.frombuffer(values, np.uint8)
    return np.asarray(values)
