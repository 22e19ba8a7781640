"""Two tiers with an envelope each: set up through acts, ticked, and told on list, item and wall."""

from __future__ import annotations

from typing import Any

from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.desk import Cast
from tickbox_core.testing import desks
from tickbox_core.text import Text

from .conftest import roll

LIN = Actor("小林", Role.STAFF)
HERE = "/n/bamboo/two"


def prepared(small: Any) -> Any:
    """A round of two tiers; the street pays for one item of two."""
    desk = small.desk

    def do(act: str, **fields: Any) -> None:
        perform(ACTS[act], desk, fields, LIN)

    tiers = {"street": {"places": 1, "budget": 60_000}, "neighbourhood": {"budget": 50_000}}
    do("round/plan", id="two", title="两级打钩", places=3, ties="listed-first",
        parameters={"tiers": tiers},
        tier_limits=[{"tier": "street", "minimum": 1, "maximum": 1}])  # fmt: skip
    items = (("road", "street", 50_000), ("lamp", "street", 30_000), ("bench", "neighbourhood", 4))
    for id_, tier, cost in items:
        do("item/add", round="two", id=id_, title=id_, tier=tier, cost=cost,
            funding=[["public", cost]], scope={"within": ["stair"]})  # fmt: skip
    ways = [{"id": "red", "title": "红漆", "cost": 100}, {"id": "green", "title": "绿漆"}]
    do("item/change", round="two", id="bench", options=ways)
    desk.register("two", roll())
    desks.open_list(desk, "two")
    return desk


def test_list_and_item_say_who_pays_with_what_money_and_whom_it_concerns(
    client: Any, small: Any
) -> None:
    """In the reader's words; the same in the API; limits by tier in words."""
    prepared(small)
    for path in (HERE, f"{HERE}/items/road"):
        page = client.get(path, headers={"Accept-Language": "zh-CN"}).text
        assert "街道" in page and "公共资金 500元" in page and "1号楼道" in page, path
    assert "其中“街道”：请勾选1项" in client.get(HERE).text
    told = client.get("/api/v1/areas/bamboo/rounds/two/list").json()
    assert (told[0]["tier"], told[0]["funding"]) == ("street", {"public": 50_000})
    assert told[0]["concerns"]["zh"] == "1号楼道"
    assert [one["id"] for one in told[2]["options"]] == ["red", "green"]


def test_the_wall_tells_what_each_envelope_gave(client: Any, small: Any) -> None:
    """Chosen of places, money of budget, per tier; the twin has the same numbers."""
    desk = prepared(small)
    for at, slot in enumerate(desk.slots("two")[:3]):
        ticks = ("road", "bench/red") if at else ("lamp", "bench/green")
        desk.cast("two", Cast(slot.slot, ticks, f"k{at}"))
    desk.close("two")
    desk.publish("two")
    page = client.get(f"{HERE}/wall", headers={"Accept-Language": "zh-CN"}).text
    assert "各层级的名额和资金" in page
    assert "<td>1 / 1</td><td>500元 / 600元</td>" in page
    twin = client.get("/api/v1/areas/bamboo/rounds/two/wall").json()
    street, neighbourhood = twin["result"]["tiers"]
    assert (street["chosen"], street["cost"], street["budget"]) == (1, 50_000, 60_000)
    assert neighbourhood["words"] == Text("居民区", "neighbourhood").plain()
    assert "层级“街道”的1个名额已满" in page, "why the other is not chosen"
    assert "各层级的预算（元）或名额：street=1050000,local=#3 <code>tiers</code>" in page
    assert "street=#1,street=600,neighbourhood=500" in page, "in yuan, as it is typed"
    assert "比例的基数 <code>base</code>" in page and "{&#39;" not in page
