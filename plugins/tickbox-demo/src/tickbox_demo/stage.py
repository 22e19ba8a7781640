"""What the year is played on: a clock that is set, an agenda of days, an office that acts.

Everybody here is invented: staff is called 演示 / demo, residents and firms by what they do.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta, timezone
from typing import Any

import attrs

from tickbox_core import Text
from tickbox_core.acts import NOBODY, Actor, Role, catalogue_of, perform
from tickbox_core.desk import Desk
from tickbox_core.model.local_time import day_at

STAFF, SECOND = (Actor(name, Role.STAFF) for name in ("演示 / demo", "演示乙 / demo, second"))

_CHINA = timezone(timedelta(hours=8))

Progress = Callable[[Text, int, int], None]
"""Hears of a stage of the year: its name, how much of it is done, and how much there is."""


class DemoClock:
    """A clock that the generator sets; it stands still in between."""

    def __init__(self) -> None:
        """Starts with the year."""
        self.now = datetime(2023, 1, 1, 9, 0, tzinfo=_CHINA)

    def __call__(self) -> datetime:
        """The time it was set to."""
        return self.now

    def set(self, day: date, hour: int) -> None:
        """Go to that hour of a day."""
        self.now = datetime(day.year, day.month, day.day, hour, tzinfo=_CHINA)


class Salts:
    """What the town takes for chance: one source for rounds, another for all that stands beside.

    So nothing that is done between two rounds shifts who ticks in them.
    """

    def __init__(self, seed: str) -> None:
        """Both sources, from a seed."""
        self._rounds = self._source = random.Random(f"{seed} salts")
        self._beside = random.Random(f"{seed} salts beside")

    def __call__(self, number: int) -> bytes:
        """So many bytes."""
        return self._source.randbytes(number)

    @contextmanager
    def beside(self) -> Iterator[None]:
        """While something is done that is no part of a round's ticking."""
        self._source = self._beside
        try:
            yield
        finally:
            self._source = self._rounds


class Agenda:
    """What is to happen at one desk, each on its day, in the order of days.

    A step may put further steps on the agenda, for its own day or a later one.
    """

    def __init__(self, clock: DemoClock, salts: Salts) -> None:
        """Empty."""
        self._clock, self._salts = clock, salts
        self._waiting: list[tuple[date, int, Callable[[], object]]] = []
        self._steps = 0

    def on(self, day: date, step: Callable[[], object]) -> None:
        """Have a step done that day."""
        self._steps += 1
        heapq.heappush(self._waiting, (day, self._steps, step))

    @property
    def today(self) -> date:
        """The day."""
        return day_at(self._clock.now)

    def play(self, until: date) -> None:
        """Do everything up to and with that day; the clock stands at ten of each day."""
        while self._waiting and self._waiting[0][0] <= until:
            day, _, step = heapq.heappop(self._waiting)
            self._clock.set(day, 10)
            with self._salts.beside():
                step()


@attrs.frozen
class DemoOffice:
    """The desk of an area and who acts there."""

    desk: Desk

    def do(self, act: str, *, anybody: bool = False, by: Actor = STAFF, **fields: Any) -> Any:
        """Have the desk do an act for its staff, or for ``anybody``; the answer is plain.

        What two people sign, the second of the staff signs beside.
        """
        found = catalogue_of(self.desk.components).acts[act]
        second = SECOND if found.second else None
        return perform(found, self.desk, fields, NOBODY if anybody else by, second)

    def knows(self, act: str) -> bool:
        """Whether what is installed brings that act."""
        return act in catalogue_of(self.desk.components).acts


def both(zh: str, en: str) -> dict[str, str]:
    """Words in both languages, as an act takes them."""
    return {"zh": zh, "en": en}


def fill_words(words: Mapping[str, str], **parts: Any) -> dict[str, str]:
    """Words of the catalogue with ``{part}`` filled in, each language with its own."""
    return {
        language: said.format(**{name: part[language] for name, part in parts.items()})
        for language, said in words.items()
    }
