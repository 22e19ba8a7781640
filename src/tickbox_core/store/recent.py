"""What was used last stays; what was not is let go, unless somebody still holds it."""

from __future__ import annotations

import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Recent(Generic[T]):
    """Things by name, at most so many for their own sake; one of each name at a time.

    Whoever holds a thing that was let go finds the very same one here.
    """

    def __init__(self, most: int, stays: Callable[[T], bool] = lambda _: False) -> None:
        """``stays`` says of a thing that it must not be let go."""
        self._most, self._stays = max(1, most), stays
        self._used: OrderedDict[str, T] = OrderedDict()
        self._alive: weakref.WeakValueDictionary[str, T] = weakref.WeakValueDictionary()
        self._guard = threading.RLock()

    def get(self, name: str) -> T | None:
        """The thing of that name, if it is there."""
        with self._guard:
            found = self._alive.get(name)
            if found is not None:
                self._take(name, found)
            return found

    def put(self, name: str, thing: T) -> T:
        """Take a thing in, unless there is one of that name; that which is there."""
        with self._guard:
            found = self._alive.setdefault(name, thing)
            self._take(name, found)
            return found

    def each(self) -> list[T]:
        """All that are alive."""
        with self._guard:
            return list(self._alive.values())

    def drop(self, name: str) -> None:
        """Forget one, though somebody holds it."""
        with self._guard:
            self._used.pop(name, None)
            self._alive.pop(name, None)

    def clear(self) -> None:
        """Forget them all."""
        with self._guard:
            self._used.clear()
            self._alive.clear()

    def _take(self, name: str, thing: T) -> None:
        self._used[name] = thing
        self._used.move_to_end(name)
        for old in list(self._used)[: max(0, len(self._used) - self._most)]:
            if not self._stays(self._used[old]):
                del self._used[old]
