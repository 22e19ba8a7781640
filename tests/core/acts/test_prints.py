"""What can be printed is one list, and what is offered can be made."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tickbox_core.acts.prints import (
    NOTICES,
    PRINTS,
    find_printable,
    offer_prints,
    printed_things,
    prints_of,
)
from tickbox_core.components import CORE
from tickbox_core.desk import Desk, Town
from tickbox_core.desk.notices import SIZES, Sender
from tickbox_core.errors import NotListed
from tickbox_core.playing import played

from ...installed import AWARDS, THINGS


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A year that was played to its end."""
    folder: Path = tmp_path_factory.mktemp("year") / "data"
    for _ in played(folder, 7, version="0"):
        pass
    town = Town(folder)
    areas = [area for area in town.areas() if town.desk(area).rounds()]
    yield town.desk(areas[0])
    town.close()


def test_the_keys_are_different() -> None:
    """And each is of a kind of thing that can be listed."""
    every = prints_of((*CORE, AWARDS))
    assert len({one.key for one in every}) == len(every) == len(PRINTS) + 1
    assert {one.thing for one in every} <= set(THINGS)
    assert {"motion", "judgement", "minutes", "result"} <= set(NOTICES)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_all_that_is_offered_can_be_made(year: Desk, language: str) -> None:
    """Of everything of a year in every size: nothing on offer answers that it is not there."""
    made = set()
    for kind in printed_things(year):
        for one in THINGS[kind].choices(year, {}):
            for key, print_ in offer_prints(year, kind, one.id).items():
                for size in print_.sizes:
                    print_.document(year, one.id, Sender(), language, size)  # type: ignore[arg-type]
                made.add(key)
    assert made >= {"list", "roll", "result", "annual", "progress", "stairwells", "objections"}
    assert made >= {"judgement", "minutes"}


def test_what_is_not_there_offers_nothing(year: Desk) -> None:
    """An id that nobody gave, a kind of which nothing is printed."""
    with pytest.raises(NotListed):
        find_printable(year, "round", "nowhere")
    with pytest.raises(NotListed):
        offer_prints(year, "wish", "w1")
    assert SIZES[0] == "a4"
