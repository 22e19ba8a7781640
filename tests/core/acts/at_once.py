"""Two people do something at the same moment, on a copy of a folder as it stood before an act.

Both have read all that they read beforehand when the first begins to change anything: they wait for
each other there.  So what decides a change, and was read too early, is always found.
"""

from __future__ import annotations

import hashlib
import random
import shutil
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import permutations
from pathlib import Path
from typing import Any

import attrs
import pytest

from tickbox_core.acts import NOBODY, Act, Actor, perform
from tickbox_core.desk import Desk, Town, checklist, codes
from tickbox_core.desk.motions import opening
from tickbox_core.errors import ChangedMeanwhile, TickboxError
from tickbox_core.model import PluginVersion
from tickbox_core.playing import stage
from tickbox_core.registry import GuardedPolicy, Registry, deciding, guard, installed
from tickbox_core.workflow import Role, Transaction, Transactions, transactions

from ...installed import ACTS

PATIENCE = 60
"""Seconds after which somebody waits for ever."""
ONE, TWO = "one", "two"
Given = Mapping[str, Any]
IMAGINING: tuple[Any, ...] = (checklist, opening)
"""The rooms that have a round or a motion imagined, which takes some tenths of a second."""


@attrs.frozen
class Moment:
    """A folder as it was when somebody was about to act, and what they were about to do."""

    folder: Path
    registry: Registry
    now: datetime
    area: str
    act: str
    given: Given
    actor: Actor
    second: Actor | None
    one_by_one: dict[str, After] = attrs.field(factory=dict, eq=False, repr=False)
    """What it comes to without haste, by who does what: it is asked for again and again."""

    @property
    def colleague(self) -> Actor:
        """Who does it too: somebody else, unless it is for the holder of an office."""
        alone = self.actor.role is Role.ANYBODY or self.actor.office
        return self.actor if alone else attrs.evolve(self.actor, name="小陈")


@attrs.frozen
class Doing:
    """What one of the two does."""

    who: str
    act: str
    given: Given
    actor: Actor | None = None
    """Who does it (``None``: who did at that moment, or a colleague)."""
    does: Callable[[Desk, Given, Actor], object] | None = None
    """What they do that is no act: a table that is read in."""


@attrs.frozen
class After:
    """What became of it: the refusals by who was refused, and a digest of every area's tables."""

    refused: Mapping[str, TickboxError]
    tables: Mapping[str, str]

    def differing(self, other: After) -> list[str]:
        """The tables that differ."""
        return [name for name, digest in self.tables.items() if digest != other.tables[name]]


@contextmanager
def watched(
    folder: Path, registry: Registry, kept: Path, moments: dict[str, Moment]
) -> Iterator[None]:
    """Keep the first two moments at which each changing act is done by ``stage.do``."""

    def keep(
        act: Act, desk: Desk, given: Given, actor: Actor = NOBODY, second: Actor | None = None
    ) -> Any:
        name = act.key if act.key not in moments else f"{act.key} again"
        if not act.reads and name not in moments:
            there = kept / name.replace("/", "-").replace(" ", "-")
            shutil.copytree(folder, there, ignore=shutil.ignore_patterns("*-shm"))
            now = desk._hand.clock()
            held = Moment(there, registry, now, desk.area, act.key, dict(given), actor, second)
            moments[name] = held
            try:
                return perform(act, desk, given, actor, second)
            except TickboxError:
                del moments[name]
                shutil.rmtree(there)
                raise
        return perform(act, desk, given, actor, second)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stage, "perform", keep)
        yield


class Meeting:
    """Where those who are about to change something wait until all have come, or are through.

    Then ``first`` goes on, and the others once that one is through; empty: all go on.
    """

    def __init__(self, names: Sequence[str], first: str) -> None:
        self._names, self._first = set(names), first
        self._here: set[str] = set()
        self._through: set[str] = set()
        self._moved = threading.Condition()

    def arrive(self) -> None:
        """Wait for the others, the first time."""
        name = threading.current_thread().name
        if name not in self._names - self._here:
            return
        with self._moved:
            self._here.add(name)
            self._moved.notify_all()
            assert self._moved.wait_for(self._all, PATIENCE), f"only {self._here} came"
            goes = self._first in ("", name)
            assert goes or self._moved.wait_for(self._first_through, PATIENCE)

    def leave(self) -> None:
        """Nobody has to wait for this thread any more."""
        with self._moved:
            self._through.add(threading.current_thread().name)
            self._moved.notify_all()

    def _all(self) -> bool:
        return self._names <= self._here | self._through

    def _first_through(self) -> bool:
        return self._first in self._through


class Chance:
    """Random bytes of each thread's own: the same whoever comes first.

    They begin anew where a transaction does, so that what was drawn in vain before shifts nothing.
    """

    def __init__(self) -> None:
        self._by_thread: dict[str, random.Random] = {}
        self._begun: Counter[str] = Counter()

    def begin(self) -> None:
        """This thread begins a transaction."""
        name = threading.current_thread().name
        self._begun[name] += 1
        self._by_thread[name] = random.Random(f"{name} {self._begun[name]}")

    def not_begun(self) -> None:
        """It was refused before anything was drawn; whoever tries again begins where it did."""
        self._begun[threading.current_thread().name] -= 1

    def __call__(self, number: int = 32) -> bytes:
        """So many."""
        name = threading.current_thread().name
        return self._by_thread.setdefault(name, random.Random(name)).randbytes(number)

    def letters(self, number: int = 32) -> str:
        """So many bytes as hex digits."""
        return self(number).hex()


def at_once(
    moment: Moment, scratch: Path, doings: Sequence[Doing], *, desks: int, first: str = ""
) -> After:
    """Done at the same moment: at one desk, or each at a desk of its own over the same files.

    All have looked before ``first`` changes anything, and the others come after (empty: any).
    """
    meeting = Meeting([one.who for one in doings], first)
    with opened(moment, scratch, desks, meeting.arrive) as towns:
        refused: dict[str, TickboxError] = {}
        runs = [
            (one.who, _run(moment, town, one, refused, meeting.leave))
            for one, town in zip(doings, towns * (len(doings) // desks), strict=True)
        ]
        _together(runs)
        return After(refused, _tables(towns[0]))


def one_by_one(moment: Moment, scratch: Path, doings: Sequence[Doing]) -> After:
    """Done one after the other."""
    with opened(moment, scratch, 1) as (town,):
        refused: dict[str, TickboxError] = {}
        for one in doings:
            _together([(one.who, _run(moment, town, one, refused, lambda: None))])
        return After(refused, _tables(town))


def check(
    moment: Moment, scratch: Path, doings: Sequence[Doing], *, desks: int, first: str = ""
) -> After:
    """Both stand, or one is refused; and all is as if those that stand had come in some order.

    Two areas are two transactions: of each the order may be another.
    """
    after = at_once(moment, scratch, doings, desks=desks, first=first)
    stood = [one for one in doings if one.who not in after.refused]
    assert stood, f"nobody was let through: {list(map(str, after.refused.values()))}"
    orders = {}
    for order in permutations(stood):
        as_if = moment.one_by_one.get(str(order)) or one_by_one(moment, scratch, order)
        moment.one_by_one[str(order)] = as_if
        if not as_if.refused:
            orders[" ".join(one.who for one in order)] = after.differing(as_if)
    areas = {name.partition("/")[0] for name in after.tables}
    for area in areas:
        differing = {
            who: [name for name in names if name.startswith(f"{area}/")]
            for who, names in orders.items()
        }
        assert not all(differing.values()), f"in no order does it come to that: {differing}"
    return after


@contextmanager
def opened(
    moment: Moment, scratch: Path, desks: int, arrive: Callable[[], None] = lambda: None
) -> Iterator[list[Town]]:
    """So many towns over one copy of the folder; whoever begins a transaction has to ``arrive``."""
    folder = scratch / "folder"
    shutil.copytree(moment.folder, folder)
    chance, real = Chance(), Transactions.begin

    @contextmanager
    def begin(self: Transactions, *, of_the_diary: bool = False) -> Iterator[Transaction]:
        if self.current is None and transactions._scope() is not None:  # no imagined desk's
            arrive()
            chance.begin()
        try:
            with real(self, of_the_diary=of_the_diary) as own:
                yield own
        except ChangedMeanwhile:
            chance.not_begun()
            raise

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Transactions, "begin", begin)
        patch.setattr("secrets.token_hex", chance.letters)
        patch.setattr("secrets.token_urlsafe", chance.letters)
        patch.setattr("tickbox_core.desk.motions.token_hex", chance.letters)
        towns = [
            Town(folder, moment.registry, clock=lambda: moment.now, entropy=chance)
            for _ in range(desks)
        ]
        try:
            yield towns
        finally:
            for town in towns:
                town.close()
            shutil.rmtree(folder)


def _run(
    moment: Moment,
    town: Town,
    one: Doing,
    refused: dict[str, TickboxError],
    leave: Callable[[], None],
) -> Callable[[], None]:
    desk = town.desk(moment.area)
    actor = one.actor or (moment.actor if one.who == ONE else moment.colleague)

    def run() -> None:
        try:
            if one.does is not None:
                one.does(desk, one.given, actor)
                return
            act = ACTS[one.act]
            second = (moment.second or stage.ZHOU) if act.second else None
            perform(act, desk, one.given, actor, second)
        except TickboxError as refusal:
            refused[one.who] = refusal
        finally:
            leave()

    return run


def _together(runs: Sequence[tuple[str, Callable[[], None]]]) -> None:
    """Each in a thread of its name; any other fault than a refusal is told."""
    faults: list[BaseException] = []

    def tell(run: Callable[[], None]) -> None:
        try:
            run()
        except BaseException as fault:  # noqa: BLE001 - it is raised below
            faults.append(fault)

    threads = [threading.Thread(target=tell, args=(run,), name=name) for name, run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive(), f"{thread.name} waits for ever"
    if faults:
        raise faults[0]


def _tables(town: Town) -> dict[str, str]:
    return {
        f"{area}/{table}": hashlib.sha256(repr(rows).encode()).hexdigest()
        for area in town.areas()
        for table, rows in town.desk(area)._hand.store.snapshot().items()
    }


@contextmanager
def asking_watched(desk: Desk) -> Iterator[list[str]]:
    """What plugins are asked, and what else is slow, while this thread has locked that desk."""
    asked: list[str] = []
    own = desk._hand.transactions

    def look(what: str) -> None:
        if own.current is not None or own.lock._is_owned():  # type: ignore[attr-defined]
            asked.append(what)

    with pytest.MonkeyPatch.context() as patch:
        patiently = GuardedPolicy._ask

        def policy(self: GuardedPolicy, name: str, *more: Any) -> Any:
            look(f"policy.{name}")
            return patiently(self, name, *more)

        def called(plugin: PluginVersion, what: str, *more: Any) -> Any:
            look(what)
            return guard.call_plugin(plugin, what, *more)

        hashed = codes._hash

        def slow_hash(*given: Any) -> bytes:
            look("a code's hash")
            return hashed(*given)

        def imagined(what: str, real: Callable[..., Any]) -> Callable[..., Any]:
            def imagine(*given: Any) -> Any:
                look(what)
                return real(*given)

            return imagine

        patch.setattr(codes, "_hash", slow_hash)
        for where in IMAGINING:
            patch.setattr(where, "imagine", imagined(f"{where.__name__}.imagine", where.imagine))
        patch.setattr(GuardedPolicy, "_ask", policy)
        for module in (deciding, installed):
            patch.setattr(module, "call_plugin", called)
        desk._hand.registry._laws.clear()
        yield asked


def asked_while_locked(moment: Moment, scratch: Path) -> list[str]:
    """What plugins are asked while the act of a moment holds a lock."""
    with opened(moment, scratch, 1) as (town,):
        desk = town.desk(moment.area)
        with asking_watched(desk) as asked:
            perform(ACTS[moment.act], desk, moment.given, moment.actor, moment.second)
        return asked
