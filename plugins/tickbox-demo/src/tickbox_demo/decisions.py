"""What neighbourhoods decide and judge: owners' motions and judgements.

In the first neighbourhood there are three motions of the owners of one building, all of them
invented: one passes, one is rejected, one is open with printed codes; one judgement is published,
one open.  In the others a motion is posted and a judgement announced for the new year.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

import attrs

from tickbox_core.rules.judgement import Mark, Vote
from tickbox_demo.catalogue import Building
from tickbox_demo.catalogue.works import voices
from tickbox_demo.stage import SECOND, STAFF, Agenda, DemoOffice, fill_words

LAW = "cn-shanghai"
LIGHTS, TERRACE, INTERCOM = "lights", "terrace", "intercom"
SPRING, SUMMER = "spring", "summer"
JUDGES, JUDGES_SO_FAR = 1100, 24
"""Satisfaction is measured by all members: few judges would read as dissatisfied."""
_HEADER = "房屋编号,楼栋,楼道,楼层,建筑面积,人员编号,姓名,是否业主,居住身份"
_OWN_RULES: Mapping[str, Any] = {
    "window.min_days": 1,
    "window.max_days": 60,
    "topics.unposted": "allowed",
    "results.within_days": 3,
    "results.posted_days": 7,
    "channel.default": "paper",
    "channel.paper": "on_request",
    "channel.offline": "not_required",
    "proxy.max_principals": 3,
    "proxy.barred": ["property-firm-staff"],
    "reelection": False,
}
"""What the law of the place leaves to the estate's own rules; these are invented."""


@attrs.frozen(kw_only=True)
class DemoBallot:
    """A motion's days and how its papers come out: so many of a hundred homes say yes, no."""

    id: str
    matter: str
    posted: date
    yes: int
    no: int
    ends: date | None


BALLOTS = (
    DemoBallot(id=LIGHTS, matter="use-fund", posted=date(2023, 4, 10), yes=74, no=12,
        ends=date(2023, 5, 15)),
    DemoBallot(id=TERRACE, matter="change-common-use", posted=date(2023, 8, 7), yes=44, no=36,
        ends=date(2023, 9, 11)),
    DemoBallot(id=INTERCOM, matter="use-fund", posted=date(2023, 11, 24), yes=30, no=6, ends=None),
)  # fmt: skip
NOTICE = timedelta(days=16)
POSTED, OPENS_BY_ITSELF = date(2023, 12, 21), date(2024, 1, 8)
"""When the others post their motion, and when their judgement is to open."""
SPRING_JUDGED, SUMMER_JUDGED = date(2023, 10, 16), date(2023, 12, 20)


@attrs.frozen
class Decisions:
    """The motions and judgements of a neighbourhood, and who owns the building that decides."""

    office: DemoOffice
    agenda: Agenda
    building: Building
    estate: dict[str, str]
    rng: random.Random
    _answered: dict[str, frozenset[str]] = attrs.field(factory=dict, init=False)

    def put_on_agenda(self) -> None:
        """The three motions, each with its meeting, its papers and its end."""
        for one in BALLOTS:
            opens = one.posted + NOTICE
            self.agenda.on(one.posted, partial(self._prepare, one))
            self.agenda.on(opens, partial(self._ask, one))
            if one.ends is not None:
                self.agenda.on(one.ends, partial(self._decide, one))

    @property
    def asks(self) -> bool:
        """Whether a motion is open by now."""
        return BALLOTS[-1].id in self._answered

    def homes(self) -> list[str]:
        """The homes of the building."""
        return [home["id"] for door in self.building["stairwells"] for home in door["units"]]

    def post_next(self) -> None:
        """The next year's motion: prepared, and its agenda posted."""
        self._save(BALLOTS[-1])
        self.office.do("motion/post", id=BALLOTS[-1].id)

    def _save(self, one: DemoBallot) -> dict[str, str]:
        """The motion as it is prepared; its question."""
        said = voices()["motions"][one.id]
        question = fill_words(said["question"], building=self.building["name"])
        self.office.do("motion/prepare", id=one.id, question=question, matter=one.matter,
            jurisdiction=LAW, because=said["because"],
            scope={"within": [self.building["id"]]})  # fmt: skip
        return question

    def _prepare(self, one: DemoBallot) -> None:
        said, question = voices()["motions"], self._save(one)
        self.office.do("motion/register", id=one.id, table=self._roll())
        self.office.do("motion/post", id=one.id)
        source = fill_words(said["source"], estate=self.estate)
        for key, answer in _OWN_RULES.items():
            self.office.do("motion/answer", id=one.id, question=key, answer=answer, source=source)
        meeting = said["meeting"]
        held = one.posted + timedelta(days=9)
        self.office.do("meeting/announce", id=f"{one.id}-talks", kind="coordination",
            title=fill_words(meeting["title"], what=question), about=[f"motion:{one.id}"],
            on=held.isoformat())  # fmt: skip
        self.agenda.on(held, lambda: self.office.do("meeting/minutes", id=f"{one.id}-talks",
            minutes=meeting["minutes"], resolved=meeting["resolved"], attended=24))  # fmt: skip

    def _roll(self) -> str:
        """Every home with its one owner, under numbers."""
        rows = [
            f"{home['id']},{self.building['name']['zh']},{door['name']['zh']},{home['floor']},"
            f"{home['floor_area'] // 100}.{home['floor_area'] % 100:02},o-{home['id']},"
            f"业主{home['label']},是,业主"
            for door in self.building["stairwells"]
            for home in door["units"]
        ]
        return "\n".join([_HEADER, *rows])

    def _ask(self, one: DemoBallot) -> None:
        """It opens; papers come in, each keyed by two people."""
        self.office.do("motion/open", id=one.id)
        marks = dict(self._marks(one))
        self._answered[one.id] = frozenset(marks)
        for place, mark in marks.items():
            for person in (STAFF, SECOND):
                self.office.do("motion/key", by=person, id=one.id, place=place, mark=mark)
        self.office.do("motion/count", id=one.id)

    def _marks(self, one: DemoBallot) -> Iterable[tuple[str, str]]:
        """Who says what; the others' papers do not come back."""
        homes = self.homes()
        order = self.rng.sample(homes, len(homes))
        yes = len(homes) * one.yes // 100
        no = len(homes) * one.no // 100
        return zip(order, ["yes"] * yes + ["no"] * no, strict=False)

    def _decide(self, one: DemoBallot) -> None:
        self.office.do("motion/close", id=one.id)
        self.office.do("motion/publish", id=one.id)

    def print_codes(self, number: int) -> tuple[str, ...]:
        """Codes of the open motion, for so many homes whose papers have not come back."""
        answered = self._answered[BALLOTS[-1].id]
        waiting = [home for home in self.homes() if home not in answered][:number]
        slips = self.office.do("motion/codes", id=BALLOTS[-1].id, places=waiting)["slips"]
        return tuple(one["code"] for one in slips)

    # -- judging ---------------------------------------------------------------------------

    def judge(self, id_: str, round: str, projects: Sequence[str], judges: int) -> None:
        """A judgement opens, and so many say what they make of these projects."""
        self.office.do("judgement/open", judgement=id_, round=round,
            title=voices()["judgements"][id_], projects=list(projects))  # fmt: skip
        desk, marks = self.office.desk, (Mark.SATISFIED, Mark.FAIRLY, Mark.DISSATISFIED)
        slots = sorted(slot.slot for slot in desk.slots(round))
        for slot in self.rng.sample(slots, min(judges, len(slots))):
            said = {
                one: Vote(self.rng.choices(marks, (14, 4, 2))[0], self.rng.random() < 0.7)
                for one in projects
            }
            desk.judging.judge(id_, slot, said, f"demo-{id_}-{slot}")

    def announce_judgement(self, id_: str, round: str, projects: Sequence[str]) -> None:
        """A judgement of these projects is to open by itself in the new year."""
        self.office.do("judgement/announce", judgement=id_, round=round,
            title=voices()["judgements"][id_], projects=list(projects),
            opens=OPENS_BY_ITSELF.isoformat(), opens_at="09:00")  # fmt: skip

    def end_judgement(self, id_: str) -> None:
        """It closes and is published."""
        self.office.do("judgement/close", judgement=id_)
        self.office.do("judgement/publish", judgement=id_)
