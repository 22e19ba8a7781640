"""Items with options on the pages: one of several, "none of these", or no choice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from tickbox_core import Area, AreaTree, Item, Option, Text, open_registry
from tickbox_core.desk import Town
from tickbox_core.testing import desks
from tickbox_server import create_app

LIST = "/n/n1/r1"
PAINT = Item(
    "paint",
    Text("外墙颜色", "Colour of the walls"),
    options=(Option("blue", Text("蓝色", "blue"), 500000), Option("grey", Text("灰色", "grey"))),
)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[tuple[TestClient[Any], Town, str]]:
    """A round with such an item, open, and a code."""
    town = Town(tmp_path / "data", open_registry(discover=False))
    town.plant(AreaTree((Area("n1", "neighbourhood", Text("一村", "One")),)))
    desk = town.found("n1")
    desk.prepare(desks.plan(items=(PAINT, Item("gate", Text("边门", "Side gate")))))
    desk.register("r1", desks.roll())
    desks.open_list(desk, "r1")
    slot = desk.slots("r1")[0].slot
    code = desk.issue_codes("r1", [slot])[slot]
    with TestClient(create_app(town), base_url="http://testserver.local") as client:
        client.headers["accept-language"] = "en"
        yield client, town, code


def test_each_option_is_a_choice_and_none_of_these_is_one(
    at: tuple[TestClient[Any], Town, str],
) -> None:
    """Radio buttons of one group; "no choice" is where it starts."""
    page = at[0].get(LIST).text
    for tick in ("paint/blue", "paint/grey", "paint/none-of-these"):
        assert f'name="tick:paint" value="{tick}"' in page
    assert 'name="tick:paint" value="" checked' in page
    assert "none of these" in page
    assert 'type="checkbox" name="tick" value="gate"' in page


def test_an_option_goes_from_the_list_to_the_wall(at: tuple[TestClient[Any], Town, str]) -> None:
    """Ticked, checked, confirmed, counted; the wall says how many chose what."""
    client, town, code = at
    chosen = {"tick:paint": "paint/grey", "tick": "gate"}
    review = client.post(f"{LIST}/review", data=chosen)
    assert 'name="tick" value="paint/grey"' in review.text
    assert '<span class="tag">grey</span>' in review.text
    ticks = {"tick": ["paint/grey", "gate"], "key": "a-key-of-mine", "code": code}
    assert client.post(f"{LIST}/confirm", data=ticks).status_code == 200
    assert client.post(f"{LIST}/cast", data=ticks).status_code == 200
    desk = town.desk("n1")
    desk.close("r1")
    desk.publish("r1")
    wall = client.get(f"{LIST}/wall").text
    assert "grey · 1 / 1 · 100.0%" in wall
    assert "none of these · 0 / 1" in wall


def test_a_slip_is_said_on_the_list(at: tuple[TestClient[Any], Town, str]) -> None:
    """Two options of one item, or the item bare: what to do stands above the list."""
    for ticks in (["paint/blue", "paint/grey"], ["paint"]):
        answer = at[0].post(f"{LIST}/review", data={"tick": ticks})
        assert answer.status_code == 422
        assert "asks for one of its options" in answer.text


def test_no_choice_is_a_blank_ballot(at: tuple[TestClient[Any], Town, str]) -> None:
    """Leaving everything open is taking part."""
    review = at[0].post(f"{LIST}/review", data={"tick:paint": ""})
    assert "You ticked nothing" in review.text
