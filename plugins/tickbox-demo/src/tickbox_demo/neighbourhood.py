"""The year of one neighbourhood beside its ticking: what stands on its agenda, and who does it."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

from tickbox_core import Registry
from tickbox_core.desk import Desk
from tickbox_demo import decisions, honours, pictures, voices
from tickbox_demo.catalogue.works import works
from tickbox_demo.decisions import Decisions
from tickbox_demo.projects import OBJECTIONS, Course, Works, choose_items, draw_course
from tickbox_demo.stage import Agenda, DemoOffice, fill_words

PICTURED, PUT_FORWARD, CODES = 2, 2, 3
"""So many items of each list have a drawing; so many projects of each place are put forward; so
many codes of the open motion are printed."""


class DemoYear:
    """A desk, its agenda, and the projects that have come of its lists so far."""

    def __init__(self, agenda: Agenda, desk: Desk, place: Any, at: int, seed: str) -> None:
        """The ``at``-th of the town (from 0)."""
        self.office, self.agenda = DemoOffice(desk), agenda
        self.at, self._place = at, place
        self._rng = random.Random(f"{seed} works {place['id']}")
        self._courses: dict[str, list[Course]] = {}
        estate = place["estates"][0]
        building = min(estate["buildings"], key=lambda one: len(_homes(one)))
        drawn = random.Random(f"{place['id']} decisions")
        self._decisions = Decisions(self.office, agenda, building, estate["name"], drawn)
        voices.put_on_agenda(self.agenda, self.office, place["name"], at)
        if self.office.knows("award/nominate"):
            self.agenda.on(honours.NOMINATED, self._nominate)

    def play(self, until: date) -> None:
        """Do what is on the agenda up to and with that day."""
        self.agenda.play(until)

    def follow_list(
        self, round: str, closed: date, number: int, first: int, tell: Callable[[], None]
    ) -> None:
        """So many projects come of a published list, once objections are over.

        ``first`` is the number in the town (from 0) of the first of them; ``tell`` hears of each.
        """
        fixed = closed + OBJECTIONS + timedelta(days=1)
        self.agenda.on(fixed, partial(self.office.do, "result/finalise", round=round))
        if number:
            start = fixed + timedelta(days=6)
            self.agenda.on(start, partial(self._start, round, start, number, first, tell))

    def decide_and_judge(self, registry: Registry, rounds: tuple[str, str]) -> None:
        """Owners' motions go on the agenda, and judgements of what came of these two rounds.

        The first neighbourhood of the town has all of it, the others what is to come.
        """
        known, on, (spring, summer) = self._decisions, self.agenda.on, rounds
        lawful = decisions.LAW in registry.jurisdictions
        if self.at == 0:
            ended = decisions.SPRING_JUDGED + timedelta(days=14)
            on(decisions.SPRING_JUDGED, partial(self._judge, decisions.SPRING, spring))
            on(ended, partial(known.end_judgement, decisions.SPRING))
            on(decisions.SUMMER_JUDGED, partial(self._judge, decisions.SUMMER, summer))
        else:
            on(decisions.POSTED, partial(self._announce_judgement, decisions.SUMMER, summer))
        if lawful and self.at == 0:
            known.put_on_agenda()
        elif lawful:
            on(decisions.POSTED, known.post_next)

    def print_codes(self) -> tuple[str, ...]:
        """Codes of the open motion; none where no law is installed to put one under."""
        return self._decisions.print_codes(CODES) if self._decisions.asks else ()

    # -- steps -----------------------------------------------------------------------------

    def _start(
        self, round: str, start: date, number: int, first: int, tell: Callable[[], None]
    ) -> None:
        desk = self.office.desk
        (annual,) = (one for one in desk.concluding.annual_lists() if one.round == round)
        held = desk.round(round)
        chosen = choose_items((held.item(id_) for id_ in annual.items), number)
        last = start >= LAST_STARTS
        courses = [
            draw_course(
                self._rng,
                first + at,
                item,
                round,
                start,
                last=last,
                paused=last and self.at == PAUSES,
            )
            for at, item in enumerate(chosen)
        ]
        self._courses[round] = courses
        doing = Works(self.office, self.agenda, self._place["name"], tell)
        for one in courses:
            doing.start(one)

    def _judge(self, id_: str, round: str) -> None:
        many = id_ == decisions.SPRING
        judges = decisions.JUDGES if many else decisions.JUDGES_SO_FAR
        self._decisions.judge(id_, round, self._projects(round), judges)

    def _announce_judgement(self, id_: str, round: str) -> None:
        self._decisions.announce_judgement(id_, round, self._projects(round))

    def _projects(self, round: str) -> list[str]:
        return [one.id for one in self._courses[round]]

    def _nominate(self) -> None:
        done = [one.id for courses in self._courses.values() for one in courses if one.delivered]
        honours.nominate_projects(self.office, done[-PUT_FORWARD:], self.at)


PAUSES = 4
"""The number (from 0) of the neighbourhood, the last with a project of autumn, whose work rests."""
LAST_STARTS = date(2023, 9, 20)
"""Projects that begin from that day on are not finished by the year's end."""


def _homes(building: Any) -> list[str]:
    return [home["id"] for door in building["stairwells"] for home in door["units"]]


def picture_items(office: DemoOffice, round: str) -> None:
    """The first few items of a list that are done at a spot get a drawing of it."""
    items = [one for one in office.desk.round(round).items if one.category == "micro-renewal"]
    for item in items[:PICTURED]:
        what = item.title.plain()
        office.do("item/picture", round=round, item=item.id,
            picture=pictures.encoded(pictures.motif_of(item), f"{round} {item.id}", "spot"),
            shows=fill_words(works()["pictures"]["spot"], what=what))  # fmt: skip
