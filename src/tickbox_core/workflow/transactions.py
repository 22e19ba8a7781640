"""A desk's transactions: each thread is in one at most, and every service joins it.

``acting`` says who does what.  From the first change on all that happens under it is one
transaction, which ends with it, and which its owner (the diary) closes with an entry that names
whoever acts.  What is asked before the first change locks nothing.

What leaves the store waits for the commit (``later``): a checkpoint kept outside, a file that is
deleted, an observer that is told.  After a fault nothing of it happens.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

import attrs

from tickbox_core.declarations import Role
from tickbox_core.store import Store
from tickbox_core.workflow.actors import Actor

Holds = Callable[[], object]
"""Asked as a transaction begins; raises where what was read before is not so any more."""

_thread = threading.local()
"""Of each thread: who acts and where (``scope``), and whose transaction is open (``open``)."""


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

    @property
    def is_noted(self) -> bool:
        """Whether it leaves an entry: what residents do leaves none."""
        return self.actor.role is not Role.ANYBODY


@attrs.define(eq=False)
class Transaction:
    """An open transaction of one thread.

    ``logs`` are the logs it appends to, each with the positions that may be named; ``about`` the
    public references that turned up on the way.  ``pen`` is the diary's.  A ``doomed`` one is
    undone, whoever swallows the fault.
    """

    doing: Doing | None
    of_the_diary: bool
    logs: dict[str, list[int]] = attrs.field(factory=dict)
    about: dict[str, list[str]] = attrs.field(factory=dict)
    pen: Any = None
    doomed: bool = False
    locked: list[Callable[[], object]] = attrs.field(factory=list)
    unlocked: list[Callable[[], object]] = attrs.field(factory=list)


@attrs.define(eq=False)
class _Scope:
    """What somebody does at one desk; its transaction goes onto ``stack`` with the first change.

    ``checked``: that they may still do it was asked inside a transaction.
    """

    doing: Doing
    desk: Transactions
    stack: ExitStack
    checked: bool = False


class Transactions:
    """The transactions of one desk's store.

    ``lock`` is held by whoever writes to the diary, and is taken before the store's.
    """

    def __init__(self, store: Store) -> None:
        self.lock = threading.RLock()
        self.close: Callable[[Transaction], None] = lambda _: None
        """What ends a transaction, inside it; set by the diary."""
        self.undo: Callable[[Transaction], None] = lambda _: None
        """What becomes of the diary after a fault; set by the diary."""
        self.stands: Callable[[Actor], None] = lambda _: None
        """Raises where somebody's token was taken away; set by the desk."""
        self._store = store
        self._local = threading.local()

    @property
    def current(self) -> Transaction | None:
        """The open transaction of this thread."""
        found: Transaction | None = getattr(self._local, "current", None)
        return found

    @property
    def is_idle(self) -> bool:
        """Whether this thread has no transaction open, and nobody acts in it, here or elsewhere."""
        return _scope() is None and getattr(_thread, "open", None) is None

    @contextmanager
    def begin(self, *, of_the_diary: bool = False) -> Iterator[Transaction]:
        """Join this thread's transaction, or begin one.

        Durable when the one that began it ends.  A fault inside one that was joined undoes all of
        it, also where somebody swallows it on the way (``RuntimeError`` then).  Raises
        ``RuntimeError`` inside another desk's.
        """
        scope = _scope()
        if self.current is None and scope is not None and scope.desk is self:
            scope.stack.enter_context(self._hold(scope.doing, of_the_diary=True))
        current = self.current
        if current is None:
            doing = None if scope is None else scope.doing
            with self._hold(doing, of_the_diary=of_the_diary or doing is not None) as current:
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
    def acting(self, doing: Doing, holds: Holds = lambda: None) -> Iterator[None]:
        """Everything of this thread inside is done by somebody; here it is one transaction.

        ``holds`` is called as it begins, before anything is changed: what was read beforehand and
        decides what is written has to be so still, or it raises.

        What they do leaves a note also where it changes nothing here.  At other desks each change
        is a transaction of its own, closed with the same name.  Inside another act it is a part of
        that.
        """
        if _scope() is not None:
            with self._awaiting(holds):
                yield
            return
        if self.current is not None:
            raise RuntimeError("who acts is said before the first change")
        with self._awaiting(holds), ExitStack() as stack:
            _thread.scope = _Scope(doing, self, stack)
            try:
                yield
                if doing.is_noted:
                    with self.begin():
                        pass  # where nothing has changed, that they did it is noted all the same
            finally:
                _thread.scope = None

    def later(self, call: Callable[[], object], *, locked: bool = True) -> None:
        """Have it called once what is open here is durable; now, where nothing is.

        ``locked``: before anybody else writes to the diary.
        """
        own = self.current
        if own is None:
            call()
        else:
            (own.locked if locked else own.unlocked).append(call)

    def note(self, log: str, positions: Iterable[int]) -> None:
        """Entries were appended to a log in this thread's transaction; these may be named."""
        if self.current is not None:
            self.current.logs.setdefault(log, []).extend(positions)

    def refer(self, kind: str, *ids: str) -> None:
        """What is done in this thread's transaction is about these things too, in public."""
        if self.current is not None:
            self.current.about.setdefault(kind, []).extend(ids)

    @property
    def is_elsewhere(self) -> bool:
        """Whether this thread is inside another desk's transaction."""
        return getattr(_thread, "open", None) not in (None, self)

    def check_elsewhere(self) -> None:
        """Raise ``RuntimeError`` inside another desk's transaction: it may be waiting for ours."""
        if self.is_elsewhere:
            raise RuntimeError("another desk's transaction is open here: end it first")

    @contextmanager
    def _hold(self, doing: Doing | None, *, of_the_diary: bool) -> Iterator[Transaction]:
        """A transaction from its beginning to its end, then all that waited for it."""
        self.check_elsewhere()
        own = Transaction(doing, of_the_diary)
        with ExitStack() as told, ExitStack() as held:
            if of_the_diary:
                held.enter_context(self.lock)
            try:
                with self._mark_open(own), self._store.transaction():
                    if doing is not None:
                        self._check_stands(doing)
                        self._check_holds()
                    yield own
                    if own.doomed:
                        raise RuntimeError("a fault inside the transaction was swallowed")
                    self.close(own)
            except BaseException:
                self.undo(own)
                raise
            told.callback(_call_all, own.unlocked)
            _call_all(own.locked)

    @contextmanager
    def _awaiting(self, holds: Holds) -> Iterator[None]:
        """Have it asked in the first transaction of this thread inside, if there is one."""
        awaited = self._awaited_checks
        awaited.append(holds)
        try:
            yield
        finally:
            if holds in awaited:
                awaited.remove(holds)

    @property
    def _awaited_checks(self) -> list[Holds]:
        found: list[Holds] = self._local.__dict__.setdefault("holds", [])
        return found

    def _check_stands(self, doing: Doing) -> None:
        """Ask once for an act, with whatever it changes first: half of it would be worse.

        An office is known at its own desk alone.
        """
        scope = _scope()
        if scope is None or scope.checked:
            return
        here = [one for one in (doing.actor, doing.second) if one is not None
                and (scope.desk is self or not one.office)]  # fmt: skip
        for one in here:
            self.stands(one)
        scope.checked = scope.desk is self or not doing.actor.office

    def _check_holds(self) -> None:
        """Ask once each: from here on it is this thread alone that changes anything."""
        while self._awaited_checks:
            self._awaited_checks.pop(0)()

    @contextmanager
    def _mark_open(self, own: Transaction) -> Iterator[None]:
        self._local.current, _thread.open = own, self
        try:
            yield
        finally:
            self._local.current = _thread.open = None


def _scope() -> _Scope | None:
    """Who acts in this thread, and where, if it is known."""
    found: _Scope | None = getattr(_thread, "scope", None)
    return found


@contextmanager
def apart() -> Iterator[None]:
    """What happens inside is done by nobody, and is no part of what somebody does in this thread.

    For desks that are imagined while a real one is being changed; for what has to stand whatever
    becomes of the act; and for whoever is told.
    """
    scope, open_ = _scope(), getattr(_thread, "open", None)
    _thread.scope = _thread.open = None
    try:
        yield
    finally:
        _thread.scope, _thread.open = scope, open_


def _call_all(waiting: Sequence[Callable[[], object]]) -> None:
    """Each has its turn, whatever became of the others; then a fault is raised."""
    with apart(), ExitStack() as stack:
        for call in reversed(waiting):
            stack.callback(call)
