"""One thread, one transaction: joined by every service, undone by every fault, of one desk."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tickbox_core.store import MemoryStore, Store
from tickbox_core.store.sqlite import SqliteStore
from tickbox_core.workflow import Actor, Doing, Role, Transaction, Transactions, apart

LIN = Doing(Actor("小林", Role.STAFF), "wish/answer")
NEIGHBOUR = Doing(Actor(), "wish/take")


@pytest.fixture(params=["memory", "file"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """In memory, and in a file."""
    made = MemoryStore() if request.param == "memory" else SqliteStore(tmp_path / "a.db")
    yield made
    made.close()


@contextmanager
def undone(fault: type[Exception], words: str = "") -> Iterator[None]:
    """What is inside ends with a fault."""
    with pytest.raises(fault, match=words or None):
        yield


def put(store: Store, locator: str) -> None:
    """Change something."""
    store.put("failure", {"cycle": "r1", "locator": locator, "failures": 1})


def there(store: Store) -> list[str]:
    """What was changed."""
    return [row["locator"] for row in store.find("failure")]


class TestJoined:
    """Whoever comes second is a part of what is open."""

    def test_it_is_durable_when_the_first_ends(self, store: Store) -> None:
        """Not before."""
        transactions = Transactions(store)
        with transactions.begin() as outer:
            with transactions.begin() as inner:
                put(store, "a")
            assert inner is outer is transactions.current
            put(store, "b")
        assert transactions.current is None and there(store) == ["a", "b"]

    def test_a_fault_undoes_all_of_it(self, store: Store) -> None:
        """Also what was done before."""
        transactions = Transactions(store)
        with undone(ValueError), transactions.begin():
            put(store, "a")
            with transactions.begin():
                put(store, "b")
                raise ValueError("no")
        assert there(store) == [] and transactions.current is None

    def test_a_fault_that_is_swallowed_undoes_all_of_it_too(self, store: Store) -> None:
        """Whoever joined was promised all or nothing."""
        transactions = Transactions(store)
        with undone(RuntimeError, "swallowed"), transactions.begin():
            put(store, "a")
            try:
                with transactions.begin():
                    put(store, "b")
                    raise ValueError
            except ValueError:
                pass
        assert there(store) == []

    def test_the_diary_is_not_begun_inside(self, store: Store) -> None:
        """Its lock comes before the store's, or two threads would wait for each other."""
        transactions = Transactions(store)
        with (
            pytest.raises(RuntimeError, match="begins with it"),
            transactions.begin(),
            transactions.begin(of_the_diary=True),
        ):
            pass


class TestLater:
    """What leaves the store waits for the commit."""

    def test_it_is_called_after_the_commit_in_its_order(self, store: Store) -> None:
        """First what is done while nobody else can write, then what is told."""
        transactions, told = Transactions(store), list[object]()

        def tell(word: str) -> Callable[[], None]:
            return lambda: told.append((word, there(store), transactions.current))

        with transactions.begin():
            transactions.later(tell("observer"), locked=False)
            transactions.later(tell("witness"))
            transactions.later(tell("file"))
            put(store, "a")
            assert told == []
        assert told == [(word, ["a"], None) for word in ("witness", "file", "observer")]

    def test_it_is_called_at_once_where_nothing_is_open(self, store: Store) -> None:
        """What it is of is durable already."""
        told: list[str] = []
        Transactions(store).later(lambda: told.append("now"))
        assert told == ["now"]

    def test_after_a_fault_nothing_is_called(self, store: Store) -> None:
        """There is nothing to tell of."""
        transactions, told = Transactions(store), list[str]()
        with undone(ValueError), transactions.begin():
            transactions.later(lambda: told.append("witness"))
            transactions.later(lambda: told.append("observer"), locked=False)
            raise ValueError
        assert told == []

    def test_one_that_fails_keeps_no_other_from_its_turn(self, store: Store) -> None:
        """The fault is raised, and what happened stays."""
        transactions, told = Transactions(store), list[str]()

        def fail() -> None:
            raise OSError("disk")

        with undone(OSError, "disk"), transactions.begin():
            transactions.later(fail)
            transactions.later(lambda: told.append("file"))
            transactions.later(lambda: told.append("observer"), locked=False)
            put(store, "a")
        assert told == ["file", "observer"] and there(store) == ["a"]

    def test_whoever_is_told_locks_nobody_out(self, store: Store) -> None:
        """Another thread can write to the diary while an observer takes its time."""
        transactions, written = Transactions(store), threading.Event()

        def write() -> None:
            with transactions.begin(of_the_diary=True):
                put(store, "b")
            written.set()

        def observe() -> None:
            threading.Thread(target=write).start()
            assert written.wait(20)

        with transactions.begin(of_the_diary=True):
            transactions.later(observe, locked=False)
            put(store, "a")
        assert there(store) == ["a", "b"]

    def test_whoever_is_told_can_begin_another(self, store: Store) -> None:
        """In nobody's name."""
        transactions, seen = Transactions(store), list[Transaction]()

        def observe() -> None:
            with transactions.begin() as own:
                seen.append(own)
                put(store, "b")

        with transactions.acting(LIN), transactions.begin():
            transactions.later(observe, locked=False)
            put(store, "a")
        assert [own.doing for own in seen] == [None] and there(store) == ["a", "b"]


class TestActing:
    """Everything inside is one transaction, in somebody's name."""

    def closing(self, transactions: Transactions) -> list[Transaction]:
        """What is closed from now on."""
        closed: list[Transaction] = []
        transactions.close = closed.append
        return closed

    def test_several_changes_are_one(self, store: Store) -> None:
        """It begins with the first and ends with the act."""
        transactions = Transactions(store)
        closed = self.closing(transactions)
        with transactions.acting(LIN):
            assert transactions.current is None  # what is asked first locks nothing
            with transactions.begin():
                put(store, "a")
            with transactions.begin():
                put(store, "b")
            assert closed == []
        assert [own.doing for own in closed] == [LIN] and there(store) == ["a", "b"]

    def test_a_fault_after_the_first_change_undoes_it(self, store: Store) -> None:
        """Though the service that made it had ended."""
        transactions = Transactions(store)
        closed = self.closing(transactions)
        with undone(ValueError), transactions.acting(LIN):
            with transactions.begin():
                put(store, "a")
            raise ValueError("no")
        assert there(store) == [] and closed == [] and transactions.current is None

    def test_what_changes_nothing_is_noted_too(self, store: Store) -> None:
        """Of somebody with a role; what a resident only asked leaves nothing."""
        transactions = Transactions(store)
        closed = self.closing(transactions)
        with transactions.acting(NEIGHBOUR):
            pass
        assert closed == []
        with transactions.acting(LIN):
            pass
        assert [own.doing for own in closed] == [LIN]

    def test_an_act_inside_an_act_is_a_part_of_it(self, store: Store) -> None:
        """Whoever began it is named."""
        transactions = Transactions(store)
        closed = self.closing(transactions)
        with transactions.acting(LIN):
            with transactions.acting(NEIGHBOUR), transactions.begin():
                put(store, "a")
            assert closed == []
        assert [own.doing for own in closed] == [LIN]

    def test_who_acts_is_said_first(self, store: Store) -> None:
        """Not in the middle of what nobody has signed."""
        transactions = Transactions(store)
        with (
            pytest.raises(RuntimeError, match="before the first change"),
            transactions.begin(),
            transactions.acting(LIN),
        ):
            pass

    def test_what_is_apart_stands_whatever_becomes_of_the_act(self, store: Store) -> None:
        """And is done by nobody."""
        transactions = Transactions(store)
        closed = self.closing(transactions)
        with undone(ValueError), transactions.acting(LIN):
            with apart(), transactions.begin():
                put(store, "a")
            with transactions.begin():
                put(store, "b")
            raise ValueError
        assert there(store) == ["a"] and [own.doing for own in closed] == [None]


class TestHolds:
    """What was read before the first change is looked at again as the transaction begins."""

    def test_it_is_asked_inside_before_anything_is_changed(self, store: Store) -> None:
        """Once, however many join; and not where nothing begins."""
        transactions, asked = Transactions(store), list[object]()

        def holds() -> None:
            asked.append((transactions.current is not None, there(store)))

        with transactions.acting(NEIGHBOUR, holds):
            pass
        assert asked == []
        with transactions.acting(LIN, holds):
            assert asked == []
            for locator in "ab":
                with transactions.begin():
                    put(store, locator)
        assert asked == [(True, [])]

    def test_where_it_does_not_hold_nothing_has_happened(self, store: Store) -> None:
        """The change is not even begun, and nobody is told."""
        transactions, told = Transactions(store), list[str]()

        def fail() -> None:
            raise ValueError("changed meanwhile")

        with (
            undone(ValueError, "changed"),
            transactions.acting(LIN, fail),
            transactions.begin(),
        ):
            transactions.later(lambda: told.append("witness"))
            put(store, "a")
        assert there(store) == [] and told == [] and transactions.current is None
        with transactions.acting(LIN), transactions.begin():
            put(store, "b")
        assert there(store) == ["b"]

    def test_an_act_inside_an_act_has_its_own(self, store: Store) -> None:
        """Both are asked where the first change comes; what came inside after it has just read."""
        transactions, asked = Transactions(store), list[str]()
        with transactions.acting(LIN, lambda: asked.append("outer")):
            with (
                transactions.acting(NEIGHBOUR, lambda: asked.append("inner")),
                transactions.begin(),
            ):
                put(store, "a")
            assert asked == ["outer", "inner"]
            with transactions.acting(NEIGHBOUR, lambda: asked.append("late")), transactions.begin():
                put(store, "b")
        assert asked == ["outer", "inner"] and there(store) == ["a", "b"]

    def test_it_is_of_the_desk_at_which_somebody_acts(self, store: Store) -> None:
        """What they change elsewhere first asks nothing of it, nor what is apart."""
        here, elsewhere, asked = Transactions(store), Transactions(MemoryStore()), list[str]()
        with here.acting(LIN, lambda: asked.append("here")):
            with elsewhere.begin():
                pass
            with apart(), here.begin():
                pass
            assert asked == []
            with here.begin():
                pass
        assert asked == ["here"]


class TestTwoDesks:
    """Two desks' transactions are two."""

    def test_one_inside_the_other_is_refused(self, store: Store) -> None:
        """Both are undone."""
        here, other = Transactions(store), MemoryStore()
        with (
            pytest.raises(RuntimeError, match="another desk"),
            here.begin(),
            Transactions(other).begin(),
        ):
            put(store, "a")
        assert there(store) == [] == there(other)

    def test_one_after_the_other_in_one_name(self, store: Store) -> None:
        """The one at which somebody acts has to come last: it ends with the act."""
        here, there_ = Transactions(store), Transactions(MemoryStore())
        closed: list[Transaction] = []
        here.close = there_.close = closed.append
        with here.acting(LIN):
            with there_.begin():
                pass
            with here.begin():
                pass
            with pytest.raises(RuntimeError, match="another desk"), there_.begin():
                pass
        assert [own.doing for own in closed] == [LIN, LIN]

    def test_both_ways_at_once_nobody_waits_for_ever(self) -> None:
        """Each is refused, before it waits for the lock that the other holds."""
        one, two = Transactions(MemoryStore()), Transactions(MemoryStore())
        barrier, refused = threading.Barrier(2), list[str]()

        def cross(first: Transactions, second: Transactions) -> None:
            try:
                with first.begin(of_the_diary=True):
                    barrier.wait(20)
                    with second.begin(of_the_diary=True):
                        pass
            except RuntimeError as fault:
                refused.append(str(fault))

        threads = [threading.Thread(target=cross, args=pair) for pair in ((one, two), (two, one))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert len(refused) == 2 and not any(thread.is_alive() for thread in threads)

    def test_an_imagined_desk_is_no_part_of_it(self, store: Store) -> None:
        """It has its own, inside, and nobody is named in it."""
        here, imagined = Transactions(store), Transactions(MemoryStore())
        closed: list[Transaction] = []
        imagined.close = closed.append
        with here.acting(LIN), here.begin():
            with apart(), imagined.begin():
                pass
            put(store, "a")
            with here.begin() as own:
                assert own.doing is LIN
        assert [own.doing for own in closed] == [None] and there(store) == ["a"]
