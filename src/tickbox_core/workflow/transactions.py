"""A desk's transactions: each thread is in one at most, and every service joins it.

``acting`` says who does what.  From the first change on all that happens under it is one
transaction, which ends with it, and which its owner (the diary) closes with an entry that names
whoever acts.  What is asked before the first change locks nothing.

What leaves the store (a checkpoint kept outside, an observer that is told, a file that is deleted)
waits for the commit (``later``); after a fault nothing of it happens.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

import attrs

from tickbox_core.store import Store
from tickbox_core.workflow.actors import Actor

_thread = threading.local()
"""Of each thread: who acts, and at which desks' transactions it is."""


@attrs.frozen(eq=False)
class Doing:
    """Who does what: an act's key, its public references by kind of thing, who signs beside.

    ``once``: however often it is done with the same references by the same person, the first time
    is what is noted (paper, whose sheets would tell of each other if every one left its time).
    """

    actor: Actor
    act: str
    second: Actor | None = None
    about: Mapping[str, Sequence[str]] = attrs.field(factory=dict)
    once: bool = False


@attrs.define(eq=False)
class Transaction:
    """An open transaction of one thread.  ``logs`` are the positions of new entries by log."""

    doing: Doing | None
    of_the_diary: bool
    logs: dict[str, list[int]] = attrs.field(factory=dict)
    pen: Any = None
    doomed: bool = False
    waiting: list[Callable[[], object]] = attrs.field(factory=list)


class Transactions:
    """The transactions of one desk's store.

    ``lock`` is held by whoever writes to the diary, and is taken before the store's.
    """

    def __init__(self, store: Store) -> None:
        self.lock = threading.RLock()
        self.close: Callable[[Transaction], None] = lambda _: None
        """What ends a transaction of the diary, inside it; set by the diary."""
        self.undo: Callable[[Transaction], None] = lambda _: None
        """What becomes of the diary after a fault; set by the diary."""
        self._store = store
        self._local = threading.local()

    @property
    def current(self) -> Transaction | None:
        """The open transaction of this thread."""
        found: Transaction | None = getattr(self._local, "current", None)
        return found

    @contextmanager
    def begin(self, *, of_the_diary: bool = False) -> Iterator[Transaction]:
        """Join this thread's transaction, or begin one.

        Durable when the one that began it ends.  A fault inside one that was joined undoes all of
        it, also where somebody swallows it on the way (``RuntimeError`` then).
        """
        scope: _Scope | None = getattr(self._local, "scope", None)
        if scope is not None and self.current is None:
            scope.stack.enter_context(self._held(of_the_diary=True))
        current = self.current
        if current is None:
            named = doing_now() is not None
            with self._held(of_the_diary=of_the_diary or named) as current:
                yield current
            return
        if of_the_diary and not current.of_the_diary:
            raise RuntimeError("a transaction that writes to the diary begins with it")
        try:
            yield current
        except BaseException:
            current.doomed = True
            raise

    @contextmanager
    def acting(self, doing: Doing) -> Iterator[None]:
        """Everything of this thread inside is done by somebody; here it is one transaction.

        At other desks each change is a transaction of its own, closed with the same name.  Inside
        another act it is a part of that.
        """
        if doing_now() is not None:
            yield
            return
        _thread.doing = doing
        try:
            with ExitStack() as stack:
                self._local.scope = _Scope(stack)
                try:
                    yield
                finally:
                    self._local.scope = None
        finally:
            _thread.doing = None

    def later(self, call: Callable[[], object]) -> None:
        """Have it called once what is open here is durable; now, where nothing is."""
        if self.current is None:
            call()
        else:
            self.current.waiting.append(call)

    def note(self, log: str, first: int, many: int) -> None:
        """Entries were appended to a log in this thread's transaction."""
        if self.current is not None:
            self.current.logs.setdefault(log, []).extend(range(first, first + many))

    @contextmanager
    def _held(self, *, of_the_diary: bool) -> Iterator[Transaction]:
        """A transaction from its beginning to its end, then all that waited for it."""
        with ExitStack() as locks:
            if of_the_diary:
                locks.enter_context(self.lock)
            own = Transaction(doing_now() if of_the_diary else None, of_the_diary)
            try:
                with _one_desk(self), self._store.transaction():
                    self._local.current = own
                    try:
                        yield own
                        if own.doomed:
                            raise RuntimeError("a fault inside the transaction was swallowed")
                        self.close(own)
                    finally:
                        self._local.current = None
            except BaseException:
                self.undo(own)
                raise
            with apart():
                _call_all(own.waiting)


@attrs.frozen(eq=False)
class _Scope:
    """What somebody does at one desk; its transaction begins with the first change."""

    stack: ExitStack


def doing_now() -> Doing | None:
    """Who acts in this thread, if it is known."""
    found: Doing | None = getattr(_thread, "doing", None)
    return found


@contextmanager
def apart() -> Iterator[None]:
    """What happens inside is done by nobody, and is no part of what is open in this thread.

    For desks that are imagined while a real one is being changed.
    """
    held = {name: getattr(_thread, name, None) for name in ("doing", "at")}
    _thread.doing = _thread.at = None
    try:
        yield
    finally:
        _thread.doing, _thread.at = held["doing"], held["at"]


def _call_all(waiting: Sequence[Callable[[], object]]) -> None:
    """Each has its turn, whatever became of the others; the first fault is raised then."""
    with ExitStack() as stack:
        for call in reversed(waiting):
            stack.callback(call)


@contextmanager
def _one_desk(own: Transactions) -> Iterator[None]:
    """Two desks' transactions are never one inside the other: both ways at once they would wait."""
    if getattr(_thread, "at", None) is not None:
        raise RuntimeError("two desks' transactions cannot be one: end the first before the second")
    _thread.at = own
    try:
        yield
    finally:
        _thread.at = None
