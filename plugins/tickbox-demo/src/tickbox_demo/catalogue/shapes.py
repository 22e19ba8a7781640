"""The shapes of the plain values that the catalogue hands out, and the reader of its files."""

import json
from collections.abc import Callable
from importlib.resources import files
from random import Random
from typing import Any, NotRequired, TypedDict


class DemoText(TypedDict):
    """One text in both languages."""

    zh: str
    en: str


class DemoHome(TypedDict):
    """A home: `floor_area` in 0.01 m²."""

    id: str
    label: str
    floor: int
    floor_area: int


class Stairwell(TypedDict):
    """A stairwell 楼道 with its homes, from the ground up."""

    id: str
    name: DemoText
    units: list[DemoHome]


class Building(TypedDict):
    """A building; its number is unique in the neighbourhood."""

    id: str
    name: DemoText
    number: int
    floors: int
    lift: bool
    stairwells: list[Stairwell]


class Estate(TypedDict):
    """An estate 小区; `spots` are its named places by sort ("garden": [...])."""

    id: str
    name: DemoText
    buildings: list[Building]
    spots: dict[str, list[DemoText]]


class Shop(TypedDict):
    """A street-side shop: `floor_area` in 0.01 m²."""

    id: str
    name: DemoText
    floor_area: int


class DemoGrid(TypedDict):
    """A micro-grid 微网格: ids of the stairwells and shops it looks after."""

    id: str
    name: DemoText
    stairwells: list[str]
    shops: list[str]


class DemoArea(TypedDict):
    """A named area with an id."""

    id: str
    name: DemoText


class Neighbourhood(TypedDict):
    """A neighbourhood 居民区; `deal` seeds the way its possible items are dealt to the rounds."""

    id: str
    name: DemoText
    community: DemoArea
    estates: list[Estate]
    shops: list[Shop]
    microgrids: list[DemoGrid]
    deal: int


class DrawnItem(TypedDict):
    """One item of a list; `cost_fen` is None when no cost belongs to it, 0 when it is free."""

    category: str
    title: DemoText
    description: DemoText
    place: DemoText
    cost_fen: int | None
    months: int | None
    fields: dict[str, Any]


class DrawnProblem(TypedDict):
    """One solved problem; `neighbourhood` is an id, the dates are ISO dates of 2023."""

    neighbourhood: str
    title: DemoText
    raised: str
    solved: str
    how: DemoText
    responsible: DemoText


Draw = Callable[[Random], DrawnItem]
"""A possible item that waits for its random numbers (cost, months, wording)."""

Pair = tuple[str, str]


class ItemSort(TypedDict):
    """A sort of item as the files hold it; pairs are Chinese, English; money is in yuan.

    The cost is `n` (a range, or what the place counts) times `each`, or else within `yuan`.
    `rounds` keeps what has a season to its rounds, `once` to one place in a neighbourhood.
    """

    key: str
    where: str
    title: Pair
    why: list[Pair]
    do: Pair
    months: list[int]
    yuan: NotRequired[list[int] | None]
    n: NotRequired[str | list[int]]
    each: NotRequired[list[int]]
    rounds: NotRequired[list[int]]
    once: NotRequired[bool]


def read(name: str) -> Any:
    """The content of one JSON file of the catalogue."""
    source = files("tickbox_demo.catalogue").joinpath(f"{name}.json")
    return json.loads(source.read_text(encoding="utf-8"))


def text(pair: Pair) -> DemoText:
    """A pair of the files as a `Text`."""
    return {"zh": pair[0], "en": pair[1]}
