"""A generated year the size of Songnan's: from a fixed seed, through the same desk as a real one.

The sizes are those of the 2023 report: 1,389 items, 39,666 participations, 167 solved problems.
Everything else (eleven neighbourhoods, three rounds, at most ten ticks, who ticks what) is a choice
made here and labelled as generated wherever it is shown.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import attrs

from tickbox_core import (
    Area,
    AreaTree,
    Category,
    Item,
    Limits,
    MicroGrid,
    Person,
    Problem,
    Registry,
    Residence,
    Roll,
    Round,
    RuleChoice,
    Text,
    TickboxError,
    Unit,
)
from tickbox_core.acts.screens import (
    ASSESS_ITEM,
    CLOSE_ROUND,
    ISSUE_CODES,
    OPEN_ROUND,
    PLAN_ROUND,
    PUBLISH_ROUND,
    RAISE_PROBLEM,
)
from tickbox_core.desk import Actor, Cast, Desk, Town
from tickbox_core.desk.importing import IMPORT
from tickbox_core.year import Feasible
from tickbox_demo import catalogue, honours
from tickbox_demo.neighbourhood import DemoYear, picture_items
from tickbox_demo.projects import OBJECTIONS, PROJECTS, quotas
from tickbox_demo.stage import SECOND, STAFF, Agenda, DemoClock, DemoOffice, Progress, Salts

SEED = 2023
ITEMS, PARTICIPATIONS, PROBLEMS = 1389, 39666, 167
LAST_ROUND = catalogue.ROUNDS[-1]
MOST_TICKS = 10
PLACES = 10
NEIGHBOURHOODS = 11
GROUP = 2000
"""Casts that share one commit."""

_LIKED = {"property-fee": 0.2}
"""How much less often a category is ticked: nobody is keen to pay more."""

_ROUND_NAMES = {
    1: {"zh": "2023年春季打钩", "en": "Spring 2023 ticking"},
    2: {"zh": "2023年夏季打钩", "en": "Summer 2023 ticking"},
    3: {"zh": "2023年秋季打钩", "en": "Autumn 2023 ticking"},
}
_OPEN_NAME = {"zh": "2023年冬季打钩", "en": "Winter 2023 ticking"}
_ROUND_OPENS = {1: date(2023, 3, 6), 2: date(2023, 6, 5), 3: date(2023, 9, 4)}
_OPENED, _YEARS_END = date(2023, 12, 11), date(2023, 12, 28)
"""The last round of the first neighbourhood opens late, and is open at the year's end."""
_OPEN_FOR = timedelta(days=14)

_LOOKED_AT = Text("（生成的数据）已现场查看", "(generated) looked at on the spot")
CASTING = Text("生成并投票", "casting ballots")
CARRYING_OUT = Text("立项实施", "carrying projects out")
SOLVING = Text("急难愁盼", "solving problems")


@attrs.frozen
class Sizes:
    """How much there is of what is counted; a small year is for tests."""

    items: int = ITEMS
    participations: int = PARTICIPATIONS
    problems: int = PROBLEMS


def _tell_nobody(stage: Text, done: int, total: int) -> None:
    pass


@attrs.frozen
class Demonstration:
    """What was built: where to look, and the codes that open the round left open."""

    shown: tuple[str, str]
    """Area and round whose top ten is printed."""
    open: tuple[str, str]
    """Area and round left open for ticking."""
    codes: tuple[str, ...]
    motion_codes: tuple[str, ...] = ()
    """Codes of the open motion of the same area."""


def generate(
    folder: Path,
    registry: Registry,
    progress: Progress = _tell_nobody,
    sizes: Sizes | None = None,
) -> tuple[Town, Demonstration]:
    """Build the year in a fresh data folder; ``progress`` hears of every stage of it."""
    sizes = sizes or Sizes()
    rng = random.Random(SEED)
    clock = DemoClock()
    salts = Salts(str(SEED))  # apart: what is noted shifts nothing that is drawn
    town = Town(folder, registry, clock=clock, entropy=salts)
    places = catalogue.neighbourhoods(rng)
    town.plant(_tree(places))
    plan = catalogue.plan_items(rng, places, sizes.items)
    rolls = {place["id"]: _roll(rng, place) for place in places}
    turnouts = _turnouts(rng, rolls, sizes.participations)
    years = _Years(rng, clock, salts, registry, sizes, progress)
    for at, place in enumerate(places):
        years.play(town.found(place["id"]), place, at, _Drawn(plan, rolls, turnouts))
    years.end(town)
    _add_problems(rng, town, places, sizes.problems)
    progress(SOLVING, sizes.problems, sizes.problems)
    found = _demonstration(town, places)
    with salts.beside():
        return town, attrs.evolve(found, motion_codes=years.played[0].print_codes())


@attrs.frozen
class _Drawn:
    """What was drawn for all rounds before the first."""

    plan: catalogue.Plan
    rolls: Mapping[str, Roll]
    turnouts: Mapping[tuple[str, int], int]


class _Years:
    """The neighbourhoods one after the other, each with its own days; then the town."""

    def __init__(
        self,
        rng: random.Random,
        clock: DemoClock,
        salts: Salts,
        registry: Registry,
        sizes: Sizes,
        progress: Progress,
    ) -> None:
        self._rng, self._clock, self._salts, self._registry = rng, clock, salts, registry
        self._sizes, self._progress = sizes, progress
        self._cast = self._started = self._planned = 0
        self.played: list[DemoYear] = []

    def play(self, desk: Desk, place: Any, at: int, drawn: _Drawn) -> None:
        """One neighbourhood: its rounds, and what is on its agenda before and between them."""
        here = DemoYear(Agenda(self._clock, self._salts), desk, place, at, str(SEED))
        self.played.append(here)
        ids = [f"{place['id']}-2023-{number}" for number in catalogue.ROUNDS]
        here.decide_and_judge(self._registry, (ids[0], ids[1]))
        for number in catalogue.ROUNDS:
            stays_open = (at, number) == (0, LAST_ROUND)
            opens = _OPENED if stays_open else _ROUND_OPENS[number]
            here.play(opens - timedelta(days=1))
            round = _Round(self._rng, self._clock, desk, place, number, opens)
            round.plan(drawn.plan[place["id"]][number])
            with self._salts.beside():
                picture_items(here.office, round.id)
            round.open(drawn.rolls[place["id"]])
            for cast in round.cast(drawn.turnouts[place["id"], number]):
                self._cast += cast
                self._progress(CASTING, self._cast, self._sizes.participations)
            if not stays_open:
                here.play(round.closes)
                round.finish()
                self._follow(here, round, at)

    def _follow(self, here: DemoYear, round: _Round, at: int) -> None:
        wanted = quotas(NEIGHBOURHOODS).get((at, round.number), 0)
        here.follow_list(round.id, round.closes, wanted, self._planned, self._tell_of_project)
        self._planned += wanted

    def _tell_of_project(self) -> None:
        self._started += 1
        self._progress(CARRYING_OUT, self._started, PROJECTS)

    def end(self, town: Town) -> None:
        """The rest of every agenda, and the town's awards in between."""
        office = DemoOffice(town.found(catalogue.TOWN["id"]))
        for one in self.played:
            one.play(honours.COMMENDED - timedelta(days=1))
        if office.knows("award/declare"):
            with self._salts.beside():
                honours.declare_award(self._clock, office)
                honours.give_awards(self._clock, office, f"{SEED} jury", self._tell_of_award)
        for one in self.played:
            one.play(_YEARS_END)
        self._clock.set(_YEARS_END, 11)

    def _tell_of_award(self, done: int) -> None:
        self._progress(honours.STAGE, done, honours.AWARDS)


class _Round:
    """One round of one neighbourhood, played from the list to the published result."""

    def __init__(
        self,
        rng: random.Random,
        clock: DemoClock,
        desk: Desk,
        place: Any,
        number: int,
        opens: date,
    ) -> None:
        self._rng, self._clock, self._desk = rng, clock, desk
        self._place, self.number, self._opens = place, number, opens
        self.id = f"{place['id']}-2023-{number}"

    def plan(self, wanted: Mapping[str, int]) -> None:
        """Form the list."""
        drawn = catalogue.draw_items(self._rng, self._place, self.number, dict(wanted))
        self._clock.set(self._opens, 9)
        with self._doing(PLAN_ROUND.key):
            self._plan(drawn)

    def open(self, roll: Roll) -> None:
        """Read the roll in, look at the items, open the list."""
        with self._doing(IMPORT):
            self._desk.register(self.id, roll)
        with self._doing(ASSESS_ITEM.key):
            ids = self._desk.round(self.id).item_ids
            self._desk.posting.assess_many(self.id, ids, Feasible.YES, _LOOKED_AT, STAFF.name)
        with self._doing(OPEN_ROUND.key):
            self._desk.open(self.id)

    def _doing(self, act: str, second: Actor | None = None) -> AbstractContextManager[None]:
        """Staff does something with the round."""
        return self._desk.transaction(STAFF, act, second, about={"round": [self.id]})

    def _plan(self, drawn: list[Any]) -> None:
        self._desk.prepare(
            Round(
                id=self.id,
                area=self._place["id"],
                title=_OPEN_NAME if self._opens == _OPENED else _ROUND_NAMES[self.number],
                items=tuple(_item(self.number, at, item) for at, item in enumerate(drawn)),
                categories=_categories(),
                limits=Limits(1, MOST_TICKS),
                rule=RuleChoice("tick-share", {"base": "participants"}),
                places=PLACES,
                tie_break=f"lot:songnan-{self.id}",
                revisable=True,
                objection_days=OBJECTIONS.days,
                demonstration=True,
            )
        )

    def cast(self, number: int) -> Iterator[int]:
        """Have that many residents tick, in groups; yields how many each commit took."""
        items = self._desk.round(self.id).items
        ids = tuple(item.id for item in items)
        appeal = [self._rng.paretovariate(1.2) * _LIKED.get(i.category, 1) for i in items]
        slots = sorted(slot.slot for slot in self._desk.slots(self.id))
        casts = [
            Cast(slot, _ticks(self._rng, ids, appeal), f"demo-{slot}")
            for slot in self._rng.sample(slots, number)
        ]
        for start in range(0, len(casts), GROUP):
            group = casts[start : start + GROUP]
            for answer in self._desk.cast_many(self.id, group):
                if isinstance(answer, TickboxError):
                    raise answer
            yield len(group)

    @property
    def closes(self) -> date:
        """The day it is closed."""
        return self._opens + _OPEN_FOR

    def finish(self) -> None:
        """Close, count and publish."""
        self._clock.set(self.closes, 20)
        with self._doing(CLOSE_ROUND.key):
            self._desk.close(self.id)
        with self._doing(PUBLISH_ROUND.key, SECOND):
            self._desk.publish(self.id, STAFF.name, SECOND.name)


def _demonstration(town: Town, places: list[Any]) -> Demonstration:
    first, second = places[0]["id"], places[1]["id"]
    open_round = f"{first}-2023-{LAST_ROUND}"
    desk = town.desk(first)
    waiting = [s.slot for s in desk.slots(open_round) if not desk.has_ballot(open_round, s.slot)]
    with desk.transaction(STAFF, ISSUE_CODES.key, about={"round": [open_round]}):
        codes = desk.issue_codes(open_round, waiting[:3])
    return Demonstration(
        shown=(second, f"{second}-2023-{LAST_ROUND}"),
        open=(first, open_round),
        codes=tuple(codes.values()),
    )


# -- the town ----------------------------------------------------------------------------------


def _tree(places: list[Any]) -> AreaTree:
    areas = [Area(catalogue.TOWN["id"], "town", _text_of(catalogue.TOWN["name"]))]
    grids: list[MicroGrid] = []
    for place in places:
        community = place["community"]
        if all(area.id != community["id"] for area in areas):
            areas.append(
                Area(community["id"], "community", community["name"], catalogue.TOWN["id"])
            )
        areas.append(Area(place["id"], "neighbourhood", place["name"], community["id"]))
        areas.extend(_inside(place))
        grids.extend(
            MicroGrid(grid["id"], grid["name"], tuple(grid["stairwells"]), tuple(grid["shops"]))
            for grid in place["microgrids"]
        )
    return AreaTree(tuple(areas), tuple(grids))


def _inside(place: Any) -> Iterator[Area]:
    for estate in place["estates"]:
        yield Area(estate["id"], "estate", estate["name"], place["id"])
        for building in estate["buildings"]:
            yield Area(building["id"], "building", building["name"], estate["id"])
            for stairwell in building["stairwells"]:
                yield Area(stairwell["id"], "stairwell", stairwell["name"], building["id"])


def _roll(rng: random.Random, place: Any) -> Roll:
    """Every home's adults and every shop's staff, under numbers: there are no names here."""
    units = [
        Unit(
            unit["id"],
            stairwell["id"],
            unit["label"],
            floor=unit["floor"],
            floor_area=unit["floor_area"],
        )
        for estate in place["estates"]
        for building in estate["buildings"]
        for stairwell in building["stairwells"]
        for unit in stairwell["units"]
    ]
    grids = {shop: grid["id"] for grid in place["microgrids"] for shop in grid["shops"]}
    shops = [
        Unit(shop["id"], grids[shop["id"]], shop["name"]["zh"], "shop", None, shop["floor_area"])
        for shop in place["shops"]
        if shop["id"] in grids
    ]
    residences = [
        Residence(
            f"{unit.id}-p{number + 1}", unit.id, "resident" if unit.kind == "home" else "shop"
        )
        for unit in (*units, *shops)
        for number in range(catalogue.people_per_unit(rng) if unit.kind == "home" else 1)
    ]
    persons = tuple(Person(home.person) for home in residences)
    return Roll(date(2023, 2, 1), (*units, *shops), persons, tuple(residences))


def _turnouts(
    rng: random.Random, rolls: Mapping[str, Roll], total: int
) -> dict[tuple[str, int], int]:
    """How many take part in each round: about alike everywhere, and exactly the total."""
    weights = {
        (area, number): roll.registered * rng.uniform(0.8, 1.2)
        for area, roll in rolls.items()
        for number in catalogue.ROUNDS
    }
    whole = sum(weights.values())
    exact = {key: int(total * weight / whole) for key, weight in weights.items()}
    for key in sorted(exact)[: total - sum(exact.values())]:
        exact[key] += 1
    return exact


def _text_of(words: Mapping[str, object]) -> Text:
    return Text(str(words["zh"]), str(words["en"]))


# -- the list ----------------------------------------------------------------------------------


def _categories() -> tuple[Category, ...]:
    policies = {"property-fee": "property-fee"}
    return tuple(
        Category(key, _text_of(title), policies.get(key, "plain"))
        for key, title in catalogue.CATEGORIES.items()
    )


def _item(number: int, at: int, drawn: Mapping[str, Any]) -> Item:
    return Item(
        id=f"{number}{at + 1:02d}",
        title=drawn["title"],
        category=drawn["category"],
        description=drawn["description"],
        place=drawn["place"],
        cost=drawn["cost_fen"],
        fields=drawn["fields"],
    )


def _ticks(rng: random.Random, ids: tuple[str, ...], appeal: list[float]) -> tuple[str, ...]:
    """Between one and ten items, the appealing ones more often."""
    wanted = min(rng.randint(1, MOST_TICKS), len(ids))
    chosen = dict.fromkeys(rng.choices(ids, appeal, k=2 * wanted))
    return tuple(list(chosen)[:wanted])


def _add_problems(rng: random.Random, town: Town, places: list[Any], total: int) -> None:
    drawn = catalogue.draw_problems(rng, places, total)
    for place in places:
        desk = town.desk(place["id"])
        with desk.transaction(STAFF, RAISE_PROBLEM.key):
            desk.add_problems(
                [
                    Problem(
                        id=f"{place['id']}-problem-{at + 1}",
                        area=place["id"],
                        title=_text_of(problem["title"]),
                        raised=date.fromisoformat(problem["raised"]),
                        solved=date.fromisoformat(problem["solved"]),
                        how=_text_of(problem["how"]),
                        responsible=_text_of(problem["responsible"]),
                    )
                    for at, problem in enumerate(drawn)
                    if problem["neighbourhood"] == place["id"]
                ]
            )
