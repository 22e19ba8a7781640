"""A generated year the size of Songnan's: from a fixed seed, through the same desk as a real one.

The sizes are those of the 2023 report: 1,389 items, 39,666 participations, 167 solved problems.
Everything else (eleven neighbourhoods, three rounds, at most ten ticks, who ticks what) is a choice
made here and labelled as generated wherever it is shown.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta, timezone
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
from tickbox_core.desk import Actor, Cast, Desk, Role, Town
from tickbox_core.desk.importing import IMPORT
from tickbox_core.year import Feasible
from tickbox_demo import catalogue

SEED = 2023
ITEMS, PARTICIPATIONS, PROBLEMS = 1389, 39666, 167
LAST_ROUND = catalogue.ROUNDS[-1]
MOST_TICKS = 10
PLACES = 10
GROUP = 2000
"""Casts that share one commit."""

_LIKED = {"property-fee": 0.2}
"""How much less often a category is ticked: nobody is keen to pay more."""

_CHINA = timezone(timedelta(hours=8))
_ROUND_NAMES = {
    1: {"zh": "2023年春季打钩", "en": "Spring 2023 ticking"},
    2: {"zh": "2023年夏季打钩", "en": "Summer 2023 ticking"},
    3: {"zh": "2023年秋季打钩", "en": "Autumn 2023 ticking"},
}
_ROUND_OPENS = {1: date(2023, 3, 6), 2: date(2023, 6, 5), 3: date(2023, 9, 4)}

_LOOKED_AT = Text("（生成的数据）已现场查看", "(generated) looked at on the spot")
_STAFF, _SECOND = (Actor(name, Role.STAFF) for name in ("演示 / demo", "演示乙 / demo, second"))

Progress = Callable[[int, int], None]


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


@attrs.frozen
class Demonstration:
    """What was built: where to look, and the codes that open the round left open."""

    shown: tuple[str, str]
    """Area and round whose top ten is printed."""
    open: tuple[str, str]
    """Area and round left open for ticking."""
    codes: tuple[str, ...]


def generate(
    folder: Path, registry: Registry, progress: Progress = lambda done, total: None
) -> tuple[Town, Demonstration]:
    """Build the year in a fresh data folder; ``progress`` hears of casts done and in all."""
    rng = random.Random(SEED)
    clock = DemoClock()
    salts = random.Random(f"{SEED} salts")  # apart: what is noted shifts nothing that is drawn
    town = Town(folder, registry, clock=clock, entropy=salts.randbytes)
    places = catalogue.neighbourhoods(rng)
    town.plant(_tree(places))
    plan = catalogue.plan_items(rng, places, ITEMS)
    rolls = {place["id"]: _roll(rng, place) for place in places}
    turnouts = _turnouts(rng, rolls)
    done = 0
    for place in places:
        desk = town.found(place["id"])
        for number in catalogue.ROUNDS:
            year = _Round(rng, clock, desk, place, number)
            year.open(plan[place["id"]][number], rolls[place["id"]])
            for cast in year.cast(turnouts[place["id"], number]):
                done += cast
                progress(done, PARTICIPATIONS)
            if (place, number) != (places[0], LAST_ROUND):
                year.finish()
    _add_problems(rng, town, places)
    return town, _demonstration(town, places)


class _Round:
    """One round of one neighbourhood, played from the list to the published result."""

    def __init__(
        self, rng: random.Random, clock: DemoClock, desk: Desk, place: Any, number: int
    ) -> None:
        self._rng, self._clock, self._desk = rng, clock, desk
        self._place, self._number = place, number
        self.id = f"{place['id']}-2023-{number}"

    def open(self, wanted: Mapping[str, int], roll: Roll) -> None:
        """Form the list and open it."""
        drawn = catalogue.draw_items(self._rng, self._place, self._number, dict(wanted))
        self._clock.set(_ROUND_OPENS[self._number], 9)
        with self._doing(PLAN_ROUND.key):
            self._plan(drawn)
        with self._doing(IMPORT):
            self._desk.register(self.id, roll)
        with self._doing(ASSESS_ITEM.key):
            ids = self._desk.round(self.id).item_ids
            self._desk.posting.assess_many(self.id, ids, Feasible.YES, _LOOKED_AT, _STAFF.name)
        with self._doing(OPEN_ROUND.key):
            self._desk.open(self.id)

    def _doing(self, act: str, second: Actor | None = None) -> AbstractContextManager[None]:
        """Staff does something with the round."""
        return self._desk.transaction(_STAFF, act, second, about={"round": [self.id]})

    def _plan(self, drawn: list[Any]) -> None:
        self._desk.prepare(
            Round(
                id=self.id,
                area=self._place["id"],
                title=_ROUND_NAMES[self._number],
                items=tuple(_item(self._number, at, item) for at, item in enumerate(drawn)),
                categories=_categories(),
                limits=Limits(1, MOST_TICKS),
                rule=RuleChoice("tick-share", {"base": "participants"}),
                places=PLACES,
                tie_break=f"lot:songnan-{self.id}",
                revisable=True,
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

    def finish(self) -> None:
        """Close, count and publish."""
        self._clock.set(_ROUND_OPENS[self._number] + timedelta(days=14), 20)
        with self._doing(CLOSE_ROUND.key):
            self._desk.close(self.id)
        with self._doing(PUBLISH_ROUND.key, _SECOND):
            self._desk.publish(self.id, _STAFF.name, _SECOND.name)


def _demonstration(town: Town, places: list[Any]) -> Demonstration:
    first, second = places[0]["id"], places[1]["id"]
    open_round = f"{first}-2023-{LAST_ROUND}"
    desk = town.desk(first)
    waiting = [s.slot for s in desk.slots(open_round) if not desk.has_ballot(open_round, s.slot)]
    with desk.transaction(_STAFF, ISSUE_CODES.key, about={"round": [open_round]}):
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


def _turnouts(rng: random.Random, rolls: Mapping[str, Roll]) -> dict[tuple[str, int], int]:
    """How many take part in each round: about alike everywhere, and exactly the total."""
    weights = {
        (area, number): roll.registered * rng.uniform(0.8, 1.2)
        for area, roll in rolls.items()
        for number in catalogue.ROUNDS
    }
    whole = sum(weights.values())
    exact = {key: int(PARTICIPATIONS * weight / whole) for key, weight in weights.items()}
    for key in sorted(exact)[: PARTICIPATIONS - sum(exact.values())]:
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


def _add_problems(rng: random.Random, town: Town, places: list[Any]) -> None:
    drawn = catalogue.draw_problems(rng, places, PROBLEMS)
    for place in places:
        desk = town.desk(place["id"])
        with desk.transaction(_STAFF, RAISE_PROBLEM.key):
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
