"""The invented town: neighbourhoods, estates, buildings, homes, shops and micro-grids."""

from random import Random
from typing import Any

from tickbox_demo.catalogue.places import ROOMS
from tickbox_demo.catalogue.shapes import (
    Building,
    DemoArea,
    DemoGrid,
    DemoHome,
    DemoText,
    Estate,
    Neighbourhood,
    Shop,
    Stairwell,
    read,
    text,
)

_DATA = read("town")
_SPOTS = read("places")
_NUMERALS = "一二三四五六"

TOWN: DemoArea = _DATA["town"]


def neighbourhoods(rng: Random) -> list[Neighbourhood]:
    """The eleven neighbourhoods of the town, with every building and home."""
    return [_neighbourhood(rng, n, spec) for n, spec in enumerate(_DATA["neighbourhoods"], 1)]


def people_per_unit(rng: Random) -> int:
    """How many adults live in one home: 1 to 4, 2.2 on average."""
    return rng.choices((1, 2, 3, 4), weights=(20, 50, 20, 10))[0]


def _neighbourhood(rng: Random, number: int, spec: dict[str, Any]) -> Neighbourhood:
    ident = f"n{number:02d}"
    wanted = rng.randint(*spec["homes"])
    estates = _estates(rng, ident, spec["estates"], wanted)
    first: DemoText = estates[0]["name"]
    shops = _shops(rng, ident)
    communities = {community["id"]: community for community in _DATA["communities"]}
    return {
        "id": ident,
        "name": {"zh": f"{first['zh']}居民区", "en": f"{first['en']} Neighbourhood"},
        "community": communities[spec["community"]],
        "estates": estates,
        "shops": shops,
        "microgrids": _microgrids(ident, estates, shops),
        "deal": rng.getrandbits(32),
    }


def _estates(rng: Random, ident: str, specs: list[list[str]], wanted: int) -> list[Estate]:
    """The estates of a neighbourhood; its buildings are numbered through."""
    before = 0
    shares = [wanted] if len(specs) == 1 else [wanted * 6 // 10, wanted * 4 // 10]
    estates: list[Estate] = []
    for place, ((zh, en, style), homes) in enumerate(zip(specs, shares, strict=True), 1):
        estate_id = f"{ident}-e{place}"
        buildings = _buildings(rng, estate_id, style, homes, before)
        before += len(buildings)
        estates.append(
            {
                "id": estate_id,
                "name": {"zh": zh, "en": en},
                "buildings": buildings,
                "spots": _spots(rng, with_rooms=place == 1),
            }
        )
    return estates


def _buildings(rng: Random, estate_id: str, style: str, homes: int, before: int) -> list[Building]:
    """Buildings, numbered on from those ``before``, until the estate has its homes.

    A mixed estate has at least one of each sort.
    """
    buildings: list[Building] = []
    built = 0
    while built < homes:
        lift = style == "towers" or (style == "mixed" and len(buildings) % 3 == 0)
        building = _building(rng, estate_id, before + len(buildings) + 1, lift)
        buildings.append(building)
        built += sum(len(stairwell["units"]) for stairwell in building["stairwells"])
    return buildings


def _building(rng: Random, estate_id: str, number: int, lift: bool) -> Building:
    if lift:
        floors, stairwells, flats = rng.randint(11, 18), *rng.choice(((1, 3), (1, 4), (2, 2)))
        areas = [rng.randrange(6_500, 12_500) for _ in range(flats)]
    else:
        floors, stairwells, flats = rng.choice((5, 6, 6, 7)), rng.randint(2, 4), rng.choice((2, 3))
        areas = [rng.randrange(3_800, 7_200) for _ in range(flats)]
    ident = f"{estate_id}-b{number:02d}"
    return {
        "id": ident,
        "name": {"zh": f"{number}号楼", "en": f"Building {number}"},
        "number": number,
        "floors": floors,
        "lift": lift,
        "stairwells": [
            _stairwell(ident, number, door, floors, areas, alone=stairwells == 1)
            for door in range(1, stairwells + 1)
        ],
    }


def _stairwell(
    building_id: str, number: int, door: int, floors: int, areas: list[int], alone: bool
) -> Stairwell:
    ident = f"{building_id}-s{door}"
    address = f"{number}号楼" if alone else f"{number}号楼{door}门"
    english = f"Building {number}" if alone else f"Entrance {door} of Building {number}"
    units: list[DemoHome] = [
        {
            "id": f"{ident}-{floor}{flat:02d}",
            "label": f"{address}{floor}{flat:02d}室",
            "floor": floor,
            "floor_area": area,
        }
        for floor in range(1, floors + 1)
        for flat, area in enumerate(areas, 1)
    ]
    return {"id": ident, "name": {"zh": address, "en": english}, "units": units}


def _spots(rng: Random, with_rooms: bool) -> dict[str, list[DemoText]]:
    """The named places of one estate; the activity rooms stand in the first one."""
    return {
        sort: [text(pair) for pair in rng.sample(pool["names"], pool["take"])]
        for sort, pool in _SPOTS.items()
        if with_rooms or sort not in ROOMS
    }


def _shops(rng: Random, ident: str) -> list[Shop]:
    kinds = rng.sample(_DATA["shops"], rng.randint(6, 12))
    numbered = [(f"{ident}-shop-{n:02d}", text(kind)) for n, kind in enumerate(kinds, 1)]
    return [
        {"id": shop, "name": name, "floor_area": rng.randrange(1_800, 9_000)}
        for shop, name in numbered
    ]


def _microgrids(ident: str, estates: list[Estate], shops: list[Shop]) -> list[DemoGrid]:
    """Two to four micro-grids: neighbouring stairwells together, the shops dealt out evenly."""
    stairwells = [s["id"] for e in estates for b in e["buildings"] for s in b["stairwells"]]
    grids = min(4, max(2, len(stairwells) // 10))
    edges = [len(stairwells) * i // grids for i in range(grids + 1)]
    return [
        {
            "id": f"{ident}-g{i + 1}",
            "name": {"zh": f"第{_NUMERALS[i]}微网格", "en": f"Micro-grid {i + 1}"},
            "stairwells": stairwells[edges[i] : edges[i + 1]],
            "shops": [shop["id"] for shop in shops[i::grids]],
        }
        for i in range(grids)
    ]
