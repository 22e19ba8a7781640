"""No output of an open round tells what a handful of people did, by itself or by subtraction."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from tickbox_core import Area, AreaTree, Person, Residence, Roll, Unit
from tickbox_core.counting.cells import LEAST
from tickbox_core.desk import Cast, Town
from tickbox_core.testing import desks
from tickbox_server import Settings, create_app

AREA, ROUND = "n1", "r1"
HOMES = {"b1": (12, 6), "b2": (31, 11), "b3": (7, 3), "b4": (6, 6)}
"""By building: residents, and how many of them ticked."""
NAMES = {building: f"{building[1:]}号楼" for building in HOMES}


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Litestar]:
    """An open round of four buildings; two of them tell of a handful, one alone and one not."""
    town = Town(tmp_path / "data")
    buildings = [Area(id_, "building", name, AREA) for id_, name in NAMES.items()]
    town.plant(AreaTree((Area(AREA, "neighbourhood", "一村"), *buildings)))
    desk = town.found(AREA)
    desk.prepare(desks.plan())
    people = [(f"{home}-{n}", home) for home, (all_, _) in HOMES.items() for n in range(all_)]
    roll = Roll(
        date(2026, 1, 1),
        tuple(Unit(f"u{person}", home) for person, home in people),
        tuple(Person(person) for person, _ in people),
        tuple(Residence(person, f"u{person}") for person, _ in people),
    )
    desk.register(ROUND, roll)
    desks.open_list(desk, ROUND)
    wanted = {f"{home}-{n}" for home, (_, ticked) in HOMES.items() for n in range(ticked)}
    casts = [
        Cast(slot.slot, ("gate",), f"key-{slot.slot}")
        for slot in desk.slots(ROUND)
        if slot.person in wanted
    ]
    desk.cast_many(ROUND, casts)
    yield create_app(town, settings=Settings(figures_seconds=0, turnout_seconds=0))
    town.close()


def outputs(app: Litestar) -> Iterator[tuple[str, str]]:
    """Every page, feed and paper that anybody can get of the round, by its address."""
    values = {"area": AREA, "round": ROUND}
    with TestClient(app) as client:
        for route in app.routes:
            if "GET" not in getattr(route, "methods", ()):
                continue
            path = re.sub(r"\{(\w+):\w+\}", lambda found: values.get(found[1], "x"), route.path)
            answer = client.get(path, headers={"Accept-Language": "en"})
            if answer.status_code == 200:
                yield path, answer.text


def cells(value: Any) -> Iterator[tuple[int, int]]:
    """Every 'so many of so many' in a JSON answer."""
    if isinstance(value, dict):
        pair = value.get("participants"), value.get("registered")
        if isinstance(pair[0], int) and isinstance(pair[1], int):
            yield pair[0], pair[1]
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from cells(part)


def told(text: str) -> list[tuple[int, int]]:
    """Every 'so many of so many' of an output, JSON or page (in English)."""
    try:
        return list(cells(json.loads(text)))
    except ValueError:
        plain = re.sub(r"<[^>]*>", "", text)
        return [(int(part), int(whole)) for part, whole in re.findall(r"(\d+) of (\d+)", plain)]


def test_every_output_is_walked_and_no_cell_is_small(app: Litestar) -> None:
    """The small buildings' own figures are nowhere, nor can subtraction give them."""
    walked = dict(outputs(app))
    breakdowns = 0
    for path, text in walked.items():
        found = told(text)
        for part, whole in found:
            assert part >= LEAST and whole - part >= LEAST, f"{path}: {part} of {whole}"
        for small in ("b3", "b4"):
            all_, ticked = HOMES[small]
            assert (ticked, all_) not in found, path
        breakdowns += NAMES["b3"] in text or '"b3"' in text
    assert breakdowns >= 3, "neighbourhood, wall and API are among what was walked"
    assert len(walked) > 10


def test_what_is_left_of_the_total_is_no_handful_either(app: Litestar) -> None:
    """Any cells taken from the total leave nobody, or as many as may be shown."""
    answer = json.loads(
        dict(outputs(app))[f"/api/v1/areas/{AREA}/rounds/{ROUND}/turnout/buildings"]
    )
    total = answer["participants"], answer["registered"]
    shown = [(cell["participants"], cell["registered"]) for cell in answer["cells"]]
    assert total == (26, 56) and len(shown) >= 2
    for size in range(1, len(shown) + 1):
        for taken in itertools.combinations(shown, size):
            part = total[0] - sum(cell[0] for cell in taken)
            whole = total[1] - sum(cell[1] for cell in taken)
            assert whole == 0 or (part >= LEAST and whole - part >= LEAST)
