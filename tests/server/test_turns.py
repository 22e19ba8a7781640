"""Turns at the slow hash: fair by address, then by code; no right code is refused."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from litestar.testing import TestClient

from tickbox_core.workflow.names import check_character
from tickbox_server import Settings, create_app, turns
from tickbox_server.errors import Busy
from tickbox_server.turns import EACH, SLIPS, Asker, Turns, _asker, end_turn

Small = Any  # conftest's
ROOT = Path(__file__).parents[2]
API = "/api/v1/areas/bamboo/rounds/open-1"
PATIENCE = 60.0


async def served(number: int, askers: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """In which order they have their turns, when all have come while the first is at it."""
    line, order, most, now = Turns(number, PATIENCE), [], 0, 0

    async def ask(address: str, locator: str) -> None:
        nonlocal most, now
        _asker.set(Asker(address, locator))
        async with line.own():
            now += 1
            most = max(most, now)
            order.append((address, locator))
            await asyncio.sleep(0)
            now -= 1

    await asyncio.gather(*(ask(*one) for one in askers))
    assert most <= number and line.waiting == 0 and line._free == number
    return order


@settings(max_examples=60)
@given(
    st.integers(1, 3),
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), max_size=40),
)
def test_everybody_has_a_turn_and_no_address_is_passed_over(
    number: int, askers: list[tuple[str, str]]
) -> None:
    """Never more at once than allowed; who waits is next after one of each other address."""
    order = asyncio.run(served(number, askers))
    assert sorted(order) == sorted(askers)
    waited = order[number:]
    for at, (address, _) in enumerate(waited):
        if at and waited[at - 1][0] == address:  # twice in turn: nobody else was waiting then
            assert {one for one, _ in waited[at:]} == {address}


def test_one_among_forty_guessers_is_next() -> None:
    """Of another address: behind the two that are at it and one guess at most."""
    guesses = [("guesser", f"{at:04}") for at in range(40)]
    order = asyncio.run(served(2, [*guesses, ("home", "AAAA")]))
    assert order.index(("home", "AAAA")) <= 3


def test_of_one_address_who_asks_for_another_code_is_next() -> None:
    """A house shares an address: a guesser at one code holds up nobody else's there."""
    order = asyncio.run(served(2, [*[("house", "ZZZZ")] * 40, ("house", "AAAA")]))
    assert order.index(("house", "AAAA")) <= 3


@pytest.mark.parametrize(("waiting", "told"), [(2, False), (3, False), (4, True)])
def test_so_many_wait_of_an_address(
    monkeypatch: pytest.MonkeyPatch, waiting: int, told: bool
) -> None:
    """Just under, on and just over: told to press again; others are not."""
    monkeypatch.setattr(turns, "MOST_WAITING", 3)

    async def crowd() -> None:
        line, done, busy = Turns(1, PATIENCE), asyncio.Event(), 0

        async def ask(address: str) -> None:
            nonlocal busy
            _asker.set(Asker(address, "AAAA"))
            try:
                async with line.own():
                    await done.wait()
            except Busy:
                busy += 1

        crowd = [asyncio.create_task(ask("one")) for _ in range(waiting + 1)]
        crowd.append(asyncio.create_task(ask("another")))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        done.set()
        await asyncio.gather(*crowd)
        assert busy == int(told) and line._free == 1

    asyncio.run(crowd())


@pytest.mark.parametrize("handed", [False, True])
def test_a_turn_of_somebody_who_left_is_the_next_ones(handed: bool) -> None:
    """Gone while waiting, or at the very moment that the turn comes: none is lost."""

    async def leaving() -> None:
        line = Turns(1, PATIENCE)

        async def ask(begun: asyncio.Event, end: asyncio.Event) -> None:
            _asker.set(Asker("a", "AAAA"))
            async with line.own():
                begun.set()
                await end.wait()

        begun, end = asyncio.Event(), asyncio.Event()
        first = asyncio.create_task(ask(begun, end))
        await begun.wait()
        leaver = asyncio.create_task(ask(asyncio.Event(), end))
        await asyncio.sleep(0)
        if handed:
            end.set()
            await first
            await asyncio.sleep(0)  # the turn is set, the leaver has not run yet
        leaver.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await leaver
        end.set()
        await first
        await asyncio.sleep(0)
        assert line._free == 1 and line.waiting == 0
        await asyncio.wait_for(ask(asyncio.Event(), end), PATIENCE)

    asyncio.run(leaving())


def test_who_waits_too_long_is_told_that_it_is_busy() -> None:
    """And the turn is not lost."""

    async def waiting() -> None:
        line = Turns(1, 0.01)
        _asker.set(Asker("a", "AAAA"))
        async with line.own():
            with pytest.raises(Busy):
                async with line.own():
                    pytest.fail("it is another's turn")
        async with line.own():
            pass

    asyncio.run(waiting())


def test_what_needs_no_hash_takes_no_turn() -> None:
    """Pages are read while all turns are taken."""

    async def reading() -> None:
        line = Turns(0, PATIENCE)
        _asker.set(None)
        async with line.own():
            pass

    asyncio.run(reading())


def test_a_turn_ends_with_the_hash_and_only_once() -> None:
    """In whatever thread that is: what is drawn afterwards keeps nobody waiting."""

    async def drawing() -> None:
        line = Turns(1, PATIENCE)
        _asker.set(Asker("a", "AAAA"))
        async with line.own():
            await asyncio.to_thread(end_turn)
            await asyncio.to_thread(end_turn)
            assert line._free == 1
            async with line.own():
                assert line._free == 0
        assert line._free == 1

    asyncio.run(drawing())


@settings(max_examples=40)
@given(st.integers(1, 3), st.lists(st.booleans(), min_size=1, max_size=40), st.integers(0, 8))
def test_addresses_that_guessed_wait_behind_the_others(
    number: int, guessers: list[bool], wrong: int
) -> None:
    """After more than five wrong codes; each fourth turn is theirs, so nobody waits for good."""
    now = 0.0

    async def queueing() -> list[bool]:
        line, order = Turns(number, PATIENCE, lambda: now), []
        for _ in range(wrong):
            line._free -= 1
            line._end("guesser", True)

        async def ask(at: int, guesses: bool) -> None:
            _asker.set(Asker("guesser" if guesses else f"home {at}", f"{at:04}"))
            async with line.own():
                order.append(guesses)
                await asyncio.sleep(0)

        await asyncio.gather(*(ask(*one) for one in enumerate(guessers)))
        assert line._free == number and not line.waiting
        return order

    order = asyncio.run(queueing())
    assert sorted(order) == sorted(guessers)
    waited, homes = order[number:], guessers[number:].count(False)
    if wrong > SLIPS:
        before = waited[: max((at for at, one in enumerate(waited) if not one), default=-1) + 1]
        assert before.count(True) <= homes // (EACH - 1) + 1


@pytest.mark.parametrize(
    ("wrong", "after", "behind"),
    [(5, 0, False), (6, 0, True), (7, 0, True), (9, 599, True), (9, 600, False), (9, 601, False)],
)
def test_a_slip_of_the_pen_is_no_guess_and_guesses_are_forgiven(
    wrong: int, after: float, behind: bool
) -> None:
    """Just under, on and just over, of number and of time."""
    now = 1000.0
    line = Turns(1, PATIENCE, lambda: now)
    for _ in range(wrong):
        line._free -= 1
        line._end("a", True)
    now += after
    assert line._has_guessed("a") is behind and not line._has_guessed("b")


def test_wrong_codes_are_noted_by_every_door(visiting: TestClient[Any], small: Small) -> None:
    """And right ones are not."""
    noted = visiting.app.state["hall"].turns._wrong  # type: ignore[attr-defined]
    assert cast(visiting, small.codes[0], "key-of-right").status_code == 201 and not noted
    cast(visiting, guess("ZZZZ", 1), "key-of-wrong")
    form = {"tick": "i1", "key": "key-of-page", "code": guess("ZZZZ", 2)}
    visiting.post("/n/bamboo/open-1/confirm", data=form)
    given = {"judgement": "none", "code": guess("ZZZZ", 3), "votes": []}
    visiting.post("/api/v1/areas/bamboo/acts/judgement/judge", json=given)
    assert noted["testclient"][1] == 3


# -- over HTTP ---------------------------------------------------------------------------------


@pytest.fixture
def visiting(small: Small) -> Iterator[TestClient[Any]]:
    """A client of an app with one turn."""
    with TestClient(create_app(small.town, settings=Settings(code_checks=1))) as client:
        yield client


def guess(locator: str, at: int) -> str:
    """A wrong code of a locator that is formed as it should be."""
    plain = f"{locator}{at:011}"
    return plain + check_character(plain)


def cast(client: TestClient[Any], code: str, key: str) -> Any:
    """A ballot's answer."""
    headers = {"Tickbox-Code": code, "Idempotency-Key": key}
    return client.post(f"{API}/casts", json={"ticks": ["i1"]}, headers=headers)


def test_a_right_code_casts_after_any_number_of_wrong_ones(
    visiting: TestClient[Any], small: Small
) -> None:
    """By API and by page, 101 wrong ones for the same locator; nothing of them is written."""
    before = small.desk._hand.store.snapshot()
    locator = small.codes[0][:4]
    for at in range(101):
        answer = cast(visiting, guess(locator, at), "key-of-guess")
        assert answer.status_code == 401
        unknown = cast(visiting, guess("ZZZZ", at), "key-of-guess")
        assert (unknown.status_code, unknown.text) == (401, answer.text)
    assert small.desk._hand.store.snapshot() == before
    form = {"tick": "i1", "key": "key-of-page", "code": small.codes[0]}
    assert visiting.post("/n/bamboo/open-1/confirm", data=form).status_code == 200
    assert cast(visiting, small.codes[0], "key-of-right").status_code == 201


@pytest.mark.parametrize("door", ["header", "page", "list", "judging"])
def test_every_door_of_a_code_waits_for_its_turn(
    visiting: TestClient[Any], small: Small, monkeypatch: pytest.MonkeyPatch, door: str
) -> None:
    """Whoever brings a code takes a turn, at most one at a time; who brings none takes none."""
    taken: list[str] = []
    take = Turns._take

    async def noting(self: Turns, asker: Asker) -> None:
        taken.append(asker.locator)
        await take(self, asker)

    monkeypatch.setattr(Turns, "_take", noting)
    code = small.codes[0]
    if door == "header":
        assert cast(visiting, code, "key-of-one").status_code == 201
    elif door == "page":
        form = {"tick": "i1", "key": "key-of-page", "code": code}
        assert visiting.post("/n/bamboo/open-1/confirm", data=form).status_code == 200
    elif door == "list":
        bearer = {"Authorization": f"Bearer {code}"}
        assert visiting.get(f"{API}/list", headers=bearer).status_code == 200
    else:
        given = {"judgement": "none", "code": code, "votes": []}
        visiting.post("/api/v1/areas/bamboo/acts/judgement/judge", json=given)
    assert taken == [code[:4]]
    visiting.get("/n/bamboo/open-1")
    cast(visiting, "漢字".encode().hex(), "key-of-none")
    visiting.post("/n/bamboo/open-1/confirm", data={"tick": "i1", "key": "k" * 9, "code": "ABC"})
    assert taken == [code[:4]]


@pytest.mark.parametrize("hang", [False, True])
def test_who_hangs_behind_the_hash_holds_up_nobody(
    small: Small, monkeypatch: pytest.MonkeyPatch, hang: bool
) -> None:
    """A page that a plugin keeps waiting has had its turn; the next code is looked at."""
    going_on, here = threading.Event(), threading.Event()
    look = small.desk.has_ballot

    def slow(*asked: Any) -> Any:
        if hang and not here.is_set():
            here.set()
            assert going_on.wait(PATIENCE)
        return look(*asked)

    monkeypatch.setattr(small.desk, "has_ballot", slow)
    form = {"tick": "i1", "key": "key-of-page", "code": small.codes[0]}
    app = create_app(small.town, settings=Settings(code_checks=1))
    with TestClient(app) as client, ThreadPoolExecutor(1) as pool:
        page = pool.submit(client.post, "/n/bamboo/open-1/confirm", data=form)
        if hang:
            assert here.wait(PATIENCE)
        assert cast(client, small.codes[1], "key-of-next").status_code == 201
        going_on.set()
        assert page.result().status_code == 200


def test_only_one_place_leaves_a_posted_code_to_the_identity() -> None:
    """And it notes the code: a page that did it by itself would let guesses past the turns."""
    sources = [*ROOT.glob("src/**/*.py"), *ROOT.glob("plugins/*/src/**/*.py")]
    found = {path.name for path in sources if "POSTED_CODE" in path.read_text("utf-8")}
    assert found == {"identity.py", "forms.py"}
