"""What became of the ballots, on the wall and in the API; by channel only where many did."""

from __future__ import annotations

from typing import Any

from tickbox_core.desk import Cast
from tickbox_core.testing import desks

from .conftest import planned, roll

WALL = "/n/bamboo/acc/wall"
ZH = {"Accept-Language": "zh-CN"}


def counted(small: Any, online: int, kiosk: int, of_each: int) -> Any:
    """A round in which so many ballots came by two ways, and of each so many tick the first."""
    desk = small.desk
    desk.prepare(planned("acc", "bamboo"))
    desk.register("acc", roll())
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
