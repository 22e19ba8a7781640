"""The writer: one thread an area, answers after the commit, nothing taken twice or lost."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import CancelledError, wait
from typing import Any

import pytest
from litestar.testing import TestClient

from tickbox_core.desk import Cast
from tickbox_core.errors import AlreadyCast, NotListed, TickboxError
from tickbox_core.ledger import Receipt
from tickbox_server import Settings, create_app
from tickbox_server.errors import Busy, Unconfirmed
from tickbox_server.writer import Writer, Writers

Small = Any  # conftest's


class Held:
    """A desk that waits until it is let go, and remembers the sizes of its commits."""

    area = "held"

    def __init__(self, desk: Any) -> None:
        self._desk = desk
        self.gate = threading.Event()
        self.entered = threading.Event()
        self.groups: list[int] = []

    def cast_many(self, round: str, casts: Sequence[Cast]) -> list[Receipt | TickboxError]:
        """As the desk, later."""
        self.entered.set()
        assert self.gate.wait(60)
        self.groups.append(len(casts))
        answers: list[Receipt | TickboxError] = self._desk.cast_many(round, casts)
        return answers


def casts(small: Small, number: int) -> list[Cast]:
    """That many ballots of different slots."""
    slots = [slot.slot for slot in small.desk.slots("open-1")]
    return [Cast(slots[at], ("i1",), f"key-number-{at}") for at in range(number)]


def test_casts_that_wait_share_one_commit(small: Small) -> None:
    """While one commit runs, those that come are written together with the next."""
    held = Held(small.desk)
    writer = Writer(held, waiting=100, group=100)  # type: ignore[arg-type]
    first, *others = casts(small, 8)
    answers = [writer.submit("open-1", first)]
    assert held.entered.wait(60)
    answers += [writer.submit("open-1", one) for one in others]
    held.gate.set()
    receipts = [answer.result(60) for answer in answers]
    assert held.groups == [1, 7]
    assert [receipt.slot for receipt in receipts] == [one.slot for one in (first, *others)]
    assert small.desk.turnout("open-1").participants == 8
    writer.close()


def test_a_commit_takes_no_more_than_its_limit(small: Small) -> None:
    """A long queue is written in groups."""
    held = Held(small.desk)
    writer = Writer(held, waiting=100, group=3)  # type: ignore[arg-type]
    answers = [writer.submit("open-1", one) for one in casts(small, 8)]
    held.gate.set()
    wait(answers, 60)
    assert max(held.groups) <= 3
    assert sum(held.groups) == 8
    writer.close()


def test_a_full_queue_is_busy_at_once_and_uses_nothing_up(small: Small) -> None:
    """Refused before anything is written; the same cast is taken later."""
    held = Held(small.desk)
    writer = Writer(held, waiting=2, group=1)  # type: ignore[arg-type]
    one, two, three, four = casts(small, 4)
    answers = [writer.submit("open-1", one)]
    assert held.entered.wait(60)
    answers += [writer.submit("open-1", other) for other in (two, three)]
    with pytest.raises(Busy):
        writer.submit("open-1", four)
    held.gate.set()
    wait(answers, 60)
    assert writer.submit("open-1", four).result(60).slot == four.slot
    writer.close()


def test_each_cast_gets_its_own_answer(small: Small) -> None:
    """A refusal in a group is that cast's alone; a round that is not here is everybody's."""
    writer = Writer(small.desk, waiting=100, group=100)
    slot = small.desk.slots("final-1")[0].slot
    answers = [writer.submit("final-1", Cast(slot, ("i1",), f"key-number-{at}")) for at in range(2)]
    answers.append(writer.submit("nowhere", Cast(slot, ("i1",), "key-number-2")))
    errors = [answer.exception(60) for answer in answers]
    assert [type(error) for error in errors] == [type(None), AlreadyCast, NotListed]
    writer.close()


def test_one_that_cannot_be_written_does_not_take_the_others_with_it(
    small: Small, caplog: pytest.LogCaptureFixture
) -> None:
    """After a failed commit each is tried by itself; only the broken one stays unconfirmed."""
    held = Held(small.desk)
    writer = Writer(held, waiting=100, group=100)  # type: ignore[arg-type]
    good, other = casts(small, 2)
    broken = Cast(small.desk.slots("open-1")[5].slot, ("i1",), "no database takes \ud800")
    opener = Cast(small.desk.slots("open-1")[6].slot, ("i1",), "key-opener")
    answers = [writer.submit("open-1", opener)]
    assert held.entered.wait(60)
    answers += [writer.submit("open-1", one) for one in (good, broken, other)]
    held.gate.set()
    wait(answers, 60)
    assert [type(answer.exception()) for answer in answers] == [
        type(None),
        type(None),
        Unconfirmed,
        type(None),
    ]
    assert small.desk.turnout("open-1").participants == 3
    assert "a commit of 3 casts failed" in caplog.text
    writer.close()


def test_whoever_hangs_up_in_time_is_not_written_for(small: Small) -> None:
    """A cancelled answer before the write begins: no ballot; the others go on."""
    held = Held(small.desk)
    writer = Writer(held, waiting=100, group=100)  # type: ignore[arg-type]
    first, gone, last = casts(small, 3)
    answers = [writer.submit("open-1", first)]
    assert held.entered.wait(60)
    answers += [writer.submit("open-1", one) for one in (gone, last)]
    assert answers[1].cancel()
    held.gate.set()
    assert answers[2].result(60).slot == last.slot
    with pytest.raises(CancelledError):
        answers[1].result(0)
    assert not small.desk.has_ballot("open-1", gone.slot)
    writer.close()


def test_closing_writes_what_waits_and_a_later_cast_starts_again(small: Small) -> None:
    """Nothing that was taken is dropped; nothing has to be started by hand."""
    writers = Writers(waiting=100, group=2)
    first, second, *rest = casts(small, 6)
    answers = [writers.submit(small.desk, "open-1", one) for one in rest]
    writers.close()
    assert all(answer.done() for answer in answers)
    assert writers.submit(small.desk, "open-1", first).result(60).slot == first.slot
    writers.close()
    writers.close()
    assert writers.submit(small.desk, "open-1", second).result(60).slot == second.slot
    writers.close()


def test_many_threads_one_slot_one_ballot(small: Small) -> None:
    """Races over HTTP on a round without revision: one receipt, all others refused or the same."""
    app = create_app(small.town)
    statuses: list[int] = []
    with TestClient(app) as client:

        def press(at: int) -> None:
            answer = client.post(
                "/api/v1/areas/bamboo/rounds/final-1/casts",
                json={"ticks": ["i1"]},
                headers={
                    "Tickbox-Code": small.final_codes[0],
                    "Idempotency-Key": f"key-of-thread-{at}",
                },
            )
            statuses.append(answer.status_code)

        threads = [threading.Thread(target=press, args=(at,)) for at in range(24)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(statuses) == [201] + [409] * 23
    assert small.desk.turnout("final-1").participants == 1


def test_a_busy_server_says_press_again(small: Small) -> None:
    """503 with Retry-After: the same page with the same key, and a problem for programs."""
    held = Held(small.desk)
    app = create_app(small.town, settings=Settings(waiting_casts=1, retry_seconds=7))
    with TestClient(app) as client:
        hall = app.state["hall"]
        slot = small.desk.slots("open-1")[5].slot
        stuck = [hall._writers.submit(held, "open-1", Cast(slot, ("i1",), "key-number-0"))]
        assert held.entered.wait(60)
        stuck.append(hall._writers.submit(held, "open-1", Cast(slot, ("i1",), "key-number-0")))
        hall._writers._writers["bamboo"] = hall._writers._writers["held"]
        page = client.post(
            "/n/bamboo/open-1/cast",
            data={"tick": "i1", "key": "my-own-key", "code": small.codes[0]},
            headers={"Accept-Language": "en"},
        )
        program = client.post(
            "/api/v1/areas/bamboo/rounds/open-1/casts",
            json={"ticks": ["i1"]},
            headers={"Tickbox-Code": small.codes[0], "Idempotency-Key": "my-own-key"},
        )
        held.gate.set()
        wait(stuck, 60)
    assert (page.status_code, page.headers["retry-after"]) == (503, "7")
    assert "Press again in a few seconds; it cannot count twice" in page.text
    assert 'name="key" value="my-own-key"' in page.text
    assert (program.status_code, program.headers["retry-after"]) == (503, "7")
    assert program.json()["code"] == "busy"


def test_nothing_slow_runs_on_the_event_loop(small: Small) -> None:
    """While a reader is stuck in a desk, the health of the server is told: before it comes back."""
    release = threading.Event()
    asked = threading.Event()
    back = threading.Event()
    real = small.desk.problems

    def stuck() -> Any:
        asked.set()
        release.wait(60)
        back.set()
        return real()

    small.desk.problems = stuck
    with TestClient(create_app(small.town)) as client:
        waiting = threading.Thread(target=client.get, args=("/n/bamboo",))
        waiting.start()
        assert asked.wait(60)
        assert client.get("/ready").status_code == 200
        assert not back.is_set()
        release.set()
        waiting.join()
