"""Turns at the slow hash of voting codes: so many at once, and whoever waits goes by address.

A guesser with a hundred requests waits behind their own; somebody at another address is next, and
before all addresses from which guesses came.  Of one address, which may be a whole house's, those
go in turn who ask for different codes.  Nothing is refused for what others typed: a right code
waits a little, and is taken.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable
from contextvars import ContextVar
from functools import partial
from typing import Any

import attrs
from litestar import Request

from tickbox_core.desk.codes import needs_hash, public_part
from tickbox_server.addresses import address_of
from tickbox_server.errors import Busy

SLIPS, FORGIVEN, EACH = 5, 600.0, 4
"""More wrong codes than this from an address, the last within so many seconds, and it waits behind
the others, of whom each fourth lets one of them pass.  A mistyped code makes nobody wait."""
MOST_ADDRESSES = 20_000
"""Of which it is remembered; those that were longest silent are forgotten."""
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

    def __init__(self, end: Callable[[bool], None]) -> None:
        self._end: Callable[[bool], None] | None = end
        self._guard = threading.Lock()

    def end(self, *, wrong: bool = False) -> None:
        """It is the next one's turn; ``wrong``: the code was nobody's."""
        with self._guard:
            end, self._end = self._end, None
        if end is not None:
            end(wrong)


_turn: ContextVar[_Turn | None] = ContextVar("tickbox_turn", default=None)
"""The turn of whoever is asking, also in the thread that answers."""


def end_turn(*, wrong: bool = False) -> None:
    """The code is hashed: what is still to be done for whoever asks keeps nobody waiting."""
    turn = _turn.get()
    if turn is not None:
        turn.end(wrong=wrong)


class _Line:
    """Who waits: by address and then by code in turn, the first come first."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, OrderedDict[str, deque[_Waiting]]] = OrderedDict()

    def __bool__(self) -> bool:
        return bool(self._held)

    def add(self, asker: Asker, one: _Waiting) -> None:
        """One more, at the end of those who ask for the same."""
        codes = self._held.setdefault(asker.address, OrderedDict())
        codes.setdefault(asker.locator, deque()).append(one)

    def pop(self) -> tuple[str, _Waiting]:
        """The first of the next code of the next address, both of which go to the end."""
        address, codes = self._held.popitem(last=False)
        locator, queue = codes.popitem(last=False)
        one = queue.popleft()
        if queue:
            codes[locator] = queue
        if codes:
            self._held[address] = codes
        return address, one


class Turns:
    """So many at once; of those who wait, addresses that have not guessed come first.

    Each fourth turn is another's where somebody waits there: nobody waits for good.
    """

    def __init__(
        self, number: int, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """``number`` at once; who has waited so many ``seconds`` is told that it is busy."""
        self._free, self._seconds, self._clock = number, seconds, clock
        self._guard = threading.Lock()
        self._first, self._behind = _Line(), _Line()
        self._numbers: dict[str, int] = {}
        self._wrong: OrderedDict[str, tuple[float, int]] = OrderedDict()
        self._given = 0

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
        turn = _Turn(partial(self._end, asker.address))
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
            waiting = self._numbers.get(asker.address, 0)
            if waiting >= MOST_WAITING:
                raise Busy
            one = _Waiting(loop, loop.create_future())
            line = self._behind if self._has_guessed(asker.address) else self._first
            line.add(asker, one)
            self._numbers[asker.address] = waiting + 1
        try:
            await asyncio.wait_for(one.turn, self._seconds)
        except (asyncio.CancelledError, TimeoutError) as ended:
            if one.turn.done() and not one.turn.cancelled():
                self._give_back()  # it came at the same moment, and nobody takes it any more
            if isinstance(ended, TimeoutError):
                raise Busy from None
            raise

    def _has_guessed(self, address: str) -> bool:
        at, number = self._wrong.get(address, (0.0, 0))
        return number > SLIPS and self._clock() - at < FORGIVEN

    def _end(self, address: str, wrong: bool) -> None:
        if wrong:
            with self._guard:
                number = self._wrong[address][1] if self._has_slipped(address) else 0
                self._wrong[address] = self._clock(), number + 1
                self._wrong.move_to_end(address)
                while len(self._wrong) > MOST_ADDRESSES:
                    self._wrong.popitem(last=False)
        self._give_back()

    def _has_slipped(self, address: str) -> bool:
        return address in self._wrong and self._clock() - self._wrong[address][0] < FORGIVEN

    def _give_back(self) -> None:
        """The next one's turn, or one more that is free."""
        with self._guard:
            while self._first or self._behind:
                one = self._next()
                with contextlib.suppress(RuntimeError):  # its loop is closed: nobody waits there
                    one.loop.call_soon_threadsafe(self._hand_over, one)
                    return
            self._free += 1

    def _hand_over(self, one: _Waiting) -> None:
        if one.turn.done():  # whoever waited has gone
            self._give_back()
        else:
            one.turn.set_result(None)

    def _next(self) -> _Waiting:
        self._given += 1
        behind = self._behind and (not self._first or self._given % EACH == 0)
        address, one = (self._behind if behind else self._first).pop()
        self._numbers[address] -= 1
        if not self._numbers[address]:
            del self._numbers[address]
        return one
