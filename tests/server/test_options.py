"""Items with options on the pages: one of several, "none of these", or no choice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import attrs
import pytest
from litestar.testing import TestClient

from tickbox_core import Area, AreaTree, Item, Option, Text, open_registry
from tickbox_core.desk import Cast, Town
from tickbox_core.desk.notices import Sender, list_notice
from tickbox_core.desk.notices.common import entry
from tickbox_core.model import Question
from tickbox_core.testing import desks
from tickbox_core.workflow.notices import item_cost, plain
from tickbox_server import create_app
from tickbox_server.links import Links
from tickbox_server.pages.presenters import item_view

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
    page = client.get(f"{LIST}/items/paint").text
    assert "grey · 1 / 1 · 100.0%" in page and "none of these · 0 / 1" in page
    assert "blue · " not in client.get(f"{LIST}/items/gate").text
    placed = client.get("/api/v1/areas/n1/rounds/r1/items/paint").json()["placed"]
    assert {one["option"]: (one["ticks"], one["leads"]) for one in placed["options"]} == {
        "blue": (0, False),
        "grey": (1, True),
        "none-of-these": (0, False),
    }


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


@pytest.mark.parametrize("lang, way, limit", [
    ("en", "One way</span> blue · 5,000 yuan", "at most 2"),
    ("zh", "蓝色 · 5,000元", "最多勾选2项"),
])  # fmt: skip
def test_a_posted_list_shows_options_and_limits(
    at: tuple[TestClient[Any], Town, str], lang: str, way: str, limit: str
) -> None:
    """Whoever may object has to see what will be ticked."""
    client, town, _ = at
    desk = town.desk("n1")
    desk.prepare(desks.plan(id="next", items=(PAINT,), notice_days=7))
    desk.posting.post("next")
    page = client.get("/n/n1/next", headers={"accept-language": lang}).text
    assert way in page and limit in page, page


@pytest.mark.parametrize("lang, said", [("en", "no works to pay for"), ("zh", "没有工程费用")])
def test_what_needs_a_decision_is_never_said_to_cost_nothing(
    at: tuple[TestClient[Any], Town, str], tmp_path: Path, lang: str, said: str
) -> None:
    """A fee that rises has no works to pay for; plain items of no cost still say so."""
    client, town, _ = at
    free = "no cost" if lang == "en" else "不用花钱"
    fee = Item("fee", Text("物业费", "fee"), cost=0)
    assert item_cost(fee, decided=True).said_in(lang) == said  # type: ignore[arg-type]
    desk = town.desk("n1")
    desk.prepare(desks.plan(id="free", items=(Item("gate", Text("边门", "gate"), cost=0),)))
    desk.posting.post("free")
    page = client.get("/n/n1/free", headers={"accept-language": lang}).text
    assert free in page and said not in page
    listed = desk.listed("free", None)[0]
    visit = SimpleNamespace(
        language=lang,
        say=lambda words: words.said_in(lang),
        links=Links(),
        hall=SimpleNamespace(has_picture=bool),
    )
    for needs in (Question.OWNERS_MOTION, Question.RESIDENTS_MOTION):
        shown = item_view(visit, attrs.evolve(listed, needs=needs))  # type: ignore[arg-type]
        assert shown.cost == said
        printed = entry(attrs.evolve(listed, needs=needs))  # type: ignore[arg-type]
        assert said in [fact.words.said_in(lang) for fact in printed.facts]  # type: ignore[arg-type]


@pytest.mark.parametrize("lang, said", [("en", "as the way chosen costs"), ("zh", "看选哪种做法")])
def test_what_costs_something_by_the_way_chosen_is_never_said_to_cost_nothing(
    at: tuple[TestClient[Any], Town, str], lang: str, said: str
) -> None:
    """An item of no cost of its own: on the list, its own page, the printed list and the sheets."""
    client, town, _ = at
    desk = town.desk("n1")
    desk.prepare(desks.plan(id="ways", items=(attrs.evolve(PAINT, cost=0),)))
    desk.posting.post("ways")
    free = "no cost" if lang == "en" else "不用花钱"
    for page in ("", "/items/paint"):
        shown = client.get(f"/n/n1/ways{page}", headers={"accept-language": lang}).text
        assert said in shown and free not in shown
    printed = str(plain(list_notice(desk, "ways", Sender()), lang))  # type: ignore[arg-type]
    assert said in printed and free not in printed


def test_an_error_leads_back_to_list_and_wall(at: tuple[TestClient[Any], Town, str]) -> None:
    """Of the round it was about; where that may not be there, to the neighbourhood."""
    client, town, _ = at
    town.desk("n1").close("r1")
    wrong = client.post(f"{LIST}/review", data={"tick": "gate"})
    assert wrong.status_code == 409, wrong.text
    for url in (LIST, f"{LIST}/wall", "/n/n1", "/"):
        assert f'href="{url}"' in wrong.text
    missing = client.get("/n/n1/nowhere")
    assert missing.status_code == 404
    assert 'href="/n/n1"' in missing.text and 'href="/n/n1/nowhere"' not in missing.text
    assert 'href="/n/' not in client.get("/nothing").text


def test_a_fixed_list_does_not_show_the_proposed_one_again(
    at: tuple[TestClient[Any], Town, str],
) -> None:
    """Until it is fixed the projects to be stand there; then the annual list alone."""
    client, town, _ = at
    desk = town.desk("n1")
    desk.cast("r1", Cast(desk.slots("r1")[0].slot, ("gate",), "a-key-of-mine"))
    desk.close("r1")
    desk.publish("r1")
    before = client.get(f"{LIST}/wall").text
    assert "The projects to be" in before and "The annual list" not in before
    desk.concluding.finalise("r1")
    after = client.get(f"{LIST}/wall").text
    assert "The annual list" in after and "The projects to be" not in after
    assert 'id="item-gate"' in after, "the whole ranking stays"
