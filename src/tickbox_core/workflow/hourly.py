"""How often an address may hand in what nobody signs: wishes, objections, problems, ideas.

Kept in memory, by this process: a restart forgets it.  Staff and whoever holds an office are not
counted, nor is what was refused.
"""

from __future__ import annotations

import contextlib
import math
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator

from tickbox_core.errors import TooOften

HOUR = 3600.0
MOST_ADDRESSES = 20_000
"""So many are remembered; of more, those that were longest silent are forgotten."""


class HourlyLimit:
    """So many in any sixty minutes, by address and by what is handed in."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        """``most`` of each kind; the clock counts seconds."""
        self._most, self._clock = most, clock
        self._guard = threading.Lock()
        self._taken: OrderedDict[tuple[str, str], deque[float]] = OrderedDict()

    @contextlib.contextmanager
    def count(self, address: str, kind: str) -> Iterator[None]:
        """While one is handed in; one that is refused does not count.

        Raises ``TooOften``, which says when the next will be taken.
        """
        now = self._take((address, kind))
        try:
            yield
        except BaseException:
            self._give_back((address, kind), now)
            raise

    def _take(self, whose: tuple[str, str]) -> float:
        now = self._clock()
        with self._guard:
            taken = self._taken.setdefault(whose, deque())
            self._taken.move_to_end(whose)
            while taken and taken[0] <= now - HOUR:
                taken.popleft()
            if len(taken) >= self._most:
                first = taken[0] if taken else now
                raise TooOften(self._most, max(1, math.ceil((first + HOUR - now) / 60)))
            taken.append(now)
            while len(self._taken) > MOST_ADDRESSES:
                self._taken.popitem(last=False)
        return now

    def _give_back(self, whose: tuple[str, str], at: float) -> None:
        with self._guard, contextlib.suppress(KeyError, ValueError):
            self._taken[whose].remove(at)
