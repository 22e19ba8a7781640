"""The hall: answers kept for a while, threads that start by themselves."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from typing import Any

import attrs
import pytest

from tickbox_core import State
from tickbox_core.errors import NotListed
from tickbox_server.hall import Hall, Kept
from tickbox_server.identity import CodeIdentity
from tickbox_server.settings import Settings

Small = Any  # conftest's


@pytest.mark.parametrize("age, computed", [(9, 1), (10, 2), (11, 2)])
def test_an_answer_is_kept_until_its_time(age: int, computed: int) -> None:
    """Just under, on and just over its seconds."""
    now = [100.0]
    kept, asked = Kept(lambda: now[0]), []
    for moment in (0, age):
        now[0] = 100.0 + moment
        kept.get("it", 10, lambda: asked.append(1))
    assert len(asked) == computed


def test_different_names_are_kept_apart() -> None:
    """An answer is nobody else's."""
    kept = Kept()
    assert [kept.get(name, 60, lambda name=name: name) for name in "aba"] == ["a", "b", "a"]


def test_those_who_ask_together_wait_for_one_computation() -> None:
    """Ten askers, one reading of the files."""
    kept, computed, gate = Kept(), [], threading.Event()

    def slow() -> int:
        assert gate.wait(60)
        computed.append(1)
        return 7

    answers: list[int] = []
    threads = [
        threading.Thread(target=lambda: answers.append(kept.get("it", 60, slow))) for _ in range(10)
    ]
    for thread in threads:
        thread.start()
    gate.set()
    for thread in threads:
        thread.join()
    assert answers == [7] * 10
    assert len(computed) == 1


def test_a_failed_computation_is_not_kept() -> None:
    """The next asker tries again."""
    kept = Kept()
    with pytest.raises(ZeroDivisionError):
        kept.get("it", 60, lambda: 1 // 0)
    assert kept.get("it", 60, lambda: 5) == 5


def test_names_of_things_that_are_not_there_leave_nothing_behind() -> None:
    """Whoever asks for a million unknown rounds fills no memory."""
    kept = Kept()
    for number in range(100):
        with pytest.raises(ZeroDivisionError):
            kept.get(number, 60, lambda: 1 // 0)
    assert not kept._guards
    assert not kept._answers


def test_what_is_forgotten_is_computed_anew_and_the_rest_is_kept() -> None:
    """Only the names that were meant."""
    kept, asked = Kept(), []
    for _ in range(2):
        for name in ("a", "b"):
            kept.get(name, 60, lambda name=name: asked.append(name))
        kept.forget(lambda name: name == "a")
    assert asked == ["a", "b", "a"]


async def test_a_step_of_a_round_is_seen_at_once(small: Small) -> None:
    """A kept round is forgotten when its desk says that it was closed."""
    hall = Hall(small.town, CodeIdentity(small.town), Settings(round_seconds=3600))
    assert hall.find_round("bamboo", "open-1")[1].state is State.TICKING
    small.desk.close("open-1")
    assert hall.find_round("bamboo", "open-1")[1].state is State.COUNTING
    assert hall.find_round("bamboo", "final-1")[1].state is State.TICKING


async def test_a_list_is_seen_as_soon_as_it_is_posted(small: Small) -> None:
    """Whoever looked before was told that there is none; that answer is not kept."""
    hall = Hall(small.town, CodeIdentity(small.town), Settings(round_seconds=3600))
    plan = attrs.evolve(small.desk.round("open-1"), id="next", notice_days=7)
    small.desk.prepare(plan)
    with pytest.raises(NotListed):
        hall.find_round(small.desk.area, "next")
    small.desk.posting.post("next")
    assert hall.find_round(small.desk.area, "next")[1].state is State.POSTED


async def test_rounds_of_one_name_in_two_areas_are_kept_apart(small: Small) -> None:
    """What is kept is kept by area and round."""
    hall = Hall(small.town, CodeIdentity(small.town), Settings())
    other = small.town.desk("willow")
    other.prepare(attrs.evolve(small.desk.round("open-1"), area="willow"))
    assert hall.find_round("bamboo", "open-1")[0] is small.desk
    with pytest.raises(NotListed):
        hall.find_round("willow", "open-1")


async def test_a_question_takes_the_askers_context_along(small: Small) -> None:
    """A host's identity that looks into a context variable finds what the host has set."""
    who: contextvars.ContextVar[str] = contextvars.ContextVar("who")
    hall = Hall(small.town, CodeIdentity(small.town), Settings())
    who.set("resident")
    assert await hall.ask(who.get) == "resident"
    hall.close()


async def test_a_closed_hall_answers_again(small: Small) -> None:
    """Closing lets go of the threads; a later question starts them."""
    hall = Hall(small.town, CodeIdentity(small.town), Settings())
    for _ in range(2):
        names = await asyncio.gather(
            *(hall.ask(lambda: threading.current_thread().name) for _ in range(20))
        )
        assert all(name.startswith("tickbox-reader") for name in names)
        hall.close()
