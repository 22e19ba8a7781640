"""What became of the year's lists: 48 projects, promised, carried out, posted, delivered.

They are items at the top of the annual lists.  Most come as promised; some cost more, some come
later, and at the year's end three are under way and one is paused.  Who answers for them, what
they cost and how they went is invented here, from a seed of its own.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

import attrs

from tickbox_core import Item
from tickbox_demo import pictures
from tickbox_demo.catalogue.works import works
from tickbox_demo.stage import Agenda, DemoOffice, fill_words

PROJECTS = 48
UNDER_WAY = 4
"""So many of the last round's are not delivered by the year's end; the last of them is paused."""
OBJECTIONS = timedelta(days=7)
LIMIT = "10%"
_EARLY_ROUNDS, _EACH = (1, 2), 2
_LATE = timedelta(days=21)


@attrs.frozen(kw_only=True)
class Course:
    """How a project goes: what is different about it is drawn before it begins."""

    id: str
    item: Item
    round: str
    start: date
    due: date
    cost: int
    over: int = 0
    late: bool = False
    gift: bool = False
    watched: bool = False
    heard: bool = False
    delivered: bool = True
    paused: bool = False

    @property
    def again(self) -> bool:
        """Whether it costs so much more that a meeting has to decide it again."""
        return self.over > 10

    @property
    def ends(self) -> date:
        """The day it is delivered, or would be."""
        return self.due + _LATE if self.late else self.due - timedelta(days=3)


def quotas(places: int) -> dict[tuple[int, int], int]:
    """How many projects come of each list: by the place's number (from 0) and the round's."""
    found = {(place, number): _EACH for place in range(places) for number in _EARLY_ROUNDS}
    left = PROJECTS - sum(found.values())
    return {**found, **{(place, 3): 1 for place in range(1, 1 + left)}}


def choose_items(items: Iterable[Item], number: int) -> list[Item]:
    """So many of a list, the first first, of different categories as far as there are such.

    Fees are left out: they need a decision of the owners before anything begins.
    """
    able = [one for one in items if one.category != "property-fee"]
    firsts = {one.category: one for one in reversed(able)}
    ordered = [one for one in able if firsts[one.category] is one]
    ordered += [one for one in able if firsts[one.category] is not one]
    return ordered[:number]


def draw_course(
    rng: random.Random,
    at: int,
    item: Item,
    round: str,
    start: date,
    *,
    last: bool,
    paused: bool,
) -> Course:
    """How the ``at``-th project (from 0) of the town goes; ``last``: of the year's last lists."""
    days = rng.randint(70, 95) if last else rng.randint(50, 85)
    cost = item.cost or 0
    over = (rng.randint(4, 9) if at % 8 == 3 else 18 if at % 16 == 6 else 0) if cost else 0
    return Course(
        id=f"p{at + 1:02d}",
        item=item,
        round=round,
        start=start,
        due=start + timedelta(days=days),
        cost=cost,
        over=0 if last else over,
        late=at % 7 == 5 and not last,
        gift=at % 9 == 2,
        watched=at % 6 == 1,
        heard=at % 2 == 0,
        delivered=not last,
        paused=paused,
    )


@attrs.frozen
class Works:
    """The works of one neighbourhood."""

    office: DemoOffice
    agenda: Agenda
    area: dict[str, str]
    tell: Callable[[], None]
    """Called for every project that is started."""

    def start(self, course: Course) -> None:
        """A project is set up, and all that follows goes on the agenda."""
        said, id_, kind = works(), course.id, course.item.category
        length = course.due - course.start
        steps = [
            {"key": key, "title": {"zh": zh, "en": en},
             "due": (course.start + length * (at + 1) // 3).isoformat()}
            for at, (key, zh, en) in enumerate(said["steps"][kind])
        ]  # fmt: skip
        self.office.do("project/start", round=course.round, item=course.item.id, project=id_,
            due=course.due.isoformat(), limit=LIMIT, milestones=steps)  # fmt: skip
        party = said["parties"][kind]
        self.office.do("project/responsible", project=id_, side=party["side"],
            name=fill_words(party["name"], area=self.area), task=party["task"])  # fmt: skip
        if course.watched:
            self.office.do("project/supervisors", project=id_, names=["甲居民", "乙居民", "丙居民"])
        if course.heard:
            self._meet(course, "hearing", course.start + timedelta(days=6), attended=26)
        for day, step in self._steps(course):
            self.agenda.on(day, step)
        self.tell()

    def _steps(self, course: Course) -> Iterator[tuple[date, Callable[[], object]]]:
        """What follows, with its days."""
        first, second, third = (key for key, _, _ in works()["steps"][course.item.category])
        begun, length = course.start + timedelta(days=8), course.ends - course.start
        yield begun, lambda: self._begin(course)
        yield course.start + length // 3, lambda: self._reach(course, first)
        if course.gift:
            yield course.start + length // 3, lambda: self._give(course)
        if course.over:
            yield course.start + length * 4 // 9, lambda: self._becomes_dearer(course)
        if course.paused:
            yield course.start + length // 2, lambda: self._say(course, "project/pause", "paused")
        if not course.delivered:
            return
        if course.late:
            yield course.start + length // 2, lambda: self._put_off(course, third)
        yield course.start + length * 2 // 3, lambda: self._reach(course, second)
        yield course.ends, lambda: self._deliver(course, third)

    def _begin(self, course: Course) -> None:
        self.office.do("project/begin", project=course.id)
        kind = course.item.category
        self._post(course, "before", works()["began"][kind])
        if course.cost:
            self._spend(course, course.cost * 2 // 5, "first")

    def _reach(self, course: Course, step: str) -> None:
        self.office.do("project/milestone", project=course.id, milestone=step)
        for name in ("甲居民", "丙居民") if course.watched else ():
            self.office.do("project/sign", project=course.id, milestone=step, supervisor=name)

    def _deliver(self, course: Course, step: str) -> None:
        self._reach(course, step)
        if course.cost:
            whole = course.cost * (100 + course.over) // 100
            whole -= 0 if course.over else course.cost * (int(course.id[1:]) % 5) // 100
            self._spend(course, whole - course.cost * 2 // 5, "last")
        self._post(course, "after", works()["ended"][course.item.category])
        self.office.do("project/deliver", project=course.id)
        if course.heard and course.cost:
            self._meet(course, "review", course.ends + timedelta(days=5), attended=18)

    def _becomes_dearer(self, course: Course) -> None:
        words = works()["much_dearer" if course.again else "dearer"]
        amount = course.cost * (100 + course.over) // 100
        self.office.do("project/expect", project=course.id, amount=amount, reason=words)
        if course.again:
            meeting = f"{course.id}-coordination"
            self._announce(course, "coordination", self.agenda.today)
            self._minutes(meeting, "coordination", 21)
            self.office.do("project/decide-again", project=course.id, amount=amount,
                meeting=meeting)  # fmt: skip

    def _put_off(self, course: Course, step: str) -> None:
        self.office.do("project/reschedule", project=course.id, milestone=step,
            due=course.ends.isoformat(), reason=works()["later"])  # fmt: skip

    def _give(self, course: Course) -> None:
        gift = works()["gift"]
        given = self.office.do("project/pledge", project=course.id, source="in-kind",
            donor="沿街商铺", named=gift["donor"], what=gift["what"], worth=30000)  # fmt: skip
        self.office.do("project/receive", project=course.id, ref=given["ref"])

    def _say(self, course: Course, act: str, words: str) -> None:
        self.office.do(act, project=course.id, words=works()[words])

    def _spend(self, course: Course, amount: int, part: str) -> None:
        spent = works()["spent"]
        if amount:
            self.office.do("project/spend", project=course.id, amount=amount, what=spent[part],
                payee=spent["payee"])  # fmt: skip

    def _post(self, course: Course, moment: str, words: dict[str, str]) -> None:
        """A word on how it goes, with a drawing of the spot."""
        shows = fill_words(works()["pictures"][moment], what=course.item.title.plain())
        picture = pictures.encoded(pictures.motif_of(course.item), course.id, moment)
        self.office.do("project/note", project=course.id, words=words, shows=shows,
            picture=picture)  # fmt: skip

    # -- meetings --------------------------------------------------------------------------

    def _meet(self, course: Course, kind: str, day: date, attended: int) -> None:
        """A meeting is announced today, held that day, its minutes posted."""
        self._announce(course, kind, day)
        meeting = f"{course.id}-{kind}"
        self.agenda.on(day, lambda: self._minutes(meeting, kind, attended))

    def _announce(self, course: Course, kind: str, day: date) -> None:
        said: Any = works()["meetings"]
        self.office.do("meeting/announce", id=f"{course.id}-{kind}", kind=kind,
            title=fill_words(said[kind]["title"], what=course.item.title.plain()),
            about=[f"project:{course.id}"], on=day.isoformat(), place=said["place"])  # fmt: skip

    def _minutes(self, meeting: str, kind: str, attended: int) -> None:
        said = works()["meetings"][kind]
        self.office.do("meeting/minutes", id=meeting, minutes=said["minutes"],
            resolved=said["resolved"], attended=attended)  # fmt: skip
