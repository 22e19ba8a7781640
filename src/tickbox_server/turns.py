"""Turns at the slow hash of voting codes: so many at once, and whoever waits goes by address.

A guesser with a hundred requests waits behind their own; somebody at another address is next.  Of
one address, which may be a whole house's, those go in turn who ask for different codes.  Nothing is
refused for what others typed: a right code waits a little, and is taken.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable
from contextvars import ContextVar
from typing import Any

import attrs
from litestar import Request

from tickbox_core.desk.codes import needs_hash, public_part
from tickbox_server.addresses import address_of
from tickbox_server.errors import Busy

MOST_WAITING = 2000
"""Of one address; whoever comes after them is told to press again."""


@attrs.frozen
class Asker:
    """Whose turn it is: the address a code came from, and the part of it that is no secret."""

    address: str
    locator: str


_asker: ContextVar[Asker | None] = ContextVar("tickbox_asker", default=None)
"""Who is asking with a code that has still to be hashed."""


def note_code(request: Request[Any, Any, Any], code: str) -> None:
    """Have what this request asks next wait for its turn, where its code has to be hashed."""
    _asker.set(Asker(address_of(request), public_part(code)) if needs_hash(code) else None)


def forget_code() -> None:
    """The code is known: what else the request asks takes no turn."""
    _asker.set(None)


@attrs.frozen(eq=False)
class _Waiting:
    loop: asyncio.AbstractEventLoop
    turn: asyncio.Future[None]


class _Turn:
    """A turn that somebody has, until it ends once."""

    def __init__(self, give_back: Callable[[], None]) -> None:
        self._give_back: Callable[[], None] | None = give_back
        self._guard = threading.Lock()

    def end(self) -> None:
        """It is the next one's turn."""
        with self._guard:
            give_back, self._give_back = self._give_back, None
        if give_back is not None:
            give_back()


_turn: ContextVar[_Turn | None] = ContextVar("tickbox_turn", default=None)
"""The turn of whoever is asking, also in the thread that answers."""


def end_turn() -> None:
    """The code is hashed: what is still to be done for whoever asks keeps nobody waiting."""
    turn = _turn.get()
    if turn is not None:
        turn.end()


class Turns:
    """So many at once; the others wait, by address and then by code, the first come first."""

    def __init__(self, number: int, seconds: float) -> None:
        """``number`` at once; who has waited so many ``seconds`` is told that it is busy."""
        self._free, self._seconds = number, seconds
        self._guard = threading.Lock()
        self._lines: OrderedDict[str, OrderedDict[str, deque[_Waiting]]] = OrderedDict()
        self._numbers: dict[str, int] = {}

    @property
    def waiting(self) -> int:
        """How many wait."""
        with self._guard:
            return sum(self._numbers.values())

    @contextlib.asynccontextmanager
    async def own(self) -> AsyncIterator[None]:
        """While this lasts it is the turn of whoever asks; at once for what needs no hash.

        Raises ``Busy`` where it does not come in time, or too many of the address wait.
        """
        asker = _asker.get()
        if asker is None:
            yield
            return
        await self._take(asker)
        turn = _Turn(self._give_back)
        _turn.set(turn)
        try:
            yield
        finally:
            turn.end()

    async def _take(self, asker: Asker) -> None:
        loop = asyncio.get_running_loop()
        with self._guard:
            if self._free:
                self._free -= 1
                return
            if self._numbers.get(asker.address, 0) >= MOST_WAITING:
                raise Busy
            one = _Waiting(loop, loop.create_future())
            line = self._lines.setdefault(asker.address, OrderedDict())
            line.setdefault(asker.locator, deque()).append(one)
            self._numbers[asker.address] = self._numbers.get(asker.address, 0) + 1
        try:
            await asyncio.wait_for(one.turn, self._seconds)
        except (asyncio.CancelledError, TimeoutError) as ended:
            if one.turn.done() and not one.turn.cancelled():
                self._give_back()  # it came at the same moment, and nobody takes it any more
            if isinstance(ended, TimeoutError):
                raise Busy from None
            raise

    def _give_back(self) -> None:
        """The next one's turn, or one more that is free."""
        with self._guard:
            one = self._next()
            while one is not None:
                with contextlib.suppress(RuntimeError):  # its loop is closed: nobody waits there
                    one.loop.call_soon_threadsafe(self._hand_over, one)
                    return
                one = self._next()
            self._free += 1

    def _hand_over(self, one: _Waiting) -> None:
        if one.turn.done():  # whoever waited has gone
            self._give_back()
        else:
            one.turn.set_result(None)

    def _next(self) -> _Waiting | None:
        """The first of the next code of the next address, both of which go to the end."""
        if not self._lines:
            return None
        address, line = self._lines.popitem(last=False)
        locator, queue = line.popitem(last=False)
        one = queue.popleft()
        if queue:
            line[locator] = queue
        if line:
            self._lines[address] = line
        self._numbers[address] -= 1
        if not self._numbers[address]:
            del self._numbers[address]
        return one
