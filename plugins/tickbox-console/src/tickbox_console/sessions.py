"""Who is signed in: random names in cookies, what they stand for in memory only.

Nothing of a session is on the disk or in an address; restarting the server signs everybody out.
The token stays with its session so that it is held against the town again with each request: taken
away, it ends the session at once.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Callable

import attrs

LASTS = 8 * 3600.0
MOST = 2000


@attrs.define(eq=False)
class Session:
    """One signed-in browser.  ``form_key`` has to come back with each of its forms."""

    area: str
    token: str = attrs.field(repr=False)
    ends: float
    form_key: str = attrs.field(factory=lambda: secrets.token_urlsafe(18), repr=False)
    pressed: set[str] = attrs.field(factory=set, repr=False)
    kept: dict[str, object] = attrs.field(factory=dict, repr=False)
    """What waits for a second look: an uploaded table, codes that are shown once."""

    def knows(self, key: str) -> bool:
        """Whether a form is of this session."""
        return hmac.compare_digest(key.encode(), self.form_key.encode())

    def first_press(self, once: str) -> bool:
        """Whether a form was not handed in before: a second press does nothing again."""
        if once in self.pressed:
            return False
        self.pressed.add(once)
        return True


class Sessions:
    """All of them, by the digest of the name in the cookie."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Nobody is signed in."""
        self._clock, self._lock = clock, threading.Lock()
        self._held: dict[bytes, Session] = {}

    def begin(self, area: str, token: str) -> tuple[str, Session]:
        """A new session under a new name: a name that the browser brings is never adopted."""
        name, session = secrets.token_urlsafe(32), Session(area, token, self._clock() + LASTS)
        with self._lock:
            now = self._clock()
            for old in [key for key, one in self._held.items() if one.ends <= now]:
                del self._held[old]
            while len(self._held) >= MOST:
                self._held.pop(next(iter(self._held), b""), None)
            self._held[_digest(name)] = session
        return name, session

    def find(self, name: str) -> Session | None:
        """The session of that name, unless it is over; using it makes it last."""
        with self._lock:
            session = self._held.get(_digest(name))
            if session is None or session.ends <= self._clock():
                return None
            session.ends = self._clock() + LASTS
            return session

    def end(self, name: str) -> None:
        """Sign out."""
        with self._lock:
            self._held.pop(_digest(name), None)


def _digest(name: str) -> bytes:
    return hashlib.sha256(name.encode()).digest()
