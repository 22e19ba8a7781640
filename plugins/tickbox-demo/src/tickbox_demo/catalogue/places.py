"""Where in a neighbourhood an item can be done: spots, buildings, rows of buildings, estates."""

from dataclasses import dataclass
from random import Random

from tickbox_demo.catalogue.shapes import Building, DemoText, Estate, Neighbourhood

ROOMS = ("hall", "room")
"""Sorts of spot that belong to the neighbourhood and need no estate's name."""

_BUILDING_SORTS = {"building": (True, False), "walkup": (False,), "tower": (True,)}


@dataclass(frozen=True)
class DemoPlace:
    """A place as it stands in a title (`zh`, `en`) and alone (`label`), with what it counts."""

    zh: str
    en: str
    label: DemoText
    stairwells: int = 0
    lifts: int = 0
    homes: int = 0

    def number_of(self, what: str) -> int:
        """How many stairwells, lifts or homes the place has."""
        return {"stairwells": self.stairwells, "lifts": self.lifts, "homes": self.homes}[what]


def places(rng: Random, neighbourhood: Neighbourhood, where: str) -> list[DemoPlace]:
    """Every place of one sort, in the order of the area tree."""
    estates = neighbourhood["estates"]
    several = len(estates) > 1
    if where == "estate":
        return [_estate(estate, several) for estate in estates]
    if where == "buildings":
        return [row for estate in estates for row in _rows(rng, estate["buildings"])]
    buildings = [building for estate in estates for building in estate["buildings"]]
    if where == "stairwell":
        return [_plain(s["name"]) for building in buildings for s in building["stairwells"]]
    if where in _BUILDING_SORTS:
        return [_building(b) for b in buildings if b["lift"] in _BUILDING_SORTS[where]]
    named = several and where not in ROOMS
    return [
        _spot(spot, estate if named else None)
        for estate in estates
        for spot in estate["spots"].get(where, ())
    ]


def _plain(name: DemoText) -> DemoPlace:
    return DemoPlace(name["zh"], name["en"], name)


def _estate(estate: Estate, several: bool) -> DemoPlace:
    if several:
        return _plain(estate["name"])
    return DemoPlace("小区", "the estate", {"zh": "全小区", "en": "The whole estate"})


def _building(building: Building) -> DemoPlace:
    name, stairwells = building["name"], building["stairwells"]
    per_stairwell = (2 if building["floors"] > 11 else 1) if building["lift"] else 0
    return DemoPlace(
        name["zh"],
        name["en"],
        name,
        stairwells=len(stairwells),
        lifts=per_stairwell * len(stairwells),
        homes=sum(len(stairwell["units"]) for stairwell in stairwells),
    )


def _rows(rng: Random, buildings: list[Building]) -> list[DemoPlace]:
    """The buildings in rows of two or three neighbours; a last one alone is left out."""
    rows, start = [], 0
    while start + 2 <= len(buildings):
        end = min(start + rng.choice((2, 2, 3)), len(buildings))
        rows.append(_row(buildings[start]["number"], buildings[end - 1]["number"]))
        start = end
    return rows


def _row(first: int, last: int) -> DemoPlace:
    if last - first == 1:
        return _plain({"zh": f"{first}、{last}号楼", "en": f"Buildings {first} and {last}"})
    return _plain({"zh": f"{first}至{last}号楼", "en": f"Buildings {first} to {last}"})


def _spot(spot: DemoText, estate: Estate | None) -> DemoPlace:
    zh, en = spot["zh"], spot["en"]
    if estate is not None:
        zh, en = estate["name"]["zh"] + zh, f"{en} of {estate['name']['en']}"
    return DemoPlace(zh, en, {"zh": zh, "en": capital(en.removeprefix("the "))})


def capital(sentence: str) -> str:
    """The sentence with a capital first letter."""
    return sentence[:1].upper() + sentence[1:]
