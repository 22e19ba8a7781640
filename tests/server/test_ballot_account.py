"""What became of the ballots, on the wall and in the API; by channel only where many did."""

from __future__ import annotations

from datetime import date
from typing import Any

from tickbox_core.bundle import read_bundle
from tickbox_core.desk import Cast, notices
from tickbox_core.model import Person, Residence, Roll, Unit
from tickbox_core.testing import desks

from .conftest import planned, roll

WALL = "/n/bamboo/acc/wall"
ZH = {"Accept-Language": "zh-CN"}


def crowd(people: int = 60) -> Roll:
    """So many residents, each in a home of their own."""
    units = tuple(Unit(f"u{at}", "stair", floor_area=8_000) for at in range(people))
    persons = tuple(Person(f"p{at}") for at in range(people))
    homes = tuple(Residence(f"p{at}", f"u{at}") for at in range(people))
    return Roll(date(2026, 1, 1), units, persons, homes, ())


def counted(small: Any, online: int, kiosk: int, of_each: int, people: Roll | None = None) -> Any:
    """A round in which so many ballots came by two ways, and of each so many tick the first."""
    desk = small.desk
    desk.prepare(planned("acc", "bamboo"))
    desk.register("acc", people or roll())
    desks.open_list(desk, "acc")
    slots = [slot.slot for slot in desk.slots("acc")]
    for at, slot in enumerate(slots[: online + kiosk]):
        by, number = ("online", at) if at < online else ("kiosk", at - online)
        ticks = ("i1",) if number < of_each else ("i2",)
        desk.cast("acc", Cast(slot, ticks, f"key-{at:05}", by))
    desk.close("acc")
    desk.publish("acc")
    return desk


def test_wall_and_api_say_what_became_of_them(client: Any, small: Any) -> None:
    """The same numbers; nothing by channel of an item that a handful ticked."""
    counted(small, 3, 1, 1)
    page = client.get(WALL, headers=ZH).text
    assert "交来的选票去了哪里" in page
    assert '<th scope="row">计入，网上</th><td>3</td>' in page
    assert '<th scope="row">作废</th><td>0</td>' in page
    assert "按交票方式" not in page
    told = client.get("/api/v1/areas/bamboo/rounds/acc/outcome").json()["account"]
    assert (told["handed_in"], told["counted"]) == (4, {"online": 3, "kiosk": 1})
    assert (told["void"], told["items"]) == ({}, [])
    english = client.get(WALL, headers={"Accept-Language": "en"}).text
    assert "What became of the ballots" in english


def test_wall_item_notice_and_bundle_say_the_same(client: Any, small: Any) -> None:
    """One account, filtered once: in the wall's JSON, an item's, the notice and the bundle."""
    desk = counted(small, 40, 20, 12, crowd())
    account = desk.outcome("acc").account
    assert account.items["i1"], "many came by both ways: it may be shown by channel"
    plain = client.get("/api/v1/areas/bamboo/rounds/acc/outcome").json()["account"]
    on_wall = client.get("/api/v1/areas/bamboo/rounds/acc/wall").json()["result"]["account"]
    assert on_wall == plain
    item = client.get("/api/v1/areas/bamboo/rounds/acc/items/i1").json()["placed"]
    (shown,) = [one["channels"] for one in plain["items"] if one["item"] == "i1"]
    assert item["channels"] == shown
    in_bundle = read_bundle(desk.bundle("acc")).outcome["account"]
    assert {**in_bundle, "handed_in": account.handed_in} == plain
    said = str(notices.result_notice(desk, "acc", notices.Sender()).document("en").values)
    words = "; ".join(one.words.en for one in account.items["i1"])
    assert "What became of the ballots" in said and words in said
    page = client.get("/n/bamboo/acc/items/i1", headers={"Accept-Language": "en"}).text
    assert all(one.words.en in page for one in account.items["i1"])


def test_what_may_not_be_shown_is_nowhere(client: Any, small: Any) -> None:
    """A handful by one way: no door tells how they ticked."""
    counted(small, 3, 1, 1)
    on_wall = client.get("/api/v1/areas/bamboo/rounds/acc/wall").json()["result"]["account"]
    assert on_wall["items"] == [] and on_wall["handed_in"] == 4
    assert client.get("/api/v1/areas/bamboo/rounds/acc/items/i1").json()["placed"]["channels"] == []
